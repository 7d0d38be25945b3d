"""Reads of the index for people: how far it is."""

from __future__ import annotations

from congvu.index.backends import get_backend
from congvu.index.generations import building_generation
from congvu.index.models import IndexGeneration
from congvu.index.types import IndexStatus


def status() -> IndexStatus:
    """Passages found by their words, and how many by the meaning that today's model gives them; zeros before there is
    a generation. While a new generation is built, the second is how far that one is.
    """
    active = IndexGeneration.objects.filter(state=IndexGeneration.State.ACTIVE).first()
    if active is None:
        return IndexStatus(entries=0, with_vectors=0)
    counts, building = get_backend().status(active.name), building_generation()
    if building is None:
        return counts
    return IndexStatus(entries=counts.entries, with_vectors=get_backend().status(building.name).with_vectors)
