"""Periods in words, and rows that follow each other in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

from django.utils.translation import gettext as _

from congvu.accounts.models.dated import Dated

D = TypeVar("D", bound=Dated)


def in_words(starts_on: dt.date | None, ends_on: dt.date | None) -> str:
    """"from 01/03/2025", "before 01/07/2025" or both; "" where neither is known. The last day is not part of it."""
    if starts_on and ends_on:
        return _("from %(start)s, before %(end)s") % {"start": f"{starts_on:%d/%m/%Y}", "end": f"{ends_on:%d/%m/%Y}"}
    if starts_on:
        return _("from %(start)s") % {"start": f"{starts_on:%d/%m/%Y}"}
    return _("before %(end)s") % {"end": f"{ends_on:%d/%m/%Y}"} if ends_on else ""


def place_at(rows: Iterable[D], on: dt.date, last: dt.date | None) -> tuple[D | None, dt.date | None]:
    """The row that holds ``on``, and the day on which one that begins then ends: where the next begins, or ``last``."""
    rows = list(rows)
    holding = next((row for row in rows if row.holds(on)), None)
    if holding is not None:
        return holding, holding.ends_on
    return None, min((row.starts_on for row in rows if row.starts_on and row.starts_on > on), default=last)
