"""Who has read why their questions are kept."""

from __future__ import annotations

from django.db import models

from congvu.accounts.models.people import User


class NoticeAcceptance(models.Model):
    """A person has read and accepted one wording of the notice, which promised to delete after ``days`` days.

    Rows of versions that named no period have 0.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    version = models.PositiveSmallIntegerField()
    days = models.PositiveIntegerField()
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "version", "days"], name="notice_accepted_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.version}"
