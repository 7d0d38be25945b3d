"""Supplying documents in the browser: several files at once, each with its own outcome."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from congvu.config.demo.docx import build_docx
from tests.e2e.conftest import PHONE, OpenPage, no_sideways_scrolling
from tests.e2e.test_asking import ask

if TYPE_CHECKING:
    from tests.e2e.watch import Watch

PAPER = """ỦY BAN NHÂN DÂN
TỈNH MINH HỌA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 77/2026/QĐ-UBND
Minh Họa, ngày 02 tháng 3 năm 2026

QUYẾT ĐỊNH
Ban hành Quy định về chăm sóc vườn ươm cây phân xanh

Điều 1. Phạm vi điều chỉnh
Quy định này áp dụng cho các vườn ươm cây phân xanh của tỉnh.

Điều 2. Tưới vườn ươm cây phân xanh
1. Vườn ươm cây phân xanh được tưới ba lần mỗi ngày vào mùa khô.
2. Người trông coi vườn ươm ghi sổ theo dõi sau mỗi lần tưới.

Điều 3. Hiệu lực thi hành
Quyết định này có hiệu lực thi hành từ ngày 15 tháng 3 năm 2026.
"""


def test_a_coordinator_supplies_files_sees_each_outcome_and_asks_about_the_good_one(open_page: OpenPage) -> None:
    page = open_page("/van-ban/", user="daumoi")
    assert re.search(r"[\d.]+(/[\d.]+)? đoạn", page.locator("#by-meaning").inner_text())
    page.get_by_role("link", name="Cung cấp văn bản").click()
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "vuon-uom.docx", "mimeType": "application/octet-stream", "buffer": build_docx(PAPER)},
            {"name": "khong-phai.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nstub"},
            {"name": "trong.txt", "mimeType": "text/plain", "buffer": b""},
        ]
    )
    assert page.locator("[data-chosen] li").all_inner_texts() == ["vuon-uom.docx", "khong-phai.pdf", "trong.txt"]
    page.get_by_role("button", name="Cung cấp").click()
    page.wait_for_url(re.compile(r"/van-ban/cung-cap/[0-9a-f-]{36}/"))
    page.locator("progress").wait_for()
    page.get_by_text("Đã xong.").wait_for()
    assert "3/3 tệp" in page.locator("#run [role=status]").inner_text()
    outcomes = page.locator("#run .documents > li")
    stored, stub, empty = (outcomes.nth(number) for number in range(3))
    assert "Tra cứu được" in stored.inner_text()
    for item, name in ((stub, "khong-phai.pdf"), (empty, "trong.txt")):
        assert name in item.inner_text()
        assert "Không đọc được" in item.inner_text()
        assert item.locator("p").count() >= 3, "the reason and what to do"
    assert stub.locator("p").nth(1).inner_text() != empty.locator("p").nth(1).inner_text()

    page.goto("/van-ban/?q=vuon+uom")
    page.locator(".document__title a", has_text="chăm sóc vườn ươm").click()
    assert page.get_by_text("77/2026/QĐ-UBND").first.is_visible()

    page.goto("/")
    ask(page, "Vườn ươm cây phân xanh được tưới mấy lần mỗi ngày?")
    assert "ba lần mỗi ngày" in page.locator(".quote").first.inner_text()
    assert "77/2026/QĐ-UBND" in page.locator(".source").first.inner_text()


def test_a_form_without_files_says_so_on_a_phone(open_page: OpenPage, watches: list[Watch]) -> None:
    page = open_page("/van-ban/cung-cap/", user="daumoi", size=PHONE)
    watches[-1].expected += ["status of 422"]
    page.get_by_role("button", name="Cung cấp").click()
    page.get_by_role("alert").get_by_text("Chưa có tệp nào. Hãy chọn ít nhất một tệp.").wait_for()
    no_sideways_scrolling(page)
