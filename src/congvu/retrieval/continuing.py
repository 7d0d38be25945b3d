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
from congvu.retrieval.memory_learning import Recalled, learn_weights

ENOUGH_FOR_TREES = 200
"""Corrected questions below which no trees are learned: those of 67 were no better, and the gate could not tell."""


@dataclass(frozen=True)
class Continued:
    """``trees`` come beside those of the ranker before (None: none do); ``memory``: the weights of the memory.
    ``unseen``: what such a ranker that had not seen it says of each question, memory included; ``apart``: the same with
    a memory that does not hold the question's documents.
    """

    trees: Forest | None
    memory: Rows
    unseen: list[Rows]
    apart: list[Rows]


def continued(
    judged: Sequence[Judged], base: Sequence[Rows], recalled: Sequence[Recalled], memory: Rows, margin: float
) -> Continued:
    """``base``: scores of the forest that serves; ``memory``: the weights that serve. Trees are kept if MRR@10 is
    better with them by more than ``margin``.
    """
    weights = learn_weights(judged, base, recalled, memory)
    plain, apart = _unseen_by_weights(judged, base, recalled, memory)
    if len({one.question.id for one in judged}) < ENOUGH_FOR_TREES:
        return Continued(None, weights, plain, apart)
    added = _unseen_by_trees(judged, plain)
    with_trees = [scores + more for scores, more in zip(plain, added, strict=True)]
    if _mean(judged, with_trees) <= _mean(judged, plain) + margin:
        return Continued(None, weights, plain, apart)
    apart = [scores + more for scores, more in zip(apart, added, strict=True)]
    return Continued(training.further_trees(judged, plain), weights, with_trees, apart)


def _unseen_by_weights(
    judged: Sequence[Judged], base: Sequence[Rows], recalled: Sequence[Recalled], memory: Rows
) -> tuple[list[Rows], list[Rows]]:
    """Folds of questions, not of documents: that others asked about the same text is what a memory is for."""
    names = sorted({one.question.id for one in judged})
    order = np.random.default_rng(0).permutation(len(names)).tolist()
    fold = {name: place % training.FOLDS for name, place in zip(names, order, strict=True)}
    found, apart = list(base), list(base)
    for number in range(training.FOLDS):
        others = [n for n, one in enumerate(judged) if fold[one.question.id] != number]
        weights = learn_weights(
            [judged[n] for n in others], [base[n] for n in others], [recalled[n] for n in others], memory
        )
        for n, one in enumerate(judged):
            if fold[one.question.id] == number:
                found[n] = base[n] + recalled[n].rows @ weights
                apart[n] = base[n] + recalled[n].apart @ weights
    return found, apart


def _unseen_by_trees(judged: Sequence[Judged], scores: Sequence[Rows]) -> list[Rows]:
    """What trees that had not seen the documents of a question add to its scores."""
    fold = training.folds_by_kin(judged)
    found = [np.zeros(len(given)) for given in scores]
    for number in range(training.FOLDS):
        others = np.flatnonzero(fold != number).tolist()
        more = training.further_trees([judged[n] for n in others], [scores[n] for n in others])
        for n in np.flatnonzero(fold == number).tolist():
            if more is not None:
                found[n] = more.predict(judged[n].rows)
    return found


def _mean(judged: Sequence[Judged], scores: Sequence[Rows]) -> float:
    return mean_reciprocal_rank([(one, given.tolist()) for one, given in zip(judged, scores, strict=True)])
