"""From recognised pages to the text of a document, and whether it is good enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import ParsedText, check_length, tidy
from congvu.ingestion.parsers.pdf_lines import PrintedLine, arranged, drop_page_furniture, paragraphs
from congvu.ingestion.parsers.recognise import Piece, RecognisedPage
from congvu.ingestion.types import ReadError, Reason

TOO_POOR = 60
"""Mean confidence (0..100) below which a page is not worth quoting."""

_FEW_WORDS = 5


def lines_of_page(page: RecognisedPage) -> list[PrintedLine]:
    """The printed lines of a recognised page: letterhead and signature columns one by one, rows of tables whole."""
    rows: list[list[Piece]] = []
    for piece in sorted(page.pieces, key=lambda one: (one.top + one.bottom) / 2):
        middle = (piece.top + piece.bottom) / 2
        if rows and all(other.top < middle < other.bottom for other in rows[-1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return arranged(
        (
            [PrintedLine(piece.text, piece.x0, piece.x1, piece.top) for piece in sorted(row, key=lambda one: one.x0)]
            for row in rows
        ),
        page.width,
    )


def scanned_text(pages: Mapping[int, RecognisedPage], limits: Limits) -> ParsedText:
    """The document of pages that all were recognised; raises ReadError where they hold no text or are too poor."""
    refuse_poor(pages)
    kept, aside = drop_page_furniture([lines_of_page(page) for _number, page in sorted(pages.items())])
    text = check_length(tidy("\n".join(paragraphs(kept))), limits)
    return ParsedText(
        text,
        pages=len(pages),
        warnings=poor_pages(pages),
        aside=aside,
        recognised={number: page.confidence for number, page in pages.items()},
    )


def refuse_poor(pages: Mapping[int, RecognisedPage]) -> None:
    """Raises ReadError where nothing was recognised, or more than half of the pages that hold text only poorly."""
    written = [page for page in pages.values() if _words_on(page) >= _FEW_WORDS]
    if not written:
        raise ReadError(Reason.NO_TEXT, f"nothing to recognise on {len(pages)} pages")
    poor = sum(page.confidence < TOO_POOR for page in written)
    if poor * 2 > len(written):
        mean = sum(page.confidence for page in written) // len(written)
        raise ReadError(Reason.POOR_SCAN, f"{poor} of {len(written)} pages unclear, mean confidence {mean} %")


def poor_pages(pages: Mapping[int, RecognisedPage]) -> tuple[str, ...]:
    """Warnings that name the pages on which nothing was recognised, and those that were hardly legible."""
    empty = [number for number, page in sorted(pages.items()) if _words_on(page) < _FEW_WORDS]
    poor = [n for n, page in sorted(pages.items()) if page.confidence < TOO_POOR and n not in empty]
    named = (("no text on pages", empty), ("hardly legible: pages", poor))
    return tuple(f"{words} {', '.join(ranges(numbers))}" for words, numbers in named if numbers)


def _words_on(page: RecognisedPage) -> int:
    return sum(piece.text.count(" ") + 1 for piece in page.pieces)


def ranges(numbers: list[int]) -> Iterator[str]:
    """Page numbers in order as "2-4", "7"."""
    start = previous = numbers[0]
    for number in [*numbers[1:], 0]:
        if number != previous + 1:
            yield str(start) if start == previous else f"{start}-{previous}"
            start = number
        previous = number
