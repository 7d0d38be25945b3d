"""Dates, whole and in part: "01/7/2025", "ngày 30 tháng 4", "10/3 âm lịch", "năm 2021"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from congvu.text import find_dates, fold_with_offsets

_PARTS = re.compile(
    r"(?<!\w)ngay (?P<d1>\d{1,2}) thang (?P<m1>\d{1,2})(?! nam)(?!\d)"
    r"|(?<![\w/.-])(?P<d2>\d{1,2})/(?P<m2>\d{1,2})(?![\w/%])"
    r"|(?<!\w)thang (?P<m3>\d{1,2})(?:/| nam )(?P<y3>\d{4})(?!\d)"
    r"|(?<!\w)(?P<d5>\d{1,2}) thang (?P<m5>\d{1,2}) nam (?P<y5>\d{4})(?!\d)"
    r"|(?<!\w)nam (?P<y4>(?:19|20)\d\d)(?!\d)"
)


@dataclass(frozen=True, slots=True)
class PartDate:
    """A date or what is told of it (0 for what is not); characters of the text."""

    day: int
    month: int
    year: int
    start: int
    end: int

    def inside(self, other: PartDate) -> bool:
        """Whether the other says at least the same."""
        return all(not mine or mine == its for mine, its in zip(self._parts, other._parts, strict=True))

    @property
    def _parts(self) -> tuple[int, int, int]:
        return self.day, self.month, self.year


def part_dates(text: str) -> tuple[PartDate, ...]:
    """Every date, whole ones first."""
    whole = [PartDate(day.day, day.month, day.year, start, end) for day, start, end in find_dates(text)]
    folded, offsets = fold_with_offsets(text)
    for match in _PARTS.finditer(folded):
        start, end = offsets[match.start()], offsets[match.end() - 1] + 1
        if any(date.start < end and start < date.end for date in whole):
            continue
        parts = match.groupdict()
        day, month = (
            next((int(parts[f"{unit}{n}"]) for n in range(1, 6) if parts.get(f"{unit}{n}")), 0) for unit in "dm"
        )
        if day <= 31 and month <= 12:
            whole.append(PartDate(day, month, int(parts["y3"] or parts["y4"] or parts["y5"] or 0), start, end))
    return tuple(whole)
