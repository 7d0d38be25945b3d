"""What ranking needs to remember about the corpus."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


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
    """

    version = models.SlugField(max_length=60, unique=True)
    document = models.JSONField()
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


class QuestionVector(models.Model):
    """The vector of a question that is known here, by one model; found by the hash of its words, without the words."""

    text_hash = models.CharField(max_length=64)
    model = models.CharField(max_length=200)
    vector = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text_hash", "model"], name="question_vector_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.text_hash[:12]}"
