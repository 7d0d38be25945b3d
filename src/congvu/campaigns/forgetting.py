"""Deleting the words of appeals with their questions, and reminders when their time or their person is gone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from congvu.accounts.models import User
from congvu.campaigns.models import Appeal, Reminder, ReminderOptOut


def forget_appeals(question_ids: Collection[uuid.UUID]) -> int:
    """Empty the words of a question and of the appeal in every appeal about these questions; how many there were.

    Verdicts stay: they are counts without words.
    """
    return Appeal.objects.filter(verdict__question__in=question_ids).update(text="", question_text="")


def forget_reminders(user: User) -> None:
    """Delete everything that was sent to a person, and their choice."""
    Reminder.objects.filter(user=user).delete()
    ReminderOptOut.objects.filter(user=user).delete()


def forget_old_reminders(before: dt.datetime) -> int:
    """Delete reminders of a time before; how many."""
    return Reminder.objects.filter(made_at__lt=before).delete()[0]
