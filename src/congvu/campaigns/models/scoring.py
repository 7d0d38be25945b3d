"""Indicator sets, scorings of a campaign by one of them, and what agencies state of manual indicators."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency
from congvu.accounts.types import Viewer
from congvu.campaigns.models.campaigns import Campaign
from congvu.campaigns.policies import agencies_seen
from congvu.campaigns.scoring.policies import can_see_all_scores


class IndicatorSet(models.Model):
    """One version of a set, as data (``scoring.sets``). Never changed: another content is another version."""

    code = models.SlugField(_("code"), max_length=60)
    version = models.CharField(_("version"), max_length=20)
    title = models.CharField(_("title"), max_length=250)
    content = models.JSONField()
    hash = models.CharField(max_length=64)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["title", "version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="indicator_set_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class ScoreRunQuerySet(models.QuerySet["ScoreRun"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """All for operators and auditors; those that their agency takes part in for its leader and coordinator."""
        if can_see_all_scores(viewer):
            return self
        mine = agencies_seen(viewer)
        if not mine:
            return self.none()
        concerned = Campaign.objects.filter(Q(agencies__in=mine) | Q(agencies__isnull=True))
        return self.filter(campaign__in=concerned)


class ScoreRun(models.Model):
    """A campaign scored by a set: a draft, computed anew whenever it is looked at, then adopted and frozen.

    ``content`` and ``hash`` are set with the adoption; from then on the database refuses to change the row or to delete
    it (migration 0002). ``changes`` inside the content tells what was changed of the set on the way.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ADOPTED = "adopted", _("Adopted")

    class RollUp(models.TextChoices):
        AS_WAS = "as_was", _("Agencies as they were")
        AS_OF_TODAY = "as_of_today", _("Agencies as they are today")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="score_runs")
    indicators = models.ForeignKey(IndicatorSet, models.PROTECT, related_name="runs")
    roll_up = models.CharField(_("agencies"), max_length=12, choices=RollUp.choices, default=RollUp.AS_WAS)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    content = models.JSONField(null=True)
    hash = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)

    objects = ScoreRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "indicators", "roll_up"], condition=Q(state="draft"), name="score_run_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", hash="", content__isnull=True)
                | (Q(state="adopted", content__isnull=False, adopted_at__isnull=False) & ~Q(hash="")),
                name="score_run_adopted_with_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} / {self.indicators}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class ManualScore(models.Model):
    """What an agency states of a manual indicator, with its document; it counts once an operator has confirmed it.

    ``level`` is the place among the formula's levels, from 0. Whoever stated it cannot confirm it. ``document`` is the
    key of that document in the library, where it is there.
    """

    class State(models.TextChoices):
        STATED = "stated", _("To be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        RETURNED = "returned", _("Returned")

    run = models.ForeignKey(ScoreRun, models.CASCADE, related_name="stated")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    number = models.CharField(_("number and symbol"), max_length=120)
    title = models.CharField(_("what it is about"), max_length=500)
    issued_on = models.DateField(_("issued on"))
    document = models.BigIntegerField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.STATED)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(_("why"), max_length=500, blank=True)

    class Meta:
        ordering = ["run", "agency", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["run", "agency", "indicator"], name="manual_score_once"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("stated_by")), name="manual_score_by_two"
            ),
            models.CheckConstraint(
                condition=Q(state="stated", decided_by__isnull=True)
                | (Q(decided_by__isnull=False) & ~Q(state="stated")),
                name="manual_score_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.level} ({self.state})"
