"""What a report is made of: its definition, and the composed document that every exporter reads.

The parts and their names follow Nghị định 30/2020/NĐ-CP, Điều 8 and Phụ lục I. Lengths are millimetres.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

Value = str | int | Decimal | None
"""A cell: text, a count, a ratio; None is a figure that nobody knows."""


class Form(StrEnum):
    """Kinds of report; the value stands in definitions and rows."""

    LETTER = "letter"
    """Công văn: has no name of kind; its subject ("V/v …") stands under the number."""
    NAMED = "named"
    """Văn bản có tên loại (báo cáo, thông báo): name and subject stand in the middle."""
    APPENDIX = "appendix"
    """A table alone, as appendix to a document that is written elsewhere."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style; ``note`` is the text of a footnote that hangs on its end."""

    text: str
    bold: bool = False
    italic: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as defined: ``field`` is one of ``tables.FIELDS`` (``no``, ``agency``, ``users``, ``per_head``, …)."""

    field: str
    title: str
    width: int
    align: str


@dataclass(frozen=True, slots=True)
class Office:
    """Who issues: ``parent`` (may be empty) and ``name`` as they stand in the heading, line by line.

    ``full_name`` is the name in running text, ``symbol`` and ``unit`` the two parts of a symbol ("UBND", "VX").
    """

    parent: tuple[str, ...]
    name: tuple[str, ...]
    full_name: str
    symbol: str
    unit: str
    place: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Power and office line by line ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), and the name."""

    authority: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A report's definition. Texts are templates, see ``markup``; ``raw`` is what it was read from, to be frozen."""

    code: str
    form: Form
    type_name: str
    type_symbol: str
    subject: tuple[str, ...]
    office: Office
    signer: Signer
    addressees: tuple[str, ...]
    paragraphs: tuple[str, ...]
    receivers: tuple[str, ...]
    keep: str
    title: tuple[str, ...]
    columns: tuple[Column, ...]
    order: str
    total: str
    metrics: tuple[tuple[str, str], ...]
    appendix: Definition | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Issue:
    """What is settled when a report is issued. ``number`` and ``issued_on`` are None while they are open.

    ``accounts`` is the number of accounts in all where the rows do not tell it, ``target`` the questions per person,
    ``deadline`` its date, ``agency`` the one that a sheet is about. ``electronic``: the appendix does not name the
    document's number and date (Phụ lục I, Phần I, Mục III.1.c). ``words`` replaces figures by a clerk's own words.
    ``authority`` (line by line) and ``signer`` are who signs this issue, where it is not the definition's signer.
    """

    number: int | None = None
    issued_on: dt.date | None = None
    accounts: int | None = None
    target: int | None = None
    deadline: dt.date | None = None
    agency: str = ""
    electronic: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    authority: tuple[str, ...] = ()
    signer: str = ""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of a table with figures. ``ratio`` names the two columns that it is the quotient of, where both are in
    the table; ``percent`` shows it in hundredths; ``summed`` columns have a total. ``places`` are those behind the
    comma; ``adds`` names the columns whose sum it is in each row.
    """

    field: str
    title: str
    width: int
    align: str
    summed: bool = False
    percent: bool = False
    ratio: tuple[int, int] | None = None
    places: int = 1
    adds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: every row, and ``total`` where there is one, has one value per column."""

    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix: its title and its reference to the document it belongs to, line by line, and its table."""

    title: tuple[str, ...]
    reference: tuple[str, ...]
    grid: Grid


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A document ready to be set. ``number`` is the whole line after "Số:", ``date`` the whole line of place and date.

    ``main`` is False where only the appendix is made. ``dated`` is the date that files carry as their own.
    """

    code: str
    main: bool
    office: Office
    number: str
    date: str
    type_name: str
    subject: tuple[str, ...]
    addressees: tuple[str, ...]
    blocks: tuple[Paragraph | Grid, ...]
    receivers: tuple[str, ...]
    keep: str
    signer: Signer
    appendix: Appendix | None
    dated: dt.date
