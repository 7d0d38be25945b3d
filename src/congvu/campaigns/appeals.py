"""Seen answers, and a person's second look at a question that was not counted."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.answering.models import Question
from congvu.campaigns.models import Appeal, Seen, Verdict
from congvu.campaigns.policies import can_decide
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.text import clean

MAX_TEXT = 1000
"""Characters of a reason."""


def saw(question_ids: Iterable[uuid.UUID]) -> None:
    """The finished answers to these questions were shown to the person who asked; saying so twice changes nothing."""
    Seen.objects.bulk_create([Seen(question=pk) for pk in question_ids], ignore_conflicts=True)


@transaction.atomic
def appeal(user: User, verdict: Verdict, text: str) -> Appeal:
    """Ask that one's own question be counted after all; once for each question."""
    words = _words(text)
    held = Verdict.objects.select_for_update().filter(pk=verdict.pk, user=user).first()
    if held is None:
        raise NotAllowedError(_("This question was not found."))
    known = Appeal.objects.filter(verdict=held).first()
    if known is not None:
        return known
    question = Question.objects.filter(pk=held.question, conversation__user=user).first()
    if held.valid or question is None:
        raise InvalidInputError(_("There is nothing to look at again."), _("The question counts, or it is deleted."))
    made: Appeal = Appeal.objects.create(verdict=held, text=words, question_text=question.text)
    audit.record("appeal.made", actor=user, target=made, detail={"reason": held.reason})
    return made


@transaction.atomic
def decide(actor: User, found: Appeal, *, accept: bool, note: str = "") -> Appeal:
    """Count the question after all, or leave it; the first decision stands. What was shown is forgotten with it."""
    words = _words(note)
    held = Appeal.objects.select_for_update(of=("self",)).select_related("verdict").get(pk=found.pk)
    if not can_decide(viewer_for(actor), held.verdict.agency_id, held.verdict.user_id):
        raise NotAllowedError(_("This is not for you to decide."))
    if held.state != Appeal.State.OPEN:
        return held
    held.state = Appeal.State.ACCEPTED if accept else Appeal.State.REJECTED
    held.decided_by, held.decided_at, held.note, held.question_text = actor, now(), words, ""
    held.save()
    if accept:
        Verdict.objects.filter(pk=held.verdict_id).update(valid=True, overruled=True)
    audit.record("appeal.decided", actor=actor, target=held, detail={"accepted": accept})
    return held


def _words(text: str) -> str:
    words = clean(text).strip()
    if len(words) > MAX_TEXT:
        raise InvalidInputError(_("This is longer than 1.000 characters."), _("Say it in fewer words."))
    return words
