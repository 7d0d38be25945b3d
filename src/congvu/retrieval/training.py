"""Learning to rank: LambdaRank over labelled candidates, a forest of confidence beside it, folds by document.

Needs LightGBM, which is imported only here: a machine without its libraries answers questions all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from congvu.common.errors import UnavailableError
from congvu.retrieval.features import FEATURE_NAMES
from congvu.retrieval.forest import Forest, from_lightgbm
from congvu.retrieval.judging import Judged
from congvu.retrieval.ranking import CONFIDENCE_NAMES, summarised

FOLDS = 5
SEEDS = (1, 2)
RANKING: dict[str, Any] = {
    "objective": "lambdarank",
    "num_leaves": 15,
    "learning_rate": 0.05,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "lambdarank_truncation_level": 60,
}
RANKING_ROUNDS = 200
CONTINUED: dict[str, Any] = {**RANKING, "num_leaves": 7, "learning_rate": 0.03, "lambda_l2": 10.0}
CONTINUED_ROUNDS = 60
"""A few small trees more for a ranker that serves: corrections are few beside what it was learned from."""
CONFIDENCE: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 5,
    "learning_rate": 0.05,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
}
CONFIDENCE_ROUNDS = 120
# One thread: on busy cores those of OpenMP wait for each other at every split.
_ALWAYS = {"verbose": -1, "deterministic": True, "force_row_wise": True, "num_threads": 1}


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Learned:
    """Two forests, and what rankers and confidences that had not seen a question said of it, question by question."""

    ranking: Forest
    confidence: Forest
    scores: list[NDArray[np.float64]]
    confidences: NDArray[np.float64]


def folds_by_kin(judged: Sequence[Judged], folds: int = FOLDS) -> NDArray[np.int64]:
    """The fold of each: questions that share a law or an article share a fold; folds hold about as many questions."""
    chief: dict[str, str] = {}

    def root(name: str) -> str:
        while chief.setdefault(name, name) != name:
            name = chief[name]
        return name

    for one in judged:
        first, *others = sorted(one.kin)
        for other in others:
            chief[root(other)] = root(first)
    group = [root(min(one.kin)) for one in judged]
    sizes = Counter(dict(zip([one.question.id for one in judged], group, strict=True)).values())
    filled = [0] * folds
    fold: dict[str, int] = {}
    for name, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        fold[name] = filled.index(min(filled))
        filled[fold[name]] += size
    return np.array([fold[name] for name in group], dtype=np.int64)


def learn(
    judged: Sequence[Judged], *, seeds: Sequence[int] = SEEDS, progress: Callable[[int, int], None] = _silent
) -> Learned:
    """Both forests from labelled candidates. Questions with nothing right among theirs teach only confidence.

    Confidence is learned from orders of rankers that had not seen their questions, as it will be used. In whatever
    order the questions come, the same is learned.
    """
    places = sorted(range(len(judged)), key=lambda place: _name(judged[place]))
    ordered = [judged[place] for place in places]
    scores, fold = scores_out_of_fold(ordered, seeds, progress)
    confidences = _confidences_out_of_fold(ordered, scores, fold, seeds)
    back = np.argsort(places).tolist()
    return Learned(
        learn_ranking(ordered, seeds=seeds),
        learn_confidence(ordered, scores, seeds=seeds),
        [scores[place] for place in back],
        confidences[back],
    )


def _name(one: Judged) -> tuple[str, str, bool, bool]:
    return one.question.id, one.typing, one.held_out, one.with_vectors


def scores_out_of_fold(
    judged: Sequence[Judged], seeds: Sequence[int] = SEEDS, progress: Callable[[int, int], None] = _silent
) -> tuple[list[NDArray[np.float64]], NDArray[np.int64]]:
    """What rankers that had not seen the documents of a question say of it; and the folds."""
    fold = folds_by_kin(judged)
    scores = [np.empty(0)] * len(judged)
    for number in range(FOLDS):
        ranking = learn_ranking([one for one, f in zip(judged, fold, strict=True) if f != number], seeds=seeds)
        for place in np.flatnonzero(fold == number).tolist():
            scores[place] = ranking.predict(judged[place].rows)
        progress(number + 1, FOLDS)
    return scores, fold


def _confidences_out_of_fold(
    judged: Sequence[Judged], scores: Sequence[NDArray[np.float64]], fold: NDArray[np.int64], seeds: Sequence[int]
) -> NDArray[np.float64]:
    found = np.zeros(len(judged))
    for number in range(FOLDS):
        others, own = np.flatnonzero(fold != number).tolist(), np.flatnonzero(fold == number).tolist()
        forest = learn_confidence([judged[i] for i in others], [scores[i] for i in others], seeds=seeds)
        asked = [i for i in own if len(judged[i].rows)]
        rows, _ = confidence_rows([judged[i] for i in asked], [scores[i] for i in asked])
        found[asked] = 1 / (1 + np.exp(-forest.predict(rows)))
    return found


def learn_ranking(judged: Sequence[Judged], *, seeds: Sequence[int] = SEEDS) -> Forest:
    """The forest that orders; several seeds are averaged by planting their trees side by side."""
    lightgbm = _lightgbm()
    usable = [one for one in judged if one.right.any() and not one.right.all()]
    data = lightgbm.Dataset(
        np.vstack([one.rows for one in usable]),
        np.concatenate([one.right for one in usable]).astype(int),
        group=[len(one.rows) for one in usable],
        free_raw_data=False,
    )
    return _planted(lightgbm, RANKING, data, RANKING_ROUNDS, seeds, FEATURE_NAMES)


def planted_beside(base: Forest, more: Forest) -> Forest:
    """One forest of the trees of both: its scores are the sums of theirs."""
    return Forest.from_json({**base.to_json(), "trees": [*base.to_json()["trees"], *more.to_json()["trees"]]})


def further_trees(
    judged: Sequence[Judged], scores: Sequence[NDArray[np.float64]], *, seeds: Sequence[int] = SEEDS
) -> Forest | None:
    """What is to be added to ``scores``, which a ranker gave these questions; None where they teach nothing."""
    lightgbm = _lightgbm()
    usable = [
        (one, given) for one, given in zip(judged, scores, strict=True) if one.right.any() and not one.right.all()
    ]
    if not usable:
        return None
    data = lightgbm.Dataset(
        np.vstack([one.rows for one, _ in usable]),
        np.concatenate([one.right for one, _ in usable]).astype(int),
        group=[len(one.rows) for one, _ in usable],
        init_score=np.concatenate([given for _, given in usable]),
        free_raw_data=False,
    )
    return _planted(lightgbm, CONTINUED, data, CONTINUED_ROUNDS, seeds, FEATURE_NAMES)


def learn_confidence(
    judged: Sequence[Judged], scores: Sequence[NDArray[np.float64]], *, seeds: Sequence[int] = SEEDS
) -> Forest:
    """The forest of log-odds that the first of an order is right; ``scores`` are those that ordered."""
    lightgbm = _lightgbm()
    rows, right = confidence_rows(judged, scores)
    data = lightgbm.Dataset(rows, right.astype(int), free_raw_data=False)
    return _planted(lightgbm, CONFIDENCE, data, CONFIDENCE_ROUNDS, seeds, CONFIDENCE_NAMES)


def confidence_rows(
    judged: Sequence[Judged], scores: Sequence[NDArray[np.float64]]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What confidence sees of each order that has a first, and whether that first is right."""
    rows, right = [], []
    for one, given in zip(judged, scores, strict=True):
        if len(one.rows):
            places = np.argsort(-given, kind="stable").tolist()
            rows.append(summarised(one.found, one.rows, given, places))
            right.append(bool(one.right[places[0]]))
    return np.vstack(rows), np.array(right)


def _planted(
    lightgbm: Any, parameters: dict[str, Any], data: Any, rounds: int, seeds: Sequence[int], names: Sequence[str]
) -> Forest:
    dumps = [
        lightgbm.train({**_ALWAYS, **parameters, "seed": seed}, data, num_boost_round=rounds).dump_model()
        for seed in seeds
    ]
    trees = [tree for dump in dumps for tree in dump["tree_info"]]
    return _scaled(from_lightgbm({"tree_info": trees}, names), 1 / len(seeds))


def _scaled(forest: Forest, factor: float) -> Forest:
    return replace(forest, value=forest.value * factor)


def _lightgbm() -> Any:
    try:
        import lightgbm
    except (ImportError, OSError) as error:
        raise UnavailableError(
            _("LightGBM cannot be loaded, so nothing can be learned."),
            _("On Debian or Ubuntu: apt-get install libgomp1. Answering questions does not need it."),
        ) from error
    return lightgbm
