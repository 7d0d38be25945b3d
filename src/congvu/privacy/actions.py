"""Deleting what people said here: when its time is over, when they ask for it, and when they have left.

Each room deletes its own rows; here is the order, the locks and the audit. Every way goes through ``_forget``, so that
none can forget the counts.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from congvu.accounts.erasing import erase_account
from congvu.accounts.models import User
from congvu.accounts.notice import promised_days
from congvu.accounts.sign_on.sessions import forget_expired
from congvu.answering.forgetting import forget_questions
from congvu.answering.models import Conversation, Question
from congvu.campaigns.forgetting import forget_appeals, forget_old_reminders, forget_reminders
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import NotAllowedError
from congvu.feedback.forgetting import forget_ratings, keep_counts
from congvu.feedback.models import Rating
from congvu.knowledge.forgetting import forget_cases
from congvu.privacy.types import Deleted, Purge

BATCH = 200
"""Questions that are deleted in one transaction: few enough that nobody waits long for its locks."""


def purge() -> Purge:
    """Delete every question that is older than the notice promises, oldest first, and sessions that have ended.

    Each batch is one transaction with its own audit event (counts only): a purge that is cut short has told what it
    did, and the next one goes on.
    """
    days = promised_days()
    before = now() - dt.timedelta(days=days)
    people: set[int] = set()
    deleted = Deleted()
    while batch := list(_older(before).values_list("pk", "conversation__user_id").order_by("asked_at", "pk")[:BATCH]):
        owners = {owner for _pk, owner in batch}
        with transaction.atomic():
            _lock(owners)
            gone = _forget([pk for pk, _owner in batch])
            audit.record(
                "privacy.purged", detail={"before": before.isoformat(), "people": len(owners), **gone.data()}
            )
        people |= owners
        deleted += gone
    _forget_reminders(before)
    forget_expired()
    return Purge(days, before, len(people), deleted)


@transaction.atomic
def _forget_reminders(before: dt.datetime) -> None:
    gone = forget_old_reminders(before)
    if gone:
        audit.record("privacy.purged", detail={"before": before.isoformat(), "reminders": gone})


def would_purge() -> Purge:
    """What ``purge`` would delete now."""
    days = promised_days()
    before = now() - dt.timedelta(days=days)
    old = _older(before)
    # A conversation ends when none of its questions stays.
    ending = Conversation.objects.filter(questions__in=old).exclude(questions__asked_at__gte=before)
    return Purge(
        days,
        before,
        old.values("conversation__user_id").distinct().count(),
        Deleted(ending.distinct().count(), old.count(), Rating.objects.filter(answer__question__in=old).count()),
    )


@transaction.atomic
def erase_conversations(user: User, *, actor: User | None = None, only: uuid.UUID | None = None) -> Deleted:
    """Delete a person's conversations, or ``only`` one of them; all or nothing, and audited without content.

    Raises NotAllowedError where ``only`` is not a conversation of theirs. Counts stay (``feedback.ActivityTally``).
    """
    _lock([user.pk])
    questions = Question.objects.filter(conversation__user=user)
    if only is not None:
        if not Conversation.objects.filter(user=user, pk=only).exists():
            raise NotAllowedError(_("This conversation was not found."))
        questions = questions.filter(conversation_id=only)
    deleted = _forget(list(questions.values_list("pk", flat=True)))
    what = "conversations" if only is None else "conversation"
    audit.record("privacy.erased", actor=actor, target=user, detail={"what": what, **deleted.data()})
    return deleted


@transaction.atomic
def erase_person(user: User, *, actor: User | None = None) -> tuple[str, Deleted]:
    """For an account that has ended: its conversations, and everything that says who it was; (label, counts).

    Raises NotAllowedError while the account is in use. Counts stay with the agency.
    """
    deleted = erase_conversations(user, actor=actor)
    label = erase_account(user, actor=actor)
    forget_reminders(user)
    return label, deleted


def _older(before: dt.datetime) -> QuerySet[Question]:
    return Question.objects.filter(asked_at__lt=before)


def _lock(user_ids: Collection[int]) -> None:
    """No question of these people is stored, and none of theirs deleted elsewhere, until the transaction ends."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=user_ids).order_by("pk").values_list("pk"))


def _forget(question_ids: Collection[uuid.UUID]) -> Deleted:
    keep_counts(question_ids)
    ratings = forget_ratings(question_ids)
    forget_appeals(question_ids)
    forget_cases(question_ids)
    questions, conversations = forget_questions(question_ids)
    return Deleted(conversations, questions, ratings)
