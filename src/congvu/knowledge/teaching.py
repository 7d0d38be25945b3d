"""What an approved correction teaches the ranker: its sources answer the question, and so the passages marked."""

from __future__ import annotations

from congvu.knowledge.models import Correction, Review
from congvu.retrieval.actions import Mark, record_judgements, withdraw_judgements


def teach(correction: Correction, review: Review) -> None:
    """In the transaction of the approval. A passage that was marked counts as the smallest unit that holds it; what the
    answer rests on is right, whatever was marked.
    """
    units: dict[tuple[int, str], bool] = {}
    for mark in correction.marks.select_related("passage__unit", "passage__version"):
        units[mark.passage.version.document_id, mark.passage.unit.anchor] = mark.right
    for source in correction.sources.select_related("unit", "version"):
        units[source.version.document_id, source.unit.anchor] = True
    marks = [Mark(document, anchor, right) for (document, anchor), right in units.items()]
    record_judgements(
        correction.question, marks, origin=_origin(correction), field=correction.field.code, actor=review.reviewer
    )


def forget(correction: Correction) -> None:
    """In the transaction that takes its answer out of use."""
    withdraw_judgements(_origin(correction))


def _origin(correction: Correction) -> str:
    return f"correction:{correction.pk}"
