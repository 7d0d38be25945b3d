"""What corrections change in a ranker: how much the memory of them counts and, from enough of them, some trees more.

Pure. Every question is judged by what had not learned from it, and asked of a memory that does not hold it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from congvu.retrieval import training
from congvu.retrieval.forest import Forest
from congvu.retrieval.gate import mean_reciprocal_rank
from congvu.retrieval.judging import Judged
from congvu.retrieval.memory import Rows
from congvu.retrieval.memory_learning import learn_weights

ENOUGH_FOR_TREES = 200
"""Corrected questions below which no trees are learned: those of 67 were no better, and the gate could not tell."""


@dataclass(frozen=True)
class Continued:
    """``trees`` come beside those of the ranker before (None: none do); ``memory``: the weights of the memory.
    ``unseen``: what such a ranker that had not seen it says of each question, memory included.
    """

    trees: Forest | None
    memory: Rows
    unseen: list[Rows]


def continued(
    judged: Sequence[Judged], base: Sequence[Rows], remembered: Sequence[Rows], memory: Rows, margin: float
) -> Continued:
    """``base``: scores of the forest that serves; ``remembered``: rows of a memory without the question; ``memory``:
    the weights that serve. Trees are kept if MRR@10 is better with them by more than ``margin``.
    """
    weights = learn_weights(judged, base, remembered, memory)
    plain = _unseen_by_weights(judged, base, remembered, memory)
    if len({one.question.id for one in judged}) < ENOUGH_FOR_TREES:
        return Continued(None, weights, plain)
    with_trees = _unseen_by_trees(judged, plain)
    if _mean(judged, with_trees) <= _mean(judged, plain) + margin:
        return Continued(None, weights, plain)
    return Continued(training.further_trees(judged, plain), weights, with_trees)


def _unseen_by_weights(
    judged: Sequence[Judged], base: Sequence[Rows], remembered: Sequence[Rows], memory: Rows
) -> list[Rows]:
    """Folds of questions, not of documents: that others asked about the same text is what a memory is for."""
    names = sorted({one.question.id for one in judged})
    order = np.random.default_rng(0).permutation(len(names)).tolist()
    fold = {name: place % training.FOLDS for name, place in zip(names, order, strict=True)}
    found = list(base)
    for number in range(training.FOLDS):
        others = [n for n, one in enumerate(judged) if fold[one.question.id] != number]
        weights = learn_weights(
            [judged[n] for n in others], [base[n] for n in others], [remembered[n] for n in others], memory
        )
        for n, one in enumerate(judged):
            if fold[one.question.id] == number:
                found[n] = base[n] + remembered[n] @ weights
    return found


def _unseen_by_trees(judged: Sequence[Judged], scores: Sequence[Rows]) -> list[Rows]:
    fold = training.folds_by_kin(judged)
    found = list(scores)
    for number in range(training.FOLDS):
        others = np.flatnonzero(fold != number).tolist()
        more = training.further_trees([judged[n] for n in others], [scores[n] for n in others])
        for n in np.flatnonzero(fold == number).tolist():
            found[n] = scores[n] + (0 if more is None else more.predict(judged[n].rows))
    return found


def _mean(judged: Sequence[Judged], scores: Sequence[Rows]) -> float:
    return mean_reciprocal_rank([(one, given.tolist()) for one, given in zip(judged, scores, strict=True)])
