"""Agencies and their dated names."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models.dated import Dated, period_check
from congvu.common.clock import today
from congvu.text import sort_key


class Agency(Dated):
    """A unit of the province. ``code`` is ours and never reused; people see the dated name."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("Department")
        DISTRICT = "district", _("District people's committee")
        COMMUNE = "commune", _("Commune people's committee")
        OTHER = "other", _("Other")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.DEPARTMENT)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [period_check("agency_period")]

    def __str__(self) -> str:
        return self.name()

    def name(self, day: dt.date | None = None) -> str:
        """The name in use on ``day`` (today by default); the code where none is recorded for that day."""
        day = day or today()
        return next((n.name for n in self.names.all() if n.holds(day)), self.code)


class AgencyName(Dated):
    """A name of an agency for a period; ``sort_key`` puts Đ after D and Ă after A."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    sort_key = models.CharField(max_length=1000, editable=False, db_index=True)

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            period_check("agency_name_period"),
            models.UniqueConstraint(fields=["agency", "starts_on"], name="agency_name_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def create(cls, agency: Agency, name: str, **values: object) -> AgencyName:
        """Store a name together with its Vietnamese sort key."""
        row: AgencyName = cls.objects.create(agency=agency, name=name, sort_key=sort_key(name), **values)
        return row
