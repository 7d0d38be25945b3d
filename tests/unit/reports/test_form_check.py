"""Our own documents have no fault; each spoiled copy has the one it was given, and no other."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from congvu.common.errors import InvalidInputError
from congvu.reports import definitions
from congvu.reports.exporters import Format, export
from congvu.reports.form_check import check_form
from congvu.reports.form_check.requirements import WANTED
from congvu.reports.types import Issue
from tests.shared_data import shared
from tests.unit.reports.seed import ISSUE, made_up

LETTER, REPORT, APPENDIX = definitions.LETTER, definitions.REPORT, definitions.APPENDIX
SHEET = definitions.SHEET
Spoil = Callable[[Any], None]


@cache
def ours(code: str) -> bytes:
    own = Issue(number=12, agency="Sở Nội vụ", target=50)
    return export(definitions.load(code), made_up(), own if code == SHEET else ISSUE, Format.DOCX)


def spoiled(code: str, spoil: Spoil) -> bytes:
    document = docx.Document(io.BytesIO(ours(code)))
    spoil(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def lines(document: Any) -> list[Any]:
    """Every paragraph, those in tables too, in the order of the page."""
    return [docx.text.paragraph.Paragraph(p, document.part) for p in document.element.body.iter(qn("w:p"))]


def find(document: Any, start: str) -> Any:
    return next(p for p in lines(document) if p.text.startswith(start))


def say(start: str, text: str) -> Spoil:
    """Give the line that begins with ``start`` another text, in the look of its first run."""

    def spoil(document: Any) -> None:
        paragraph = find(document, start)
        for run in paragraph.runs[1:]:
            paragraph._p.remove(run._r)
        paragraph.runs[0].text = text

    return spoil


def swap(start: str, old: str, new: str) -> Spoil:
    """Replace words of a line, run by run."""

    def spoil(document: Any) -> None:
        runs = [run for run in find(document, start).runs if old in run.text]
        assert runs
        for run in runs:
            run.text = run.text.replace(old, new)

    return spoil


LEFT = WD_ALIGN_PARAGRAPH.LEFT
BODY = "Tuy nhiên, qua quá trình"


def _red(document: Any) -> None:
    for run in find(document, BODY).runs:
        run.font.color.rgb = RGBColor(0xC0, 0, 0)


def look(start: str, **values: Any) -> Spoil:
    """Change the font of every run of a line."""

    def spoil(document: Any) -> None:
        for run in find(document, start).runs:
            for name, value in values.items():
                setattr(run.font, name, value)

    return spoil


def shape(start: str, **values: Any) -> Spoil:
    """Change the form of a line."""

    def spoil(document: Any) -> None:
        for name, value in values.items():
            setattr(find(document, start).paragraph_format, name, value)

    return spoil


def drop(start: str) -> Spoil:
    def spoil(document: Any) -> None:
        paragraph = find(document, start)._p
        paragraph.getparent().remove(paragraph)

    return spoil


def page(number: int = 0, **values: Any) -> Spoil:
    def spoil(document: Any) -> None:
        for name, value in values.items():
            setattr(document.sections[number], name, value)

    return spoil


def no_rule(which: int) -> Spoil:
    """Take the border from the n-th line that has one."""

    def spoil(document: Any) -> None:
        border = list(document.element.body.iter(qn("w:pBdr")))[which]
        border.getparent().remove(border)

    return spoil


def rule_indent(which: int, millimetres: float) -> Spoil:
    def spoil(document: Any) -> None:
        border = list(document.element.body.iter(qn("w:pBdr")))[which]
        form = docx.text.paragraph.Paragraph(border.getparent().getparent(), document.part).paragraph_format
        form.left_indent = form.right_indent = Mm(millimetres)

    return spoil


def no_page_number(document: Any) -> None:
    for run in list(document.sections[0].header.paragraphs[0].runs):
        run._r.getparent().remove(run._r)


def page_number(**values: Any) -> Spoil:
    def spoil(document: Any) -> None:
        paragraph = document.sections[0].header.paragraphs[0]
        for name, value in values.items():
            if name == "alignment":
                paragraph.alignment = value
            else:
                for run in paragraph.runs:
                    setattr(run.font, name, value)

    return spoil


def number_in_the_foot(document: Any) -> None:
    section = document.sections[0]
    section.footer.is_linked_to_previous = False
    for run in list(section.header.paragraphs[0].runs):
        section.footer.paragraphs[0]._p.append(run._r)


def lying(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width


def row_away(which: int, tag: str) -> Spoil:
    def spoil(document: Any) -> None:
        element = list(document.element.body.iter(qn(tag)))[which]
        element.getparent().remove(element)

    return spoil


def addressed_last(document: Any) -> None:
    """ "Kính gửi" moved below the first paragraph of the text."""
    head = find(document, "Kính gửi")._p
    find(document, "Thực hiện nhiệm vụ")._p.addnext(head)


def after_the_signature(document: Any) -> None:
    paragraph = find(document, "Đầu mối của")._p
    document.tables[1]._tbl.addnext(paragraph)


def date_in_its_own_row(document: Any) -> None:
    table = document.tables[0]
    cells = table.add_row().cells
    cells[1]._tc.append(find(document, "Yên Bái, ngày")._p)


def signature_below(document: Any) -> None:
    table = document.tables[1]
    old = table.rows[0].cells[1]
    new = table.add_row().cells[1]
    for paragraph in list(old.paragraphs):
        new._tc.append(paragraph._p)
    old.add_paragraph()


def one_addressee_below(document: Any) -> None:
    paragraph = find(document, "Kính gửi")
    paragraph.runs[0].text = "Kính gửi:"
    new = docx.oxml.parse_xml(docx.oxml.OxmlElement("w:p").xml)
    paragraph._p.addnext(new)
    added = docx.text.paragraph.Paragraph(new, document.part)
    run = added.add_run("Ủy ban nhân dân tỉnh Yên Bái")
    run.font.size, run.font.name = Pt(14), "Times New Roman"


def points(*letters: str) -> Spoil:
    def spoil(document: Any) -> None:
        template = find(document, "- Tiếp tục làm việc")
        for letter in letters:
            new = docx.oxml.parse_xml(template._p.xml)
            template._p.addprevious(new)
            runs = docx.text.paragraph.Paragraph(new, document.part).runs
            runs[0].text = f"{letter}) Việc này;"

    return spoil


def basis(*texts: str, italic: bool = True) -> Spoil:
    def spoil(document: Any) -> None:
        template = find(document, "Thực hiện nhiệm vụ")
        for text in texts:
            new = docx.oxml.parse_xml(template._p.xml)
            template._p.addprevious(new)
            run = docx.text.paragraph.Paragraph(new, document.part).runs[0]
            run.text, run.font.italic = text, italic

    return spoil


def second_appendix(document: Any) -> None:
    word = find(document, "Phụ lục")._p
    table = document.tables[-1]._tbl
    for paragraph in reversed([word, *list(word.itersiblings(qn("w:p")))[:5]]):
        table.addnext(docx.oxml.parse_xml(paragraph.xml))


def long_table_without_header(document: Any) -> None:
    table = document.tables[-1]
    for element in list(table._tbl.iter(qn("w:tblHeader"))):
        element.getparent().remove(element)
    for _more in range(12):
        table.rows[1]._tr.addnext(docx.oxml.parse_xml(table.rows[1]._tr.xml))
    for cell in table.rows[-1].cells[2:]:
        cell.paragraphs[0].runs[0].text = ""


SPOILED: list[tuple[str, str, Spoil]] = [
    ("page-size", LETTER, page(page_width=Mm(216), page_height=Mm(279))),
    ("page-orientation", LETTER, lying),
    ("margin-top", LETTER, page(top_margin=Mm(15))),
    ("margin-bottom", LETTER, page(bottom_margin=Mm(30))),
    ("margin-left", LETTER, page(left_margin=Mm(25))),
    ("margin-right", LETTER, page(right_margin=Mm(25))),
    ("font", LETTER, look(BODY, name="Arial")),
    ("colour", LETTER, _red),
    ("page-number-missing", REPORT, no_page_number),
    ("page-number-place", REPORT, number_in_the_foot),
    ("page-number-align", REPORT, page_number(alignment=WD_ALIGN_PARAGRAPH.RIGHT)),
    ("page-number-size", REPORT, page_number(size=Pt(10))),
    ("page-number-style", REPORT, page_number(italic=True)),
    ("page-number-first", LETTER, page(different_first_page_header_footer=False)),
    ("order", REPORT, addressed_last),
    ("order", LETTER, after_the_signature),
    ("nation-wording", LETTER, say("CỘNG HÒA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT-NAM")),
    ("nation-wording", LETTER, say("CỘNG HÒA", "Cộng hòa xã hội chủ nghĩa Việt Nam")),
    ("nation-size", LETTER, look("CỘNG HÒA", size=Pt(11))),
    ("nation-style", LETTER, look("CỘNG HÒA", bold=False)),
    ("motto-wording", LETTER, say("Độc lập", "Độc lập-Tự do-Hạnh phúc")),
    ("motto-size", LETTER, look("Độc lập", size=Pt(12))),
    ("motto-style", LETTER, look("Độc lập", italic=True)),
    ("motto-align", LETTER, shape("Độc lập", alignment=LEFT)),
    ("motto-rule", LETTER, no_rule(1)),
    ("motto-rule-length", LETTER, rule_indent(1, 5)),
    ("parent-style", REPORT, look("UBND TỈNH", bold=True)),
    ("parent-size", REPORT, look("UBND TỈNH", size=Pt(14))),
    ("issuer-case", LETTER, say("TỈNH YÊN BÁI", "Tỉnh Yên Bái")),
    ("issuer-style", LETTER, look("TỈNH YÊN BÁI", bold=False)),
    ("issuer-size", LETTER, look("TỈNH YÊN BÁI", size=Pt(14))),
    ("issuer-rule", LETTER, no_rule(0)),
    ("issuer-rule-length", LETTER, rule_indent(0, 8)),
    ("number-missing", LETTER, drop("Số: 1951")),
    ("number-wording", LETTER, say("Số: 1951", "Số 1951/UBND-VX")),
    ("number-padding", SHEET, say("Số: 12", "Số: 7/TB-STTTT")),
    ("number-spaces", LETTER, say("Số: 1951", "Số: 1951/UBND - VX")),
    ("number-case", SHEET, say("Số: 12", "Số: 12/TB-Stttt")),
    ("number-size", LETTER, look("Số: 1951", size=Pt(14))),
    ("number-style", LETTER, look("Số: 1951", bold=True)),
    ("date-missing", LETTER, say("Yên Bái, ngày", "")),
    ("date-comma", LETTER, say("Yên Bái, ngày", "Yên Bái ngày 06 tháng 6 năm 2024")),
    ("date-wording", LETTER, say("Yên Bái, ngày", "Yên Bái, 06/6/2024")),
    ("date-day", LETTER, say("Yên Bái, ngày", "Yên Bái, ngày 6 tháng 6 năm 2024")),
    ("date-month", LETTER, say("Yên Bái, ngày", "Yên Bái, ngày 06 tháng 06 năm 2024")),
    ("date-month", LETTER, say("Yên Bái, ngày", "Yên Bái, ngày 06 tháng 2 năm 2024")),
    ("date-style", LETTER, look("Yên Bái, ngày", italic=False)),
    ("date-size", LETTER, look("Yên Bái, ngày", size=Pt(12))),
    ("date-level", LETTER, date_in_its_own_row),
    ("subject-missing", LETTER, say("V/v tăng", "Về việc tăng cường tham gia")),
    ("subject-size", LETTER, look("V/v tăng", size=Pt(14))),
    ("subject-style", LETTER, look("V/v tăng", bold=True)),
    ("subject-gap", LETTER, shape("V/v tăng", space_before=Pt(0))),
    ("type-style", REPORT, look("BÁO CÁO", bold=False)),
    ("type-style", REPORT, say("BÁO CÁO", "Báo cáo")),
    ("type-size", REPORT, look("BÁO CÁO", size=Pt(16))),
    ("title-style", REPORT, look("tỉnh Yên Bái từ", bold=False)),
    ("title-size", REPORT, look("tỉnh Yên Bái từ", size=Pt(12))),
    ("title-rule", REPORT, no_rule(2)),
    ("title-rule-length", REPORT, rule_indent(2, 10)),
    ("addressed-missing", LETTER, drop("Kính gửi")),
    ("addressed-colon", LETTER, say("Kính gửi", "Kính gửi")),
    ("addressed-size", LETTER, look("Kính gửi", size=Pt(12))),
    ("addressed-style", LETTER, look("- Công an", bold=True)),
    ("addressed-one-line", REPORT, one_addressee_below),
    ("addressee-dash", LETTER, say("- Công an", "Công an tỉnh;")),
    ("addressee-semicolon", LETTER, say("- Công an", "- Công an tỉnh")),  # the seed's own slip
    ("addressee-end", LETTER, say("- Ủy ban nhân dân các", "- Ủy ban nhân dân các huyện, thị xã, thành phố")),
    ("addressee-level", LETTER, shape("- Công an", left_indent=Mm(30))),
    ("basis-style", REPORT, basis("Căn cứ Luật A;", "Căn cứ Luật B.", italic=False)),
    ("basis-end", REPORT, basis("Căn cứ Luật A.", "Căn cứ Luật B.")),
    ("body-size", LETTER, look(BODY, size=Pt(12))),
    ("body-style", LETTER, look(BODY, italic=True)),
    ("body-align", LETTER, shape(BODY, alignment=LEFT)),
    ("body-indent", LETTER, shape(BODY, first_line_indent=Mm(5))),
    ("body-gap", LETTER, shape(BODY, space_after=Pt(2))),
    ("body-lines", LETTER, shape(BODY, line_spacing=2.0)),
    ("body-end", LETTER, swap("Ủy ban nhân dân tỉnh yêu cầu", "./.", ".")),
    ("points-order", LETTER, points("a", "b", "c", "d", "e")),
    ("part-numeral", LETTER, say("2. Giao Sở", "Chương 2 Giao Sở Thông tin và Truyền thông")),
    ("receivers-missing", LETTER, drop("Nơi nhận")),
    ("receivers-colon", LETTER, say("Nơi nhận", "Nơi nhận")),
    ("receivers-size", LETTER, look("Nơi nhận", size=Pt(14))),
    ("receivers-style", LETTER, look("Nơi nhận", italic=False)),
    ("receiver-size", LETTER, look("- Viettel", size=Pt(13))),
    ("receiver-style", LETTER, look("- Viettel", italic=True)),
    ("receiver-dash", LETTER, say("- Viettel", "Viettel Yên Bái;")),
    ("receiver-semicolon", LETTER, say("- Viettel", "- Viettel Yên Bái,")),
    ("receivers-as-above", LETTER, drop("- Như trên")),
    ("keep-missing", LETTER, say("- Lưu", "- Văn thư.")),
    ("keep-office", LETTER, say("- Lưu", "- Lưu: TH, VX.")),
    ("keep-end", LETTER, say("- Lưu", "- Lưu: VT, TH, VX;")),
    ("authority-missing", LETTER, signature_below),
    ("authority-case", LETTER, say("PHÓ CHỦ TỊCH", "Phó Chủ tịch")),
    ("authority-style", LETTER, look("KT. CHỦ TỊCH", bold=False)),
    ("authority-size", LETTER, look("PHÓ CHỦ TỊCH", size=Pt(12))),
    ("authority-power", LETTER, say("KT. CHỦ TỊCH", "KT CHỦ TỊCH")),
    ("authority-power", LETTER, say("KT. CHỦ TỊCH", "TĐ. CHỦ TỊCH")),
    ("authority-deputy", LETTER, drop("PHÓ CHỦ TỊCH")),
    ("signer-missing", LETTER, drop("Ngô Hạnh Phúc")),
    ("signer-case", LETTER, say("Ngô Hạnh Phúc", "NGÔ HẠNH PHÚC")),
    ("signer-style", LETTER, look("Ngô Hạnh Phúc", bold=False)),
    ("signer-size", LETTER, look("Ngô Hạnh Phúc", size=Pt(12))),
    ("signer-degree", LETTER, say("Ngô Hạnh Phúc", "TS. Ngô Hạnh Phúc")),
    ("appendix-mention", LETTER, swap("1. Tiếp tục", "tại Phụ lục gửi", "tại biểu gửi")),
    ("appendix-numeral", LETTER, second_appendix),
    ("appendix-case", LETTER, say("Phụ lục", "PHỤ LỤC")),
    ("appendix-style", LETTER, look("Phụ lục", bold=False)),
    ("appendix-size", LETTER, look("Phụ lục", size=Pt(13))),
    ("appendix-title-case", LETTER, say("KẾT QUẢ THAM GIA", "Kết quả tham gia thí điểm")),
    ("appendix-title-style", LETTER, shape("KẾT QUẢ THAM GIA", alignment=LEFT)),
    ("appendix-title-size", LETTER, look("KẾT QUẢ THAM GIA", size=Pt(15))),
    ("appendix-reference", APPENDIX, drop("(Kèm theo")),
    ("appendix-reference-style", LETTER, look("(Kèm theo", italic=False)),
    ("appendix-reference-size", LETTER, look("(Kèm theo", size=Pt(12))),
    ("appendix-reference-number", LETTER, swap("(Kèm theo", "1951", "1915")),
    ("appendix-pages", LETTER, lambda d: _without(d.sections[1]._sectPr, "w:pgNumType")),
    ("table-header", APPENDIX, long_table_without_header),
    ("table-sum", LETTER, say("5.416", "5.417")),
    ("table-dots", APPENDIX, say("2.657", "2,657")),
]  # fmt: skip


def _without(element: Any, tag: str) -> None:
    element.remove(element.find(qn(tag)))


@pytest.mark.parametrize("code", definitions.CODES)
def test_our_own_documents_have_no_fault(code: str) -> None:
    assert check_form(ours(code)) == []


@pytest.mark.parametrize(
    ("code", "of", "spoil"), SPOILED, ids=[f"{n}-{code}" for n, (code, _of, _spoil) in enumerate(SPOILED)]
)
def test_a_spoiled_copy_has_the_fault_it_was_given_and_no_other(code: str, of: str, spoil: Spoil) -> None:
    found = check_form(spoiled(of, spoil))
    assert {fault.code for fault in found} == {code}
    assert all(fault.where and fault.wrong and fault.wanted == WANTED[code] for fault in found)


def test_every_fault_of_the_list_is_tried_but_those_of_a_document_without_parts() -> None:
    assert set(WANTED) - {code for code, _of, _spoil in SPOILED} == {
        "heading-missing",
        "issuer-missing",
        "body-missing",
    }


def test_an_empty_document_lacks_everything() -> None:
    target = io.BytesIO()
    docx.Document().save(target)
    codes = {fault.code for fault in check_form(target.getvalue())}
    assert {"heading-missing", "body-missing", "receivers-missing", "page-size"} <= codes


def test_the_seeds_own_slip_is_named_with_its_place() -> None:
    (fault,) = check_form(spoiled(LETTER, say("- Công an", "- Công an tỉnh")))
    assert "Công an tỉnh" in fault.wrong
    assert "(;)" in fault.wanted


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"{\\rtf1}", b"%PDF-1.7"])
def test_what_is_no_docx_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInputError):
        check_form(data)


def test_open_number_and_date_are_no_fault() -> None:
    data = export(definitions.load(LETTER), made_up(), replace(ISSUE, number=None, issued_on=None), Format.DOCX)
    assert check_form(data) == []


@pytest.mark.parametrize("number", range(1, 7))
def test_the_decrees_own_files_are_read(number: int) -> None:
    """Six files that other programs wrote: whatever they lack, the checker gets through."""
    assert isinstance(check_form(shared(f"nd30/Phuluc{number}.docx").read_bytes()), list)
