"""DOCX: what the reader of the page sees, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvu.ingestion.conf import MIB, Limits
from congvu.ingestion.parsers.base import ParsedText
from congvu.ingestion.parsers.docx import DocxParser
from congvu.ingestion.parsers.docx_numbering import format_number
from congvu.ingestion.types import ReadError, Reason
from tests.unit.ingestion import files
from tests.unit.ingestion.files import W, docx, numbered, paragraph, table


def parsed(tmp_path: Path, content: bytes, limits: Limits | None = None) -> ParsedText:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    return DocxParser().parse(path, limits or Limits(), tmp_path)


def levels(*formats: tuple[str, str]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(formats)
    )


NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">'
    + levels(("decimal", "%1."), ("lowerLetter", "%2)"), ("decimal", "%1.%3."))
    + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
    + levels(("upperRoman", "%1."), ("bullet", "•"))
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num></w:numbering>'
)


def test_paragraphs_and_tables_come_in_the_order_of_the_page(tmp_path: Path) -> None:
    body = paragraph("Trước") + table(["STT", "Tên"], ["1", "Sở Y tế"]) + paragraph("Sau")
    assert parsed(tmp_path, docx(body)).text == "Trước\n\nSTT | Tên\n1 | Sở Y tế\n\nSau"


def test_numbers_that_word_counts_are_written_out(tmp_path: Path) -> None:
    body = "".join(
        [
            numbered("Một", 1), numbered("A", 1, 1), numbered("B", 1, 1), numbered("Hai", 1), numbered("C", 1, 1),
            numbered("Sâu", 1, 2), numbered("Lại từ đầu", 2), numbered("Tiếp", 2),
            numbered("La Mã", 3), numbered("Gạch", 3, 1), paragraph("Không số"),
        ]
    )  # fmt: skip
    assert parsed(tmp_path, docx(body, {"word/numbering.xml": NUMBERING})).text.splitlines() == [
        "1. Một", "a) A", "b) B", "2. Hai", "a) C", "2.1. Sâu", "1. Lại từ đầu", "2. Tiếp",
        "I. La Mã", "- Gạch", "Không số",
    ]  # fmt: skip


def test_a_number_may_come_from_the_style_of_a_style(tmp_path: Path) -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    body = paragraph("Một", '<w:pStyle w:val="B"/>') + paragraph("Hai", '<w:pStyle w:val="B"/>')
    made = docx(body, {"word/numbering.xml": NUMBERING, "word/styles.xml": styles})
    assert parsed(tmp_path, made).text == "1. Một\n2. Hai"


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [(4, "upperRoman", "IV"), (1994, "lowerRoman", "mcmxciv"), (28, "lowerLetter", "bb"), (7, "decimalZero", "07"),
     (0, "upperLetter", "0"), (3, "ordinalText", "3")],
)  # fmt: skip
def test_numbers_are_shown_as_word_shows_them(value: int, kind: str, shown: str) -> None:
    assert format_number(value, kind) == shown


def test_deletions_hidden_text_fields_and_fallbacks_are_left_out(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Còn</w:t></w:r><w:del><w:r><w:delText> XÓA</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t> thêm</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t> ẨN</w:t></w:r>"
        "<w:r><w:instrText> PAGE </w:instrText></w:r><mc:AlternateContent><mc:Choice><w:r><w:t> một lần</w:t></w:r>"
        "</mc:Choice><mc:Fallback><w:r><w:t> HAI LẦN</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert parsed(tmp_path, docx(body)).text == "Còn thêm một lần"


def test_text_boxes_footnotes_breaks_and_capitals_are_kept(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Đầu</w:t><w:br/><w:t>Dòng hai</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="5"/></w:r>'
        "<w:r><w:pict><w:txbxContent>"
        + paragraph("Trong khung")
        + "</w:txbxContent></w:pict></w:r></w:p>"
        + paragraph("quyết định", run="<w:caps/>")
    )
    notes = f'<w:footnotes {W}><w:footnote w:id="5">{paragraph("Chú thích")}</w:footnote></w:footnotes>'
    text = parsed(tmp_path, docx(body, {"word/footnotes.xml": notes})).text
    assert text == "Đầu\nDòng hai[1]\nTrong khung\nQUYẾT ĐỊNH\n\n[1] Chú thích"


def test_page_headers_are_no_text_but_are_looked_at(tmp_path: Path) -> None:
    header = f"<w:hdr {W}>{paragraph('TỐI MẬT')}</w:hdr>"
    found = parsed(tmp_path, docx(paragraph("Nội dung"), {"word/header1.xml": header}))
    assert found.text == "Nội dung"
    assert found.aside == ("TỐI MẬT",)


def test_a_letterhead_in_a_table_without_lines_becomes_lines(tmp_path: Path) -> None:
    body = table(["UBND TỈNH A\nSố: 1/UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nA, ngày 06/6/2024"])
    assert parsed(tmp_path, docx(body)).text.splitlines() == [
        "UBND TỈNH A", "Số: 1/UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "A, ngày 06/6/2024",
    ]  # fmt: skip


def reason_of(tmp_path: Path, content: bytes, limits: Limits | None = None) -> Reason:
    with pytest.raises(ReadError) as caught:
        parsed(tmp_path, content, limits)
    return caught.value.reason


def test_entities_are_refused_not_expanded(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert reason_of(tmp_path, docx(paragraph("&b;"), prolog=laughs)) is Reason.DAMAGED


def test_a_container_is_judged_before_it_is_unpacked(tmp_path: Path) -> None:
    many = {f"word/x{n}.xml": "<x/>" for n in range(30)}
    assert reason_of(tmp_path, docx("", many), Limits(zip_entries=20)) is Reason.DECOMPRESSION_BOMB
    assert reason_of(tmp_path, files.bomb(3), Limits(unpacked_bytes=2 * MIB)) is Reason.DECOMPRESSION_BOMB
    assert reason_of(tmp_path, files.bomb(3)) is Reason.DECOMPRESSION_BOMB  # by its ratio alone


def test_broken_containers_are_damaged(tmp_path: Path) -> None:
    whole = docx(paragraph("Nội dung " * 500))
    assert reason_of(tmp_path, whole[: len(whole) // 2]) is Reason.DAMAGED
    assert reason_of(tmp_path, docx("<w:p><w:r>")) is Reason.DAMAGED
    spoiled = bytearray(whole)
    at = whole.index(b"word/document.xml") + 40
    spoiled[at : at + 40] = b"\xff" * 40
    assert reason_of(tmp_path, bytes(spoiled)) is Reason.DAMAGED


def test_nesting_without_end_is_damaged(tmp_path: Path) -> None:
    deep = "<w:sdt>" * 250 + paragraph("x") + "</w:sdt>" * 250
    assert reason_of(tmp_path, docx(deep)) is Reason.DAMAGED
