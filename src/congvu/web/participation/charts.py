"""Charts as plain SVG shapes, worked out here; the page shows the table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from congvu.campaigns.counting import DayFigures

WIDTH, HEIGHT = 720, 160
"""Units of the drawing; the page scales it."""
_BASE = HEIGHT - 22
_MOST = 120
"""Bars at most; longer periods are drawn by the week."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the part that counts stands in front of all."""

    x: float
    width: float
    y: float
    height: float
    valid_y: float
    valid_height: float
    label: str
    questions: int
    valid: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Bars over time, their highest value, and the words below both ends."""

    bars: tuple[Bar, ...]
    top: int
    first: str
    last: str
    weekly: bool
    width: int = WIDTH
    height: int = HEIGHT
    base: int = _BASE


def trend(days: Sequence[DayFigures]) -> Trend | None:
    """The questions of each day, or of each week in a long period; None where nothing was asked."""
    weekly = len(days) > _MOST
    step = 7 if weekly else 1
    groups = [days[n : n + step] for n in range(0, len(days), step)]
    top = max((sum(day.questions for day in group) for group in groups), default=0)
    if not top:
        return None
    slot = WIDTH / len(groups)
    bars = []
    for n, group in enumerate(groups):
        questions, valid = sum(d.questions for d in group), min(sum(d.valid for d in group), top)
        high, counted = (_BASE - 6) * questions / top, (_BASE - 6) * valid / top
        bars.append(
            Bar(
                round(n * slot + slot * 0.1, 2),
                round(slot * 0.8, 2),
                round(_BASE - high, 2),
                round(high, 2),
                round(_BASE - counted, 2),
                round(counted, 2),
                f"{group[0].day:%d/%m/%Y}",
                questions,
                valid,
            )
        )
    return Trend(tuple(bars), top, f"{days[0].day:%d/%m/%Y}", f"{days[-1].day:%d/%m/%Y}", weekly)


def share(part: int, whole: int) -> int:
    """Per cent, rounded, never more than 100."""
    return min(100, round(100 * part / whole)) if whole else 0
