"""Reads of ratings."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from congvu.accounts.types import Viewer
from congvu.feedback.models import Rating


def ratings_by_answer(viewer: Viewer, answer_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Rating]:
    """The viewer's own ratings of these answers, by answer; one query for a whole page."""
    rows = Rating.objects.visible_to(viewer).filter(answer_id__in=list(answer_ids))
    return {row.answer_id: row for row in rows}
