"""Dates as Vietnamese documents write them."""

from __future__ import annotations

import datetime as dt
import re

from congvu.text.folding import fold_with_offsets

_GAP = r"[\s*_,]{0,6}"
_DATE = re.compile(
    rf"(?<!\w)ngay{_GAP}(?P<d1>\d{{1,2}}){_GAP}thang{_GAP}(?P<m1>\d{{1,2}}){_GAP}nam{_GAP}(?P<y1>\d{{4}})(?!\d)"
    r"|(?<![\w/.-])(?P<d2>\d{1,2}) ?(?P<sep>[/.-]) ?(?P<m2>\d{1,2}) ?(?P=sep) ?(?P<y2>\d{4})(?![\w/]|[.-]\d)"
    r"|(?<![\w/.-])(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})(?![\w/]|[.-]\d)",
    re.ASCII,
)


def find_dates(s: str) -> list[tuple[dt.date, int, int]]:
    """Each date in the text, with its first and one-past-last character; days that do not exist are left out.

    Reads "ngày 06 tháng 6 năm 2024", "06/6/2024", "06.6.2024", "1-7-2025" and "2024-06-06", with or without
    diacritics and with markdown emphasis between the parts.
    """
    folded, offsets = fold_with_offsets(s)
    found: list[tuple[dt.date, int, int]] = []
    for match in _DATE.finditer(folded):
        parts = match.groupdict()
        which = "1" if parts["d1"] else "2" if parts["d2"] else "3"
        try:
            day = dt.date(int(parts[f"y{which}"]), int(parts[f"m{which}"]), int(parts[f"d{which}"]))
        except ValueError:
            continue
        found.append((day, offsets[match.start()], offsets[match.end() - 1] + 1))
    return found


def parse_vi_date(s: str) -> dt.date | None:
    """The date that the text names, if it names exactly one (it may repeat it); otherwise None."""
    days = {day for day, _, _ in find_dates(s)}
    return days.pop() if len(days) == 1 else None
