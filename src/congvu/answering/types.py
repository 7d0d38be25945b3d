"""Statuses and the typed events of an answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnswerStatus(models.TextChoices):
    """The closed list of DESIGN.md §8, and ``pending`` for an answer that is being made."""

    PENDING = "pending", _("Being prepared")
    ANSWERED = "answered", _("Answered")
    PARTIAL = "partial", _("Answered in part")
    CLARIFY = "clarify", _("Needs a clearer question")
    NO_EVIDENCE = "no_evidence", _("No basis found")
    OUT_OF_SCOPE = "out_of_scope", _("Outside the assistant's scope")
    REFUSED_SECRET = "refused_secret", _("Refused: state secret")
    REFUSED_PERSONAL_DATA = "refused_personal_data", _("Refused: personal data")
    DEGRADED = "degraded", _("Evidence only")
    FAILED = "failed", _("Failed")


CHOICE = "choice"
"""The kind of a block that is a question to ask instead."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim span of a version's text that a block rests on; offsets are characters of the version's
    text.
    """

    passage_id: int
    version_id: int
    unit_id: int
    unit_path: str
    anchor: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of an answer and the numbers (from 1) of the citations it rests on.

    ``kind`` is ``lead`` (our own words: where the quote comes from) or ``quote`` (verbatim) or ``written`` (a
    sentence of a language model that passed the checker) or ``note`` (state of force, what is missing, what to do
    next; carries no claim about the law) or ``choice`` (a whole question, where several were possible) or
    ``approved`` (who approved the answer that follows, and when).
    """

    kind: str
    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a composer returns: status, blocks and the quotes behind the citation numbers, in order from 1."""

    status: AnswerStatus
    blocks: tuple[Block, ...]
    quotes: tuple[Quote, ...] = ()
