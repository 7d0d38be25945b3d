"""What ranking needs to remember about the corpus."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from congvu.corpus.models import Document


class TermStatistics(models.Model):
    """In how many of ``documents`` passages each folded syllable occurs; only the newest row is kept.

    ``pairs`` holds frequent neighbours as left to right to count; ``written`` and ``written_pairs`` are the same of
    syllables with their diacritics. Null in rows of versions that did not count them.
    """

    documents = models.PositiveIntegerField()
    frequency = models.JSONField()
    pairs = models.JSONField(null=True)
    written = models.JSONField(null=True)
    written_pairs = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.documents}"


class RankerVersion(models.Model):
    """A ranker that was learned here; at most one serves, and without one the ranker of the package does.

    ``replaced`` is the version that served before this one ("" for the package's), so that one step leads back.
    ``verdict`` is what the gate said when it was learned (``Verdict.to_json``); only one that passed may serve.
    """

    version = models.SlugField(max_length=60, unique=True)
    document = models.JSONField()
    verdict = models.JSONField(default=dict)
    active = models.BooleanField(default=False)
    replaced = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    promoted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["active"], condition=Q(active=True), name="one_active_ranker"),
        ]

    def __str__(self) -> str:
        return self.version


class Judgement(models.Model):
    """An expert's approved word on whether a unit answers a question: what a ranker may learn from. It names nobody.

    ``anchor`` is the unit's in its document ("d113-k1-b"), which stays over versions, as the document does. ``field``
    is the code of the field of work. ``origin`` is the key of what was approved ("correction:12"), by which it is
    withdrawn.
    """

    question = models.TextField()
    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    anchor = models.CharField(max_length=120)
    relevant = models.BooleanField()
    field = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=120, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "document", "anchor"], name="one_judgement_of_a_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.anchor}"
