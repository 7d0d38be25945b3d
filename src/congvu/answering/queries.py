"""Reads of conversations and answers; every one of them is for one viewer."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from congvu.accounts.types import Viewer
from congvu.answering import wording
from congvu.answering.context import PreviousTurn
from congvu.answering.models import Answer, Citation, Conversation, Question
from congvu.answering.naming import document_name, search_name
from congvu.answering.policies import can_read_answer
from congvu.answering.types import AnswerStatus
from congvu.answering.views import AnswerView, names_are_readable, view_of
from congvu.common.errors import NotAllowedError
from congvu.corpus.models import Document, Unit
from congvu.legal.structure import UnitLevel


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was typed, and its answer as it may be shown now."""

    question: Question
    answer: Answer
    view: AnswerView


def answer_for(viewer: Viewer, answer_id: uuid.UUID) -> Answer:
    """The viewer's own answer; ``NotAllowedError`` for any other, without telling whether it exists."""
    answer = Answer.objects.visible_to(viewer).select_related("question__conversation").filter(pk=answer_id).first()
    if answer is None:
        raise NotAllowedError(wording.conversation_not_found())
    return answer


def answer_view(answer: Answer, viewer: Viewer) -> AnswerView:
    """What of an answer may be shown to this viewer now; ``NotAllowedError`` unless it is their own."""
    if not can_read_answer(viewer, answer):
        raise NotAllowedError(wording.conversation_not_found())
    return view_of(answer, viewer)


def answer_payload(answer: Answer, viewer: Viewer) -> dict[str, Any]:
    """The stable JSON of an answer (``congvu ask --json``, the stream's citations).

    A citation whose source the viewer may no longer read keeps its number and loses everything else (null).
    """
    view = answer_view(answer, viewer)
    return {
        "status": view.status.value,
        "blocks": [{"text": b.text, "citations": list(b.citations)} for b in view.blocks],
        "citations": [c.data() for c in view.citations],
        "timings_ms": view.timings_ms,
        "versions": view.versions,
    }


def conversations_for(viewer: Viewer) -> QuerySet[Any]:
    """The viewer's own conversations, the latest question first, each with ``question_count``.

    The order is said here: a query that counts by groups leaves the model's own out.
    """
    mine = Conversation.objects.visible_to(viewer).annotate(question_count=Count("questions"))
    return mine.order_by("-updated_at", "pk")


def turns_of(viewer: Viewer, conversation: Conversation) -> list[Turn]:
    """The questions and answers of a conversation in order, as they may be shown now."""
    rows = (
        Answer.objects.visible_to(viewer)
        .filter(question__conversation=conversation)
        .select_related("question__conversation")
        .order_by("question__asked_at")
    )
    return [Turn(row.question, row, view_of(row, viewer)) for row in rows]


_CARRIES_ON = frozenset(
    {
        AnswerStatus.ANSWERED,
        AnswerStatus.PARTIAL,
        AnswerStatus.DEGRADED,
        AnswerStatus.NO_EVIDENCE,
        AnswerStatus.CLARIFY,
    }
)


def previous_turn(question: Question, viewer: Viewer) -> PreviousTurn | None:
    """What the conversation was about before this question; sources that became unreadable are not carried
    on."""
    answer = (
        Answer.objects.filter(
            question__conversation_id=question.conversation_id,
            question__asked_at__lt=question.asked_at,
            status__in=_CARRIES_ON,
        )
        .select_related("question")
        .order_by("-question__asked_at")
        .first()
    )
    if answer is None:
        return None
    resolved = answer.versions.get("resolved_question") if names_are_readable(answer, viewer) else None
    names, text = (tuple(answer.names), resolved) if resolved else ((), answer.question.text)
    awaiting = answer.status == AnswerStatus.CLARIFY
    citation = (
        Citation.objects.filter(answer=answer, version__document__in=Document.objects.visible_to(viewer))
        .select_related("unit", "version__document")
        .defer("version__text", "version__front", "version__warnings")
        .first()
    )
    if citation is None:
        return PreviousTurn(text, awaiting_document=awaiting, names=names)
    document, levels = citation.version.document, levels_of(citation.unit)
    return PreviousTurn(
        text=text,
        document=search_name(document.kind_name, document.number, document.title, document.issued_on),
        article=f"Điều {levels[UnitLevel.ARTICLE]}" if UnitLevel.ARTICLE in levels else "",
        clause=f"khoản {levels[UnitLevel.CLAUSE]}" if UnitLevel.CLAUSE in levels else "",
        names=(*names, document.pk),
    )


def levels_of(unit: Unit) -> dict[str, str]:
    """Numbers of a unit and of those above it, by level."""
    above = Unit.objects.filter(
        version_id=unit.version_id, start__lte=unit.start, end__gte=unit.end, index__lte=unit.index
    )
    return {str(level): number for level, number in above.values_list("level", "number")}


def documents_with_article(viewer: Viewer, number: str, likely: Iterable[int], limit: int = 3) -> dict[int, str]:
    """Names, by id, of documents that have such an article, from ``likely`` (document ids, best first) and recent
    citations."""
    recent = (
        Citation.objects.visible_to(viewer)
        .order_by("-answer__finished_at")
        .values_list("version__document_id", flat=True)
    )[:20]
    order = list(dict.fromkeys([*likely, *recent]))
    units = Unit.objects.visible_to(viewer).filter(
        level=UnitLevel.ARTICLE, number__iexact=number, version__current_of__in=order
    )
    having = set(units.values_list("version__document_id", flat=True))
    documents = Document.objects.in_bulk([pk for pk in order if pk in having][:limit])
    found = [documents[pk] for pk in order if pk in documents]
    return {d.pk: document_name(d.kind_name, d.number, d.title, d.issued_on) for d in found}
