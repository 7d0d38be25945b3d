"""What ranking needs to remember about the corpus."""

from __future__ import annotations

from django.db import models


class TermStatistics(models.Model):
    """In how many of ``documents`` passages each folded syllable occurs; only the newest row is kept."""

    documents = models.PositiveIntegerField()
    frequency = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.documents}"
