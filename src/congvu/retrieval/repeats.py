"""Whether a new question is one that was answered before, in other words: asked again, or only close to it.

An approved answer may be given to a repeat only, so whatever changes the meaning decides against it: another number,
date, article or symbol, a denial, another person, place, action or way of asking. The words behind that are in
``data/repeats/words.txt``; how much each difference weighs was learned (``repeat_learning.py``) from questions of ours.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from congvu.retrieval.repeat_features import NAMES, compare
from congvu.retrieval.repeat_reading import Reading, read

COMPARED = 30
"""Known questions that are compared closely: those that share most of what is rare among the known ones."""


@dataclass(frozen=True, slots=True)
class Known:
    """A question whose answer was approved; ``vector`` is the embedder's of the text as a question, None if unknown."""

    key: int
    question: str
    vector: NDArray[np.float32] | None


@dataclass(frozen=True, slots=True)
class Match:
    """The known question that is asked again; ``score`` (0..1) is the estimate that it is the same."""

    key: int
    score: float


@dataclass(frozen=True)
class Weights:
    """A linear model of log-odds over ``NAMES``, once for pairs with vectors and once without; ``least`` is the
    probability from which two questions are one.
    """

    with_vectors: NDArray[np.float64]
    without: NDArray[np.float64]
    least: float
    card: Mapping[str, Any]

    def probability(self, row: NDArray[np.float64]) -> float:
        """That the two questions of a row ask the same."""
        known = not math.isnan(row[-1])
        used, values = (self.with_vectors, row) if known else (self.without, row[:-1])
        return 1 / (1 + math.exp(-float(used[0] + used[1:] @ values)))

    def to_json(self) -> dict[str, Any]:
        return {
            "names": list(NAMES),
            "with_vectors": [round(float(w), 4) for w in self.with_vectors],
            "without": [round(float(w), 4) for w in self.without],
            "least": self.least,
            "card": dict(self.card),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Weights:
        """Raises ValueError where it was learned over other features than this program compares."""
        if tuple(data["names"]) != NAMES:
            raise ValueError("the weights were learned over other features")
        return cls(np.array(data["with_vectors"]), np.array(data["without"]), float(data["least"]), data["card"])


@cache
def weights() -> Weights:
    """The weights of the package."""
    text = (files("congvu.retrieval") / "data" / "repeats" / "weights.json").read_text("utf-8")
    return Weights.from_json(json.loads(text))


def best(question: str, vector: NDArray[np.float32] | None, known: Sequence[Known]) -> Match | None:
    """The known question that ``question`` repeats, or None. Pure; both vectors are the embedder's of questions.

    Of several the likeliest, of equally likely ones the first. Known questions are read once a process and compared in
    a pass over all of them.
    """
    judged = [(weights().probability(row), place) for place, row in rows(question, vector, known)]
    score, place = max(judged, key=lambda found: (found[0], -found[1]), default=(0.0, 0))
    return Match(known[place].key, score) if judged and score >= weights().least else None


def rows(
    question: str, vector: NDArray[np.float32] | None, known: Sequence[Known]
) -> list[tuple[int, NDArray[np.float64]]]:
    """(place among the known, row of ``NAMES``) of those that are near enough to be compared."""
    asked = read(question)
    readings = [read(one.question) for one in known]
    return [
        (place, compare(asked, readings[place], _cosine(vector, known[place].vector)))
        for place in _near(asked, readings)
    ]


def _near(asked: Reading, known: Sequence[Reading]) -> list[int]:
    """Places of the known questions that share most, by words weighed with their rarity among the known ones."""
    holders: dict[str, list[int]] = {}
    for place, reading in enumerate(known):
        for word in asked.everything & reading.everything:
            holders.setdefault(word, []).append(place)
    shared: dict[int, float] = {}
    for places in holders.values():
        rarity = math.log(1 + len(known) / len(places))
        for place in places:
            shared[place] = shared.get(place, 0.0) + rarity
    return sorted(shared, key=lambda place: (-shared[place], place))[:COMPARED]


def _cosine(left: NDArray[np.float32] | None, right: NDArray[np.float32] | None) -> float | None:
    if left is None or right is None:
        return None
    size = float(np.linalg.norm(left) * np.linalg.norm(right))
    return float(left @ right) / size if size else None
