"""Dates as Vietnamese documents write them."""

from __future__ import annotations

import datetime as dt
import re

_DATE = re.compile(
    r"(?i)(?:ng[aà]y\s+)?\b(?P<d>\d{1,2})\s+th[aá]ng\s+(?P<m>\d{1,2})\s+n[aă]m\s+(?P<y>\d{4})\b"
    r"|(?:ng[aà]y\s+)?\b(?P<d2>\d{1,2})\s?[/.-]\s?(?P<m2>\d{1,2})\s?[/.-]\s?(?P<y2>\d{4})\b"
)


def find_dates(s: str) -> list[tuple[dt.date, int, int]]:
    """Valid dates in order with their spans; "ngày 06 tháng 6 năm 2024", "06/6/2024", "1-7-2025"."""
    found: list[tuple[dt.date, int, int]] = []
    for match in _DATE.finditer(s):
        day, month, year = (int(match[a] or match[b]) for a, b in (("d", "d2"), ("m", "m2"), ("y", "y2")))
        try:
            found.append((dt.date(year, month, day), match.start(), match.end()))
        except ValueError:
            continue
    return found


def parse_vi_date(s: str) -> dt.date | None:
    """The first valid date in a text, or None."""
    found = find_dates(s)
    return found[0][0] if found else None
