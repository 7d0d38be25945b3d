"""Deleting ratings for good; their numbers, and those of the questions, stay as counts."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from congvu.answering.models import Question
from congvu.common.clock import VIETNAM
from congvu.feedback.models import ActivityTally, Rating


def keep_counts(question_ids: Collection[uuid.UUID]) -> None:
    """Add these questions and their ratings to the tallies of their person, agency and day.

    Called once for a question, right before it and its ratings are deleted, in that transaction; the caller holds the
    lock on the person's account, so that no two add to one row at once.
    """
    ratings = "answer__ratings"
    rows = (
        Question.objects.filter(pk__in=question_ids)
        .annotate(day=TruncDate("asked_at", tzinfo=VIETNAM))
        .order_by("conversation__user_id", "agency_id", "day")
        .values_list("conversation__user_id", "agency_id", "day")
        .annotate(
            questions=Count("pk", distinct=True),
            likes=Count(ratings, filter=Q(**{f"{ratings}__liked": True}), distinct=True),
            dislikes=Count(ratings, filter=Q(**{f"{ratings}__liked": False}), distinct=True),
        )
    )
    for user, agency, day, questions, likes, dislikes in rows:
        tally, _new = ActivityTally.objects.get_or_create(user_id=user, agency_id=agency, day=day)
        ActivityTally.objects.filter(pk=tally.pk).update(
            questions=F("questions") + questions, likes=F("likes") + likes, dislikes=F("dislikes") + dislikes
        )


def forget_ratings(question_ids: Collection[uuid.UUID]) -> int:
    """Delete the ratings of these questions with reasons and comments; how many there were."""
    return Rating.objects.filter(answer__question__in=question_ids).delete()[0]
