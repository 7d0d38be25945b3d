"""From a question to candidates: what words and vectors find, on one scale, the best with both scores filled in.

The product and the measurements both come through here, so what is measured is what people get.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from congvu.common.errors import UnavailableError
from congvu.index.backends.base import SearchBackend
from congvu.index.types import Hit, SearchFilter, Vector
from congvu.retrieval.fusion import fuse
from congvu.retrieval.types import Candidate

log = logging.getLogger(__name__)

DEPTH = 100
"""Passages that each engine names."""
RANKED = 60
"""Candidates that are authorised, compared word by word and ranked."""
NAMED_DOCUMENT_BONUS = 0.5

Step = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates by falling fused score; the first ``RANKED`` know both scores. ``by_words``, ``by_vector``: the lists
    that they came from. ``unanswered``: the model was asked for a vector and gave none.
    """

    candidates: list[Candidate]
    by_words: list[Hit]
    by_vector: list[Hit]
    unanswered: bool = False


def find(
    backend: SearchBackend,
    generation: str,
    text: str,
    vector: Callable[[], Vector] | None,
    where: SearchFilter,
    *,
    named: tuple[int, ...] = (),
    depth: int = DEPTH,
    step: Step = lambda _name: nullcontext(),
) -> Found:
    """Search by words and, where ``vector`` gives one, by meaning; passages of ``named`` documents are lifted.

    ``vector`` is asked after the search by words, so it may be worked out meanwhile; its UnavailableError leaves the
    words to decide alone.
    """
    with step("lexical"):
        by_words = backend.lexical(generation, text, where, depth)
    asked, by_vector, unanswered = None, list[Hit](), False
    if vector is not None:
        try:
            with step("embed"):
                asked = vector()
            with step("dense"):
                by_vector = backend.dense(generation, asked, where, depth)
        except UnavailableError as error:
            log.warning("searching by words alone: %s", error)
            unanswered = True
    found = fuse(by_words, by_vector)
    if named:
        with step("named"):
            # What the question names is found also when it is out of force.
            inside = replace(where, on=None, document_ids=named)
            found = _lifted(found, backend.lexical(generation, text, inside, depth))
    with step("scores"):
        best = _with_both_scores(backend, generation, found[:RANKED], text, asked, replace(where, on=None))
    return Found([*best, *found[RANKED:]], by_words, by_vector, unanswered)


def _lifted(found: list[Candidate], inside: list[Hit]) -> list[Candidate]:
    """Passages of a document that the question names come before equally good ones of other documents."""
    by_passage = {c.passage_id: c for c in found}
    best = max((h.score for h in inside), default=0.0) or 1.0
    for hit in inside:
        known = by_passage.get(hit.passage_id)
        base = known or Candidate(hit.passage_id, score=0.5 * hit.score / best, lexical=hit.score)
        by_passage[hit.passage_id] = replace(base, score=base.score + NAMED_DOCUMENT_BONUS, named=True)
    return sorted(by_passage.values(), key=lambda c: (-c.score, c.passage_id))


def _with_both_scores(
    backend: SearchBackend,
    generation: str,
    found: Sequence[Candidate],
    text: str,
    vector: Vector | None,
    where: SearchFilter,
) -> list[Candidate]:
    """The candidates with the score of the engine that did not name them: one search among them for each engine."""

    def words(inside: SearchFilter, limit: int) -> list[Hit]:
        return backend.lexical(generation, text, inside, limit)

    def meaning(inside: SearchFilter, limit: int) -> list[Hit]:
        return [] if vector is None else backend.dense(generation, vector, inside, limit)

    lexical = _missing([c.passage_id for c in found if c.lexical is None], where, words)
    dense = _missing([c.passage_id for c in found if c.dense is None], where, meaning)
    return [
        replace(
            c,
            lexical=lexical.get(c.passage_id, 0.0) if c.lexical is None else c.lexical,
            dense=dense.get(c.passage_id) if c.dense is None else c.dense,
        )
        for c in found
    ]


def _missing(
    passages: Sequence[int], where: SearchFilter, search: Callable[[SearchFilter, int], list[Hit]]
) -> dict[int, float]:
    if not passages:
        return {}
    inside = replace(where, passage_ids=tuple(passages))
    return {hit.passage_id: hit.score for hit in search(inside, len(passages))}
