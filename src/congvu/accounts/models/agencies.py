"""Agencies through time: dated names, codes and places in the order of units, and who came after whom."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.accounts.agency_text import bare_code, scheme_of, search_key
from congvu.accounts.models.dated import Dated, period_check
from congvu.accounts.types import CodeScheme
from congvu.common.clock import today
from congvu.text import sort_key


class Agency(Dated):
    """A unit of the province. ``code`` is ours and never reused; people see the dated name."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("Provincial people's committee")
        DEPARTMENT = "department", _("Department")
        DISTRICT = "district", _("District people's committee")
        COMMUNE = "commune", _("Commune people's committee")
        OTHER = "other", _("Other")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.DEPARTMENT)
    ended_by = models.CharField(_("ended by"), max_length=300, blank=True)

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

    def name_row(self, day: dt.date | None = None) -> AgencyName | None:
        """The name in use on ``day``, else the last one before it, else the first of all; None where there is none.

        What an agency that has ended, or is yet to come, is called.
        """
        day = day or today()
        rows = sorted(self.names.all(), key=lambda row: row.starts_on or dt.date.min)
        begun = [row for row in rows if row.starts_on is None or row.starts_on <= day]
        return next((row for row in rows if row.holds(day)), begun[-1] if begun else (rows[0] if rows else None))

    def known_as(self, day: dt.date | None = None) -> str:
        """``name_row`` in words; the code where there is none."""
        row = self.name_row(day)
        return row.name if row else self.code

    def has_ended(self, day: dt.date) -> bool:
        return self.ends_on is not None and self.ends_on <= day


class AgencyName(Dated):
    """A name of an agency for a period; ``sort_key`` puts Đ after D and Ă after A, ``search_key`` is searched."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    ordered_by = models.CharField(_("by which text"), max_length=300, blank=True)
    # Compared byte by byte: the order of a database's own language would pass over the gaps between syllables.
    sort_key = models.CharField(max_length=1000, editable=False, db_index=True, db_collation="C")
    search_key = models.TextField(editable=False, default="")

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
        """Store a name together with its keys."""
        row = cls(agency=agency, **values)
        row.call(name, row.short_name)
        row.save(force_insert=True)
        return row

    def call(self, name: str, short_name: str = "") -> None:
        """Change the words, and the keys with them; not saved."""
        self.name, self.short_name = name, short_name
        self.sort_key, self.search_key = sort_key(name), search_key(name, short_name)


class AgencyCode(Dated):
    """A code that others gave an agency; what has lapsed still finds it. ``bare`` is what is compared."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="codes")
    code = models.CharField(_("code"), max_length=60)
    scheme = models.CharField(max_length=8, choices=CodeScheme.choices, editable=False)
    bare = models.CharField(max_length=60, editable=False, db_index=True)

    class Meta:
        constraints = [
            period_check("agency_code_period"),
            models.UniqueConstraint(fields=["bare"], condition=Q(ends_on__isnull=True), name="agency_code_one_holder"),
        ]

    def __str__(self) -> str:
        return self.code

    @classmethod
    def create(cls, agency: Agency, code: str, **values: object) -> AgencyCode:
        """Store a code as it is written, with its scheme and with the form that is compared."""
        row: AgencyCode = cls.objects.create(
            agency=agency, code=code, scheme=scheme_of(code), bare=bare_code(code), **values
        )
        return row


class AgencyParent(Dated):
    """Which unit an agency is under, for a period."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Agency, models.PROTECT, related_name="children")
    ordered_by = models.CharField(_("by which text"), max_length=300, blank=True)

    class Meta:
        constraints = [
            period_check("agency_parent_period"),
            models.UniqueConstraint(fields=["agency", "starts_on"], name="agency_parent_once", nulls_distinct=False),
            models.CheckConstraint(condition=~Q(agency=F("parent")), name="agency_parent_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} < {self.parent_id}"


class Succession(models.Model):
    """One agency took over from another ``on`` a day. ``function`` says which work, where it was not all of it."""

    class Kind(models.TextChoices):
        MERGED = "merged", _("Merged into")
        RENAMED = "renamed", _("Continues as")
        SPLIT = "split", _("Split off")
        FUNCTION = "function", _("Took over work")

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="takings_over")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    on = models.DateField(_("on"))
    function = models.CharField(_("work taken over"), max_length=300, blank=True)
    ordered_by = models.CharField(_("by which text"), max_length=300, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "kind", "on"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} > {self.successor_id}"

    @property
    def old_name(self) -> str:
        """What the predecessor was called the day before."""
        return self.predecessor.known_as(self.on - dt.timedelta(days=1))

    @property
    def new_name(self) -> str:
        """What the successor was called on the day."""
        return self.successor.known_as(self.on)
