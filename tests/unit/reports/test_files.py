from __future__ import annotations

import io
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from congvu.campaigns.types import ParticipationRow
from congvu.common.errors import InvalidInputError, UnavailableError
from congvu.reports import definitions
from congvu.reports.exporters import Format, export
from congvu.reports.exporters.csv import read_csv
from congvu.reports.types import Issue
from tests.unit.reports.seed import ISSUE, campaign, made_up, seed

FAST = [form for form in Format if form != Format.PDF]
OWN = Issue(number=3, agency="Sở Nội vụ", target=50)


def issue_of(code: str) -> Issue:
    return OWN if code == definitions.SHEET else ISSUE


@pytest.mark.parametrize("form", FAST)
@pytest.mark.parametrize("code", definitions.CODES)
def test_the_same_report_gives_the_same_bytes(code: str, form: Format) -> None:
    given = definitions.load(code), made_up(), issue_of(code), form
    assert export(*given) == export(*given)


def test_the_json_is_the_seed() -> None:
    data = json.loads(export(definitions.load(definitions.LETTER), seed(), ISSUE, Format.JSON))
    assert (data["campaign"], data["from"], data["to"]) == ("thi-diem-2024", "2024-03-01", "2024-05-31")
    assert data["rows"][0] == {
        "no": 1, "agency": "Sở Thông tin và Truyền thông", "accounts": None, "users": 40, "likes": 276, "dislikes": 188,
        "questions": 3212, "valid": None, "per_head": 80.3, "share": None,
    }  # fmt: skip
    assert [row["no"] for row in data["rows"]] == list(range(1, 28))
    total = data["total"]
    assert [total[name] for name in ("users", "likes", "dislikes", "questions")] == [2154, 1048, 581, 23303]
    assert total["share"] == 0.221


def xlsx(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return etree.fromstring(book.read("xl/worksheets/sheet1.xml"))


def test_totals_in_the_workbook_are_formulas_with_their_value() -> None:
    data = export(definitions.load(definitions.LETTER), made_up(), ISSUE, Format.XLSX)
    cells = {cell.get("r"): cell for cell in xlsx(data).iter("{*}c")}
    assert cells["F8"].findtext("{*}f") == "SUM(F4:F7)"
    assert cells["F8"].findtext("{*}v") == "5416"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[-1] == ["", "Tổng", 340, 123, 44, 5416]
    assert rows[2][1] == "ĐƠN VỊ"


def test_quotients_in_the_workbook_are_formulas() -> None:
    columns = [{"field": name, "title": name, "width": 10} for name in ("agency", "users", "questions", "per_head")]
    definition = definitions.parse({**definitions.load(definitions.APPENDIX).raw, "columns": columns})
    cells = {cell.get("r"): cell for cell in xlsx(export(definition, made_up(), ISSUE, Format.XLSX)).iter("{*}c")}
    assert [cells[name].findtext("{*}f") for name in ("D4", "D8")] == ["C4/B4", "C8/B8"]


def test_figures_nobody_knows_stay_empty() -> None:
    columns = [{"field": name, "title": name, "width": 10} for name in ("agency", "accounts", "share")]
    definition = definitions.parse({**definitions.load(definitions.APPENDIX).raw, "columns": columns})
    data = campaign([ParticipationRow(None, "A", None, 1, 0, 0, 1), ParticipationRow(None, "B", 0, 0, 0, 0, 0)])
    assert export(definition, data, Issue(), Format.CSV).decode("utf-8-sig").splitlines()[1:] == [
        '"A","",""', '"B",0,""', '"Tổng","",""',
    ]  # fmt: skip
    cells = {cell.get("r"): cell for cell in xlsx(export(definition, data, Issue(), Format.XLSX)).iter("{*}c")}
    assert all(cells[name].find("{*}f") is None and cells[name].find("{*}v") is None for name in ("B4", "C5", "B6"))


def test_a_text_that_no_cell_holds_is_refused() -> None:
    data = campaign([ParticipationRow(None, "a" * 32768, None, 1, 0, 0, 1)])
    with pytest.raises(InvalidInputError):
        export(definitions.load(definitions.APPENDIX), data, Issue(), Format.XLSX)


def test_csv_for_excel() -> None:
    data = export(definitions.load(definitions.LETTER), seed(), ISSUE, Format.CSV)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = read_csv(data)
    assert rows[1] == ["1", "Sở Thông tin và Truyền thông", "40", "276", "188", "3212"]
    assert rows[-1][1:] == ["Tổng", "2154", "1048", "581", "23303"]


def test_a_broken_csv_is_refused() -> None:
    for data in (b"\xff\xfe", b'"a'):
        with pytest.raises(InvalidInputError):
            read_csv(data)


def parts(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_the_word_file_is_a_sound_package() -> None:
    """Every part is told of in the list of types and every reference leads somewhere: no reader has to repair it."""
    files = parts(export(definitions.load(definitions.LETTER), made_up(), ISSUE, Format.DOCX))
    types = etree.fromstring(files["[Content_Types].xml"])
    known = {o.get("PartName") for o in types.iter("{*}Override")}
    endings = {o.get("Extension") for o in types.iter("{*}Default")}
    for name in files:
        assert f"/{name}" in known or name.rsplit(".", 1)[-1] in endings
    for relation in etree.fromstring(files["word/_rels/document.xml.rels"]):
        assert relation.get("TargetMode") == "External" or (
            str((Path("word") / relation.get("Target", "")).as_posix()).replace("word/../", "") in files
        )
    marks = etree.fromstring(files["word/document.xml"]).iter("{*}footnoteReference")
    notes = etree.fromstring(files["word/footnotes.xml"])
    w = f"{{{notes.nsmap['w']}}}"
    assert [mark.get(w + "id") for mark in marks] == ["1", "2", "3"]
    assert [note.get(w + "id") for note in notes] == ["-1", "0", "1", "2", "3"]


def test_properties_of_a_paragraph_and_of_tables_stand_in_the_order_of_the_schema() -> None:
    """Word repairs files that python-docx and LibreOffice take as they are."""
    orders = {
        "pPr": "pStyle keepNext keepLines pBdr tabs spacing ind jc rPr sectPr",
        "tblPr": "tblStyle tblW jc tblLayout tblCellMar tblLook",
        "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
        "rPr": "rStyle rFonts b i color sz lang vertAlign",
    }
    for code in definitions.CODES:
        files = parts(export(definitions.load(code), made_up(), issue_of(code), Format.DOCX))
        for part in ("word/document.xml", "word/header1.xml"):
            for element in etree.fromstring(files[part]).iter():
                name = etree.QName(element).localname
                if name in orders:
                    order = orders[name].split()
                    found = [order.index(etree.QName(child).localname) for child in element]
                    assert found == sorted(found), etree.tostring(element)


def test_a_clerk_finds_whole_sentences() -> None:
    document = docx.Document(io.BytesIO(export(definitions.load(definitions.LETTER), seed(), ISSUE, Format.DOCX)))
    paragraph = next(p for p in document.paragraphs if p.text.startswith("Sau hơn 02 tháng"))
    assert [run.text for run in paragraph.runs if run.bold] == ["2.154", "23.303"]
    assert len(paragraph.runs) == 8
    assert (document.core_properties.author, document.core_properties.created) == (
        "Ủy ban nhân dân tỉnh Yên Bái",
        document.core_properties.modified,
    )


def test_without_libreoffice_pdf_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.reports.exporters.pdf.shutil.which", lambda name: None)
    with pytest.raises(UnavailableError) as caught:
        export(definitions.load(definitions.LETTER), made_up(), ISSUE, Format.PDF)
    assert "LibreOffice" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_converter_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.reports.exporters.pdf.shutil.which", lambda name: shutil.which("false") or "false")
    monkeypatch.undo()
    monkeypatch.setattr("congvu.reports.exporters.pdf._program", lambda: "/khong/co/soffice")
    with pytest.raises(UnavailableError) as caught:
        export(definitions.load(definitions.LETTER), made_up(), ISSUE, Format.PDF)
    assert "khong" in caught.value.message


def test_the_number_may_come_later() -> None:
    open_ = replace(ISSUE, number=None, issued_on=None)
    document = docx.Document(io.BytesIO(export(definitions.load(definitions.LETTER), made_up(), open_, Format.DOCX)))
    assert document.tables[0].rows[1].cells[0].paragraphs[0].text == "Số:         /UBND-VX"
