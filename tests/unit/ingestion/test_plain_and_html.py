"""Plain text and HTML."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import Parser, tidy
from congvu.ingestion.parsers.html import HtmlParser
from congvu.ingestion.parsers.plain import PlainParser
from congvu.ingestion.types import ReadError, Reason

TEXT = "Điều 1. Phạm vi\nNgười lao động được nghỉ theo quy định của Bộ luật này và các văn bản khác.\n"


def parsed(tmp_path: Path, parser: Parser, content: bytes, limits: Limits | None = None) -> str:
    path = tmp_path / "a"
    path.write_bytes(content)
    return parser.parse(path, limits or Limits(), tmp_path).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_whatever_its_form(tmp_path: Path, encoding: str) -> None:
    assert parsed(tmp_path, PlainParser(), TEXT.encode(encoding)) == TEXT.strip()


def test_windows_1258_is_recognised_by_its_words(tmp_path: Path) -> None:
    # The code page has vowels with their hat, and tones as marks of their own.
    marks = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    split = "".join(
        unicodedata.normalize("NFC", base) + tones
        for base, tones in (
            ("".join(c for c in unicodedata.normalize("NFD", char) if c not in marks),
             "".join(c for c in unicodedata.normalize("NFD", char) if c in marks))
            for char in TEXT
        )
    )  # fmt: skip
    assert parsed(tmp_path, PlainParser(), split.encode("cp1258")) == TEXT.strip()


def test_an_unknown_code_is_named_and_not_guessed(tmp_path: Path) -> None:
    tcvn3 = bytes.fromhex("a7 69 d2 75 20 31 2e 20 50 68 b9 6d 20 76 69 0a") * 20
    with pytest.raises(ReadError) as caught:
        parsed(tmp_path, PlainParser(), tcvn3)
    assert caught.value.reason is Reason.UNDECODABLE


def test_text_is_tidied_but_its_lines_stay() -> None:
    assert tidy("\ufeffa\r\n\u00a0b \u200bc\x00\x0cd\n\n\n\ne\u202e ") == "a\nb c\nd\n\ne"
    assert tidy(unicodedata.normalize("NFD", "Điều")) == "Điều"


def test_too_much_text_is_too_large(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        parsed(tmp_path, PlainParser(), TEXT.encode() * 20, Limits(text_characters=1000))
    assert caught.value.reason is Reason.TOO_LARGE


def html(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_html_is_what_a_reader_sees(tmp_path: Path) -> None:
    body = (
        "<script>alert('x')</script><style>p{}</style><!-- ghi chú --><h1>QUYẾT ĐỊNH</h1><p>Điều 1.\n Nội\n"
        "dung <b>quan</b> trọng<br>dòng hai</p><p hidden>ẩn</p><ul><li>một</li><li>hai</li></ul>"
    )
    assert parsed(tmp_path, HtmlParser(), html(body, "<title>T</title>")).splitlines() == [
        "QUYẾT ĐỊNH", "", "Điều 1. Nội dung quan trọng", "dòng hai", "", "một", "", "hai",
    ]  # fmt: skip


def test_tables_of_data_become_rows_and_tables_for_layout_become_lines(tmp_path: Path) -> None:
    data = "<table><tr><th>STT</th><th>Tên</th></tr><tr><td>1</td><td><p>Sở</p><p>Y tế</p></td></tr></table>"
    letterhead = "<table><tr><td>UBND TỈNH</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr></table>"
    lines = [line for line in parsed(tmp_path, HtmlParser(), html(letterhead + data)).splitlines() if line]
    assert lines == ["UBND TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "STT | Tên", "1 | Sở Y tế"]


def test_a_page_in_its_own_code_page_is_read(tmp_path: Path) -> None:
    page = b"<html><head><meta charset='iso-8859-1'></head><body><p>caf\xe9</p></body></html>"
    assert parsed(tmp_path, HtmlParser(), page) == "café"


def test_a_page_nested_too_deeply_is_refused_rather_than_cut_short(tmp_path: Path) -> None:
    fine = html("<div>" * 500 + "đáy" + "</div>" * 500)
    assert parsed(tmp_path, HtmlParser(), fine) == "đáy"
    with pytest.raises(ReadError) as caught:
        parsed(tmp_path, HtmlParser(), html("<div>" * 100_000 + "đáy"))
    assert caught.value.reason is Reason.DAMAGED
