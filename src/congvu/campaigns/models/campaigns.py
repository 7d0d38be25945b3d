"""A campaign: a period, its agencies, a number of questions per person and a deadline."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency
from congvu.common.clock import today


class Campaign(models.Model):
    """``starts_on`` and ``ends_on`` are both included; the target is to be reached before the day ``deadline``.

    Without ``agencies`` every agency takes part. ``level`` says who called for it; what counts is the same. ``rule`` is
    the version of the rule by which questions are valid: it stays what it was when the campaign began, whatever
    versions come later.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("In preparation")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Level(models.TextChoices):
        PROVINCE = "province", _("Of the province")
        NATION = "nation", _("Of the whole country")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices, default=Level.PROVINCE)
    title = models.CharField(_("title"), max_length=250)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to, included"))
    deadline = models.DateField(_("target reached before"))
    target = models.PositiveSmallIntegerField(_("questions per person"), default=50)
    agencies: models.ManyToManyField[Agency, models.Model] = models.ManyToManyField(
        Agency, related_name="campaigns", blank=True, verbose_name=_("agencies")
    )
    rule = models.CharField(max_length=8)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("campaign")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaign_period"),
            models.CheckConstraint(condition=Q(deadline__gt=F("starts_on")), name="campaign_deadline_after_start"),
            models.CheckConstraint(condition=Q(target__gte=1), name="campaign_target_positive"),
        ]

    def __str__(self) -> str:
        return self.title

    def last_day(self) -> dt.date:
        """The last day that figures can be asked for now: its end, or today while it runs."""
        return max(self.starts_on, min(self.ends_on, today()))

    def phase(self) -> str:
        """Its state in words, with what its days say: nobody closes a campaign on the very evening of its last day."""
        if self.state != self.State.OPEN or self.runs_on(today()):
            return str(self.State(self.state).label)
        return str(_("Not begun yet") if today() < self.starts_on else _("Its time is over"))

    def runs_today(self) -> bool:
        return self.runs_on(today())

    def runs_on(self, day: dt.date) -> bool:
        return self.state == self.State.OPEN and self.starts_on <= day <= self.ends_on
