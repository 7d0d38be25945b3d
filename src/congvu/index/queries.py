"""Reads of the index for people: how far it is."""

from __future__ import annotations

from congvu.index.backends import get_backend
from congvu.index.models import IndexGeneration
from congvu.index.types import IndexStatus


def status() -> IndexStatus:
    """Counts of the active generation, zeros before there is one."""
    active = IndexGeneration.objects.filter(state=IndexGeneration.State.ACTIVE).first()
    return get_backend().status(active.name) if active else IndexStatus(entries=0, with_vectors=0)
