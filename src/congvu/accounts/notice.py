"""The notice about why questions are kept: read and accepted once per person, wording and promised period."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from congvu.accounts.models import NoticeAcceptance, User
from congvu.common import audit
from congvu.common.clock import now

VERSION = 3
"""Raise it when the wording changes in substance: everybody is asked again."""


def promised_days() -> int:
    """After how many days the notice says that a question is deleted."""
    return int(settings.CONGVU_KEEP_CONVERSATIONS_DAYS)


def has_accepted(user: User) -> bool:
    """Whether this person accepted the present wording, for a period no shorter than today's.

    Who agreed to a year has agreed to a month; the other way round they are asked again.
    """
    return NoticeAcceptance.objects.filter(user=user, version=VERSION, days__gte=promised_days()).exists()


@transaction.atomic
def accept(user: User) -> None:
    """Keep that this person has read the notice; doing it twice changes nothing."""
    days = promised_days()
    _, created = NoticeAcceptance.objects.get_or_create(
        user=user, version=VERSION, days=days, defaults={"accepted_at": now()}
    )
    if created:
        audit.record("notice.accepted", actor=user, target=user, detail={"version": VERSION, "days": days})
