"""Standings in words: what an agency should do next, shares, movement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congvu.campaigns.counting import DayFigures, by_day
from congvu.campaigns.models import Campaign
from congvu.campaigns.queries import RollUp, board
from congvu.campaigns.standings import BANDS, Board, Standing, missing_per_head
from congvu.campaigns.suspects import Suspect, suspects
from congvu.common.clock import today
from congvu.web.participation.charts import share

FRESH = 20
"""Seconds for which figures may be shown again: live enough for the last day, and many may watch."""


@dataclass(frozen=True, slots=True)
class Line:
    """One agency as a page shows it; shares in per cent, ``width`` of its bar against the first of the ranking."""

    standing: Standing
    per_head: str
    active: int | None
    at_target: int | None
    width: int
    advice: str


def board_of(
    campaign: Campaign, first: dt.date | None = None, last: dt.date | None = None, roll_up: RollUp = "as_was"
) -> Board:
    """The figures between two days (the whole period up to now by default), at most ``FRESH`` seconds old."""
    first, last = first or campaign.starts_on, last or campaign.last_day()
    key = f"board:{campaign.pk}:{campaign.target}:{campaign.rule}:{first:%Y%m%d}:{last:%Y%m%d}:{roll_up}"
    found: Board | None = cache.get(key)
    if found is None:
        found = board(campaign, first, last, roll_up)
        cache.set(key, found, FRESH)
    return found


def days_of(campaign: Campaign, first: dt.date, last: dt.date, agency_ids: list[int] | None) -> list[DayFigures]:
    """Figures day by day, of some agencies if given, as fresh as the board's."""
    key = f"days:{campaign.rule}:{first:%Y%m%d}:{last:%Y%m%d}:{agency_ids}"
    found: list[DayFigures] | None = cache.get(key)
    if found is None:
        found = by_day(campaign.rule, first, last, agency_ids)
        cache.set(key, found, FRESH)
    return found


def suspects_of(campaign: Campaign, agency_ids: frozenset[int] | None) -> list[Suspect]:
    """Who has much that does not count, of some agencies or of all, as fresh as the board."""
    key = f"suspects:{campaign.pk}:{campaign.rule}:{sorted(agency_ids) if agency_ids is not None else ''}"
    found: list[Suspect] | None = cache.get(key)
    if found is None:
        found = suspects(campaign, agency_ids)
        cache.set(key, found, FRESH)
    return found


def lines(made: Board, campaign: Campaign) -> list[Line]:
    top = max((standing.row.questions for standing in made.standings), default=0)
    return [line(standing, campaign, top) for standing in made.standings]


def line(standing: Standing, campaign: Campaign, top: int) -> Line:
    row = standing.row
    people = None if standing.imported else row.accounts
    return Line(
        standing,
        "-" if standing.per_head is None else f"{standing.per_head:.1f}".replace(".", ","),
        None if people is None else share(standing.started, people),
        None if people is None else share(standing.at_target, people),
        share(row.questions, top),
        advice(standing, campaign),
    )


def advice(standing: Standing, campaign: Campaign) -> str:
    """What the agency should do next, or how it ended."""
    if not (standing.row.accounts or standing.row.users):
        return _("No accounts yet")
    missing = missing_per_head(standing.row, campaign.target)
    if not missing:
        return _("Target reached")
    if today() >= campaign.deadline:
        return ngettext(
            "%(count)d question a person short of the target",
            "%(count)d questions a person short of the target",
            missing,
        ) % {"count": missing}
    return ngettext(
        "%(count)d more question a person before %(day)s",
        "%(count)d more questions a person before %(day)s",
        missing,
    ) % {"count": missing, "day": f"{campaign.deadline:%d/%m/%Y}"}


def band_rows(bands: Iterable[Sequence[int]]) -> list[tuple[str, int]]:
    """People by number of questions, added up, each band with its words."""
    sums = [sum(counts) for counts in zip(*bands, strict=True)] or [0] * len(BANDS)
    words = [str(low) if low == high else f"≥ {low}" if high is None else f"{low}–{high}" for low, high in BANDS]
    return list(zip(words, sums, strict=True))
