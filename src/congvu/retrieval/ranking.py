"""Ordering evidence, and estimating whether the best of it answers the question: two forests over visible features.

What the forests are made of is in ``features.py``, how they were learned in ``training.py``, which one serves in
``rankers.py``. Each says of every place in an order what put it there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from congvu.retrieval.denied import denied_first
from congvu.retrieval.features import FEATURE_NAMES, Compared, article_key, features
from congvu.retrieval.fields import named_field_first
from congvu.retrieval.forest import Forest
from congvu.retrieval.memory import NAMES as MEMORY_NAMES
from congvu.retrieval.memory import Rows
from congvu.retrieval.statistics import Rarity
from congvu.retrieval.types import Evidence, Query

OF_LISTS = ("score", "margin", "lead")
CONFIDENCE_NAMES = (*FEATURE_NAMES, *OF_LISTS)
"""The best passage's features; its score, by how much it leads the best of another Điều, and the middle of the list."""


@dataclass(frozen=True)
class Ranker:
    """What orders evidence: a forest of scores and one of log-odds, under the version that answers record.

    ``card`` says how it was learned: data with hashes, folds, seeds, figures. ``memory``: what each of ``memory.NAMES``
    adds to the score of the forest; a ranker that learned without one has zeros.
    """

    version: str
    ranking: Forest
    confidence: Forest
    card: Mapping[str, Any] = field(default_factory=dict)
    memory: tuple[float, ...] = (0.0,) * len(MEMORY_NAMES)

    def to_json(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "ranking": self.ranking.to_json(),
            "confidence": self.confidence.to_json(),
            "memory": dict(zip(MEMORY_NAMES, self.memory, strict=True)),
            "card": dict(self.card),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Ranker:
        """Raises ValueError where it was learned over other features than this program works out."""
        memory = {name: float(weight) for name, weight in data.get("memory", {}).items()}
        if not memory.keys() <= set(MEMORY_NAMES):
            raise ValueError("the ranker was learned over another memory")
        ranker = cls(
            str(data["version"]),
            Forest.from_json(data["ranking"]),
            Forest.from_json(data["confidence"]),
            dict(data.get("card", {})),
            tuple(memory.get(name, 0.0) for name in MEMORY_NAMES),
        )
        if ranker.ranking.names != FEATURE_NAMES or ranker.confidence.names != CONFIDENCE_NAMES:
            raise ValueError("the ranker was learned over other features")
        return ranker


@dataclass(frozen=True)
class Order:
    """``places``: positions of the candidates, best first; ``scores``, ``rows``: score and features by position."""

    places: tuple[int, ...]
    scores: NDArray[np.float64]
    rows: NDArray[np.float64]
    confidence: float


def order(
    query: Query, found: Sequence[Compared], rarity: Rarity, ranker: Ranker, remembered: Rows | None = None
) -> Order:
    """Rank candidates of one question; ties keep the order in which they came. ``remembered``: what a memory of judged
    questions says of each, a column for each of ``memory.NAMES``.
    """
    rows = features(query, found, rarity)
    if not len(rows):
        return Order((), np.empty(0), rows, 0.0)
    scores = ranker.ranking.predict(rows)
    if remembered is not None:
        scores = scores + remembered @ np.array(ranker.memory)
    places = tuple(int(i) for i in np.argsort(-scores, kind="stable"))
    return Order(places, scores, rows, confidence_of(found, rows, scores, ranker.confidence))


def confidence_of(
    found: Sequence[Compared], rows: NDArray[np.float64], scores: NDArray[np.float64], forest: Forest
) -> float:
    """The probability (0..1) that the best of these by ``scores`` answers; 0 where there is none."""
    if not len(rows):
        return 0.0
    places = np.argsort(-scores, kind="stable").tolist()
    return _probability(float(forest.predict(summarised(found, rows, scores, places)[None, :])[0]))


def summarised(
    found: Sequence[Compared], rows: NDArray[np.float64], scores: NDArray[np.float64], places: Sequence[int]
) -> NDArray[np.float64]:
    """The row of ``CONFIDENCE_NAMES`` for an order."""
    best = places[0]
    article = article_key(found[best].document_id, found[best].headings)
    others = (scores[i] for i in places if article_key(found[i].document_id, found[i].headings) != article)
    score = float(scores[best])
    margin = score - float(next(others, scores[places[-1]]))
    return np.array([*rows[best], score, margin, score - float(np.median(scores))])


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def compared(found: Evidence) -> Compared:
    """Evidence as ranking sees it."""
    return Compared(
        passage_id=found.passage_id,
        document_id=found.document_id,
        title=f"{found.title} {found.number}".strip(),
        headings=found.headings,
        text=found.text,
        lexical=found.scores.get("lexical"),
        dense=found.scores.get("dense"),
        named=found.named,
    )


def rank(
    query: Query,
    evidence: Sequence[Evidence],
    rarity: Rarity,
    ranker: Ranker,
    remembered: Mapping[int, Rows] | None = None,
    *,
    explain: bool = False,
) -> tuple[list[Evidence], float]:
    """Evidence best first, renumbered, and the confidence (0..1) that the best of it answers the question.

    Units named in the question come first, in its order, with full confidence: they are what was asked for. So do the
    field that it names of the best record, and a likely text that denies what it denies; scores stay what the ranker
    gave. ``remembered``: rows of ``memory.NAMES`` by passage, for passages of which something is remembered. With
    ``explain`` every piece tells its features and what each added to its score.
    """
    named = [e for e in evidence if e.structural]
    taken = {(e.version_id, e.passage_id) for e in named}
    others = [e for e in evidence if not e.structural and (e.version_id, e.passage_id) not in taken]
    memory = np.zeros((len(others), len(MEMORY_NAMES)))
    for place, found in enumerate(others):
        memory[place] = (remembered or {}).get(found.passage_id, 0.0)
    ordered = order(query, [compared(e) for e in others], rarity, ranker, memory)
    added = ranker.ranking.explain(ordered.rows)[1] if explain and others else None
    ranked = [
        replace(
            others[i],
            score=_probability(float(ordered.scores[i])),
            features=_told([*ordered.rows[i], *memory[i]]) if added is not None else {},
            added=_told([*added[i], *memory[i] * ranker.memory]) if added is not None else {},
        )
        for i in ordered.places
    ]
    leading = denied_first(query, named_field_first(query, ranked))
    result = [replace(e, rank=i) for i, e in enumerate([*named, *leading], start=1)]
    return result, 1.0 if named else ordered.confidence


def _told(values: Sequence[float]) -> dict[str, float]:
    names = (*FEATURE_NAMES, *MEMORY_NAMES)
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True) if not math.isnan(value)}
