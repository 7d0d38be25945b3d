"""Writes of the answering room: asking, and making the answer once."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from congvu.accounts.models import User
from congvu.accounts.queries import current_agency
from congvu.answering import abstain, wording
from congvu.answering.models import Answer, Conversation, Question
from congvu.answering.policies import can_ask
from congvu.answering.production import produce
from congvu.answering.questions import clean_question
from congvu.answering.refusals import asks_for_secret
from congvu.answering.store import save_draft
from congvu.answering.titles import title_of
from congvu.answering.types import AnswerStatus
from congvu.common import audit
from congvu.common.clock import now, today
from congvu.common.errors import NotAllowedError

__all__ = ["ask", "produce", "stop"]


def ask(
    user: User,
    text: str,
    *,
    conversation: Conversation | None = None,
    on: dt.date | None = None,
    token: uuid.UUID | None = None,
) -> Answer:
    """Store a question and its pending answer, in a new conversation where none is given.

    The same ``token`` from the same person gives the same answer again, however often and at once it is sent.
    A text that seems to carry a state secret is not stored: its answer is finished here, with status
    ``refused_secret``.
    """
    if not can_ask(user):
        raise NotAllowedError(wording.account_off())
    if conversation is not None and conversation.user_id != user.pk:
        raise NotAllowedError(wording.conversation_not_found())
    cleaned = clean_question(text)
    secret = asks_for_secret(cleaned)
    kept = wording.secret_placeholder() if secret else cleaned
    with transaction.atomic():
        # One question of a person at a time: a doubled POST waits here, then finds its token.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        known = _asked_before(user, token)
        if known is not None:
            return known
        if conversation is None:
            conversation = Conversation.objects.create(user=user, title=title_of(kept))
        elif not Conversation.objects.filter(pk=conversation.pk).update(updated_at=now()):
            raise NotAllowedError(wording.conversation_not_found())  # erased while this question was on its way
        question = Question.objects.create(
            conversation=conversation,
            agency=current_agency(user),
            text=kept,
            on=on or today(),
            token=token or uuid.uuid4(),
        )
        answer = Answer.objects.create(question=question)
        if secret:
            _refuse_secret(answer)
            audit.record("question.refused", actor=user, target=answer, outcome="refused", detail={"reason": "secret"})
        else:
            audit.record("question.asked", actor=user, target=answer)
    return answer


def stop(user: User, answer: Answer) -> bool:
    """Ask that no more be written of one's own answer; False where it is finished already."""
    if answer.question.conversation.user_id != user.pk:
        raise NotAllowedError(wording.conversation_not_found())
    pending = Answer.objects.filter(pk=answer.pk, status=AnswerStatus.PENDING)
    return bool(pending.update(stop_asked=True))


def _asked_before(user: User, token: uuid.UUID | None) -> Answer | None:
    if token is None:
        return None
    found: Answer | None = (
        Answer.objects.filter(question__token=token, question__conversation__user=user)
        .select_related("question__conversation")
        .first()
    )
    return found


def _refuse_secret(answer: Answer) -> None:
    save_draft(answer, abstain.draft(AnswerStatus.REFUSED_SECRET))
    answer.status = AnswerStatus.REFUSED_SECRET
    answer.finished_at = now()
    answer.save(update_fields=["status", "finished_at"])
