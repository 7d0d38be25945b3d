"""Which line is which element: the heading's two columns, title, addressees, body, closing, appendices."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from congvu.reports.decree import SUBJECT
from congvu.reports.form_check.types import Block, Line, Sheet, Table
from congvu.text import fold

_APPENDIX = re.compile(r"^phu luc(?: (?:[ivxlc]+|\d+))?$")
_STRUCTURE = re.compile(r"^(Phần|Chương|Mục|Tiểu mục)\s+\S+$", re.IGNORECASE)
_NUMBER = re.compile(r"^s[oố]\b", re.IGNORECASE)


@dataclass
class Parts:
    """The elements of a document; empty where one was not found."""

    heading: Table | None = None
    names: list[Line] = field(default_factory=list)
    number: Line | None = None
    subject: list[Line] = field(default_factory=list)
    nation: Line | None = None
    motto: Line | None = None
    date: Line | None = None
    type_name: Line | None = None
    title: list[Line] = field(default_factory=list)
    title_rules: list[float | None] = field(default_factory=list)
    addressed: Line | None = None
    addressees: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    closing: Table | None = None
    appendices: list[list[Block]] = field(default_factory=list)
    misplaced: list[Line] = field(default_factory=list)


def locate(sheet: Sheet) -> Parts:
    """The elements, by their place first and their words second: a spoiled word must not hide its element."""
    parts = Parts()
    main, parts.appendices = _split(sheet.blocks)
    heading = next((b for b in main if isinstance(b, Table)), None)
    closing = next((b for b in reversed(main) if isinstance(b, Table) and _is_closing(b)), None)
    if heading is not None and heading is not closing and max(map(len, heading.rows)) > 1:
        parts.heading = heading
        _heading(parts, heading)
    parts.closing = closing
    start = main.index(parts.heading) + 1 if parts.heading else 0
    end = main.index(closing) if closing is not None else len(main)
    parts.misplaced = [b for b in [*main[: max(0, start - 1)], *main[end + 1 :]] if isinstance(b, Line) and b.seen]
    between = main[start:end]
    parts.tables = [block for block in between if isinstance(block, Table)]
    _middle(parts, [block for block in between if isinstance(block, Line)])
    return parts


def _split(blocks: tuple[Block, ...]) -> tuple[list[Block], list[list[Block]]]:
    """The main part, and each appendix from its word on."""
    main: list[Block] = []
    appendices: list[list[Block]] = []
    for block in blocks:
        starts = isinstance(block, Line) and _APPENDIX.match(fold(block.text)) and block.align != "both"
        if starts:
            appendices.append([block])
        elif appendices:
            appendices[-1].append(block)
        else:
            main.append(block)
    return main, appendices


def _is_closing(table: Table) -> bool:
    return any(fold(line.text).startswith(("noi nhan", "- luu", "luu:")) for line in table.column(0))


def _heading(parts: Parts, table: Table) -> None:
    left = [line for line in table.column(0) if line.seen and not set(line.text) <= {"_"}]
    right = [line for line in table.column(1) if line.seen and not set(line.text) <= {"_"}]
    place = next((n for n, line in enumerate(left) if _NUMBER.match(line.text)), None)
    subject = next((n for n, line in enumerate(left) if line.text.startswith(SUBJECT)), len(left))
    parts.names = left[: place if place is not None else subject]
    parts.number = left[place] if place is not None else None
    parts.subject = left[subject if place is None else place + 1 :]
    parts.nation = right[0] if right else None
    parts.motto = right[1] if len(right) > 1 else None
    parts.date = right[2] if len(right) > 2 else None


def _middle(parts: Parts, lines: list[Line]) -> None:
    """Title, addressees and body of what stands between heading and closing."""
    at = 0
    while at < len(lines) and not lines[at].seen and not lines[at].rules:
        at += 1
    while at < len(lines) and (lines[at].align == "center" or lines[at].rules) and not _is_addressed(lines[at]):
        line = lines[at]
        at += 1
        parts.title_rules += line.rules
        if line.seen and not set(line.text) <= {"_"}:
            if parts.type_name is None:
                parts.type_name = line
            else:
                parts.title.append(line)
    addressed = next((n for n, line in enumerate(lines) if _is_addressed(line)), None)
    if addressed is not None:
        parts.addressed = lines[addressed]
        before = [line for line in lines[at:addressed] if line.seen]
        parts.misplaced += before[-1:] and [lines[addressed]]
        end = addressed + 1
        while end < len(lines) and not (lines[end].align == "both" or lines[end].first > 1):
            end += 1
        parts.addressees = [line for line in lines[addressed + 1 : end] if line.seen]
        parts.body = before + [line for line in lines[end:] if line.seen]
    else:
        while at < len(lines) and lines[at].text.startswith("-") and lines[at].align != "both":
            parts.addressees.append(lines[at])  # their head is missing
            at += 1
        parts.body = [line for line in lines[at:] if line.seen]


def _is_addressed(line: Line) -> bool:
    return fold(line.text).startswith("kinh gui")


def is_structure(line: Line) -> bool:
    """A line that only numbers a part of the text ("Chương II"): it stands in the middle."""
    return bool(_STRUCTURE.match(line.text))
