"""What ranking needs to remember about the corpus."""

from __future__ import annotations

from django.db import models


class TermStatistics(models.Model):
    """In how many of ``documents`` passages each folded syllable occurs; only the newest row is kept.

    ``pairs`` holds frequent neighbours as left to right to count; null in rows of versions that did not count them.
    """

    documents = models.PositiveIntegerField()
    frequency = models.JSONField()
    pairs = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.documents}"
