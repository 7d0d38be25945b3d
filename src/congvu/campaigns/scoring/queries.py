"""Reads of scorings: the sheets of a draft as they are now, or as they were frozen; what if."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from congvu.campaigns.models import IndicatorSet, ManualScore, ScoreRun
from congvu.campaigns.queries import RollUp, homes
from congvu.campaigns.scoring.figures import figures_of
from congvu.campaigns.scoring.frozen import thaw
from congvu.campaigns.scoring.sets import parse
from congvu.campaigns.scoring.sheets import Proofs, changed, sheets
from congvu.campaigns.scoring.types import AgencyFigures, Change, Indicators, Proof, Sheet

NO_CHANGES: Mapping[str, Change] = {}


@dataclass(frozen=True, slots=True)
class Scored:
    """A scoring as it stands: the set (with changes), every agency's sheet, and until which day figures are in it."""

    indicators: Indicators
    sheets: tuple[Sheet, ...]
    last: dt.date

    def of(self, agency_id: int) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.agency_id == agency_id), None)


@dataclass(frozen=True, slots=True)
class Move:
    """One agency before and after a change: its ranks, its totals, and by how many ranks it rises."""

    before: Sheet
    after: Sheet

    @property
    def moved(self) -> int:
        return self.before.rank - self.after.rank


def indicator_sets() -> Iterable[IndicatorSet]:
    """All versions of all sets."""
    return IndicatorSet.objects.order_by("title", "-imported_at")


def scored(run: ScoreRun, changes: Mapping[str, Change] = NO_CHANGES) -> Scored:
    """A draft with its figures of now and, if told, with changes; an adopted scoring as it was frozen."""
    if run.content is not None:
        indicators, made = thaw(run.content)
        return Scored(indicators, made, dt.date.fromisoformat(run.content["about"]["to"]))
    figures, last = figures_of(run.campaign, cast(RollUp, run.roll_up))
    indicators = changed(parse(run.indicators.content), changes)
    return Scored(indicators, sheets(indicators, figures, proofs(run, figures), run.campaign.target), last)


def what_if(run: ScoreRun, changes: Mapping[str, Change]) -> tuple[Scored, tuple[Move, ...]]:
    """A draft with changes, and how every agency moves by them; nothing is stored."""
    figures, last = figures_of(run.campaign, cast(RollUp, run.roll_up))
    indicators = parse(run.indicators.content)
    stated, target = proofs(run, figures), run.campaign.target
    before = {sheet.agency_id: sheet for sheet in sheets(indicators, figures, stated, target)}
    other = changed(indicators, changes)
    after = sheets(other, figures, stated, target)
    return Scored(other, after, last), tuple(Move(before[sheet.agency_id], sheet) for sheet in after)


def proofs(run: ScoreRun, figures: Iterable[AgencyFigures]) -> Proofs:
    """What is stated, by the agency that stands for whoever stated it; what was returned counts as not stated.

    Where an agency of today has taken the place of several, its own statement counts, else the lowest of theirs.
    """
    home = homes(run.campaign, cast(RollUp, run.roll_up))
    there = {one.agency_id for one in figures}
    held: dict[tuple[int, str], list[ManualScore]] = defaultdict(list)
    for stated in run.stated.exclude(state=ManualScore.State.RETURNED):
        agency = home.get(stated.agency_id, stated.agency_id)
        if agency in there:
            held[agency, stated.indicator].append(stated)
    return {key: _proof(_one_of(key[0], several)) for key, several in held.items()}


def _one_of(agency_id: int, several: list[ManualScore]) -> ManualScore:
    own = next((one for one in several if one.agency_id == agency_id), None)
    # Levels run from the best to the least.
    return own or max(several, key=lambda one: (one.level, one.pk))


def _proof(stated: ManualScore) -> Proof:
    return Proof(
        stated.level,
        stated.number,
        stated.title,
        stated.issued_on,
        stated.state == ManualScore.State.CONFIRMED,
        stated.document,
    )


def about(run: ScoreRun, last: dt.date) -> dict[str, Any]:
    """What an adoption freezes of the question that was scored."""
    campaign = run.campaign
    return {
        "campaign": campaign.code,
        "title": campaign.title,
        "target": campaign.target,
        "rule": campaign.rule,
        "roll_up": run.roll_up,
        "from": campaign.starts_on,
        "to": last,
    }
