"""Writing a draft down as rows: blocks, citations, evidence."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection

from congvu.answering.models import Answer, AnswerBlock, AnswerEvidence, Citation
from congvu.answering.types import Block, Draft, Quote
from congvu.common.hashing import sha256_hex
from congvu.retrieval.types import Evidence

# One statement, because every sentence of a written answer comes through it. A number without a citation fails.
_SAVE = """
    WITH cited AS (
        INSERT INTO answering_citation (answer_id, n, version_id, passage_id, unit_id, start, "end", quote_hash)
        SELECT %(answer)s, * FROM unnest(
            %(n)s::int[], %(version)s::bigint[], %(passage)s::bigint[], %(unit)s::bigint[],
            %(start)s::int[], %(end)s::int[], %(hash)s::text[]
        )
        RETURNING id, n
    ), placed AS (
        INSERT INTO answering_answerblock (answer_id, ordinal, kind, text)
        SELECT %(answer)s, * FROM unnest(%(ordinal)s::int[], %(kind)s::text[], %(text)s::text[])
        RETURNING id, ordinal
    ), known AS (
        SELECT id, n FROM cited UNION ALL SELECT id, n FROM answering_citation WHERE answer_id = %(answer)s
    )
    INSERT INTO answering_answerblock_citations (answerblock_id, citation_id)
    SELECT placed.id, known.id
    FROM unnest(%(citing)s::int[], %(number)s::int[]) AS pair (ordinal, n)
    JOIN placed USING (ordinal) LEFT JOIN known USING (n)
"""


def save_draft(answer: Answer, draft: Draft) -> None:
    """Rows of a draft, in the caller's transaction; the numbers of its blocks are those of its quotes,
    from 1."""
    save_blocks(answer, draft.blocks, draft.quotes)


def save_blocks(
    answer: Answer, blocks: Sequence[Block], quotes: Sequence[Quote], after: int = 0, quotes_after: int = 0
) -> None:
    """Blocks, placed on from ``after``, with the quotes that they are the first to cite, numbered on from
    ``quotes_after``."""
    numbers = [(at, n) for at, block in enumerate(blocks, start=after) for n in dict.fromkeys(block.citations)]
    rows: dict[str, Any] = {
        "answer": answer.pk,
        "n": list(range(quotes_after + 1, quotes_after + len(quotes) + 1)),
        "version": [quote.version_id for quote in quotes],
        "passage": [quote.passage_id for quote in quotes],
        "unit": [quote.unit_id for quote in quotes],
        "start": [quote.start for quote in quotes],
        "end": [quote.end for quote in quotes],
        "hash": [sha256_hex(quote.text) for quote in quotes],
        "ordinal": list(range(after, after + len(blocks))),
        "kind": [block.kind for block in blocks],
        "text": [block.text for block in blocks],
        "citing": [at for at, _n in numbers],
        "number": [n for _at, n in numbers],
    }
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, rows)


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
