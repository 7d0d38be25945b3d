"""Putting two result lists on one scale. Normalised sums, not reciprocal ranks: ranks hurt on our data."""

from __future__ import annotations

from collections.abc import Sequence

from congvu.index.types import Hit
from congvu.retrieval.types import Candidate

LEXICAL_WEIGHT = 0.65


def normalised(hits: Sequence[Hit], *, floor: float | None = None) -> dict[int, float]:
    """Scores on 0..1: the best is 1; ``floor`` (default: the worst of the list) is 0."""
    if not hits:
        return {}
    best = max(h.score for h in hits)
    low = min(h.score for h in hits) if floor is None else floor
    width = best - low
    return {h.passage_id: (h.score - low) / width if width > 0 else 1.0 for h in hits}


def fuse(lexical: Sequence[Hit], dense: Sequence[Hit], weight: float = LEXICAL_WEIGHT) -> list[Candidate]:
    """One list, best first. BM25 is measured from 0, cosines from the worst of their list.

    With one list empty the other decides alone, so search works before the first vector is there.
    """
    by_text, by_vector = normalised(lexical, floor=0.0), normalised(dense)
    if not dense:
        weight = 1.0
    elif not lexical:
        weight = 0.0
    raw_text = {h.passage_id: h.score for h in lexical}
    raw_vector = {h.passage_id: h.score for h in dense}
    fused = [
        Candidate(
            passage_id=pk,
            score=weight * by_text.get(pk, 0.0) + (1 - weight) * by_vector.get(pk, 0.0),
            lexical=raw_text.get(pk),
            dense=raw_vector.get(pk),
        )
        for pk in by_text.keys() | by_vector.keys()
    ]
    return sorted(fused, key=lambda c: (-c.score, c.passage_id))
