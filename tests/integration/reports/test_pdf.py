"""The PDF by LibreOffice, where it is installed."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from congvu.reports import definitions
from congvu.reports.exporters import Format, export
from congvu.reports.exporters.pdf import is_available
from tests.unit.reports.seed import ISSUE, campaign, made_up


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
