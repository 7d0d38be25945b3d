"""Whether a question asks what a known one asks: equal but for case and diacritics, or nearly the same syllables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from congvu.text import fold, syllables

ENOUGH = 0.85
"""Share of all syllables of two questions that they have in common."""


@dataclass(frozen=True, slots=True)
class Known:
    """A question whose answer is approved: ``key`` names the answer; ``vector`` (unit length) where one is there."""

    key: int
    question: str
    vector: NDArray[np.float32] | None


@dataclass(frozen=True, slots=True)
class Match:
    """``score`` is 0..1."""

    key: int
    score: float


def best(question: str, vector: NDArray[np.float32] | None, known: Sequence[Known]) -> Match | None:
    """The known question that this one repeats, or None."""
    asked = syllables(question)
    plain, numbers = " ".join(asked), sorted(word for word in asked if word.isdigit())
    found: Match | None = None
    for one in known:
        words = syllables(one.question)
        if " ".join(words) == plain or fold(one.question) == fold(question):
            return Match(one.key, 1.0)
        if sorted(word for word in words if word.isdigit()) != numbers:
            continue
        share = len(set(asked) & set(words)) / max(1, len(set(asked) | set(words)))
        if share >= ENOUGH and (found is None or share > found.score):
            found = Match(one.key, share)
    return found
