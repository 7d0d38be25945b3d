"""Reads of reminders: a person's own, and an operator's log."""

from __future__ import annotations

from django.db.models import QuerySet

from congvu.accounts.models import User
from congvu.campaigns.models import Reminder, ReminderOptOut, ReminderPlan


def notices(user: User) -> QuerySet[Reminder]:
    """A person's own reminders, the newest first."""
    return Reminder.objects.filter(user=user).select_related("plan__campaign")


def unread(user: User) -> int:
    """How many of them were not looked at yet."""
    return Reminder.objects.filter(user=user, read_at__isnull=True).count()


def wants_reminders(user: User) -> bool:
    return not ReminderOptOut.objects.filter(user=user).exists()


def log_of(plan: ReminderPlan) -> QuerySet[Reminder]:
    """Everything that a plan has made, the newest first."""
    return Reminder.objects.filter(plan=plan).select_related("user")
