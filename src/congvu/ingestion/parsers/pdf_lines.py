"""From printed lines back to paragraphs: pure geometry, in PDF points, y growing downwards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from congvu.ingestion.parsers.base import CELL_SEPARATOR, LAYOUT_WORDS
from congvu.text import fold


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of a page; ``whole`` lines (rows of tables, columns) are never joined with their neighbours."""

    text: str
    x0: float
    x1: float
    top: float
    whole: bool = False


_COLUMN_GAP = 22.0
_INDENT = 10.0
_FULL = 0.12
_PAGE_SHIFT = 30.0
_EDGE_LINES = 2
_ENDS = re.compile(r"[.;:!?…][”\"')\]]*$")
_STRONG = re.compile(
    r"^(?:Điều\s+\d+[a-zđ]?\s*[.:]|(?:Chương|CHƯƠNG|Mục|MỤC|Tiểu mục|TIỂU MỤC)\s+[IVXLC\d]+\s*(?:[.:].*)?$|"
    r"(?:Phần|PHẦN)\s+(?:thứ|THỨ)\s|(?:Phụ lục|PHỤ LỤC)\s*[IVXLC\d]*\s*$|Nơi nhận|Kính gửi|Căn cứ\s)"
)
_WEAK = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]\s|[a-zđ]\)\s|[IVX]{1,6}\.\s|[-–+•*]\s)")
_PAGE_NUMBER = re.compile(r"^(?:trang\s*)?[-–]?\s*\d{1,4}\s*(?:/\s*\d{1,4})?\s*[-–]?$", re.IGNORECASE)
# Folded. What stands beside a digital signature; two different ones on a page make a stamp.
_SIGNED = re.compile(
    r"^(nguoi ky|ky boi|ky so boi|signature (?:not )?(?:valid|verified)|digitally signed|signed by|signing date|email|"
    r"co quan|thoi gian ky|ngay ky|ky ngay|gio ky)\b\s*(?::|by|$)"
)


def lines_of(words: Sequence[Word], width: float) -> list[PrintedLine]:
    """Group the words of a page (``width`` points wide) into lines; letterhead and signature columns one by
    one.
    """
    return arranged((_segments(row) for row in _rows(words)), width)


def arranged(rows: Iterable[list[PrintedLine]], width: float) -> list[PrintedLine]:
    """The lines of a page from its rows, each given as the pieces that stand side by side in it."""
    lines: list[PrintedLine] = []
    run: list[list[PrintedLine]] = []
    for segments in rows:
        if len(segments) == 2 or (run and len(segments) == 1 and _is_on_one_side(segments[0], width)):
            run.append(segments)
            continue
        lines.extend(_columns(run, width))
        run = []
        lines.append(_joined(segments))
    lines.extend(_columns(run, width))
    return lines


def _rows(words: Sequence[Word]) -> Iterator[list[Word]]:
    row: list[Word] = []
    for word in sorted(words, key=lambda w: ((w.top + w.bottom) / 2, w.x0)):
        middle = (word.top + word.bottom) / 2
        if row and middle > max(w.bottom for w in row) - (word.bottom - word.top) * 0.25:
            yield sorted(row, key=lambda w: w.x0)
            row = []
        row.append(word)
    if row:
        yield sorted(row, key=lambda w: w.x0)


def _segments(row: Sequence[Word]) -> list[PrintedLine]:
    parts: list[list[Word]] = [[row[0]]]
    blank = False
    for index, (before, word) in enumerate(pairwise(row), 1):
        # "Số:      /UBND-VX" is a number that the clerk has still to write, not two columns.
        blank = blank or fold(before.text) == "so:"
        if (word.x0 - before.x1 > _COLUMN_GAP and not blank) or _opens_right_column(row[index : index + 3]):
            parts.append([])
        blank = False
        parts[-1].append(word)
    return [PrintedLine(" ".join(w.text for w in p), p[0].x0, p[-1].x1, min(w.top for w in p)) for p in parts]


def _is_on_one_side(line: PrintedLine, width: float) -> bool:
    return abs((line.x0 + line.x1) / 2 - width / 2) > width * 0.07 and line.x1 - line.x0 < width * 0.5


def _opens_right_column(words: Sequence[Word]) -> bool:
    """The national name and motto stand in the right column, however close the left one comes."""
    text = " ".join(word.text for word in words)
    return text.upper().startswith("ĐỘC LẬP -") or text.startswith(("CỘNG HÒA XÃ", "CỘNG HOÀ XÃ", "ĐẢNG CỘNG SẢN"))


def _joined(segments: Sequence[PrintedLine]) -> PrintedLine:
    if len(segments) == 1:
        return segments[0]
    text = CELL_SEPARATOR if len(segments) > 2 else " "
    return PrintedLine(
        text.join(part.text for part in segments),
        segments[0].x0,
        segments[-1].x1,
        segments[0].top,
        len(segments) > 2,
    )


def _columns(run: Sequence[Sequence[PrintedLine]], width: float) -> list[PrintedLine]:
    """Lines side by side: the left column and then the right one where it is a letterhead or signature."""
    if not any(len(row) == 2 for row in run):
        return [_joined(row) for row in run]
    words = (*LAYOUT_WORDS, "so:")
    named = [i for i, row in enumerate(run) if any(word in fold(part.text) for part in row for word in words)]
    if not named:
        return [_joined(row) for row in run]
    # What stands above the letterhead, a running header for example, is no part of it.
    before, after = list(run[: named[0]]), list(run[named[0] :])
    if not any(len(row) == 2 for row in after):
        return [_joined(row) for row in run]
    parts = [part for row in after for part in row]
    first_right = min(row[1].x0 for row in after if len(row) == 2)
    middle = min(width / 2, first_right + _INDENT)
    left = [part for part in parts if (part.x0 + part.x1) / 2 < middle]
    right = [part for part in parts if (part.x0 + part.x1) / 2 >= middle]
    columns = [PrintedLine(p.text, p.x0, p.x1, p.top, whole=True) for p in (*left, *right)]
    return [*(_joined(row) for row in before), *columns]


def is_signature_stamp(lines: Sequence[str]) -> bool:
    """Whether lines are what a program prints beside a digital signature: who signed, and when."""
    return len({match[1] for line in lines if (match := _SIGNED.match(fold(line).strip()))}) >= 2


def drop_page_furniture(
    pages: Sequence[list[PrintedLine]],
) -> tuple[list[list[PrintedLine]], tuple[str, ...]]:
    """(pages without running headers, page numbers and stamps of digital signatures, the lines that were dropped)."""
    seen = Counter(key for page in pages for key in {_pattern(line.text) for line in _edges(page)})
    often = max(3, len(pages) // 4)
    dropped: list[str] = []
    kept: list[list[PrintedLine]] = []
    for page in pages:
        edges = {id(line) for line in _edges(page)}
        signed = is_signature_stamp([line.text for line in page])
        keep = []
        for line in page:
            furniture = id(line) in edges and (
                _PAGE_NUMBER.match(line.text) is not None or seen[_pattern(line.text)] >= often
            )
            furniture = furniture or (signed and _SIGNED.match(fold(line.text).strip()) is not None)
            (dropped.append(line.text) if furniture else keep.append(line))
        kept.append(keep)
    return kept, tuple(dropped)


def _edges(page: Sequence[PrintedLine]) -> list[PrintedLine]:
    return [*page[:_EDGE_LINES], *page[-_EDGE_LINES:]]


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))


def paragraphs(pages: Iterable[Sequence[PrintedLine]]) -> Iterator[str]:
    """Whole paragraphs, also those that a page break cuts."""
    current: list[str] = []
    before: PrintedLine | None = None
    pages = [[line for line in page if line.text.strip()] for page in pages]
    _left, usual_right = _margins([line for page in pages for line in page])
    for lines in pages:
        left, right = _margins(lines)
        # A page of a few short lines does not show where the text could have gone on.
        right = max(right, usual_right - _PAGE_SHIFT)
        indented = _is_indented_style(lines, left)
        for line in lines:
            if before is not None and _goes_on(before, line, left, right, indented=indented):
                current.append(line.text)
            else:
                if current:
                    yield " ".join(current)
                current = [line.text]
            before = line
    if current:
        yield " ".join(current)


def _margins(lines: Sequence[PrintedLine]) -> tuple[float, float]:
    if not lines:
        return 0.0, 0.0
    starts = sorted(line.x0 for line in lines)
    ends = sorted(line.x1 for line in lines)
    return starts[len(starts) // 10], ends[-1 - len(ends) // 20]


def _is_indented_style(lines: Sequence[PrintedLine], left: float) -> bool:
    marked = [line for line in lines if _STRONG.match(line.text) or _WEAK.match(line.text)]
    return bool(marked) and sum(line.x0 > left + _INDENT for line in marked) > len(marked) / 2


def _goes_on(before: PrintedLine, line: PrintedLine, left: float, right: float, *, indented: bool) -> bool:
    if before.whole or line.whole or _STRONG.match(line.text):
        return False
    if _is_upper(before.text) or _is_upper(line.text):
        return False
    if before.x1 < right - (right - left) * _FULL:
        return False
    ended = _ENDS.search(before.text) is not None
    if indented:
        if line.x0 > left + _INDENT:
            return not (ended or _WEAK.match(line.text)) and line.text[:1].islower()
        return True
    if _WEAK.match(line.text):
        return not ended and not line.text.startswith(("-", "–", "+", "•")) and line.x0 <= left + _INDENT
    return not ended or line.text[:1].islower()


def _is_upper(text: str) -> bool:
    return text.upper() == text and any(c.isalpha() for c in text)
