"""Runs and items: every file that came in, how far it is, and why it failed if it did."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import AccessGroup, Agency
from congvu.accounts.types import Viewer
from congvu.corpus.models import DocumentVersion, Source, Visibility
from congvu.ingestion import connector_models

__all__ = ["IngestionItem", "IngestionRun", "connector_models"]


class RunQuerySet(models.QuerySet["IngestionRun"]):
    def visible_to(self, viewer: Viewer) -> RunQuerySet:
        """A person's own runs, those of agencies they supply for, and all for operators (see ``policies``)."""
        from congvu.ingestion.policies import visible_runs  # policies import this model

        return self.filter(visible_runs(viewer))


class IngestionRun(models.Model):
    """One supply of files; its settings hold for every item of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="runs")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    visibility = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.AGENCY)
    groups = models.ManyToManyField(AccessGroup, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.id)


class IngestionItem(models.Model):
    """One file of a run. ``content_hash`` names the stored bytes; states only move forward, or back to
    queued.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        STORED = "stored", _("Searchable")
        UNCHANGED = "unchanged", _("Already there")
        FAILED = "failed", _("Not read")
        REFUSED = "refused", _("Refused")

    run = models.ForeignKey(IngestionRun, models.CASCADE, related_name="items")
    ordinal = models.PositiveIntegerField()
    file_name = models.CharField(max_length=255)
    content_hash = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason_code = models.CharField(max_length=40, blank=True)
    reason_detail = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    version = models.ForeignKey(DocumentVersion, models.SET_NULL, null=True, blank=True, related_name="items")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["run", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["run", "ordinal"], name="item_ordinal_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "refused"]) | ~Q(reason_code=""),
                name="failed_item_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
