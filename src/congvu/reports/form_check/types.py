"""A fault of form, and a document as the checker sees it. Lengths are millimetres, sizes and gaps points."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and what the decree wants there; ``code`` is stable (see ``requirements``)."""

    code: str
    where: str
    wrong: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text as it looks, styles and defaults counted in."""

    text: str
    font: str
    size: float
    bold: bool
    italic: bool
    colour: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. ``lines`` is the height of a line in lines, None where it is fixed in points.

    ``rules`` are the lengths of lines drawn in it, None for a drawing whose length is not told; ``cell`` is
    (table, row, column) counted from 0.
    """

    where: str
    runs: tuple[Run, ...]
    align: str
    before: float
    after: float
    lines: float | None
    left: float
    first: float
    rules: tuple[float | None, ...]
    section: int
    cell: tuple[int, int, int] | None = None

    @property
    def text(self) -> str:
        return " ".join("".join(run.text for run in self.runs).split())

    @property
    def seen(self) -> tuple[Run, ...]:
        """Runs that show something."""
        return tuple(run for run in self.runs if run.text.strip())


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the lines of every cell, row by row."""

    where: str
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    header_repeats: bool
    section: int

    def column(self, number: int) -> list[Line]:
        return [line for row in self.rows if number < len(row) for line in row[number]]


Block = Line | Table


@dataclass(frozen=True, slots=True)
class Section:
    """Page and header of a part of the document; ``numbers`` are the lines of the header that show the page number."""

    where: str
    width: float
    height: float
    margins: dict[str, float]
    hides_first: bool
    restarts: bool
    numbers: tuple[Line, ...]
    numbers_below: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole document."""

    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
