"""Annexes in files of their own."""

from __future__ import annotations

import pytest

from congvu.ingestion.attachments import attachment_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "PHỤ LỤC II\nVIẾT HOA TRONG VĂN BẢN\n(Kèm theo Nghị định số 30/2020/NĐ-CP\nngày 05/3/2020)\n____\nI. A\n",
            "Phụ lục II: Viết hoa trong văn bản (kèm theo 30/2020/NĐ-CP)",
        ),
        (
            "QUY CHẾ\nLÀM VIỆC CỦA CƠ QUAN\n(Ban hành kèm theo Quyết định số 12/2024/QĐ-UBND)\nĐiều 1. A\n",
            "Quy chế làm việc của cơ quan (kèm theo 12/2024/QĐ-UBND)",
        ),
        ("UBND TỈNH\nSố: 12/QĐ-UBND\nQUYẾT ĐỊNH\nBan hành kèm theo Quyết định này\n", None),
        ("Nội dung thường.\nKhông kèm theo gì.\n", None),
        ("(Kèm theo Công văn số 5/UBND-VX)\nDANH SÁCH\n", None),
        ("PHỤ LỤC\nDANH SÁCH\n(Kèm theo Công văn này)\n", None),
        ("", None),
    ],
)
def test_only_what_is_attached_to_a_numbered_text_is_an_annex(text: str, title: str | None) -> None:
    assert attachment_title(text) == title
