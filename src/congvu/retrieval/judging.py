"""Labelled questions put through the real search: for each, the candidates, their features and which are right.

One pass serves measuring (every variant looks at the same lists) and learning (features with labels).
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from congvu.index.types import Hit, SearchFilter, Vector
from congvu.legal import law_keys_in
from congvu.llm import embedder
from congvu.retrieval import candidates
from congvu.retrieval.collection import Collection, Progress, without_laws
from congvu.retrieval.features import Compared, features
from congvu.retrieval.labelled import LabelledQuery
from congvu.retrieval.types import Candidate, Query
from congvu.retrieval.understanding import understand
from congvu.retrieval.ways_of_typing import TYPINGS

DEPTH = 300
"""Passages asked of an engine alone, so that 100 articles remain after the passages of one article are merged."""
TODAY = dt.date(2026, 1, 1)
"""One day for every run: an evaluation corpus has no dates of force, and old names are read the same."""
_ALL = SearchFilter(access=None, on=None)


@dataclass(frozen=True)
class Judged:
    """One question in one way of typing over one corpus.

    ``found``: what was compared, in the order of the fused score; ``rows``: their features; ``right``: which of them
    lie in an article that answers. ``by_words``, ``by_vector``, ``fused``: article ids in the engines' orders.
    ``kin``: what ties it to other questions for fair folds. ``held_out``: the texts that answer were taken out of the
    search, so nothing is right.
    """

    question: LabelledQuery
    typing: str
    held_out: bool
    with_vectors: bool
    found: tuple[Compared, ...]
    articles: tuple[str, ...]
    rows: NDArray[np.float64]
    right: NDArray[np.bool_]
    by_words: tuple[str, ...]
    by_vector: tuple[str, ...]
    fused: tuple[str, ...]
    kin: frozenset[str]
    timings_ms: dict[str, float]


def judge(
    collection: Collection,
    typings: Sequence[str],
    *,
    vectors: bool = True,
    held_out: bool = False,
    progress: Progress = lambda _what, _done, _total: None,
) -> Iterator[Judged]:
    """Ask every question in every way of typing; ``held_out`` takes the texts that answer out of the search."""
    queries = collection.labelled.queries
    for typing in typings:
        for number, question in enumerate(queries, start=1):
            where = replace(_ALL, document_ids=without_laws(collection, question)) if held_out else _ALL
            yield _judged(collection, question, typing, where, vectors=vectors, held_out=held_out)
            progress(typing, number, len(queries))


def _judged(
    collection: Collection,
    question: LabelledQuery,
    typing: str,
    where: SearchFilter,
    *,
    vectors: bool,
    held_out: bool,
) -> Judged:
    steps: dict[str, float] = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        steps[name] = (time.perf_counter() - begun) * 1000

    with step("understand"):
        query = understand(TYPINGS[typing](question.text), TODAY, collection.rarity)
    asked: list[Vector] = []

    def vector() -> Vector:
        asked.append(np.asarray(embedder().queries([query.search_text])[0], dtype=np.float32))
        return asked[0]

    found = candidates.find(
        collection.backend,
        collection.generation,
        query.search_text,
        vector if vectors else None,
        where,
        named=_named(collection, query, where),
        step=step,
    )
    best = found.candidates[: candidates.RANKED]
    to_compare = tuple(_compared(collection, c) for c in best)
    with step("features"):
        rows = features(query, to_compare, collection.rarity)
    by_words, by_vector = _alone(collection, query, asked, where) if not held_out else ([], [])
    owner = collection.owner
    articles = tuple(owner[c.passage_id] for c in best)
    return Judged(
        question,
        typing,
        held_out,
        bool(asked),
        to_compare,
        articles,
        rows,
        np.array([article in question.relevant for article in articles], dtype=bool),
        tuple(dict.fromkeys(owner[h.passage_id] for h in by_words)),
        tuple(dict.fromkeys(owner[h.passage_id] for h in by_vector)),
        tuple(dict.fromkeys(owner[c.passage_id] for c in found.candidates)),
        collection.labelled.kin(question),
        steps,
    )


def _alone(
    collection: Collection, query: Query, asked: Sequence[Vector], where: SearchFilter
) -> tuple[list[Hit], list[Hit]]:
    """What each engine finds by itself, more of it than it contributes, so that 100 articles can be told apart."""
    backend, generation = collection.backend, collection.generation
    by_words = backend.lexical(generation, query.search_text, where, DEPTH)
    return by_words, backend.dense(generation, asked[0], where, DEPTH) if asked else []


def _named(collection: Collection, query: Query, where: SearchFilter) -> tuple[int, ...]:
    """Documents that a question names by the name of a law, as ``naming`` finds them in the library."""
    keys = law_keys_in(query.search_text)
    found = {document for key in keys for document in collection.names.get(key, ())}
    allowed = found if where.document_ids is None else found.intersection(where.document_ids)
    return tuple(sorted(allowed))


def _compared(collection: Collection, candidate: Candidate) -> Compared:
    entry = collection.entries[candidate.passage_id]
    return Compared(
        entry.passage_id,
        entry.document_id,
        entry.title,
        entry.headings,
        entry.body,
        candidate.lexical,
        candidate.dense,
        candidate.named,
    )
