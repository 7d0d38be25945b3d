"""What the feedback room holds about one person, as plain data for their export."""

from __future__ import annotations

from typing import Any

from congvu.accounts.held import agency_data
from congvu.accounts.models import User
from congvu.feedback.models import ActivityTally, Rating


def ratings_data(user: User) -> list[dict[str, Any]]:
    """The person's ratings: ``answer`` (its id), ``liked``, ``reasons``, ``comment`` and when given and changed."""
    columns = ("answer", "liked", "reasons", "comment", "created_at", "updated_at")
    return list(Rating.objects.filter(user=user).order_by("created_at", "pk").values(*columns))


def tallies_data(user: User) -> list[dict[str, Any]]:
    """Counts of what was deleted: ``day``, ``agency``, ``questions``, ``likes``, ``dislikes``."""
    return [
        {
            "day": row.day,
            "agency": agency_data(row.agency, row.day),
            "questions": row.questions,
            "likes": row.likes,
            "dislikes": row.dislikes,
        }
        for row in ActivityTally.objects.filter(user=user).select_related("agency")
    ]
