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
    """A question whose answer was approved."""

    key: int
    question: str


@dataclass(frozen=True, slots=True)
class Match:
    """The known question that is asked again; ``score`` (0..1) is the estimate that it is the same."""

    key: int
    score: float


@dataclass(frozen=True)
class Weights:
    """A linear model of log-odds over ``NAMES``, the intercept first; ``least`` is the probability from which two
    questions are one.
    """

    values: NDArray[np.float64]
    least: float
    card: Mapping[str, Any]

    def probability(self, row: NDArray[np.float64]) -> float:
        """That the two questions of a row ask the same."""
        return 1 / (1 + math.exp(-float(self.values[0] + self.values[1:] @ row)))

    def to_json(self) -> dict[str, Any]:
        return {
            "names": list(NAMES),
            "values": [round(float(w), 4) for w in self.values],
            "least": self.least,
            "card": dict(self.card),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Weights:
        """Raises ValueError where it was learned over other features than this program compares."""
        if tuple(data["names"]) != NAMES:
            raise ValueError("the weights were learned over other features")
        return cls(np.array(data["values"]), float(data["least"]), data["card"])


@cache
def weights() -> Weights:
    """The weights of the package."""
    text = (files("congvu.retrieval") / "data" / "repeats" / "weights.json").read_text("utf-8")
    return Weights.from_json(json.loads(text))


def best(question: str, known: Sequence[Known]) -> Match | None:
    """The known question that ``question`` repeats, or None. Pure.

    Of several the likeliest, of equally likely ones the first. Known questions are read once a process and compared in
    a pass over all of them.
    """
    judged = [(weights().probability(row), place) for place, row in rows(question, known)]
    score, place = max(judged, key=lambda found: (found[0], -found[1]), default=(0.0, 0))
    return Match(known[place].key, score) if judged and score >= weights().least else None


def rows(question: str, known: Sequence[Known]) -> list[tuple[int, NDArray[np.float64]]]:
    """(place among the known, row of ``NAMES``) of those that are near enough to be compared."""
    asked = read(question)
    readings = [read(one.question) for one in known]
    return [(place, compare(asked, readings[place])) for place in _near(asked, readings)]


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
