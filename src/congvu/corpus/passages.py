"""Cutting a structured text into passages: what is indexed and cited.

A passage lies under one Điều or one heading. A Điều of up to ``LIMIT`` syllables is one passage; a longer one
is cut between khoản, then between điểm, and only a single unit that is too long by itself between its lines
and sentences. What a passage needs to be understood alone stands in its ``headings``, so no character is in
two passages.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from congvu.corpus.types import PassagePlan
from congvu.legal.structure import StructuredText, UnitLevel, UnitNode, unit_label

LIMIT = 300
"""Syllables of a passage; lead-in may carry a passage a fifth above it rather than cut a unit that fits."""

SLACK = 1.2
HEADING_SEPARATOR = " › "
MAX_HEADINGS = 2000

_LETTERS_PER_SYLLABLE = 12
_ARTICLE = re.compile(r"Điều \d")
_CONTAINERS = frozenset(
    {
        UnitLevel.PART,
        UnitLevel.CHAPTER,
        UnitLevel.SECTION,
        UnitLevel.SUBSECTION,
        UnitLevel.ARTICLE,
        UnitLevel.ANNEX,
    }
)
_SENTENCE_END = re.compile(r"[.;:!?…]+[”\"')\]]*(?=\s)")
_LINE_END = re.compile(r"\n+")
_FORMULA = re.compile(
    r"\s*(?:căn cứ|xét|theo đề nghị|nơi nhận|kính gửi|số\s*:|luật số|bộ luật số|cộng hòa|độc lập|lưu\s*:|"
    r"-\s|[-_*=]{3}|kt\.|tm\.|tl\.|tuq\.|q\.)",
    re.IGNORECASE,
)
_ENOUGH = {"law": 60, "administrative": 12}


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int


class _Sizes:
    """Syllables in any span of a text, counted once."""

    def __init__(self, text: str) -> None:
        self._starts = [match.start() for match in re.finditer(r"\S+", text)]

    def __call__(self, start: int, end: int) -> int:
        words = bisect_left(self._starts, end) - bisect_left(self._starts, start)
        # Text without spaces (a pasted key, a broken extraction) must not become one endless passage.
        return max(words, (end - start) // _LETTERS_PER_SYLLABLE)


def split_headings(headings: str) -> tuple[str, str]:
    """What stands above a Điều, and its own heading with what follows; without a Điều, the last one is its own."""
    parts = headings.split(HEADING_SEPARATOR)
    at = next((i for i in reversed(range(len(parts))) if _ARTICLE.match(parts[i])), len(parts) - 1)
    return HEADING_SEPARATOR.join(parts[:at]), HEADING_SEPARATOR.join(parts[at:])


def plan_passages(text: str, structure: StructuredText) -> list[PassagePlan]:
    """The passages of a text in reading order; they never overlap, and cover every character of every Điều."""
    return _Planner(text, structure).plan()


class _Planner:
    def __init__(self, text: str, structure: StructuredText) -> None:
        self._text = text
        self._structure = structure
        self._size = _Sizes(text)
        self._children: dict[int | None, list[UnitNode]] = {}
        for unit in structure.units:
            self._children.setdefault(unit.parent, []).append(unit)
        self._holds_containers = self._find_holders()

    def plan(self) -> list[PassagePlan]:
        spans = self._siblings(self._children.get(None, []))
        return [self._passage(span) for span in spans if self._text[span.start : span.end].strip()]

    def _find_holders(self) -> frozenset[int]:
        """Units with a Chương, Điều, Phụ lục … somewhere below: they are walked through, not cut."""
        found: set[int] = set()
        for unit in self._structure.units:
            if unit.level in _CONTAINERS:
                parent = unit.parent
                while parent is not None and parent not in found:
                    found.add(parent)
                    parent = self._structure.units[parent].parent
        return frozenset(found)

    def _siblings(self, units: Iterable[UnitNode]) -> Iterator[_Span]:
        """Units side by side under no common heading: only neighbouring paragraphs share a passage."""
        run: list[_Span] = []
        for unit in units:
            if unit.level is UnitLevel.PARAGRAPH and self._size(unit.start, unit.end) <= LIMIT:
                run.append(_Span(unit.start, unit.end))
                continue
            yield from self._pack(run)
            run = []
            yield from self._visit(unit)
        yield from self._pack(run)

    def _visit(self, unit: UnitNode) -> Iterator[_Span]:
        if unit.level in (UnitLevel.PREAMBLE, UnitLevel.CLOSING):
            if self._says_something(unit):
                yield from self._cut(unit, unit.start)
        elif unit.index in self._holds_containers or self._is_bare_container(unit):
            if self._own_text_is_more_than_heading(unit):
                yield from self._cut_text(unit.start, unit.own_end)
            yield from self._siblings(self._children.get(unit.index, []))
        else:
            yield from self._cut(unit, unit.start)

    def _is_bare_container(self, unit: UnitNode) -> bool:
        """A Chương or Mục that holds nothing is only its heading."""
        return unit.level in _CONTAINERS - {UnitLevel.ARTICLE, UnitLevel.ANNEX}

    def _own_text_is_more_than_heading(self, unit: UnitNode) -> bool:
        heading = len(unit_label(unit).split()) + len(unit.title.split())
        return self._size(unit.start, unit.own_end) > heading + 8

    def _says_something(self, unit: UnitNode) -> bool:
        """Whether an opening or closing holds more than formulas, names and the signature."""
        lines = self._text[unit.start : unit.end].splitlines()
        prose = [line for line in lines if not _FORMULA.match(line) and line.upper() != line]
        if self._structure.kind == "administrative" and unit.level is UnitLevel.PREAMBLE:
            prose = lines
        return sum(len(line.split()) for line in prose) >= _ENOUGH[self._structure.kind]

    def _cut(self, unit: UnitNode, start: int) -> Iterator[_Span]:
        """Spans that cover ``start`` to the end of a unit; ``start`` may lie before it, at the lead-in it
        follows.
        """
        if self._size(start, unit.end) <= LIMIT:
            yield _Span(start, unit.end)
            return
        children = self._children.get(unit.index)
        if not children:
            yield from self._cut_text(start, unit.end)
            return
        begin = start
        if self._size(start, children[0].start) > LIMIT:
            yield from self._cut_text(start, children[0].start)
            begin = children[0].start
        run: list[_Span] = []
        for child in children:
            span = _Span(begin, child.end)
            if self._size(span.start, span.end) <= LIMIT:
                run.append(span)
            else:
                yield from self._pack(run)
                run = []
                yield from self._cut_long_child(child, begin)
            begin = child.end
        yield from self._pack(run)

    def _cut_long_child(self, child: UnitNode, begin: int) -> Iterator[_Span]:
        fits = self._size(child.start, child.end) <= LIMIT
        if fits and self._size(begin, child.end) <= LIMIT * SLACK:
            yield _Span(begin, child.end)
        elif fits and begin < child.start:
            yield _Span(begin, child.start)
            yield _Span(child.start, child.end)
        else:
            yield from self._cut(child, begin)

    def _cut_text(self, start: int, end: int) -> Iterator[_Span]:
        """Cut one long stretch between lines, or inside a long line between sentences, or at worst between
        words.
        """
        pieces: list[_Span] = []
        for line in _split_after(self._text, _Span(start, end), _LINE_END):
            if self._size(line.start, line.end) <= LIMIT:
                pieces.append(line)
                continue
            for sentence in _split_after(self._text, line, _SENTENCE_END):
                pieces.extend(self._hard_cut(sentence))
        yield from self._pack(pieces)

    def _hard_cut(self, span: _Span) -> Iterator[_Span]:
        while self._size(span.start, span.end) > LIMIT:
            reach = span.start + LIMIT * _LETTERS_PER_SYLLABLE // 2
            space = self._text.rfind(" ", span.start + 1, min(reach, span.end))
            middle = space + 1 if space > span.start else min(reach, span.end)
            yield _Span(span.start, middle)
            span = _Span(middle, span.end)
        if span.start < span.end:
            yield span

    def _pack(self, pieces: list[_Span]) -> Iterator[_Span]:
        """Join neighbours up to the limit, in passages of about equal size rather than full ones and a crumb."""
        if not pieces:
            return
        total = self._size(pieces[0].start, pieces[-1].end)
        goal = total / -(-total // LIMIT) if total else LIMIT
        current = pieces[0]
        for piece in pieces[1:]:
            joined = self._size(current.start, piece.end)
            if joined > LIMIT or self._size(current.start, current.end) >= goal * 0.95:
                yield current
                current = piece
            else:
                current = _Span(current.start, piece.end)
        yield current

    def _passage(self, span: _Span) -> PassagePlan:
        unit = self._smallest_unit(span)
        return PassagePlan(unit.index, span.start, span.end, self._headings(unit, span))

    def _smallest_unit(self, span: _Span) -> UnitNode:
        """The smallest unit that holds the span, or its first unit where paragraphs without a heading were
        joined.
        """
        units = self._structure.units
        first = bisect_left(units, span.start + 1, key=lambda unit: unit.start) - 1
        unit = units[first]
        while unit.end < span.end and unit.parent is not None:
            unit = units[unit.parent]
        while unit.parent is not None and unit.start == span.start and unit.end < span.end:
            unit = units[unit.parent]
        return unit if unit.end >= span.end else units[first]

    def _headings(self, unit: UnitNode, span: _Span) -> str:
        """Headings from the widest down to the Điều itself, and the lead-in of a khoản that the passage
        continues.
        """
        lines: list[str] = []
        for above in self._structure.path(unit.index):
            if above.level in _CONTAINERS or above.level is UnitLevel.HEADING:
                lines.append(self._heading(above))
            elif above.start < span.start and self._children.get(above.index):
                lines.append(_one_line(self._text[above.start : above.own_end]))
        return HEADING_SEPARATOR.join(line for line in lines if line)[:MAX_HEADINGS]

    def _heading(self, unit: UnitNode) -> str:
        label, title = _one_line(unit_label(unit)), _one_line(unit.title)
        # A heading without a number is called by its title.
        return label if title.startswith(label) and not unit.number else ". ".join(filter(None, (label, title)))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:400]


def _split_after(text: str, span: _Span, ends: re.Pattern[str]) -> Iterator[_Span]:
    """Cut a span after every match of ``ends``, the blanks that follow included, so that nothing is lost."""
    start = span.start
    for match in ends.finditer(text, span.start, span.end):
        end = match.end()
        while end < span.end and text[end].isspace():
            end += 1
        if start < end < span.end:
            yield _Span(start, end)
            start = end
    if start < span.end:
        yield _Span(start, span.end)
