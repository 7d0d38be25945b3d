"""Writes of reminders: an operator's plan, and a person's own notices and choice."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.campaigns.models import Campaign, Reminder, ReminderOptOut, ReminderPlan
from congvu.campaigns.policies import can_run_campaigns
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, NotAllowedError

MAX_DAYS = 365


@dataclass(frozen=True, slots=True)
class PlanData:
    """What an operator decides; see ``models.ReminderPlan``. None leaves a rule out."""

    not_started_after: int | None = 7
    before_deadline: int | None = 10
    weekly_on: int | None = 0
    gap_days: int = 3
    at_most: int = 3
    quiet_from: int = 17
    quiet_until: int = 8
    weekends: bool = False
    by_email: bool = False


@transaction.atomic
def save_plan(campaign: Campaign, data: PlanData, *, actor: User) -> ReminderPlan:
    """Make or change a campaign's plan; whether it is on stays."""
    _operator(actor)
    _check(data)
    plan, created = ReminderPlan.objects.select_for_update().get_or_create(campaign=campaign)
    before = {name: getattr(plan, name) for name in asdict(data)}
    if not created and before == asdict(data):
        return plan
    for name, value in asdict(data).items():
        setattr(plan, name, value)
    plan.save()
    audit.record("reminders.planned", actor=actor, target=plan, detail={"campaign": campaign.code, **asdict(data)})
    return plan


@transaction.atomic
def switch(plan: ReminderPlan, *, on: bool, actor: User) -> ReminderPlan:
    """Turn a plan on or off."""
    _operator(actor)
    held = ReminderPlan.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=plan.pk)
    if held.is_on == on:
        return held
    if on and held.campaign.state == Campaign.State.CLOSED:
        raise InvalidInputError(_("This campaign is closed."), _("Nobody is reminded of it any more."))
    held.is_on = on
    held.save(update_fields=["is_on"])
    audit.record("reminders.switched", actor=actor, target=held, detail={"campaign": held.campaign.code, "on": on})
    return held


def mark_read(user: User) -> int:
    """All of a person's notices were seen; how many were new."""
    return Reminder.objects.filter(user=user, read_at__isnull=True).update(read_at=now())


@transaction.atomic
def choose(user: User, *, wanted: bool) -> None:
    """Whether a person wants reminders; saying the same again changes nothing."""
    if wanted:
        changed = ReminderOptOut.objects.filter(user=user).delete()[0] > 0
    else:
        changed = ReminderOptOut.objects.get_or_create(user=user)[1]
    if changed:
        audit.record("reminders.chosen", actor=user, target=user, detail={"wanted": wanted})


def _operator(actor: User) -> None:
    if not can_run_campaigns(viewer_for(actor)):
        raise NotAllowedError(_("Only an operator of the province plans reminders."))


def _check(data: PlanData) -> None:
    days = (data.not_started_after, data.before_deadline, data.gap_days, data.at_most)
    if any(value is not None and not 1 <= value <= MAX_DAYS for value in days):
        raise InvalidInputError(_("Days and numbers must be from 1 to 365."), _("Check the numbers."))
    if not 0 <= data.quiet_until < data.quiet_from <= 24:
        raise InvalidInputError(
            _("Between the quiet hours there must be hours that are not quiet."), _("Check the two hours.")
        )
    if data.weekly_on is not None and data.weekly_on not in ReminderPlan.Weekday.values:
        raise InvalidInputError(_("There is no such weekday."), _("Choose one from the list."))
