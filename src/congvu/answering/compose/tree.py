"""The governing unit of a piece of evidence as plain values: what a composer may quote from, and nothing
else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from congvu.answering.types import Quote
from congvu.legal.structure import UnitLevel

CITED_LEVELS = frozenset({UnitLevel.ARTICLE, UnitLevel.CLAUSE, UnitLevel.POINT})


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit; offsets are characters of the version's text, as in ``corpus.models.Unit``."""

    id: int
    parent_id: int | None
    level: str
    number: str
    title: str
    path: str
    anchor: str
    start: int
    own_end: int
    end: int
    force_from: dt.date | None = None
    force_until: dt.date | None = None

    def in_force(self, on: dt.date) -> bool:
        """Whether the unit's own period of force, where it has one, holds on the day."""
        return (self.force_from is None or self.force_from <= on) and (
            self.force_until is None or on < self.force_until
        )


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """Where a passage lies in the version's text."""

    id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class UnitTree:
    """A unit of one version with everything below it.

    ``units`` are in reading order, the root first; ``text`` is the version's text from ``offset`` on, long
    enough to hold the root; ``passages`` are those that lie in it.
    """

    version_id: int
    offset: int
    text: str
    units: tuple[UnitView, ...]
    passages: tuple[PassageSpan, ...]

    @property
    def root(self) -> UnitView:
        return self.units[0]

    def find(self, unit_id: int) -> UnitView | None:
        return next((u for u in self.units if u.id == unit_id), None)

    def parent(self, unit: UnitView) -> UnitView | None:
        """The unit above, None for the root."""
        return None if unit.parent_id is None or unit is self.root else self.find(unit.parent_id)

    def children(self, unit: UnitView, *levels: str) -> tuple[UnitView, ...]:
        """Direct children, of the given levels only where any are given."""
        return tuple(u for u in self.units if u.parent_id == unit.id and (not levels or u.level in levels))

    def words(self, start: int, end: int) -> str:
        """The text between two offsets of the version's text."""
        return self.text[start - self.offset : end - self.offset]

    def whole(self, unit: UnitView) -> str:
        return self.words(unit.start, unit.end)

    def own(self, unit: UnitView) -> str:
        """What the unit says before its first child."""
        return self.words(unit.start, unit.own_end)

    def lead_in(self, unit: UnitView) -> tuple[int, int] | None:
        """Span of the sentence a unit says before its children, without an article's heading; None if there is none."""
        start, end = unit.start, unit.own_end
        if unit.level == UnitLevel.ARTICLE:
            start = self._below_heading(unit)
        start, end = self.trimmed(start, end)
        return (start, end) if start < end else None

    def _below_heading(self, article: UnitView) -> int:
        """Where the words begin that follow an article's heading, which a narrow page wraps onto more lines."""
        first, *below = self.own(article).splitlines(keepends=True)
        said, start = " ".join(first.split()), article.start + len(first)
        for line in below:
            words = " ".join(line.partition("[")[0].split())
            if not words or article.title in said or words not in article.title:
                break
            said, start = f"{said} {words}", start + len(line)
        return start

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The span without white space at either end."""
        words = self.words(start, end)
        return start + len(words) - len(words.lstrip()), start + len(words.rstrip())

    def quote(self, unit: UnitView, start: int | None = None, end: int | None = None) -> Quote:
        """A verbatim quote of the unit, or of a span that is cited as this unit."""
        first, last = self.trimmed(unit.start if start is None else start, unit.end if end is None else end)
        return Quote(
            passage_id=self._passage_at(first, unit),
            version_id=self.version_id,
            unit_id=unit.id,
            unit_path=unit.path,
            anchor=unit.anchor,
            start=first,
            end=last,
            text=self.words(first, last),
        )

    def _passage_at(self, position: int, unit: UnitView) -> int:
        """The passage that holds a position; else the one nearest to the unit."""
        holding = [p for p in self.passages if p.start <= position < p.end]
        if holding:
            return holding[0].id
        return min(self.passages, key=lambda p: abs(p.start - unit.start)).id
