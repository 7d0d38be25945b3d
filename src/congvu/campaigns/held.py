"""What the campaigns room holds about one person, as plain data for their export."""

from __future__ import annotations

from typing import Any

from congvu.accounts.models import User
from congvu.campaigns.models import Appeal, ManualScore, Reminder, ReminderOptOut, Seen, Verdict


def participation_data(user: User) -> list[dict[str, Any]]:
    """Each verdict on a question of theirs: ``question`` (its key), ``day``, ``rule``, ``valid``, ``reason``,
    ``seen_at`` (its answer, None where that was not noticed) and ``appeal`` (None, or ``text``, ``state``, ``note``).
    """
    verdicts = list(Verdict.objects.filter(user=user).order_by("asked_at", "pk"))
    seen = dict(Seen.objects.filter(pk__in=[one.question for one in verdicts]).values_list("pk", "at"))
    appeals = {one.verdict_id: one for one in Appeal.objects.filter(verdict__in=verdicts)}
    return [
        {
            "question": one.question,
            "day": one.day,
            "rule": one.rule,
            "valid": one.valid,
            "reason": one.reason,
            "seen_at": seen.get(one.question),
            "appeal": _appeal(appeals.get(one.pk)),
        }
        for one in verdicts
    ]


def reminders_data(user: User) -> dict[str, Any]:
    """``declined_since`` (None where reminders are wanted), and ``sent``: each reminder with what it said."""
    declined = ReminderOptOut.objects.filter(user=user).values_list("since", flat=True).first()
    names = ("kind", "subject", "text", "made_at", "read_at", "letter", "letter_at")
    return {
        "declined_since": declined,
        "sent": list(Reminder.objects.filter(user=user).order_by("made_at", "pk").values(*names)),
    }


def statements_data(user: User) -> list[dict[str, Any]]:
    """What a coordinator stated of manual indicators: ``indicator``, ``level``, the document, ``state``, when."""
    names = ("indicator", "level", "number", "title", "issued_on", "state", "stated_at")
    return list(ManualScore.objects.filter(stated_by=user).order_by("stated_at", "pk").values(*names))


def _appeal(appeal: Appeal | None) -> dict[str, Any] | None:
    """Who decided is not told: that is another person."""
    return {"text": appeal.text, "state": appeal.state, "note": appeal.note} if appeal else None
