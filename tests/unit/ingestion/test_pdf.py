"""PDF: words with their places back to paragraphs, columns, tables; and files that are not text."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import ParsedText
from congvu.ingestion.parsers.pdf import PdfParser
from congvu.ingestion.parsers.pdf_lines import PrintedLine, Word, drop_page_furniture, lines_of, paragraphs
from congvu.ingestion.types import ReadError, Reason
from tests.unit.ingestion.files import Line, locked, pdf

FULL = 500.0


def line(text: str, x0: float = 80.0, x1: float = FULL, top: float = 0.0) -> PrintedLine:
    return PrintedLine(text, x0, x1, top)


def words_at(x: float, y: float, text: str) -> list[Word]:
    found = []
    for part in text.split():
        found.append(Word(part, x, x + 6 * len(part), y, y + 12))
        x += 6 * len(part) + 4
    return found


def test_wrapped_lines_are_joined_and_new_items_are_not() -> None:
    page = [
        line("Điều 5. Trách nhiệm", x1=200),
        line("1. Người lao động có trách nhiệm thực hiện quy định tại"),
        line("Điều 4 của Luật này và các văn bản", x1=300),
        line("2. Người sử dụng lao động", x1=250),
        line("a) Một;", x1=120),
        line("CHƯƠNG II"),
        line("TÊN CHƯƠNG"),
    ]
    assert list(paragraphs([page])) == [
        "Điều 5. Trách nhiệm",
        "1. Người lao động có trách nhiệm thực hiện quy định tại Điều 4 của Luật này và các văn bản",
        "2. Người sử dụng lao động",
        "a) Một;",
        "CHƯƠNG II",
        "TÊN CHƯƠNG",
    ]


def test_in_indented_texts_the_indent_says_where_a_paragraph_begins() -> None:
    page = [
        line("Điều 1. Phạm vi", x0=110, x1=250),
        line("1. Câu thứ nhất của khoản kết thúc đúng ở lề phải.", x0=110),
        line("Câu thứ hai của cùng khoản."),
        line("2. Khoản hai.", x0=110, x1=200),
        line("Đoạn mới.", x0=110, x1=200),
    ]
    assert list(paragraphs([page]))[1:] == [
        "1. Câu thứ nhất của khoản kết thúc đúng ở lề phải. Câu thứ hai của cùng khoản.",
        "2. Khoản hai.",
        "Đoạn mới.",
    ]


def test_a_paragraph_goes_on_over_the_page() -> None:
    pages = [[line("Cơ quan nhà nước có trách nhiệm bảo đảm")], [line("điều kiện thực hiện.", x1=200)]]
    assert list(paragraphs(pages)) == ["Cơ quan nhà nước có trách nhiệm bảo đảm điều kiện thực hiện."]


def test_letterhead_and_signature_are_read_column_by_column() -> None:
    words = [
        *words_at(60, 10, "UBND TỈNH A"), *words_at(300, 10, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        *words_at(60, 30, "Số: 12/UBND"), *words_at(320, 30, "Độc lập - Tự do - Hạnh phúc"),
        *words_at(330, 50, "A, ngày 06 tháng 6 năm 2024"),
        *words_at(60, 80, "Nội dung của văn bản đi hết cả dòng từ lề trái sang tận lề phải của trang giấy này nhé"),
    ]  # fmt: skip
    assert [found.text for found in lines_of(words, 595)] == [
        "UBND TỈNH A",
        "Số: 12/UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "A, ngày 06 tháng 6 năm 2024",
        "Nội dung của văn bản đi hết cả dòng từ lề trái sang tận lề phải của trang giấy này nhé",
    ]


def test_running_headers_and_page_numbers_are_dropped_and_kept_aside() -> None:
    pages = [[line(f"CÔNG BÁO/Số {n}"), line(f"Nội dung {'abcde'[n]} riêng"), line(f"- {n} -")] for n in range(1, 5)]
    kept, aside = drop_page_furniture(pages)
    assert [[found.text for found in page] for page in kept] == [[f"Nội dung {'abcde'[n]} riêng"] for n in range(1, 5)]
    assert "CÔNG BÁO/Số 1" in aside


def parsed(tmp_path: Path, content: bytes, limits: Limits | None = None) -> ParsedText:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    return PdfParser().parse(path, limits or Limits(), tmp_path)


def page(*texts: str, top: float = 780) -> list[Line]:
    return [(72, top - 18 * n, text) for n, text in enumerate(texts)]


PROSE = ["Quyet dinh nay quy dinh ve viec su dung tro ly ao trong cong viec hang ngay cua can bo."] * 5


def test_a_real_file_is_read(tmp_path: Path) -> None:
    found = parsed(tmp_path, pdf([page("Dieu 1. Pham vi", *PROSE), page("Dieu 2. Hieu luc", "Tu ngay ky.")]))
    assert found.pages == 2
    assert found.text.startswith("Dieu 1. Pham vi\nQuyet dinh nay")
    assert found.text.endswith("Dieu 2. Hieu luc\nTu ngay ky.")


def test_ruled_tables_become_rows_in_their_place(tmp_path: Path) -> None:
    grid = "".join(f"72 {y} m 400 {y} l S\n" for y in (700, 670, 640)) + "".join(
        f"{x} 640 m {x} 700 l S\n" for x in (72, 150, 400)
    )
    lines: list[Line] = [
        (72, 780, "Truoc bang la mot doan van dai de co du chu cho mot trang giay."),
        (80, 680, "STT"), (160, 680, "Don vi"), (80, 650, "1"), (160, 650, "So Y te"),
        (72, 600, "Sau bang."),
    ]  # fmt: skip
    text = parsed(tmp_path, pdf([lines], drawing=grid)).text
    assert text.splitlines()[-3:] == ["STT | Don vi", "1 | So Y te", "Sau bang."]


def reason_of(tmp_path: Path, content: bytes, limits: Limits | None = None) -> Reason:
    with pytest.raises(ReadError) as caught:
        parsed(tmp_path, content, limits)
    return caught.value.reason


def test_a_picture_with_nothing_but_a_stamp_has_no_text(tmp_path: Path) -> None:
    stamp = page("Nguoi ky: Van phong UBND tinh", "Email: a@b.gov.vn", "Thoi gian ky: 06.06.2024 08:00:00 +07:00")
    assert reason_of(tmp_path, pdf([stamp, []], image=True)) is Reason.NO_TEXT
    assert reason_of(tmp_path, pdf([[]])) is Reason.NO_TEXT


def test_pages_without_text_among_others_are_told(tmp_path: Path) -> None:
    found = parsed(tmp_path, pdf([page(*PROSE), page(*PROSE), [], page(*PROSE)], image=True))
    assert found.warnings == ("no text on pages 3",)


def test_a_password_is_told(tmp_path: Path) -> None:
    assert reason_of(tmp_path, locked(pdf([page(*PROSE)]))) is Reason.ENCRYPTED


def test_a_claim_of_fifty_thousand_pages_is_believed_and_refused(tmp_path: Path) -> None:
    assert reason_of(tmp_path, pdf([page(*PROSE)], count=50_000)) is Reason.TOO_MANY_PAGES


def test_rubbish_behind_the_right_beginning_is_damaged(tmp_path: Path) -> None:
    assert reason_of(tmp_path, b"%PDF-1.7\n" + b"\x00\x01rubbish" * 200) is Reason.DAMAGED
