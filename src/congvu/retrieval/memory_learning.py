"""How much a memory of judged questions counts beside what a ranker says: five weights, none below zero.

Learned from questions of which each is asked of the memory of the others. What was learned before is departed from only
as far as the questions speak for it, so a few corrections move little.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from congvu.retrieval.judging import Judged
from congvu.retrieval.memory import NAMES, Rows

NO_WEIGHTS = np.zeros(len(NAMES))
_PENALTY = 1.0
"""On the squares of steps away from what was before, beside the sum over all questions."""
_STEPS = 200
_PACE, _PACE_OF_SCALE = 0.1, 0.05
_LEAST_SCALE = 0.2


def learn_weights(
    judged: Sequence[Judged], scores: Sequence[Rows], remembered: Sequence[Rows], before: Rows = NO_WEIGHTS
) -> Rows:
    """Weights of ``memory.NAMES`` with which what is right comes first; ``before`` where the questions teach nothing.

    ``scores``: what a ranker that had not learned from them gave the candidates; ``remembered``: rows of a memory
    without the question. The likelihood of what is right among all candidates, with a scale of the scores found beside
    the weights, by adaptive steps.
    """
    chosen = [n for n, one in enumerate(judged) if one.right.any() and not one.right.all() and remembered[n].any()]
    if not chosen:
        return before
    most = max(len(judged[n].right) for n in chosen)
    given = np.full((len(chosen), most), -np.inf)
    right = np.zeros((len(chosen), most), dtype=bool)
    rows = np.zeros((len(chosen), most, len(NAMES)))
    for place, n in enumerate(chosen):
        size = len(judged[n].right)
        given[place, :size], right[place, :size], rows[place, :size] = scores[n], judged[n].right, remembered[n]
    return _climbed(given, right, rows, before)


def _climbed(given: Rows, right: NDArray[np.bool_], rows: NDArray[np.float64], before: Rows) -> Rows:
    exists = np.isfinite(given)
    given = np.where(exists, given, 0.0)
    found, scale = before.copy(), 1.0
    mean, spread = np.zeros(len(found) + 1), np.zeros(len(found) + 1)
    for step in range(1, _STEPS + 1):
        total = given + rows @ found
        chance = np.where(exists, np.exp(_lowered(scale * total, exists)), 0.0)
        of_right = np.where(right, chance, 0.0)
        pull = of_right / of_right.sum(axis=1, keepdims=True) - chance / chance.sum(axis=1, keepdims=True)
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
