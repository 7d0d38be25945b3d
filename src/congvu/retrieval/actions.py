"""Judgements: what approved corrections teach the ranker, and taking it back.

The room of knowledge calls these inside the transaction of an approval or a withdrawal, which checks who may and is
audited there by name; here only how many judgements came or went is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.common import audit
from congvu.common.audit import Actor
from congvu.common.errors import InvalidInputError
from congvu.corpus.models import Document
from congvu.retrieval.models import Judgement


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether a unit, by its document and its anchor there, answers the question."""

    document_id: int
    anchor: str
    relevant: bool


@transaction.atomic
def record_judgements(
    question: str, marks: Sequence[Mark], *, origin: str, field: str = "", actor: Actor | None = None
) -> int:
    """Keep what was approved of a question, in the place of whatever came from the same ``origin``; how many there are.

    ``question`` is the approved wording, never taken from a person's history without approval. Raises InvalidInputError
    where the same unit is said to answer and not to, or a document does not exist.
    """
    if not origin or not question.strip():
        raise InvalidInputError(_("A judgement needs a question and where it comes from."))
    by_unit = {(mark.document_id, mark.anchor): mark.relevant for mark in marks}
    if len(by_unit) < len(set(marks)):
        raise InvalidInputError(_("A passage cannot both answer a question and not answer it."))
    documents = {document for document, _anchor in by_unit}
    if Document.objects.filter(pk__in=documents).count() < len(documents):
        raise InvalidInputError(_("A document that was marked is not there any more."))
    Judgement.objects.filter(origin=origin).delete()
    Judgement.objects.bulk_create(
        Judgement(
            question=question.strip(),
            document_id=document,
            anchor=anchor,
            relevant=relevant,
            field=field,
            origin=origin,
        )
        for (document, anchor), relevant in by_unit.items()
    )
    audit.record("judgements.recorded", actor=actor, detail={"origin": origin, "count": len(by_unit)})
    return len(by_unit)


@transaction.atomic
def withdraw_judgements(origin: str, *, actor: Actor | None = None) -> int:
    """Forget what came from ``origin``; the next ranker is learned without it. How many there were."""
    gone, _kinds = Judgement.objects.filter(origin=origin).delete()
    if gone:
        audit.record("judgements.withdrawn", actor=actor, detail={"origin": origin, "count": gone})
    return gone
