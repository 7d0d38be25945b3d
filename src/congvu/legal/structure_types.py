"""The values of a parsed text: levels, units and the tree they form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

TextKind = Literal["law", "administrative"]


class UnitLevel(StrEnum):
    """What a unit is: the levels of the tree from wide to narrow, then the parts that stand beside it."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    SUBSECTION = "subsection"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    ANNEX = "annex"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    PREAMBLE = "preamble"
    CLOSING = "closing"


LEAVES = frozenset({UnitLevel.PARAGRAPH, UnitLevel.PREAMBLE, UnitLevel.CLOSING})
"""Levels that never have children."""


@dataclass(frozen=True, slots=True)
class UnitNode:
    """One unit; offsets are characters of the parsed text.

    `text[start:own_end]` is what the unit says before its first child; `text[start:end]` is the whole of it.
    """

    index: int
    parent: int | None
    level: UnitLevel
    number: str
    title: str
    start: int
    own_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning of a unit: where, what, and how deep. The tree follows from a sequence of these.

    A mark becomes a child of the nearest earlier mark with a smaller depth; `root` cuts it loose from all
    earlier ones.
    """

    start: int
    level: UnitLevel
    depth: int
    number: str = ""
    title: str = ""
    root: bool = False


@dataclass(frozen=True, slots=True)
class StructuredText:
    """A text cut into units, in the order of the text.

    The own spans of the units partition the text. Unit 0 starts at 0; it is the preamble unless the text
    opens with a unit of its own. `warnings` (English) name what looks wrong in the source: gaps and the like.
    """

    kind: TextKind
    units: tuple[UnitNode, ...]
    warnings: tuple[str, ...]

    def children(self, index: int) -> tuple[UnitNode, ...]:
        """The direct children of a unit, in order."""
        found: list[UnitNode] = []
        position, end = index + 1, self.units[index].end
        while position < len(self.units) and self.units[position].start < end:
            unit = self.units[position]
            if unit.parent == index:
                found.append(unit)
            position += 1
        return tuple(found)

    def ancestors(self, index: int) -> tuple[UnitNode, ...]:
        """The units above, nearest first."""
        found: list[UnitNode] = []
        parent = self.units[index].parent
        while parent is not None:
            found.append(self.units[parent])
            parent = self.units[parent].parent
        return tuple(found)

    def path(self, index: int) -> tuple[UnitNode, ...]:
        """From the top of the tree down to the unit itself."""
        return (*reversed(self.ancestors(index)), self.units[index])


def build_units(marks: Iterable[Mark], length: int) -> tuple[UnitNode, ...]:
    """The tree of the marks of a text of `length` characters; marks have rising starts, the first at 0."""
    ordered = list(marks)
    parents: list[int | None] = []
    ends = [length] * len(ordered)
    open_units: list[int] = []
    for index, mark in enumerate(ordered):
        while open_units and (
            mark.root
            or ordered[open_units[-1]].depth >= mark.depth
            or ordered[open_units[-1]].level in LEAVES
        ):
            ends[open_units.pop()] = mark.start
        parents.append(open_units[-1] if open_units else None)
        open_units.append(index)
    own_ends = [*(mark.start for mark in ordered[1:]), length]
    return tuple(
        UnitNode(index, parents[index], m.level, m.number, m.title, m.start, own_ends[index], ends[index])
        for index, m in enumerate(ordered)
    )
