"""What the campaigns room holds about one person, as plain data for their export."""

from __future__ import annotations

from typing import Any

from congvu.accounts.models import User
from congvu.campaigns.models import Appeal, Seen, Verdict


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


def _appeal(appeal: Appeal | None) -> dict[str, Any] | None:
    """Who decided is not told: that is another person."""
    return {"text": appeal.text, "state": appeal.state, "note": appeal.note} if appeal else None
