"""PDF: pypdf judges the file, pdfplumber gives words with their places and ruled tables; pages that are only
pictures are recognised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import LAYOUT_WORDS, ParsedText, check_length, table_row, tidy
from congvu.ingestion.parsers.legacy import Code, code_of_font, convert_lines, convert_run
from congvu.ingestion.parsers.pdf_lines import (
    PrintedLine,
    Word,
    drop_page_furniture,
    is_signature_stamp,
    lines_of,
    paragraphs,
)
from congvu.ingestion.parsers.recognise import DPI, RecognisedPage, recognise_pages, refuse_stamps
from congvu.ingestion.parsers.scan import lines_of_page, poor_pages, refuse_poor
from congvu.ingestion.types import ReadError, Reason
from congvu.text import fold

_FEW_LETTERS = 200
_ALMOST_NONE = 20
_PICTURE_PAGE = 0.5
_UNMAPPED = "(cid:"
_DRAWN_LETTERS = 300
_MOST_PICTURES = 6
_STAMPED_PAGES = 3
_HEAD_LINES = 8
_LONGEST_SIDE = 5000
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
    pictures: tuple[_Box, ...]
    stamps: tuple[_Box, ...]
    """Where the words of a digital signature's stamp stand, on a page that holds little else in letters."""


class PdfParser:
    name = "pdf-2"
    media_type = "application/pdf"

    def parse(self, path: Path, limits: Limits, workdir: Path) -> ParsedText:
        metadata = _judge(path, limits)
        try:
            with pdfplumber.open(path, password="") as pdf:
                pages = [_read_page(page) for page in pdf.pages]
        except (ReadError, MemoryError):
            raise
        except Exception as error:  # the libraries raise whatever a broken file makes them stumble over
            raise ReadError(Reason.DAMAGED, f"PDF: {type(error).__name__}") from error
        scanned = _pages_without_text(pages)
        recognised = _recognised(path, pages, scanned, limits, workdir)
        if recognised and len(scanned) == len(pages):
            refuse_poor(recognised)
        lines = [
            lines_of_page(recognised[number]) if number in recognised else page.lines
            for number, page in enumerate(pages, 1)
        ]
        kept, aside = drop_page_furniture(lines)
        text = check_length(tidy(convert_lines("\n".join(paragraphs(kept)))), limits)
        return ParsedText(
            text,
            pages=len(pages),
            warnings=poor_pages(recognised),
            aside=aside,
            heads=tuple(line.text for page in lines for line in page[:_HEAD_LINES]),
            metadata=metadata,
            recognised={number: page.confidence for number, page in recognised.items()},
        )


def _recognised(
    path: Path, pages: list[_Page], scanned: list[int], limits: Limits, workdir: Path
) -> dict[int, RecognisedPage]:
    """The scanned pages as text; stamps that were pasted as pictures on the first other pages are looked at, too."""
    stamped = [number for number, page in enumerate(pages[:_STAMPED_PAGES], 1) if page.pictures]
    if not scanned and not stamped:
        return {}
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise ReadError(Reason.DAMAGED, "PDF: cannot be drawn") from error
    try:
        for number in stamped:
            if number not in scanned:
                picture = _drawn(document, number)
                for box in pages[number - 1].pictures:
                    refuse_stamps(picture.crop(_pixels(box, picture.size)), limits, workdir)
        if not scanned:
            return {}

        def draw(number: int) -> Image.Image:
            picture = _drawn(document, number)
            for box in pages[number - 1].stamps:
                picture.paste("white", _pixels(box, picture.size))
            return picture

        return recognise_pages(scanned, draw, limits, workdir)
    finally:
        document.close()


def _drawn(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        # A page of absurd size is drawn smaller, not refused: posters and plans have text as well.
        scale = min(DPI / 72, _LONGEST_SIDE / max(width, height, 1.0))
        picture: Image.Image = page.render(scale=scale).to_pil()
        return picture
    finally:
        page.close()


def _pixels(box: _Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = (value * DPI / 72 for value in box)
    left, upper = max(0, int(x0)), max(0, int(top))
    return left, upper, max(left + 1, min(size[0], int(x1) + 1)), max(upper + 1, min(size[1], int(bottom) + 1))


def _judge(path: Path, limits: Limits) -> tuple[tuple[str, str], ...]:
    """Password and number of pages, from the file's own claims, before anything is drawn from it; its metadata."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(Reason.ENCRYPTED, "PDF with a password")
        count = max(len(reader.pages), _claimed_pages(reader))
        metadata = tuple((str(name).lstrip("/"), str(value)[:2000]) for name, value in (reader.metadata or {}).items())
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
    return metadata


def _claimed_pages(reader: PdfReader) -> int:
    """The number that the file itself gives; a claim far beyond its pages is made to wear readers down."""
    claim = reader.root_object["/Pages"].get_object().get("/Count", 0)  # type: ignore[union-attr]
    return claim if isinstance(claim, int) else 0


def _read_page(page: Any) -> _Page:
    try:
        _convert_letters(page.chars)
        tables = _tables(page)
        words = [
            Word(word["text"], word["x0"], word["x1"], word["top"], word["bottom"])
            for word in page.extract_words(**_TOLERANCE)
        ]
        area = float(page.width * page.height) or 1.0
        pictured = sum(float(image["width"] * image["height"]) for image in page.images) > area * _PICTURE_PAGE
        pictures = tuple((image["x0"], image["top"], image["x1"], image["bottom"]) for image in page.images)
        drawn = not page.images and len(page.curves) > _DRAWN_LETTERS
        unmapped = sum(word.text.count(_UNMAPPED) for word in words)
        letters = 0 if unmapped * 5 > len(words) else sum(c.isalpha() for word in words for c in word.text)
        boxes = [box for box, _rows in tables]
        free = [word for word in words if not any(_inside(word, box) for box in boxes)]
        pictured = pictured or (letters < _ALMOST_NONE and (drawn or unmapped > 0))
        lines = list(_in_order(free, tables, float(page.width)))
        signed = letters < _FEW_LETTERS and is_signature_stamp([line.text for line in lines])
        stamps = tuple((word.x0, word.top, word.x1, word.bottom) for word in words) if signed else ()
        return _Page(lines, letters, pictured, pictures[:_MOST_PICTURES], stamps)
    finally:
        page.close()


def _convert_letters(letters: list[dict[str, Any]]) -> None:
    """Letters of TCVN3 fonts made Unicode where they stand, before words and cells are put together."""
    for code, group in groupby(letters, key=lambda letter: code_of_font(letter["fontname"])):
        if code not in (Code.TCVN3, Code.TCVN3_CAPITALS):
            continue
        run = list(group)
        converted = convert_run("".join(letter["text"][:1] for letter in run), code)
        if len(converted) == len(run):
            for letter, text in zip(run, converted, strict=True):
                letter["text"] = text


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
    """Numbers of the pages that are only pictures; raises ReadError for a file without text or picture.

    A stamp of a digital signature leaves some 150 letters on a scan: that is not the text of a document. Letters that
    were drawn as curves, or whose fonts do not say what they mean, are pictures as well.
    """
    scanned = [number for number, page in enumerate(pages, 1) if page.pictured and page.letters < _FEW_LETTERS]
    letters = sum(page.letters for page in pages)
    if not scanned and letters < _ALMOST_NONE:
        raise ReadError(Reason.NO_TEXT, f"{letters} letters on {len(pages)} pages")
    return scanned
