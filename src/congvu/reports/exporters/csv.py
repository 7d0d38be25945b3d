"""CSV: UTF-8 with BOM (or Excel would take it for another encoding), text in quotes, plain numbers."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from congvu.common.errors import InvalidInputError
from congvu.reports.types import Grid, Value

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
"""A text that begins so could be run as a formula, or is already guarded."""


def write_csv(grid: Grid) -> bytes:
    """The table with its header and its total; commas between, CRLF at the end of lines."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([guard(column.title) for column in grid.columns])
    for row in (*grid.rows, *([grid.total] if grid.total else [])):
        writer.writerow([_cell(value) for value in row])
    return target.getvalue().encode("utf-8-sig")


def read_csv(data: bytes) -> list[list[str]]:
    """The cells of a CSV that ``write_csv`` made, as text, with the guards taken off."""
    try:
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        return [[unguard(value) for value in line] for line in lines]
    except (csv.Error, UnicodeDecodeError) as error:
        raise InvalidInputError(_("Not a CSV of ours: %(error)s") % {"error": error}) from error


def guard(text: str) -> str:
    """An apostrophe before a text that a spreadsheet could take for a formula, and before one that has one already."""
    return f"'{text}" if text.startswith(_RISKY) else text


def unguard(text: str) -> str:
    """The text that ``guard`` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_RISKY) else text


def _cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(value)
    return value if isinstance(value, int) else float(round(value, 4))
