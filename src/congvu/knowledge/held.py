"""What the knowledge room holds about one person, as plain data for their export."""

from __future__ import annotations

from typing import Any

from congvu.accounts.models import User
from congvu.knowledge.models import CaseEvent, Correction, Notice, Review, Signal


def cases_data(user: User) -> dict[str, Any]:
    """``asked``: what they wanted looked at (``case``, ``answer``, ``why``, ``at``, ``state``, ``outcome``);
    ``notices``: what they were told; ``corrections``, ``reviews`` and ``notes``: what they wrote as expert or reviewer.
    """
    signals = Signal.objects.filter(user=user).select_related("case").order_by("at", "pk")
    return {
        "asked": [
            {
                "case": one.case_id,
                "answer": one.answer_id,
                "why": one.origin,
                "at": one.at,
                "state": one.case.state,
                "outcome": one.case.outcome,
            }
            for one in signals
        ],
        "notices": list(
            Notice.objects.filter(user=user).order_by("at", "pk").values("kind", "case", "answer", "at", "read_at")
        ),
        "corrections": list(
            Correction.objects.filter(author=user)
            .order_by("pk")
            .values("case", "question", "paraphrases", "text", "state", "created_at", "submitted_at")
        ),
        "reviews": list(
            Review.objects.filter(reviewer=user)
            .order_by("pk")
            .values("correction", "decision", "comment", "suggestion", "at")
        ),
        "notes": list(CaseEvent.objects.filter(actor=user).order_by("pk").values("case", "what", "note", "at")),
    }
