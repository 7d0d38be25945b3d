"""Letting go of questions that are deleted: cases keep no words of them."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from congvu.knowledge.models import Case, Notice, Signal
from congvu.knowledge.opening import withdraw_case
from congvu.knowledge.types import CaseState


def forget_cases(question_ids: Collection[uuid.UUID]) -> int:
    """Take these questions out of their cases; how many cases they were in.

    A case that has no question left loses its key, and ends where nobody works on it yet. What an expert wrote and a
    reviewer decided is the province's text, not the asker's: it stays.
    """
    touched = Signal.objects.filter(answer__question__in=question_ids)
    keys = sorted(set(touched.values_list("case_id", flat=True)))
    cases = list(Case.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    Notice.objects.filter(answer__question__in=question_ids).update(answer=None)
    touched.update(answer=None)
    for case in cases:
        if case.signals.filter(answer__isnull=False).exists():
            continue
        if case.state == CaseState.OPEN and case.entry_id is None:
            withdraw_case(case)
        else:
            Case.objects.filter(pk=case.pk).update(key="")
    return len(cases)
