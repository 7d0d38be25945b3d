"""Conversations, questions, answers and citations as rows."""

from __future__ import annotations

import uuid
from typing import Self, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency
from congvu.accounts.types import Viewer
from congvu.answering.types import AnswerStatus
from congvu.corpus.models import DocumentVersion, Passage, Unit

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class OwnedQuerySet(models.QuerySet[M_co]):
    """Chats are personal: only the person who asked reads them."""

    owner_path = "user_id"

    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(**{self.owner_path: viewer.user_id})


class OfConversationQuerySet(OwnedQuerySet[M_co]):
    owner_path = "conversation__user_id"


class OfQuestionQuerySet(OwnedQuerySet[M_co]):
    owner_path = "question__conversation__user_id"


class OfAnswerQuerySet(OwnedQuerySet[M_co]):
    owner_path = "answer__question__conversation__user_id"


class Conversation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="conversations")
    title = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        verbose_name = _("conversation")

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """What was asked, as typed.

    ``agency`` is the asker's on that day and stays; ``token`` makes a repeated POST harmless.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="questions")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    text = models.TextField()
    on = models.DateField(help_text=_("the date whose law is asked for"))
    token = models.UUIDField(default=uuid.uuid4)
    asked_at = models.DateTimeField(auto_now_add=True)

    objects = OfConversationQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [models.UniqueConstraint(fields=["conversation", "token"], name="question_once")]

    def __str__(self) -> str:
        return self.text[:80]


class Answer(models.Model):
    """The answer to one question, with all that could have changed it.

    ``names`` are the documents (ids) that its own words name without citing them: what a follow-up was read with, what
    was offered when asking back. Whoever may not read one of them any more does not see these words either.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.OneToOneField(Question, models.CASCADE, related_name="answer")
    status = models.CharField(max_length=24, choices=AnswerStatus.choices, default=AnswerStatus.PENDING)
    access_hash = models.CharField(max_length=64, blank=True)
    confidence = models.FloatField(null=True, blank=True)
    versions = models.JSONField(default=dict)
    names = ArrayField(models.BigIntegerField(), default=list, editable=False)
    timings_ms = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True, blank=True)
    stop_asked = models.BooleanField(default=False, db_default=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = OfQuestionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.status}"


class AnswerEvidence(models.Model):
    """What was shown as evidence, in order; kept so that an answer can be explained later."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="evidence")
    rank = models.PositiveIntegerField()
    passage = models.ForeignKey(Passage, models.SET_NULL, null=True)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True)
    score = models.FloatField()

    objects = OfAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["answer", "rank"], name="evidence_rank_once")]

    def __str__(self) -> str:
        return f"{self.rank}"


class AnswerBlock(models.Model):
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="blocks")
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    text = models.TextField()
    citations: models.ManyToManyField[Citation, models.Model] = models.ManyToManyField(
        "Citation", related_name="blocks", blank=True
    )

    objects = OfAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["answer", "ordinal"], name="block_ordinal_once")]

    def __str__(self) -> str:
        return self.text[:80]


class Citation(models.Model):
    """Number ``n`` of an answer: a passage of a version, the unit, and the span that was quoted.

    The quote is not stored twice: it is ``version.text[start:end]``, and ``quote_hash`` proves it.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="citations")
    n = models.PositiveIntegerField()
    version = models.ForeignKey(DocumentVersion, models.PROTECT)
    passage = models.ForeignKey(Passage, models.PROTECT)
    unit = models.ForeignKey(Unit, models.PROTECT)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote_hash = models.CharField(max_length=64)

    objects = OfAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["n"]
        constraints = [models.UniqueConstraint(fields=["answer", "n"], name="citation_number_once")]

    def __str__(self) -> str:
        return f"[{self.n}] {self.unit}"
