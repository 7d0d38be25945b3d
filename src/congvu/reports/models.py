"""Issued reports, frozen with everything they were made of."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.accounts.types import Viewer
from congvu.reports.policies import can_see_reports


class ReportRunQuerySet(models.QuerySet["ReportRun"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self if can_see_reports(viewer) else self.none()


class ReportRun(models.Model):
    """One issue of a report. Rows are only added: the database refuses to change or delete them (migration 0001).

    ``content`` holds the definition, the figures and what was settled at the issue (see ``frozen``); ``hash`` is the
    SHA-256 of its canonical JSON. ``docx_hash`` is that of the DOCX as the version ``program`` made it.
    Campaigns are named by their code: a report outlives its campaign.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    definition = models.CharField(max_length=64)
    campaign = models.CharField(max_length=64)
    title = models.CharField(max_length=500)
    starts_on = models.DateField()
    ends_on = models.DateField()
    rule_version = models.CharField(max_length=64, blank=True)
    filters = models.JSONField(default=dict)
    rows = models.JSONField()
    content = models.JSONField()
    hash = models.CharField(max_length=64, unique=True)
    docx_hash = models.CharField(max_length=64)
    program = models.CharField(max_length=32)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="report_runs")

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "id"]
        verbose_name = _("issued report")
        verbose_name_plural = _("issued reports")
        indexes = [models.Index(fields=["campaign", "-issued_at"])]

    def __str__(self) -> str:
        return f"{self.definition} {self.campaign} {self.starts_on}–{self.ends_on} {self.hash[:12]}"
