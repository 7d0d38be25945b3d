"""Answers made ready for the templates."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from congvu.accounts.types import Viewer
from congvu.answering import wording
from congvu.answering.approved import VERSION_KEY, may_be_meant
from congvu.answering.context import asked_after
from congvu.answering.models import Answer, Question
from congvu.answering.queries import Turn, answer_view
from congvu.answering.types import CHOICE, AnswerStatus
from congvu.answering.views import AnswerView, CitationView, EvidenceView
from congvu.feedback.models import Rating, Reason
from congvu.knowledge.models import Signal
from congvu.knowledge.opening import ASKABLE

_OFFERED_BESIDE = frozenset(
    (AnswerStatus.ANSWERED, AnswerStatus.PARTIAL, AnswerStatus.NO_EVIDENCE, AnswerStatus.CLARIFY, AnswerStatus.DEGRADED)
)
_POINT = re.compile(r"^(?:[a-zđ]{1,2}\d?[).]|[-–+•])\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a quote; ``point`` ones are items of a list and are set in."""

    text: str
    point: bool


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block with its lines and the citations it rests on."""

    kind: str
    lines: tuple[Line, ...]
    citations: tuple[CitationView, ...]
    withheld: bool


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer, its question and the reader's own verdict on it."""

    question: Question
    view: AnswerView
    blocks: tuple[ShownBlock, ...]
    further: tuple[EvidenceView, ...]
    rating: Rating | None
    failure: tuple[str, str] | None
    case_state: str = ""
    may_be_meant: tuple[str, ...] = ()

    @property
    def reasons(self) -> list[tuple[str, str, bool]]:
        """(code, words, chosen) of every reason for a dislike."""
        chosen = self.rating.reasons if self.rating else []
        return [(code, str(words), code in chosen) for code, words in Reason.choices]

    @property
    def read_as(self) -> str:
        """A follow-up as it was completed from the conversation; "" where nothing was added."""
        return self.view.versions.get("resolved_question", "")

    @property
    def asked_after(self) -> str:
        """The questions that a follow-up was read with which could not be written out as a whole one, or ""."""
        return "”, “".join(asked_after(self.question.text, self.read_as))

    @property
    def can_rate(self) -> bool:
        return self.view.finished and self.view.status != AnswerStatus.FAILED

    @property
    def can_ask_expert(self) -> bool:
        """Whether an expert could be asked and has not been yet."""
        return self.view.status in ASKABLE and not self.case_state

    @property
    def copy_text(self) -> str:
        """The answer as plain text with its sources below, for pasting into a letter."""
        told = [block for block in self.blocks if block.kind != CHOICE]
        parts = ["\n".join(line.text for line in block.lines) for block in told]
        sources = [
            f"[{c.n}] {c.unit}, {c.document.title} ({c.document.number})"
            if c.document.number
            else f"[{c.n}] {c.unit}, {c.document.title}"
            for c in self.view.citations
            if c.document is not None
        ]
        if sources:
            parts.append("\n".join([_("Sources:"), *sources]))
        return "\n\n".join(parts)


def shown_turns(turns: list[Turn], viewer: Viewer) -> list[ShownAnswer]:
    """The turns of a conversation with the reader's verdicts, read in one query."""
    ratings = {
        rating.answer_id: rating
        for rating in Rating.objects.visible_to(viewer).filter(answer__in=[turn.answer.pk for turn in turns])
    }
    cases = _cases([turn.answer for turn in turns])
    shown = [
        _shown(turn.question, turn.view, ratings.get(turn.answer.pk), cases.get(turn.answer.pk, "")) for turn in turns
    ]
    return [*shown[:-1], *(_with_what_may_be_meant(last, viewer) for last in shown[-1:])]


def shown_answer(answer: Answer, viewer: Viewer) -> ShownAnswer:
    """One answer."""
    view = answer_view(answer, viewer)
    if not view.finished:  # nobody can have judged it, and no expert was asked
        return _shown(answer.question, view, None, "")
    rating = Rating.objects.visible_to(viewer).filter(answer=answer).first()
    shown = _shown(answer.question, view, rating, _cases([answer]).get(answer.pk, ""))
    return _with_what_may_be_meant(shown, viewer)


def _with_what_may_be_meant(shown: ShownAnswer, viewer: Viewer) -> ShownAnswer:
    """Offer approved questions beside an answer that is none of theirs; looked up anew each time, so that what was
    withdrawn, or is not for this reader any more, is not offered.
    """
    if shown.view.status not in _OFFERED_BESIDE or VERSION_KEY in shown.view.versions:
        return shown
    asked = shown.read_as or shown.question.text
    return replace(shown, may_be_meant=tuple(text for text in may_be_meant(viewer, asked) if text != asked))


def _cases(answers: list[Answer]) -> dict[uuid.UUID | None, str]:
    """How far the cases are that these answers' askers know of."""
    signals = Signal.objects.filter(answer__in=[answer.pk for answer in answers], user__isnull=False)
    return {signal.answer_id: signal.case.get_state_display() for signal in signals.select_related("case")}


def _shown(question: Question, view: AnswerView, rating: Rating | None, case_state: str) -> ShownAnswer:
    by_number = {citation.n: citation for citation in view.citations}
    cited = {citation.url for citation in view.citations}
    failure = None
    if view.status is AnswerStatus.FAILED:
        failure = wording.failure(retry=view.versions.get("failure") == "unavailable")
    return ShownAnswer(
        question=question,
        view=view,
        blocks=tuple(
            ShownBlock(block.kind, _lines(block.text), tuple(by_number[n] for n in block.citations), block.withheld)
            for block in view.blocks
        ),
        further=tuple(item for item in view.evidence if item.url not in cited),
        rating=rating,
        failure=failure,
        case_state=case_state,
    )


def _lines(text: str) -> tuple[Line, ...]:
    return tuple(Line(line.strip(), bool(_POINT.match(line.strip()))) for line in text.split("\n") if line.strip())
