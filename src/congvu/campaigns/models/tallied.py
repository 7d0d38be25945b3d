"""What each person did on each day, as sums; the database keeps them, in the transaction that writes the rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from congvu.accounts.models import Agency


class DayTally(models.Model):
    """Sums of one person in one agency on one day in Việt Nam, of questions that are still there.

    ``rule`` is empty for questions and ratings, which no rule decides; ``valid`` stands in rows of a version of the
    rule. Triggers of migration 0002 write these rows and nobody else does; ``tallies`` proves them equal to what they
    sum up. Rating and verdict belong to the day and the agency of the question. A row of nothing is deleted.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    rule = models.CharField(max_length=8, blank=True)
    questions = models.IntegerField(default=0)
    valid = models.IntegerField(default=0)
    likes = models.IntegerField(default=0)
    dislikes = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "day", "user", "agency"],
                name="day_tally_once",
                nulls_distinct=False,
                include=["questions", "valid", "likes", "dislikes"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.rule} {self.questions or self.valid}"
