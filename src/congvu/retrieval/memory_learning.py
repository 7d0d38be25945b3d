"""How much a memory of judged questions counts beside what a ranker says: five weights, none below zero.

Learned from questions of which each is asked twice: of the memory of the others, as if people went on asking about the
same texts, and of a memory without its documents, as if they began to ask about new ones, so that what is known does
not push aside what is not. What was learned before is departed from only as far as the questions speak for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from congvu.retrieval.judging import Judged
from congvu.retrieval.memory import NAMES, Rows

NO_WEIGHTS = np.zeros(len(NAMES))
NEW_TEXTS = 1 / 3
"""How much a question counts that is asked as if its documents were new, beside one that is not."""
_PENALTY = 1.0
"""On the squares of steps away from what was before, beside the sum over all questions."""
_STEPS = 200
_PACE, _PACE_OF_SCALE = 0.1, 0.05
_LEAST_SCALE = 0.2


@dataclass(frozen=True)
class Recalled:
    """What a memory without a question says of its candidates; ``apart``: what one without its documents says."""

    rows: Rows
    apart: Rows


def learn_weights(
    judged: Sequence[Judged], scores: Sequence[Rows], recalled: Sequence[Recalled], before: Rows = NO_WEIGHTS
) -> Rows:
    """Weights of ``memory.NAMES`` with which what is right comes first; ``before`` where the questions teach nothing.

    ``scores``: what a ranker that had not learned from them gave the candidates. The likelihood of what is right among
    all candidates, with a scale of the scores found beside the weights, by adaptive steps.
    """
    usable = [n for n, one in enumerate(judged) if one.right.any() and not one.right.all()]
    chosen = [(n, recalled[n].rows, 1.0) for n in usable if recalled[n].rows.any()]
    if not chosen:
        return before
    chosen += [(n, recalled[n].apart, NEW_TEXTS) for n in usable if recalled[n].apart.any()]
    most = max(len(judged[n].right) for n, _, _ in chosen)
    given = np.full((len(chosen), most), -np.inf)
    right = np.zeros((len(chosen), most), dtype=bool)
    rows = np.zeros((len(chosen), most, len(NAMES)))
    for place, (n, said, _) in enumerate(chosen):
        size = len(judged[n].right)
        given[place, :size], right[place, :size], rows[place, :size] = scores[n], judged[n].right, said
    return _climbed(given, right, rows, np.array([weight for _, _, weight in chosen]), before)


def _climbed(given: Rows, right: NDArray[np.bool_], rows: NDArray[np.float64], counts: Rows, before: Rows) -> Rows:
    exists = np.isfinite(given)
    given = np.where(exists, given, 0.0)
    found, scale = before.copy(), 1.0
    mean, spread = np.zeros(len(found) + 1), np.zeros(len(found) + 1)
    for step in range(1, _STEPS + 1):
        total = given + rows @ found
        chance = np.where(exists, np.exp(_lowered(scale * total, exists)), 0.0)
        of_right = np.where(right, chance, 0.0)
        pull = of_right / of_right.sum(axis=1, keepdims=True) - chance / chance.sum(axis=1, keepdims=True)
        pull *= counts[:, None]
        slope = scale * np.einsum("qc,qcn->n", pull, rows) - _PENALTY * (found - before)
        slopes = np.array([*slope, float((pull * total).sum())]) / len(given)
        mean, spread = 0.9 * mean + 0.1 * slopes, 0.99 * spread + 0.01 * slopes**2
        moves = (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
        found = np.maximum(0.0, found + _PACE * moves[:-1])
        scale = max(_LEAST_SCALE, scale + _PACE_OF_SCALE * float(moves[-1]))
    return found


def _lowered(values: Rows, exists: NDArray[np.bool_]) -> Rows:
    """The same less the highest of each question; at least -60, so that what is right never weighs nothing."""
    highest = np.where(exists, values, -np.inf).max(axis=1, keepdims=True)
    lowered: Rows = np.maximum(values - highest, -60.0)
    return lowered
