"""Reading the table of a document: one agency per row, dots for thousands, a line of the total at the end."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.accounts.models import Agency, AgencyName
from congvu.accounts.roster.table import MAX_BYTES, is_workbook, workbook
from congvu.common.errors import InvalidInputError
from congvu.text import fold

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "agency": ("don vi", "ten don vi", "co quan", "agency"),
    "accounts": ("tai khoan", "so tai khoan", "so luong tai khoan", "accounts"),
    "users": ("so luong nguoi dung", "nguoi dung", "so nguoi dung", "users"),
    "likes": ("so luot like", "like", "luot like", "thich", "so luot thich", "likes"),
    "dislikes": ("so luot dislike", "dislike", "luot dislike", "khong thich", "so luot khong thich", "dislikes"),
    "questions": ("so cau chat", "cau chat", "so cau hoi", "cau hoi", "questions"),
}
_NEEDED = ("agency", "users", "likes", "dislikes", "questions")
_NUMBER = re.compile(r"\d{1,3}(?:[.\u00a0 ]\d{3})+|\d+")
_HEADER_WITHIN = 30


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One agency; ``accounts`` None where the document does not say."""

    agency: Agency
    name: str
    users: int
    likes: int
    dislikes: int
    questions: int
    accounts: int | None = None


@dataclass(frozen=True, slots=True)
class ReadFigures:
    """The figures of ``source`` from ``starts_on`` to ``ends_on``, both included."""

    source: str
    starts_on: dt.date
    ends_on: dt.date
    rows: tuple[FigureRow, ...]


def read_rows(content: bytes) -> tuple[FigureRow, ...]:
    """The agencies of an Excel or CSV file. Raises InvalidInputError, with what to do, unless all of it is understood.

    Where the table has a line of totals, it must be what the rows add up to.
    """
    if len(content) > MAX_BYTES:
        raise InvalidInputError(_("The file is larger than 20 MB."), _("Keep only the table in it."))
    sheets = workbook(content) if is_workbook(content) else iter([_lines(content)])
    for sheet in sheets:
        at = next((n for n, row in enumerate(sheet[:_HEADER_WITHIN]) if _header(row)), None)
        if at is not None:
            return rows_of(sheet[at], sheet[at + 1 :])
    raise InvalidInputError(
        _("No line of the file names its columns."),
        _("The first line should read: {headers}.").format(
            headers="Đơn vị, Số lượng người dùng, Số lượt like, Số lượt dislike, Số câu hỏi"
        ),
    )


def rows_of(header: Sequence[str], lines: Iterable[Sequence[str]]) -> tuple[FigureRow, ...]:
    """The same from cells."""
    columns = _header(header)
    agencies = _agencies()
    found: list[FigureRow] = []
    seen: set[int] = set()
    for line in lines:
        cells = {name: line[i].strip() if i < len(line) else "" for name, i in columns.items()}
        name = cells["agency"]
        if not name or name.strip("()").isdigit() or _header(line):
            continue
        if fold(name) in ("tong", "tong cong", "tong so", "total"):
            _check_total(cells, found)
            break
        agency = agencies.get(fold(name))
        if agency is None:
            raise InvalidInputError(
                _("No agency is called “%(name)s”.") % {"name": name}, _("Write its name or code as in the roster.")
            )
        if agency.pk in seen:
            raise InvalidInputError(_("“%(name)s” is there twice.") % {"name": name}, _("Keep one of the rows."))
        seen.add(agency.pk)
        accounts = _number(cells["accounts"], name) if cells.get("accounts") else None
        users, likes, dislikes, questions = (_number(cells[column], name) for column in _NEEDED[1:])
        found.append(FigureRow(agency, name, users, likes, dislikes, questions, accounts))
    if not found:
        raise InvalidInputError(_("The table has no rows."), _("Choose the file with the figures."))
    return tuple(found)


def _header(row: Sequence[str]) -> dict[str, int]:
    """Which cell holds which column; empty where the line is no header."""
    found: dict[str, int] = {}
    for n, cell in enumerate(row):
        plain = " ".join(fold(cell).split())
        for column, names in _COLUMNS.items():
            if plain in names:
                found.setdefault(column, n)
    return found if all(column in found for column in _NEEDED) else {}


def _agencies() -> dict[str, Agency]:
    """Folded names of all times, and codes, to agencies; a name that two agencies had means neither."""
    found: dict[str, Agency | None] = {}
    for name in AgencyName.objects.select_related("agency"):
        key = fold(name.name)
        same = key not in found or (found[key] is not None and found[key] == name.agency)
        found[key] = name.agency if same else None
    found |= {agency.code: agency for agency in Agency.objects.all()}
    return {key: agency for key, agency in found.items() if agency is not None}


def _number(text: str, name: str) -> int:
    plain = text.strip()
    if not _NUMBER.fullmatch(plain):
        raise InvalidInputError(
            _("“%(text)s” in the row of “%(name)s” is no number.") % {"text": text, "name": name},
            _("Write whole numbers, with or without dots for thousands."),
        )
    return int(re.sub(r"\D", "", plain))


def _check_total(cells: Mapping[str, str], rows: Sequence[FigureRow]) -> None:
    for column in _NEEDED[1:]:
        if cells[column] and _number(cells[column], cells["agency"]) != sum(getattr(row, column) for row in rows):
            raise InvalidInputError(
                _("The line of totals is not what the rows add up to."), _("Check the figures in the document.")
            )


def _lines(content: bytes) -> list[list[str]]:
    """A CSV in UTF-8; the separator is the one that gives a header."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            _("The file is neither Excel nor a CSV in UTF-8."), _("Save it as .xlsx or as “CSV UTF-8” and choose that.")
        ) from error
    for separator in ";\t,":
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        except csv.Error:
            continue
        if any(_header(row) for row in rows[:_HEADER_WITHIN]):
            return rows
    return []
