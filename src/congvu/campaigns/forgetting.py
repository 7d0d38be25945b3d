"""Deleting the words of appeals together with the questions that they are about."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from congvu.campaigns.models import Appeal


def forget_appeals(question_ids: Collection[uuid.UUID]) -> int:
    """Empty the words of a question and of the appeal in every appeal about these questions; how many there were.

    Verdicts stay: they are counts without words.
    """
    return Appeal.objects.filter(verdict__question__in=question_ids).update(text="", question_text="")
