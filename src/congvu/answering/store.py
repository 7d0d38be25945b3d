"""Writing a draft down as rows: blocks, citations, evidence."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from congvu.answering.models import Answer, AnswerBlock, AnswerEvidence, Citation
from congvu.answering.types import Block, Draft, Quote
from congvu.common.hashing import sha256_hex
from congvu.retrieval.types import Evidence


def save_draft(answer: Answer, draft: Draft) -> None:
    """Rows of a draft, in the caller's transaction; the numbers of its blocks are those of its quotes,
    from 1."""
    save_blocks(answer, draft.blocks, save_quotes(answer, draft.quotes))


def save_quotes(answer: Answer, quotes: Sequence[Quote], after: int = 0) -> list[Citation]:
    """Citations of these quotes, numbered on from ``after``."""
    return Citation.objects.bulk_create(
        Citation(
            answer=answer,
            n=n,
            version_id=quote.version_id,
            passage_id=quote.passage_id,
            unit_id=quote.unit_id,
            start=quote.start,
            end=quote.end,
            quote_hash=sha256_hex(quote.text),
        )
        for n, quote in enumerate(quotes, start=after + 1)
    )


def save_blocks(answer: Answer, blocks: Sequence[Block], citations: Sequence[Citation], after: int = 0) -> None:
    """Blocks, placed on from ``after``; ``citations`` are all that the answer has by now."""
    by_number = {citation.n: citation for citation in citations}
    rows = AnswerBlock.objects.bulk_create(
        AnswerBlock(answer=answer, ordinal=ordinal, kind=block.kind, text=block.text)
        for ordinal, block in enumerate(blocks, start=after)
    )
    through = AnswerBlock.citations.through
    through._default_manager.bulk_create(
        through(answerblock_id=row.pk, citation_id=by_number[n].pk)
        for row, block in zip(rows, blocks, strict=True)
        for n in dict.fromkeys(block.citations)
    )


def save_evidence(answer: Answer, evidence: Sequence[Evidence]) -> None:
    """What was shown beside the answer, so that it can be explained later."""
    AnswerEvidence.objects.bulk_create(
        AnswerEvidence(answer=answer, rank=e.rank, passage_id=e.passage_id, unit_id=e.unit_id, score=e.score)
        for e in evidence
    )


def forget_draft(answer_id: uuid.UUID) -> None:
    """Take away what an unfinished making left behind."""
    for rows in (AnswerBlock, Citation, AnswerEvidence):
        rows.objects.filter(answer=answer_id).delete()
