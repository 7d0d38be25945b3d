"""What agencies are scored by, from the rows of a campaign: what each person contributed, and facts of agencies."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping

from congvu.campaigns.counting import activity
from congvu.campaigns.models import Campaign
from congvu.campaigns.queries import RollUp, board, homes
from congvu.campaigns.scoring.types import AMOUNTS, AgencyFigures
from congvu.campaigns.standings import Standing
from congvu.common.clock import VIETNAM
from congvu.corpus.models import Document, Visibility


def figures_of(campaign: Campaign, roll_up: RollUp) -> tuple[tuple[AgencyFigures, ...], dt.date]:
    """The agencies of the whole campaign so far, and the last day that is in them."""
    made = board(campaign, roll_up=roll_up, with_movement=False)
    home = homes(campaign, roll_up)
    people: dict[int, dict[str, Counter[int]]] = defaultdict(lambda: {name: Counter() for name in AMOUNTS})
    for row in activity(campaign.rule, made.first, made.last):
        if row.agency_id in home:
            here = people[home[row.agency_id]]
            here["valid"][row.user_id] += row.valid
            here["questions"][row.user_id] += row.questions
            here["rated"][row.user_id] += row.likes + row.dislikes
    documents = _documents(home, made.first, made.last)
    found = tuple(
        _agency(standing, people[standing.row.agency_id or 0], documents[standing.row.agency_id or 0])
        for standing in made.standings
    )
    return found, made.last


def _agency(standing: Standing, people: Mapping[str, Counter[int]], documents: int) -> AgencyFigures:
    """Of imported figures, which know no people, only what is more than the counted ones is a lump."""
    row = standing.row
    contributions = {name: tuple(filter(None, counts.values())) for name, counts in people.items()}
    lump: dict[str, int | None] = dict.fromkeys((*AMOUNTS, "started", "at_target"), 0)
    contributions["started"] = (1,) * standing.started
    contributions["at_target"] = (1,) * standing.at_target
    if standing.imported:
        lump["questions"] = row.questions - sum(contributions["questions"])
        lump["rated"] = row.likes + row.dislikes - sum(contributions["rated"])
        lump["started"] = max(0, row.users - standing.started)
        lump["valid"] = lump["at_target"] = None
    return AgencyFigures(
        row.agency_id or 0,
        row.agency,
        row.accounts or row.users,
        bool(row.accounts),
        standing.imported,
        contributions,
        lump,
        {"documents": documents},
    )


def _documents(home: Mapping[int, int], first: dt.date, last: dt.date) -> Counter[int]:
    """Documents that agencies supplied in the period and that are still there, for more than one person's own use."""
    begin = dt.datetime.combine(first, dt.time(), VIETNAM)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), VIETNAM)
    supplied = Document.objects.filter(
        agency__in=home, created_at__gte=begin, created_at__lt=end, withdrawn_at__isnull=True
    ).exclude(visibility=Visibility.PRIVATE)
    return Counter(home[agency] for agency in supplied.values_list("agency_id", flat=True))
