"""Generations of the index: each has its own tables in the backend and the recipe that made it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class IndexGeneration(models.Model):
    """One build of the index. Exactly one is active, at most one is being built to take over.

    ``copied_to`` is the last document whose texts are in one that is being built; None once all are.
    """

    class State(models.TextChoices):
        BUILDING = "building"
        ACTIVE = "active"
        RETIRED = "retired"

    name = models.SlugField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BUILDING)
    recipe = models.JSONField(default=dict)
    copied_to = models.BigIntegerField(null=True, default=None)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="active"), name="one_active_generation"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="building"), name="one_building_generation"),
        ]

    def __str__(self) -> str:
        return self.name
