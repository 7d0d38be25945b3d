"""``retrieve()``: understand, find candidates, authorise, rank. One call, one viewer, one date."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager

from congvu.accounts.types import Viewer
from congvu.common.clock import today
from congvu.index.actions import active_generation
from congvu.index.backends import get_backend
from congvu.index.models import IndexGeneration
from congvu.index.types import SearchFilter
from congvu.retrieval import candidates, recall, understanding, vectors
from congvu.retrieval.access import authorise
from congvu.retrieval.candidates import Found
from congvu.retrieval.force import ForceFinding, find_force, force_candidates
from congvu.retrieval.naming import Named, named_documents
from congvu.retrieval.province import province_names
from congvu.retrieval.rankers import active_ranker
from congvu.retrieval.ranking import rank
from congvu.retrieval.statistics import rarity
from congvu.retrieval.structural import structural_candidates
from congvu.retrieval.types import Evidence, Query, Retrieval

understand = understanding.understand
_ANY_QUESTION = "Thời hạn giải quyết hồ sơ là bao nhiêu ngày làm việc?"


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


def retrieve(
    viewer: Viewer, text: str, on: dt.date | None = None, limit: int = 10, *, explain: bool = False
) -> Retrieval:
    """Evidence for a question, best first, at most ``limit``: what this viewer may read and what holds on ``on``.

    Texts that experts approved for questions like this one are lifted (``recall``).

    Units named in the question come first. Without vectors the text index decides alone; ``notes`` then says why:
    ``vectors_pending`` (too few have been computed yet) or ``lexical_only`` (the model does not answer, or too slowly).
    With ``explain`` each piece of evidence carries its features and what they added to its score.
    """
    timer = _Timer()
    ranker = active_ranker()
    with timer.step("understand"):
        query = understand(text, on or today(), rarity(), province_names(on or today()))
    notes: list[str] = []
    evidence, generation, force = _found(viewer, query, timer, notes)
    with timer.step("memory"):
        remembered = recall.rows_of(query, evidence)
    with timer.step("rank"):
        ordered, confidence = rank(query, evidence, rarity(), ranker, remembered, explain=explain)
    return Retrieval(
        query=query,
        evidence=tuple(ordered[:limit]),
        confidence=confidence,
        timings_ms=timer.done(),
        versions={
            "generation": generation.name,
            "ranking": ranker.version,
            "embedding": str(generation.recipe.get("embedding")),
        },
        notes=tuple(notes),
        force=force,
    )


def warm() -> None:
    """Load what the first question of a process would wait for, or go without: model, ranker, tables.

    The model takes longer to load than a question waits for it, so the first ones would be searched by words alone.
    """
    vectors.load(get_backend(), active_generation())
    retrieve(recall.PUBLIC, _ANY_QUESTION)


def unranked(viewer: Viewer, text: str, on: dt.date | None = None) -> tuple[Query, list[Evidence]]:
    """A question and what ``retrieve`` would put in order for it: what a ranker learns from."""
    query = understand(text, on or today(), rarity(), province_names(on or today()))
    return query, _found(viewer, query, _Timer(), [])[0]


def _found(
    viewer: Viewer, query: Query, timer: _Timer, notes: list[str]
) -> tuple[list[Evidence], IndexGeneration, ForceFinding | None]:
    """What may answer, units that the question names first, checked for this viewer, in no order of worth; and what was
    found where it asks about the force of a text.
    """
    with timer.step("structure"):
        names = named_documents(viewer, query)
        force = find_force(viewer, query, names)
        named = [*force_candidates(force), *([] if force else structural_candidates(viewer, query, names))]
    generation = active_generation()
    found = _search(viewer, query, generation, names, timer, notes)
    with timer.step("authorise"):
        evidence = authorise(viewer, query, [*named, *found.candidates[: candidates.RANKED]])
    return evidence, generation, force


def _search(
    viewer: Viewer, query: Query, generation: IndexGeneration, names: Named, timer: _Timer, notes: list[str]
) -> Found:
    backend = get_backend()
    asked = None
    if model := vectors.model_of(backend, generation):
        asked = vectors.of_question(query.search_text, model).wait
    else:
        notes.append("vectors_pending")
    found = candidates.find(
        backend,
        generation.name,
        query.search_text,
        asked,
        SearchFilter(access=viewer.access, on=query.on),
        named=tuple(sorted(d.pk for d in names.documents)),
        step=timer.step,
    )
    if found.unanswered:
        notes.append("lexical_only")
    return found
