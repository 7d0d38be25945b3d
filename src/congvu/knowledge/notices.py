"""What a person was told, and that they have read it."""

from __future__ import annotations

from django.db.models import QuerySet

from congvu.accounts.models import User
from congvu.accounts.types import Viewer
from congvu.common.clock import now
from congvu.knowledge.models import Notice


def notices_for(viewer: Viewer) -> QuerySet[Notice]:
    """One's own, the newest first."""
    return Notice.objects.visible_to(viewer).select_related("case", "answer__question")


def read_all(user: User) -> int:
    """All of one's notices are read from now on; how many were not."""
    return Notice.objects.filter(user=user, read_at=None).update(read_at=now())
