"""PDF with text: pypdf judges the file, pdfplumber gives words with their places and ruled tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import LAYOUT_WORDS, ParsedText, check_length, table_row, tidy
from congvu.ingestion.parsers.pdf_lines import PrintedLine, Word, drop_page_furniture, lines_of, paragraphs
from congvu.ingestion.types import ReadError, Reason
from congvu.text import fold

_FEW_LETTERS = 200
_ALMOST_NONE = 20
_PICTURE_PAGE = 0.5
_UNMAPPED = "(cid:"
_MOST_UNMAPPED = 0.02
_FEWEST_RULES = 4
# pdfplumber's own tolerance is fixed in points and glues words of small print.
_TOLERANCE = {"x_tolerance_ratio": 0.15, "y_tolerance": 3}

_Box = tuple[float, float, float, float]
_Table = tuple[_Box, list[str]]


@dataclass(frozen=True, slots=True)
class _Page:
    lines: list[PrintedLine]
    letters: int
    pictured: bool


class PdfParser:
    name = "pdf-1"
    media_type = "application/pdf"

    def parse(self, path: Path, limits: Limits, workdir: Path) -> ParsedText:
        _judge(path, limits)
        try:
            with pdfplumber.open(path, password="") as pdf:
                pages = [_read_page(page) for page in pdf.pages]
        except (ReadError, MemoryError):
            raise
        except Exception as error:  # the libraries raise whatever a broken file makes them stumble over
            raise ReadError(Reason.DAMAGED, f"PDF: {type(error).__name__}") from error
        empty = _pages_without_text(pages)
        kept, aside = drop_page_furniture([page.lines for page in pages])
        text = check_length(tidy("\n".join(paragraphs(kept))), limits)
        if text.count(_UNMAPPED) > len(text) * _MOST_UNMAPPED:
            raise ReadError(Reason.NO_TEXT, "its fonts do not say which letters they draw")
        warnings = (f"no text on pages {_ranges(empty)}",) if empty else ()
        return ParsedText(text, pages=len(pages), warnings=warnings, aside=aside)


def _judge(path: Path, limits: Limits) -> None:
    """Password and number of pages, from the file's own claims, before anything is drawn from it."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(Reason.ENCRYPTED, "PDF with a password")
        count = max(len(reader.pages), _claimed_pages(reader))
    except ReadError:
        raise
    except MemoryError:
        raise
    except (PyPdfError, Exception) as error:
        raise ReadError(Reason.DAMAGED, f"PDF: {type(error).__name__}") from error
    if count > limits.pages:
        raise ReadError(Reason.TOO_MANY_PAGES, f"{count} pages, limit {limits.pages}")
    if count == 0:
        raise ReadError(Reason.EMPTY, "no pages")


def _claimed_pages(reader: PdfReader) -> int:
    """The number that the file itself gives; a claim far beyond its pages is made to wear readers down."""
    claim = reader.root_object["/Pages"].get_object().get("/Count", 0)  # type: ignore[union-attr]
    return claim if isinstance(claim, int) else 0


def _read_page(page: Any) -> _Page:
    try:
        tables = _tables(page)
        words = [
            Word(word["text"], word["x0"], word["x1"], word["top"], word["bottom"])
            for word in page.extract_words(**_TOLERANCE)
        ]
        area = float(page.width * page.height) or 1.0
        pictured = sum(float(image["width"] * image["height"]) for image in page.images) > area * _PICTURE_PAGE
        letters = sum(c.isalpha() for word in words for c in word.text)
        boxes = [box for box, _rows in tables]
        free = [word for word in words if not any(_inside(word, box) for box in boxes)]
        return _Page(list(_in_order(free, tables, float(page.width))), letters, pictured)
    finally:
        page.close()


def _in_order(words: list[Word], tables: list[_Table], width: float) -> Iterator[PrintedLine]:
    """The lines of a page from top to bottom, tables in their places."""
    for (x0, top, x1, _bottom), rows in sorted(tables, key=lambda table: table[0][1]):
        above = [word for word in words if word.bottom <= top + 1]
        words = [word for word in words if word.bottom > top + 1]
        yield from lines_of(above, width)
        yield from (PrintedLine(row, x0, x1, top, whole=True) for row in rows)
    yield from lines_of(words, width)


def _tables(page: Any) -> list[_Table]:
    if len(page.rects) + len(page.lines) + len(page.curves) < _FEWEST_RULES:
        return []
    found = []
    for table in page.find_tables():
        rows = [[cell or "" for cell in row] for row in table.extract(**_TOLERANCE)]
        if len(rows) < 2 or max(map(len, rows)) < 2:
            continue
        if len(rows) <= 4 and any(word in fold(" ".join(map(" ".join, rows))) for word in LAYOUT_WORDS):
            continue
        found.append((table.bbox, [line for line in map(table_row, rows) if line]))
    return found


def _inside(word: Word, box: _Box) -> bool:
    x0, top, x1, bottom = box
    return x0 <= (word.x0 + word.x1) / 2 <= x1 and top <= (word.top + word.bottom) / 2 <= bottom


def _pages_without_text(pages: list[_Page]) -> list[int]:
    """Numbers of the pages that are only pictures; raises ReadError where the file as a whole is.

    A stamp of a digital signature leaves some 150 letters on a scan: that is not the text of a document.
    """
    letters = sum(page.letters for page in pages)
    scanned = [number for number, page in enumerate(pages, 1) if page.pictured and page.letters < _FEW_LETTERS]
    if letters < _ALMOST_NONE or (scanned and letters < _FEW_LETTERS) or len(scanned) > len(pages) / 2:
        raise ReadError(Reason.NO_TEXT, f"{letters} letters on {len(pages)} pages")
    return scanned


def _ranges(numbers: list[int]) -> str:
    return ", ".join(_runs(numbers))


def _runs(numbers: list[int]) -> Iterator[str]:
    start = previous = numbers[0]
    for number in [*numbers[1:], 0]:
        if number != previous + 1:
            yield str(start) if start == previous else f"{start}-{previous}"
            start = number
        previous = number
