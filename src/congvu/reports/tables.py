"""From figures of participation to a table: which columns there are and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from congvu.campaigns.types import Participation, ParticipationRow
from congvu.common.errors import InvalidInputError
from congvu.reports.types import Column, Grid, GridColumn, Value
from congvu.reports.wording import cell


@dataclass(frozen=True, slots=True)
class Field:
    """What a column can show: a count of the row, or the quotient of two of them."""

    ratio: tuple[str, str] | None = None
    percent: bool = False


FIELDS: Mapping[str, Field] = {
    "no": Field(),
    "agency": Field(),
    "accounts": Field(),
    "users": Field(),
    "likes": Field(),
    "dislikes": Field(),
    "questions": Field(),
    "valid": Field(),
    "per_head": Field(("questions", "users")),
    "share": Field(("users", "accounts"), percent=True),
}
COUNTS = ("accounts", "users", "likes", "dislikes", "questions", "valid")


def value_of(row: ParticipationRow, name: str) -> int | Decimal | None:
    """A count or quotient of a row; None where it is not known or nothing is divided by."""
    ratio = FIELDS[name].ratio
    if ratio is None:
        found: int | None = getattr(row, name)
        return found
    above, below = (getattr(row, part) for part in ratio)
    if above is None or not below or (FIELDS[name].percent and above > below):
        return None  # more people than accounts: imported figures beside the roster of another day
    return Decimal(above) / Decimal(below)


def in_order(rows: Sequence[ParticipationRow], order: str) -> list[ParticipationRow]:
    """Rows by a field, ``-questions`` from the largest; equal ones keep their places, unknown figures come last."""
    if not order:
        return list(rows)
    name, falling = order.removeprefix("-"), order.startswith("-")
    if name == "agency":
        return sorted(rows, key=lambda row: row.agency, reverse=falling)

    def key(row: ParticipationRow) -> tuple[bool, Decimal]:
        value = value_of(row, name)
        return value is None, (Decimal(0) if value is None else -Decimal(value) if falling else Decimal(value))

    return sorted(rows, key=key)


def participation_grid(participation: Participation, columns: Sequence[Column], order: str, total: str) -> Grid:
    """The table of all agencies; ``total`` is the word of the last row, without it there is none."""
    made = _columns(columns)
    rows = [
        tuple(_cell(row, column.field, place) for column in columns)
        for place, row in enumerate(in_order(participation.rows, order), start=1)
    ]
    summed = participation.total()
    last = tuple(
        {"no": "", "agency": total}[c.field] if c.field in ("no", "agency") else value_of(summed, c.field)
        for c in columns
    )  # fmt: skip
    return Grid(made, tuple(rows), last if total else None)


def agency_grid(metrics: Sequence[tuple[str, str]], own: ParticipationRow, all_: ParticipationRow) -> Grid:
    """One agency beside the whole: a line per figure that is known of either."""
    columns = (
        GridColumn("no", "TT", 12, "center"),
        GridColumn("metric", "CHỈ TIÊU", 83, "left"),
        GridColumn("own", "ĐƠN VỊ", 35, "right"),
        GridColumn("all", "TOÀN TỈNH", 35, "right"),
    )
    rows: list[tuple[Value, ...]] = []
    for name, title in metrics:
        _known(name)
        values = [value_of(own, name), value_of(all_, name)]
        if any(value is not None for value in values):
            rows.append((len(rows) + 1, title, *(_percent(value, name) for value in values)))
    return Grid(columns, tuple(rows), None)


def _percent(value: int | Decimal | None, name: str) -> Value:
    """In a table of figures of all kinds the percent sign belongs to the cell, not to the column."""
    return cell(value, in_percent=True) if FIELDS[name].percent and value is not None else value


def _columns(columns: Sequence[Column]) -> tuple[GridColumn, ...]:
    places = {column.field: place for place, column in enumerate(columns)}
    made = []
    for column in columns:
        known = _known(column.field)
        ratio = known.ratio
        inside = (places[ratio[0]], places[ratio[1]]) if ratio and set(ratio) <= places.keys() else None
        summed = column.field in COUNTS
        made.append(GridColumn(column.field, column.title, column.width, column.align, summed, known.percent, inside))
    return tuple(made)


def _cell(row: ParticipationRow, name: str, place: int) -> Value:
    if name == "no":
        return place
    return row.agency if name == "agency" else value_of(row, name)


def _known(name: str) -> Field:
    if name not in FIELDS:
        raise InvalidInputError(
            _("There is no column “%(name)s”.") % {"name": name},
            _("Known columns: %(names)s.") % {"names": ", ".join(FIELDS)},
        )
    return FIELDS[name]
