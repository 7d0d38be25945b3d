"""Who would be reminded of what at a moment, and why others would not; nothing is written here.

A person gets at most one reminder in ``gap_days`` days, whichever campaign it is about, and at most ``at_most`` of one
campaign. What coordinators get about their agency is a duty: it does not count towards that number, and cannot be
declined, but keeps the gap.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency, Membership, RoleGrant, User, holds_on
from congvu.accounts.types import Role
from congvu.campaigns.counting import activity
from congvu.campaigns.models import Campaign, Reminder, ReminderOptOut, ReminderPlan
from congvu.campaigns.queries import board
from congvu.campaigns.reminders.words import Words, below_target, not_started, weekly
from congvu.common.clock import VIETNAM

PERSONAL = (Reminder.Kind.NOT_STARTED, Reminder.Kind.BELOW_TARGET)
_SATURDAY = 5


class Why(StrEnum):
    """Why somebody whom a rule is about is not reminded."""

    ALREADY = "already"
    DECLINED = "declined"
    TOO_SOON = "too_soon"
    ENOUGH = "enough"
    REACHED = "reached"

    @property
    def label(self) -> str:
        return str(_WHY[self])


_WHY = {
    Why.ALREADY: _("reminded of this before"),
    Why.DECLINED: _("wants no reminders"),
    Why.TOO_SOON: _("reminded a few days ago"),
    Why.ENOUGH: _("reminded often enough in this campaign"),
    Why.REACHED: _("target reached"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder that would be made."""

    user: User
    kind: Reminder.Kind
    key: str
    words: Words


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be made, and how many of those whom the rules are about would get nothing, by reason."""

    due: tuple[Due, ...]
    left_out: Counter[Why]


@dataclass(frozen=True, slots=True)
class Progress:
    """A person's questions in the campaign."""

    questions: int = 0
    valid: int = 0


def allowed(plan: ReminderPlan, at: dt.datetime) -> bool:
    """Whether anything may go out at this moment: not in quiet hours, nor on Saturdays and Sundays unless told."""
    local = at.astimezone(VIETNAM)
    if local.weekday() >= _SATURDAY and not plan.weekends:
        return False
    return plan.quiet_until <= local.hour < plan.quiet_from


def due(plan: ReminderPlan, day: dt.date) -> Planned:
    """The reminders of a day in Việt Nam (hours are ``allowed``'s); none outside the campaign."""
    campaign = plan.campaign
    if not campaign.runs_on(day):
        return Planned((), Counter())
    found: list[Due] = []
    left_out: Counter[Why] = Counter()
    known = set(Reminder.objects.filter(plan=plan).values_list("user_id", "key"))
    declined = set(ReminderOptOut.objects.values_list("user_id", flat=True))
    last = {user: made.astimezone(VIETNAM).date() for user, made in _last()}
    personal = Counter(
        Reminder.objects.filter(plan=plan, kind__in=PERSONAL).order_by().values_list("user_id", flat=True)
    )
    wanted = [*_weekly(plan, day), *_personal(plan, day, left_out)]
    for one in wanted:
        duty = one.kind == Reminder.Kind.WEEKLY
        if (one.user.pk, one.key) in known:
            left_out[Why.ALREADY] += 1
        elif not duty and one.user.pk in declined:
            left_out[Why.DECLINED] += 1
        elif one.user.pk in last and (day - last[one.user.pk]).days < plan.gap_days:
            left_out[Why.TOO_SOON] += 1
        elif not duty and personal[one.user.pk] >= plan.at_most:
            left_out[Why.ENOUGH] += 1
        else:
            found.append(one)
            last[one.user.pk] = day
    return Planned(tuple(found), left_out)


def progress(campaign: Campaign, last: dt.date, user_id: int | None = None) -> dict[int, Progress]:
    """Everybody's questions from the campaign's first day to ``last``, or one person's."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in activity(campaign.rule, campaign.starts_on, last, user_id=user_id):
        sums[row.user_id][0] += row.questions
        sums[row.user_id][1] += row.valid
    return {user: Progress(*both) for user, both in sums.items()}


def still_needed(campaign: Campaign, kind: str, done: Progress) -> bool:
    """Whether a personal reminder still says something true."""
    return done.questions == 0 if kind == Reminder.Kind.NOT_STARTED else done.valid < campaign.target


def _last() -> Iterable[tuple[int, dt.datetime]]:
    return Reminder.objects.order_by().values("user_id").annotate(last=Max("made_at")).values_list("user_id", "last")


def _personal(plan: ReminderPlan, day: dt.date, left_out: Counter[Why]) -> Iterator[Due]:
    """Of the two rules the one about the deadline goes first: it says the more."""
    campaign = plan.campaign
    near = plan.before_deadline is not None and day >= campaign.deadline - dt.timedelta(days=plan.before_deadline)
    late = plan.not_started_after is not None and day >= campaign.starts_on + dt.timedelta(days=plan.not_started_after)
    if day >= campaign.deadline or not (near or late):
        return
    done = progress(campaign, day)
    for user in _people(campaign, day):
        own = done.get(user.pk, Progress())
        if own.valid >= campaign.target:
            left_out[Why.REACHED] += 1
        elif near:
            words = below_target(campaign, own.questions, own.valid)
            yield Due(user, Reminder.Kind.BELOW_TARGET, Reminder.Kind.BELOW_TARGET.value, words)
        elif own.questions == 0:
            yield Due(user, Reminder.Kind.NOT_STARTED, Reminder.Kind.NOT_STARTED.value, not_started(campaign))


def _weekly(plan: ReminderPlan, day: dt.date) -> Iterator[Due]:
    """On the weekday, or on a later one of the same week where nothing could go out on that one."""
    if plan.weekly_on is None or day.weekday() < plan.weekly_on:
        return
    campaign = plan.campaign
    year, week, _weekday = day.isocalendar()
    made = board(campaign, ends_on=day, with_movement=False)
    agencies: dict[User, list[int]] = defaultdict(list)
    grants = RoleGrant.objects.filter(
        holds_on(day), role=Role.COORDINATOR, agency__in=_scope(campaign), user__is_active=True
    )
    for grant in grants.select_related("user").order_by("user__sort_key", "user_id", "agency_id"):
        if grant.agency_id is not None and grant.agency_id not in agencies[grant.user]:
            agencies[grant.user].append(grant.agency_id)
    for user, own in agencies.items():
        standings = [standing for standing in made.standings if standing.row.agency_id in own]
        if standings:
            words = weekly(campaign, standings, len(made.standings))
            yield Due(user, Reminder.Kind.WEEKLY, f"{Reminder.Kind.WEEKLY.value}:{year}-W{week:02d}", words)


def _people(campaign: Campaign, day: dt.date) -> Iterable[User]:
    """The roster of the day, in the order of names; accounts that have ended are not on it."""
    members = Membership.objects.filter(holds_on(day), agency__in=_scope(campaign)).values("user")
    return User.objects.filter(pk__in=members, is_active=True).order_by("sort_key", "pk")


def _scope(campaign: Campaign) -> Iterable[Agency]:
    return campaign.agencies.all() if campaign.agencies.exists() else Agency.objects.all()
