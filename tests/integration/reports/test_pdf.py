"""The PDF by LibreOffice, where it is installed."""

from __future__ import annotations

import io

import pytest
from docx import Document
from pypdf import PdfReader

from congvu.reports import definitions
from congvu.reports.exporters import Format, export
from congvu.reports.exporters.pdf import is_available
from congvu.reports.exporters.together import bring_together
from tests.unit.reports.seed import ISSUE, campaign, made_up, seed


@pytest.fixture(autouse=True)
def _with_libreoffice() -> None:
    if not is_available():
        pytest.skip("LibreOffice is not on this machine")


def test_the_same_report_gives_the_same_pdf() -> None:
    first, second = (export(definitions.load(definitions.LETTER), made_up(), ISSUE, Format.PDF) for _ in range(2))
    assert first == second
    pages = PdfReader(io.BytesIO(first)).pages
    assert [round(float(side) * 25.4 / 72) for side in pages[0].mediabox[2:]] == [210, 297]
    texts = [page.extract_text() for page in pages]
    assert "1951/UBND-VX" in texts[0]
    assert texts[1].split()[0] == "2"  # the number of the page, which the first one hides
    assert not texts[0].startswith("1\n")


def test_a_long_table_repeats_its_header() -> None:
    rows = list(made_up().rows) * 15
    data = export(definitions.load(definitions.APPENDIX), campaign(rows), ISSUE, Format.PDF)
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    assert len(texts) > 1
    assert all("DISLIKE" in text for text in texts)


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    data = export(definitions.load(definitions.REPORT), seed(), ISSUE, Format.PDF)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    (page,) = [text for text in pages if "III." in text]
    assert "trân tr" in page, "the proposals stand below their heading"


def test_an_unmoved_document_is_left_as_it_is() -> None:
    docx = export(definitions.load(definitions.REPORT), made_up(), ISSUE, Format.DOCX)
    whole = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(docx)).paragraphs)
    assert bring_together(docx, [whole]) is None
    first, rest = whole.split("III.")
    moved = bring_together(docx, [f"{first}III. ĐỀ XUẤT, KIẾN NGHỊ", f"2 {rest.split('NGHỊ', 1)[1]}"])
    assert moved is not None
    (broken,) = [p.text for p in Document(io.BytesIO(moved)).paragraphs if p.paragraph_format.page_break_before]
    assert broken == "III. ĐỀ XUẤT, KIẾN NGHỊ"
