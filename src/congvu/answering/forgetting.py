"""Deleting questions for good, with everything that was made of them."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from congvu.answering.models import Answer, AnswerBlock, Conversation, Question
from congvu.answering.titles import title_of

_CARRIED = ("resolved_question", "reading_notes")


def forget_questions(question_ids: Collection[uuid.UUID]) -> tuple[int, int]:
    """Delete these questions with their answers, blocks, citations and evidence; (questions, conversations) gone.

    A conversation without questions goes too. One that goes on keeps no words of what is gone: it is named after its
    first remaining question, and what later answers had carried over from earlier ones is taken out of them. In the
    caller's transaction, which holds the lock on the person's account that ``ask`` takes.
    """
    # Whoever is making or rating one of the answers holds its row: no child row can appear behind the deletion.
    doomed = list(Answer.objects.select_for_update(of=("self",)).filter(question_id__in=question_ids).order_by("pk"))
    questions = Question.objects.filter(pk__in=question_ids)
    touched = set(questions.values_list("conversation_id", flat=True))
    gone = questions.count()
    Answer.objects.filter(pk__in=[answer.pk for answer in doomed]).delete()
    questions.delete()
    left = Conversation.objects.filter(pk__in=touched)
    ended, _rows = left.filter(questions=None).delete()
    for conversation in left.order_by("pk"):
        _let_go_on(conversation)
    return gone, ended


def _let_go_on(conversation: Conversation) -> None:
    first = conversation.questions.order_by("asked_at", "pk").first()
    if first is not None:
        # Not by save(): nothing was asked, so the conversation is not "last used" now.
        Conversation.objects.filter(pk=conversation.pk).update(title=title_of(first.text))
    for answer in Answer.objects.filter(question__conversation=conversation, versions__has_any_keys=_CARRIED):
        notes = int(answer.versions.get("reading_notes", 0))
        AnswerBlock.objects.filter(answer=answer, ordinal__lt=notes).delete()
        versions = {name: value for name, value in answer.versions.items() if name not in _CARRIED}
        Answer.objects.filter(pk=answer.pk).update(versions=versions)
