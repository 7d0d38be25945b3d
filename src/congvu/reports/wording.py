"""Numbers, dates and lists as official documents write them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from congvu.reports.types import Value

UNKNOWN = "-"
COMMITTEE, COMMITTEE_SHORT = "Ủy ban nhân dân", "UBND"


def number(value: int) -> str:
    """Dots for thousands: 23303 → "23.303"."""
    return f"{value:,}".replace(",", ".")


def decimal(value: Decimal, places: int = 1) -> str:
    """A comma before decimals, half rounded up: 22.0991 → "22,1"."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,.{places}f}".translate(str.maketrans(",.", ".,"))


def percent(part: int, whole: int) -> str | None:
    """A share in hundredths with one decimal, "22,1%"; None where there is nothing to share."""
    return decimal(Decimal(100 * part) / whole) + "%" if whole else None


def count(value: int) -> str:
    """A number of things in running text; below ten with a leading zero, as offices write it: "09 huyện"."""
    return f"{value:02d}" if value < 10 else number(value)


def cell(value: Value, *, in_percent: bool = False, places: int = 1) -> str:
    """A cell of a table."""
    if value is None:
        return UNKNOWN
    if isinstance(value, Decimal):
        return decimal(value * 100, places) + "%" if in_percent else decimal(value, places)
    return number(value) if isinstance(value, int) else value


def day(value: dt.date) -> str:
    """Days below 10 are padded (Nghị định 30/2020, Phụ lục I, Phần I, Mục II.4.b)."""
    return f"{value.day:02d}"


def month(value: dt.date) -> str:
    """Of the months only 1 and 2 are padded (same place)."""
    return f"{value.month:02d}" if value.month < 3 else str(value.month)


def date_in_words(value: dt.date) -> str:
    """ "ngày 06 tháng 6 năm 2024"."""
    return f"ngày {day(value)} tháng {month(value)} năm {value.year}"


def date_short(value: dt.date) -> str:
    """ "06/6/2024"."""
    return f"{day(value)}/{month(value)}/{value.year}"


def whole_months(first: dt.date, last: dt.date) -> int:
    """Whole months from one date to another: 01/3 to 31/5 has two."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)


def is_committee(name: str) -> bool:
    """Whether an agency is a People's Committee of a lower level (the others are departments)."""
    return name.startswith((COMMITTEE + " ", COMMITTEE_SHORT + " "))


def agencies(names: Sequence[str]) -> str:
    """Names in a row: departments first, then the committees with that word said once and in full."""
    places = [
        name.removeprefix(COMMITTEE).removeprefix(COMMITTEE_SHORT).strip() for name in names if is_committee(name)
    ]
    others = [name for name in names if not is_committee(name)]
    if places:
        places[0] = f"{COMMITTEE} {places[0]}"
    return ", ".join([*others, *places])


def authority_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """The power and office of a signer as they stand above the signature: in capitals, empty lines left out."""
    return tuple(" ".join(line.split()).upper() for line in lines if line.strip())
