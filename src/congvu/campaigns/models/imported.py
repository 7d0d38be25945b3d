"""Figures of a time before this system, as a document gave them; always told apart from what was counted here."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency
from congvu.campaigns.models.campaigns import Campaign


class ImportedFigures(models.Model):
    """One table of one document, for a whole period (both days included); it cannot be cut into days."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="imported")
    source = models.CharField(_("source document"), max_length=250)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to, included"))
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="imported_period"),
        ]

    def __str__(self) -> str:
        return self.source


class ImportedRow(models.Model):
    """One agency of such a table. ``name`` is what the document calls it; None is what the document does not say."""

    figures = models.ForeignKey(ImportedFigures, models.CASCADE, related_name="rows")
    ordinal = models.PositiveIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(max_length=250)
    accounts = models.PositiveIntegerField(null=True, blank=True)
    users = models.PositiveIntegerField()
    likes = models.PositiveIntegerField()
    dislikes = models.PositiveIntegerField()
    questions = models.PositiveIntegerField()

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["figures", "agency"], name="imported_agency_once"),
            models.UniqueConstraint(fields=["figures", "ordinal"], name="imported_ordinal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.name}"
