"""Approved knowledge."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.accounts.types import Viewer
from congvu.corpus.models import Document, DocumentVersion
from congvu.knowledge.models.corrections import Correction, Review
from congvu.knowledge.types import EntryState


class EntryQuerySet(models.QuerySet["KnowledgeEntry"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Whose document the viewer may read, whether it is in use or not."""
        return self.filter(document__access__overlap=sorted(viewer.access))


class KnowledgeEntry(models.Model):
    """An approved correction as a document of the curated source: that is what answers come from.

    Only the state changes, and never back to live (migration 0002). ``why`` says why it is not in use any more.
    """

    correction = models.OneToOneField(Correction, models.PROTECT, related_name="entry")
    review = models.OneToOneField(Review, models.PROTECT, related_name="entry")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    version = models.OneToOneField(DocumentVersion, models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=EntryState.choices, default=EntryState.LIVE)
    why = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("approved knowledge")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=EntryState.LIVE, ended_at=None)
                | ~Q(state=EntryState.LIVE) & Q(ended_at__isnull=False),
                name="entry_ended_when_not_live",
            )
        ]

    def __str__(self) -> str:
        return str(self.correction)
