"""Likes and dislikes, with the reasons for a dislike; counts of what was deleted."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency
from congvu.accounts.types import Viewer
from congvu.answering.models import Answer


class Reason(models.TextChoices):
    """Why an answer was disliked; a closed list, so that it can be counted."""

    WRONG = "wrong", _("The answer is wrong")
    WRONG_SOURCE = "wrong_source", _("It cites the wrong provision")
    OUTDATED = "outdated", _("The provision is no longer in force")
    INCOMPLETE = "incomplete", _("Something is missing")
    OFF_TOPIC = "off_topic", _("It does not answer my question")
    UNCLEAR = "unclear", _("It is hard to understand")


class RatingQuerySet(models.QuerySet["Rating"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(user_id=viewer.user_id)


class Rating(models.Model):
    """One person's verdict on one answer; pressing again changes or removes it."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="ratings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ratings")
    liked = models.BooleanField()
    reasons = ArrayField(models.CharField(max_length=16, choices=Reason.choices), default=list, blank=True)
    comment = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "user"], name="one_rating_each"),
            models.CheckConstraint(condition=Q(liked=False) | Q(reasons=[]), name="reasons_only_for_dislikes"),
        ]

    def __str__(self) -> str:
        return "+" if self.liked else "-"


class ActivityTally(models.Model):
    """How much one person asked and rated on one day, of questions that are deleted by now.

    No words: what participation counts is these rows and the questions that are still there, added. ``agency`` is
    the person's of that day, as the question kept it; ``day`` is the day of the question in Việt Nam, also for its
    rating.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tallies")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="tallies")
    day = models.DateField()
    questions = models.PositiveIntegerField(default=0)
    likes = models.PositiveIntegerField(default=0)
    dislikes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "day"], name="one_tally_a_day", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.questions}"
