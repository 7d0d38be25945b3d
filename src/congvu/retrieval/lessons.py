"""``congvu train ranker``: learn from labelled sets, and compare with the ranker that serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from congvu import __version__
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError
from congvu.index import weights
from congvu.llm import embedder
from congvu.retrieval import training
from congvu.retrieval.collection import Progress, opened
from congvu.retrieval.evaluation import judge_for_learning
from congvu.retrieval.features import FEATURE_NAMES
from congvu.retrieval.gate import MARGIN, GateRow, Verdict, decide, mean_reciprocal_rank, recorded
from congvu.retrieval.judging import Judged
from congvu.retrieval.labelled import LabelledSet
from congvu.retrieval.ranking import Ranker
from congvu.retrieval.set_memory import set_memory, weights_from_sets
from congvu.retrieval.ways_of_typing import TYPINGS


@dataclass(frozen=True)
class Lesson:
    """A ranker that was learned, and what the gate says of it."""

    ranker: Ranker
    verdict: Verdict


def learn_ranker(
    name: str,
    sets: Sequence[LabelledSet],
    gates: Sequence[LabelledSet],
    serving: Ranker,
    *,
    margin: float = MARGIN,
    vectors: bool = True,
    cache: Path | None = None,
    progress: Progress = lambda _what, _done, _total: None,
) -> Lesson:
    """Learn from ``sets``; judge on ``gates`` (default: the same sets, by folds). Raises InvalidInputError."""
    if not sets:
        raise InvalidInputError(_("There is nothing to learn from."), _("Give a set: --set CORPUS QUERIES."))
    every = [*sets, *(g for g in gates if g.key not in [s.key for s in sets])]
    by_set: list[list[Judged]] = []
    for labelled in every:
        with opened(labelled, vectors=vectors, cache=cache, progress=progress) as corpus:
            by_set.append(judge_for_learning(corpus, vectors=vectors, progress=progress))
    return teach(name, sets, gates, dict(zip([s.key for s in every], by_set, strict=True)), serving, margin, progress)


def teach(
    name: str,
    sets: Sequence[LabelledSet],
    gates: Sequence[LabelledSet],
    judged: Mapping[str, list[Judged]],
    serving: Ranker,
    margin: float = MARGIN,
    progress: Progress = lambda _what, _done, _total: None,
) -> Lesson:
    """Learn from sets that were judged already; ``judged`` by the key of the set."""
    every = [*sets, *(g for g in gates if g.key not in [s.key for s in sets])]
    by_set = [judged[labelled.key] for labelled in every]
    vectors = any(one.with_vectors for one in by_set[0])
    lessons = [one for of_set in by_set[: len(sets)] for one in of_set]
    learned = training.learn(lessons, progress=lambda done, total: progress("folds", done, total))
    by_folds = {id(one): scores for one, scores in zip(lessons, learned.scores, strict=True)}

    def after(one: Judged) -> NDArray[np.float64]:
        return by_folds[id(one)] if id(one) in by_folds else learned.ranking.predict(one.rows)

    rows = [
        GateRow(
            labelled.name,
            typing,
            _before(serving, labelled, typing, asked),
            mean_reciprocal_rank([(one, after(one).tolist()) for one in asked]),
        )
        for labelled, of_set in zip(every, by_set, strict=True)
        if not gates or labelled.key in [g.key for g in gates]
        for typing, asked in _by_typing(of_set, vectors=vectors)
    ]
    figures = [
        {
            typing: round(mean_reciprocal_rank([(one, after(one).tolist()) for one in asked]), 4)
            for typing, asked in _by_typing(of_set, vectors=vectors)
        }
        for of_set in by_set[: len(sets)]
    ]
    card: dict[str, Any] = {
        "sets": [labelled.card for labelled in sets],
        "figures": figures,
        "measure": "MRR@10, cross-validated by document",
        "folds": training.FOLDS,
        "seeds": list(training.SEEDS),
        "features": list(FEATURE_NAMES),
        "ranking": {**training.RANKING, "rounds": training.RANKING_ROUNDS},
        "confidence": {**training.CONFIDENCE, "rounds": training.CONFIDENCE_ROUNDS},
        "versions": {
            "congvu": __version__,
            "terms": weights.VERSION,
            "embedding": embedder().recipe.id if vectors else None,
        },
        "learned_at": now().date().isoformat(),
    }
    written = [dict(_by_typing(of_set, vectors=vectors))["as_written"] for of_set in by_set[: len(sets)]]
    memory = weights_from_sets(
        [
            (set_memory(labelled), asked, [by_folds[id(one)] for one in asked])
            for labelled, asked in zip(sets, written, strict=True)
        ]
    )
    weights_of_memory = tuple(round(float(weight), 4) for weight in memory)
    return Lesson(Ranker(name, learned.ranking, learned.confidence, card, weights_of_memory), decide(rows, margin))


def _before(serving: Ranker, labelled: LabelledSet, typing: str, asked: Sequence[Judged]) -> float:
    known = recorded(dict(serving.card), labelled, typing)
    if known is not None:
        return known
    return mean_reciprocal_rank([(one, serving.ranking.predict(one.rows).tolist()) for one in asked])


def _by_typing(judged: Sequence[Judged], *, vectors: bool) -> list[tuple[str, list[Judged]]]:
    asked = [one for one in judged if one.with_vectors == vectors and not one.held_out]
    return [(typing, [one for one in asked if one.typing == typing]) for typing in TYPINGS]
