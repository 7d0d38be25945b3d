"""A version's text as HTML: headings in order, every unit with its anchor, tables, and the cited span marked.

Pure: text and units in, safe HTML out. A code of 700 articles is one pass over its units, some tens of
milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from congvu.legal.structure import UnitLevel

MARK_ID = "trich-dan"
"""The id of the first piece of the highlighted span."""

HEADED = frozenset(
    {
        UnitLevel.PART,
        UnitLevel.CHAPTER,
        UnitLevel.SECTION,
        UnitLevel.SUBSECTION,
        UnitLevel.ARTICLE,
        UnitLevel.ANNEX,
        UnitLevel.HEADING,
    }
)
_LONGEST_HEADING = 300
_MOST_HEADING_LINES = 5
_ARTICLE_LABEL = re.compile(r"Điều\s+\w+\s?[.:]?", re.IGNORECASE)
_CELL = re.compile(r"\t|\s\|\s")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """What is needed of a ``corpus.models.Unit``; ``parent`` is its parent's position in the sequence, or
    None.
    """

    level: UnitLevel
    title: str
    anchor: str
    start: int
    own_end: int
    end: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of the version's text to be highlighted; empty where ``end`` is not beyond ``start``."""

    start: int
    end: int


@dataclass(slots=True)
class _Page:
    """Where the pieces are gathered; ``marked`` says whether the first mark has been written."""

    text: str
    span: Span | None
    parts: list[str] = field(default_factory=list)
    marked: bool = False

    def piece(self, start: int, end: int) -> str:
        """Escaped text[start:end] with the part inside the span marked."""
        span = self.span
        if span is None or span.end <= start or end <= span.start:
            return escape(self.text[start:end])
        low, high = max(start, span.start), min(end, span.end)
        name = "" if self.marked else f' id="{MARK_ID}" tabindex="-1"'
        self.marked = True
        return (
            f"{escape(self.text[start:low])}<mark{name}>{escape(self.text[low:high])}</mark>"
            f"{escape(self.text[high:end])}"
        )


def render_text(
    text: str,
    units: Sequence[UnitRow],
    span: Span | None = None,
    histories: Mapping[str, SafeString] | None = None,
) -> SafeString:
    """The whole text. Headings start at h2; a unit's own text is cut into paragraphs at its line breaks.

    ``histories`` is what stands below units that were changed, by their anchor.
    """
    page = _Page(text, span)
    depth = heading_depths(units)
    open_ends: list[tuple[int, str]] = []
    for index, unit in enumerate(units):
        while open_ends and open_ends[-1][0] <= unit.start:
            page.parts.append(open_ends.pop()[1])
        tag = "section" if unit.level in HEADED else "div"
        page.parts.append(f'<{tag} class="{unit.level}" id="{escape(unit.anchor)}">')
        open_ends.append((unit.end, f"</{tag}>"))
        body = unit.start
        if unit.level in HEADED:
            body = _heading(page, unit, min(depth[index] + 2, 6))
        _paragraphs(page, body, unit.own_end)
        if histories and unit.anchor in histories:
            page.parts.append(f'<p class="history-link">{histories[unit.anchor]}</p>')
    page.parts.extend(close for _end, close in reversed(open_ends))
    return mark_safe("".join(page.parts))  # noqa: S308 - every piece of text went through escape


def heading_depths(units: Sequence[UnitRow]) -> list[int]:
    """How many headings stand above each unit."""
    depths: list[int] = []
    for unit in units:
        above = unit.parent
        depths.append(0 if above is None else depths[above] + (units[above].level in HEADED))
    return depths


def lines_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines of text[start:end] without surrounding white space, as offsets; empty ones are left out."""
    position = start
    while position < end:
        stop = text.find("\n", position, end)
        stop = end if stop < 0 else stop
        first, last = position, stop
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            yield first, last
        position = stop + 1


def heading_lines(text: str, unit: UnitRow) -> list[tuple[int, int]]:
    """The lines that make the heading of a unit: as many as its title takes, or the label of an untitled
    article.
    """
    lines: list[tuple[int, int]] = []
    title, joined = " ".join(unit.title.split()), ""
    for first, last in lines_of(text, unit.start, unit.own_end):
        lines.append((first, last))
        joined = f"{joined} {' '.join(text[first:last].split())}".strip()
        if title in joined:
            break
        if len(lines) == _MOST_HEADING_LINES:
            return lines[:1]
    if title and title not in joined:
        lines = lines[:1]
    if lines and (not title or lines[0][1] - lines[0][0] > _LONGEST_HEADING):
        label = _ARTICLE_LABEL.match(text, lines[0][0], lines[0][1])
        if label:
            return [(lines[0][0], label.end())]
    return lines


def _heading(page: _Page, unit: UnitRow, level: int) -> int:
    lines = heading_lines(page.text, unit)
    if not lines:
        return unit.start
    inner = "".join(f'<span class="h-line">{page.piece(*line)}</span> ' for line in lines)
    page.parts.append(f'<h{level} class="h-{unit.level}">{inner.rstrip()}</h{level}>')
    return lines[-1][1]


def _paragraphs(page: _Page, start: int, end: int) -> None:
    table: list[tuple[int, int]] = []
    for first, last in lines_of(page.text, start, end):
        if _CELL.search(page.text, first, last):
            table.append((first, last))
            continue
        _flush(page, table)
        table = []
        page.parts.append(f"<p>{page.piece(first, last)}</p>")
    _flush(page, table)


def _flush(page: _Page, lines: Sequence[tuple[int, int]]) -> None:
    """Neighbouring lines of cells become a table; a single one stays a paragraph."""
    if len(lines) < 2:
        page.parts.extend(f"<p>{page.piece(*line)}</p>" for line in lines)
        return
    page.parts.append('<div class="table-scroll" tabindex="0" role="group"><table>')
    for first, last in lines:
        cells = "".join(f"<td>{page.piece(*cell)}</td>" for cell in _cells(page.text, first, last))
        page.parts.append(f"<tr>{cells}</tr>")
    page.parts.append("</table></div>")


def _cells(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    position = first
    for gap in _CELL.finditer(text, first, last):
        yield position, gap.start()
        position = gap.end()
    yield position, last
