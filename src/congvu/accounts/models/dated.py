"""Facts with a period: memberships, names and grants begin and end."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def holds_on(day: dt.date, prefix: str = "") -> Q:
    """Condition for a dated row (``starts_on`` included, ``ends_on`` excluded) to hold on ``day``."""
    return (Q(**{f"{prefix}starts_on__isnull": True}) | Q(**{f"{prefix}starts_on__lte": day})) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": day})
    )


class Dated(models.Model):
    """A fact with a period: from ``starts_on`` (included) to ``ends_on`` (excluded); empty means open."""

    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds(self, day: dt.date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)


def period_check(name: str) -> models.CheckConstraint:
    """A period that ends before it starts is refused by the database."""
    return models.CheckConstraint(
        condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=name
    )
