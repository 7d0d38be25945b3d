"""Reads of campaigns: the figures of agencies and people, for dashboards and reports."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from congvu.accounts.agency_search import successors_of
from congvu.accounts.models import Agency, Membership, User, holds_on
from congvu.accounts.types import Viewer
from congvu.campaigns.counting import Activity, activity
from congvu.campaigns.models import Appeal, Campaign, ImportedRow, Verdict
from congvu.campaigns.policies import agencies_decided, can_run_campaigns
from congvu.campaigns.standings import BANDS, Board, Standing
from congvu.campaigns.types import Participation, ParticipationRow
from congvu.common.clock import today
from congvu.common.errors import InvalidInputError
from congvu.text import sort_key

RollUp = Literal["as_was", "as_of_today"]
_WEEK = dt.timedelta(days=7)


@dataclass
class _Sums:
    """Sums of one agency while they are gathered; ``people`` holds who asked or rated."""

    people: set[int] = field(default_factory=set)
    questions: int = 0
    valid: int = 0
    likes: int = 0
    dislikes: int = 0
    imported_users: int = 0
    imported_accounts: int | None = None
    imported: bool = False
    name: str = ""


def campaigns() -> QuerySet[Campaign]:
    """All campaigns, the newest first."""
    return Campaign.objects.order_by("-starts_on", "-pk")


def participation(
    campaign: Campaign,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    roll_up: RollUp = "as_was",
) -> Participation:
    """The figures of a campaign between two days (both included; its whole period by default), most questions first.

    ``as_was`` leaves what was done with the agency of that day; ``as_of_today`` gives it to the one agency that has
    taken its place since. Raises InvalidInputError where imported figures would have to be cut into days.
    """
    made = board(campaign, starts_on, ends_on, roll_up, with_movement=False)
    return Participation(
        campaign.code,
        campaign.title,
        starts_on or campaign.starts_on,
        ends_on or made.last,
        campaign.rule,
        tuple(standing.row for standing in made.standings),
        "; ".join(made.sources),
    )


def board(
    campaign: Campaign,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    roll_up: RollUp = "as_was",
    *,
    with_movement: bool = True,
) -> Board:
    """The same with everything that a dashboard shows. A handful of statements, however many people there are."""
    first, last = starts_on or campaign.starts_on, ends_on or campaign.last_day()
    if last < first:
        raise InvalidInputError(_("The period ends before it begins."), _("Check the two days."))
    home = homes(campaign, roll_up)
    then = last - _WEEK if with_movement else None
    rows = activity(campaign.rule, first, last, until=then)
    imported, sources = _imported(campaign, first, last)
    sums = _sum(rows, imported, home)
    members = _members(last, home)
    agencies = {a.pk: a for a in Agency.objects.filter(pk__in={*home.values()}).prefetch_related("names")}
    by_person: dict[int, int] = defaultdict(int)
    asked: dict[int, int] = defaultdict(int)
    for done in rows:
        by_person[done.user_id] += done.valid
        asked[done.user_id] += done.questions
    named = [
        _row(agencies[pk], sums.get(pk, _Sums()), members.get(pk, frozenset()), last)
        for pk in agencies
        if pk in sums or agencies[pk].holds(last)
    ]
    ordered = sorted(named, key=lambda row: (-row.questions, sort_key(row.agency)))
    ranks = _ranks(ordered)
    before = _ranks_before(campaign, first, then, rows, home) if then else {}
    standings = []
    for row in ordered:
        pk = row.agency_id or 0
        people = members.get(pk, frozenset())
        standings.append(
            Standing(
                row,
                ranks[pk],
                before[pk] - ranks[pk] if pk in before else None,
                sum(asked[user] > 0 for user in people),
                sum(by_person[user] >= campaign.target for user in people),
                _bands(asked[user] for user in people),
                sums[pk].imported if pk in sums else False,
                agencies[pk].ends_on if agencies[pk].has_ended(last) else None,
            )
        )
    people_here = {row.user_id for row in rows if row.agency_id in home}
    users = sum(row.users for row in ordered) if imported else len(people_here)
    return Board(first, last, tuple(standings), sources, users)


def homes(campaign: Campaign, roll_up: RollUp) -> dict[int, int]:
    """Which agency stands for which: itself, or for ``as_of_today`` the only one that came after it."""
    scope = campaign.agencies.all() if campaign.agencies.exists() else Agency.objects.all()
    agencies = list(scope.prefetch_related("names"))
    home = {agency.pk: agency.pk for agency in agencies}
    if roll_up == "as_of_today":
        for pk, after in successors_of([a for a in agencies if a.has_ended(today())], today()).items():
            if len(after) == 1:
                home[pk] = after[0].agency.pk
                home.setdefault(home[pk], home[pk])  # it takes part, also where the campaign names the old one only
    return home


def _imported(campaign: Campaign, first: dt.date, last: dt.date) -> tuple[list[ImportedRow], tuple[str, ...]]:
    touched = list(campaign.imported.filter(starts_on__lte=last, ends_on__gte=first))
    for figures in touched:
        if figures.starts_on < first or figures.ends_on > last:
            raise InvalidInputError(
                _("The figures of “%(source)s” are known for %(first)s to %(last)s only as a whole.")
                % {
                    "source": figures.source,
                    "first": f"{figures.starts_on:%d/%m/%Y}",
                    "last": f"{figures.ends_on:%d/%m/%Y}",
                },
                _("Choose days that hold this period, or none of it."),
            )
    rows = list(ImportedRow.objects.filter(figures__in=touched).select_related("figures"))
    return rows, tuple(figures.source for figures in touched)


def _sum(rows: list[Activity], imported: list[ImportedRow], home: dict[int, int]) -> dict[int, _Sums]:
    sums: dict[int, _Sums] = defaultdict(_Sums)
    for row in rows:
        if row.agency_id in home:
            here = sums[home[row.agency_id]]
            here.people.add(row.user_id)
            here.questions += row.questions
            here.valid += row.valid
            here.likes += row.likes
            here.dislikes += row.dislikes
    for old in imported:
        if old.agency_id in home:
            here = sums[home[old.agency_id]]
            here.imported = True
            here.name = old.name if home[old.agency_id] == old.agency_id else ""
            here.imported_users += old.users
            if old.accounts is not None:
                here.imported_accounts = (here.imported_accounts or 0) + old.accounts
            here.questions += old.questions
            here.likes += old.likes
            here.dislikes += old.dislikes
    return sums


def _row(agency: Agency, sums: _Sums, members: frozenset[int], last: dt.date) -> ParticipationRow:
    """Imported users and counted ones may be the same people: at least the larger number took part."""
    accounts = len(members) or (sums.imported_accounts if sums.imported else 0)
    return ParticipationRow(
        agency.pk,
        sums.name or agency.known_as(last),
        accounts,
        max(len(sums.people), sums.imported_users),
        sums.likes,
        sums.dislikes,
        sums.questions,
        None if sums.imported else sums.valid,
    )


def _members(day: dt.date, home: dict[int, int]) -> dict[int, frozenset[int]]:
    """The roster of ``day``: who belonged to which agency."""
    found: dict[int, set[int]] = defaultdict(set)
    for agency, user in Membership.objects.filter(holds_on(day), agency__in=home).values_list("agency_id", "user_id"):
        found[home[agency]].add(user)
    return {agency: frozenset(users) for agency, users in found.items()}


def _bands(questions: Iterable[int]) -> tuple[int, int, int, int]:
    counts = [0, 0, 0, 0]
    for number in questions:
        counts[sum(number >= low for low, _high in BANDS) - 1] += 1
    return counts[0], counts[1], counts[2], counts[3]


def _ranks(ordered: list[ParticipationRow]) -> dict[int, int]:
    ranks: dict[int, int] = {}
    for n, row in enumerate(ordered, 1):
        same = n > 1 and ordered[n - 2].questions == row.questions
        ranks[row.agency_id or 0] = ranks[ordered[n - 2].agency_id or 0] if same else n
    return ranks


def _ranks_before(
    campaign: Campaign, first: dt.date, then: dt.date, rows: list[Activity], home: dict[int, int]
) -> dict[int, int]:
    """The ranks of ``then``; empty where the campaign had not begun or figures cannot be cut there."""
    if then < first or campaign.imported.filter(starts_on__lte=then, ends_on__gt=then).exists():
        return {}
    counts = dict.fromkeys(home.values(), 0)
    for row in rows:
        if row.agency_id in home:
            counts[home[row.agency_id]] += row.earlier
    for old in _imported(campaign, first, then)[0]:
        if old.agency_id in home:
            counts[home[old.agency_id]] += old.questions
    if not any(counts.values()):
        return {}
    return {pk: 1 + sum(other > count for other in counts.values()) for pk, count in counts.items()}


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """What one person of the roster did while in the agency."""

    user: User
    questions: int
    valid: int
    likes: int
    dislikes: int


def people_of(campaign: Campaign, agency: Agency, last: dt.date) -> list[PersonFigures]:
    """The agency's roster of ``last`` with everybody's figures there since the campaign began, fewest valid first."""
    done = {row.user_id: row for row in activity(campaign.rule, campaign.starts_on, last, [agency.pk])}
    users = User.objects.filter(pk__in=Membership.objects.filter(holds_on(last), agency=agency).values("user"))
    found = []
    for user in users.order_by("sort_key", "pk"):
        row = done.get(user.pk)
        found.append(
            PersonFigures(user, row.questions, row.valid, row.likes, row.dislikes)
            if row
            else PersonFigures(user, 0, 0, 0, 0)
        )
    return sorted(found, key=lambda person: person.valid)


def own_figures(campaign: Campaign, user: User, last: dt.date) -> tuple[int, int]:
    """(questions, valid ones) of one person in the campaign, in whatever agency."""
    rows = activity(campaign.rule, campaign.starts_on, last, user_id=user.pk)
    return sum(row.questions for row in rows), sum(row.valid for row in rows)


def not_counted(campaign: Campaign, user: User) -> QuerySet[Verdict]:
    """A person's questions that do not count in the campaign, the newest first, with their appeals."""
    return (
        Verdict.objects.filter(
            user=user, rule=campaign.rule, day__range=(campaign.starts_on, campaign.ends_on)
        )
        .filter(Q(valid=False) | Q(overruled=True))
        .select_related("appeal")
        .order_by("-asked_at")
    )


def appeals_for(viewer: Viewer) -> QuerySet[Appeal]:
    """Appeals that this viewer decides: all of them for operators, those of their agency for coordinators."""
    found = Appeal.objects.select_related("verdict__user", "verdict__agency").prefetch_related(
        "verdict__agency__names"
    )
    if not can_run_campaigns(viewer):
        found = found.filter(verdict__agency__in=agencies_decided(viewer))
    return found.exclude(verdict__user=viewer.user_id)
