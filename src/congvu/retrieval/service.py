"""``retrieve()``: understand, find candidates, authorise, rank. One call, one viewer, one date."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from congvu.accounts.types import Viewer
from congvu.common.clock import today
from congvu.common.errors import UnavailableError
from congvu.index.actions import active_generation
from congvu.index.backends import get_backend
from congvu.index.types import Hit, SearchFilter
from congvu.llm import embedder
from congvu.retrieval import understanding, vectors
from congvu.retrieval.access import authorise
from congvu.retrieval.fusion import fuse
from congvu.retrieval.naming import Named, named_documents
from congvu.retrieval.ranking import DEFAULT, rank
from congvu.retrieval.statistics import rarity
from congvu.retrieval.structural import structural_candidates
from congvu.retrieval.types import Candidate, Query, Retrieval

log = logging.getLogger(__name__)

CANDIDATES = 100
RANKED = 30
NAMED_DOCUMENT_BONUS = 0.5

understand = understanding.understand


class _Timer:
    """Milliseconds per named step."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}
        self.begun = time.perf_counter()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.steps[name] = self.steps.get(name, 0.0) + _ms(start)

    def done(self) -> dict[str, float]:
        return {**{k: round(v, 2) for k, v in self.steps.items()}, "total": round(_ms(self.begun), 2)}


def _ms(since: float) -> float:
    return (time.perf_counter() - since) * 1000


def retrieve(viewer: Viewer, text: str, on: dt.date | None = None, limit: int = 10) -> Retrieval:
    """Evidence for a question, best first, at most ``limit``: what this viewer may read and what holds on ``on``.

    Units named in the question come first. Without vectors the text index decides alone; ``notes`` then says why:
    ``vectors_pending`` (too few have been computed yet) or ``lexical_only`` (the model does not answer, or too slowly).
    """
    timer = _Timer()
    with timer.step("understand"):
        query = understand(text, on or today(), rarity())
    notes: list[str] = []
    with timer.step("structure"):
        names = named_documents(viewer, query)
        named = structural_candidates(viewer, query, names)
    found = _search(viewer, query, names, timer, notes)
    with timer.step("authorise"):
        evidence = authorise(viewer, query, [*named, *found[:RANKED]])
    with timer.step("rank"):
        ordered, confidence = rank(query, evidence, rarity())
    return Retrieval(
        query=query,
        evidence=tuple(ordered[:limit]),
        confidence=confidence,
        timings_ms=timer.done(),
        versions={
            "generation": active_generation().name,
            "ranking": DEFAULT.version,
            "embedding": embedder().recipe.id,
        },
        notes=tuple(notes),
    )


def _search(viewer: Viewer, query: Query, names: Named, timer: _Timer, notes: list[str]) -> list[Candidate]:
    backend, generation = get_backend(), active_generation()
    where = SearchFilter(access=viewer.access, on=query.on)
    asked = None
    if vectors.cover(backend, generation):
        asked = vectors.of_question(query.search_text)
    else:
        notes.append("vectors_pending")
    with timer.step("lexical"):
        lexical = backend.lexical(generation.name, query.search_text, where, CANDIDATES)
    dense: list[Hit] = []
    if asked is not None:
        try:
            with timer.step("embed"):
                vector = asked.wait()
            with timer.step("dense"):
                dense = backend.dense(generation.name, vector, where, CANDIDATES)
        except UnavailableError as error:
            log.info("searching by text alone: %s", error)
            notes.append("lexical_only")
    found = fuse(lexical, dense)
    with timer.step("named"):
        if names.documents:
            named = tuple(sorted(d.pk for d in names.documents))
            inside = SearchFilter(access=viewer.access, on=None, document_ids=named)
            found = _lifted(found, backend.lexical(generation.name, query.search_text, inside, CANDIDATES))
    return found


def _lifted(found: list[Candidate], inside: list[Hit]) -> list[Candidate]:
    """Passages of a document that the question names come before equally good ones of other documents."""
    by_passage = {c.passage_id: c for c in found}
    best = max((h.score for h in inside), default=0.0) or 1.0
    for hit in inside:
        known = by_passage.get(hit.passage_id)
        base = known or Candidate(hit.passage_id, score=0.5 * hit.score / best, lexical=hit.score)
        by_passage[hit.passage_id] = replace(base, score=base.score + NAMED_DOCUMENT_BONUS, named=True)
    return sorted(by_passage.values(), key=lambda c: (-c.score, c.passage_id))
