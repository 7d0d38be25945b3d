"""``congvu eval retrieval``: how well the real pipeline finds the labelled answers, and when it should say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from congvu import __version__
from congvu.common.errors import InvalidInputError
from congvu.index import weights
from congvu.llm import embedder
from congvu.retrieval import training
from congvu.retrieval.collection import Collection, Progress, opened
from congvu.retrieval.judging import Judged, judge
from congvu.retrieval.labelled import LabelledSet, key_of
from congvu.retrieval.metrics import abstention, summary
from congvu.retrieval.ranking import Ranker, confidence_of
from congvu.retrieval.ways_of_typing import TYPINGS

EVERY_WAY = 1_000
"""Questions of a set up to which each is asked in every way to learn from it."""
VARIANTS = ("bm25", "dense", "fused", "ranked")
_STEPS = {
    "bm25": ("understand", "lexical"),
    "dense": ("understand", "embed", "dense"),
    "fused": ("understand", "lexical", "embed", "dense", "named"),
    "ranked": ("understand", "lexical", "embed", "dense", "named", "scores", "features"),
}
"""What a person waits for in each variant."""


@dataclass(frozen=True)
class Options:
    """What to measure. ``train_on``: learn the ranker from these sets, by folds where the measured set is among them;
    empty: the ranker that is given, or folds of the measured set itself where that ranker was learned from it.
    """

    variants: Sequence[str] = VARIANTS
    typings: Sequence[str] = tuple(TYPINGS)
    vectors: bool = True
    train_on: Sequence[LabelledSet] = ()
    abstaining: bool = False
    copies: int = 1
    cache: Path | None = None


@dataclass(frozen=True)
class _Ranked:
    """Scores and confidence of judged questions, by identity, and how they came about."""

    scores: dict[int, NDArray[np.float64]]
    confidences: dict[int, float]
    how: dict[str, Any]


def _quiet(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def evaluate(labelled: LabelledSet, ranker: Ranker, options: Options, progress: Progress = _quiet) -> dict[str, Any]:
    """Ask every question in every way of typing; one row of measures for each variant and way. Raises
    InvalidInputError where nothing can be measured so.
    """
    ranks = "ranked" in options.variants
    vectors = options.vectors and bool({"dense", "fused", "ranked"} & set(options.variants))
    if not vectors and not {"bm25", "ranked"} & set(options.variants):
        raise InvalidInputError(_("Nothing is left to measure without vectors."), _("Take --variant bm25 or ranked."))
    by_folds = ranks and (labelled.key in [s.key for s in options.train_on] or _learned_from(ranker, labelled, options))
    with opened(labelled, vectors=vectors, copies=options.copies, cache=options.cache, progress=progress) as corpus:
        if by_folds:
            judged = judge_for_learning(corpus, vectors=vectors, progress=progress)
        else:
            judged = list(judge(corpus, options.typings, vectors=vectors, progress=progress))
            if options.abstaining:
                judged += judge(corpus, options.typings[:1], vectors=vectors, held_out=True, progress=progress)
        passages = len(corpus.entries)
    others = [one for s in options.train_on if s.key != labelled.key for one in _judged(s, options, progress)]
    return measured(labelled, judged, others, ranker, options, by_folds=by_folds, passages=passages, progress=progress)


def measured(
    labelled: LabelledSet,
    judged: Sequence[Judged],
    others: Sequence[Judged],
    ranker: Ranker,
    options: Options,
    *,
    by_folds: bool,
    passages: int,
    progress: Progress = _quiet,
) -> dict[str, Any]:
    """The figures of a set that was judged already; ``others``: judged questions of the other sets to learn from."""
    vectors = any(one.with_vectors for one in judged)
    variants = [v for v in VARIANTS if v in options.variants and (vectors or v in ("bm25", "ranked"))]
    ranked = (
        _ranked(judged, others, ranker, by_folds=by_folds, options=options, progress=progress)
        if "ranked" in variants
        else None
    )
    asked = [one for one in judged if one.with_vectors == vectors]
    result: dict[str, Any] = {
        **labelled.card,
        "passages": passages,
        "results": [
            {"variant": variant, "typing": typing, **_row(variant, _asked(asked, typing), ranked)}
            for typing in options.typings
            for variant in variants
        ],
        "ranking": ranked.how if ranked else None,
        "versions": {
            "congvu": __version__,
            "terms": weights.VERSION,
            "embedding": embedder().recipe.id if vectors else None,
        },
    }
    if ranked is not None and options.abstaining:
        answerable = _asked(asked, options.typings[0])
        unanswerable = _asked(asked, options.typings[0], held_out=True)
        result["abstention"] = abstention(
            [(ranked.confidences[id(one)], _first_is_right(one, ranked)) for one in answerable],
            [ranked.confidences[id(one)] for one in unanswerable],
        )
    return result


def judge_for_learning(corpus: Collection, *, vectors: bool, progress: Progress = _quiet) -> list[Judged]:
    """A set as a ranker learns from it: in all ways of typing, by words alone too, and with the answers' texts gone.

    Of a large set each question is asked in one way of typing, in turn, and some also in each of the other manners.
    """
    if len(corpus.labelled.queries) > EVERY_WAY:
        return _judge_in_turn(corpus, vectors=vectors, progress=progress)
    some = ("as_written", "no_diacritics")
    found = list(judge(corpus, tuple(TYPINGS), vectors=vectors, progress=progress))
    found += judge(corpus, some, vectors=vectors, held_out=True, progress=progress)
    if vectors:
        found += judge(corpus, some, vectors=False, progress=progress)
        found += judge(corpus, some, vectors=False, held_out=True, progress=progress)
    return found


def _judge_in_turn(corpus: Collection, *, vectors: bool, progress: Progress) -> list[Judged]:
    def part(first: int, step: int) -> Collection:
        labelled = replace(corpus.labelled, queries=corpus.labelled.queries[first::step])
        return replace(corpus, labelled=labelled)

    found: list[Judged] = []
    ways = list(TYPINGS)
    # As written twice as often as each other way, as in a day's questions.
    for place, typing in enumerate([ways[0], *ways]):
        found += judge(part(place, len(ways) + 1), (typing,), vectors=vectors, progress=progress)
    found += judge(part(0, 3), ways[:1], vectors=vectors, held_out=True, progress=progress)
    if vectors:
        found += judge(part(1, 5), ways[:1], vectors=False, progress=progress)
        found += judge(part(2, 10), ways[:1], vectors=False, held_out=True, progress=progress)
    return found


def _judged(labelled: LabelledSet, options: Options, progress: Progress) -> list[Judged]:
    with opened(labelled, vectors=options.vectors, cache=options.cache, progress=progress) as corpus:
        return judge_for_learning(corpus, vectors=options.vectors, progress=progress)


def _learned_from(ranker: Ranker, labelled: LabelledSet, options: Options) -> bool:
    return not options.train_on and labelled.key in map(key_of, ranker.card.get("sets", []))


def _ranked(
    judged: Sequence[Judged],
    others: Sequence[Judged],
    ranker: Ranker,
    *,
    by_folds: bool,
    options: Options,
    progress: Progress,
) -> _Ranked:
    """The ranker as it is, one learned from other sets alone, or one for each fold of everything there is."""

    def folds(done: int, total: int) -> None:
        progress("folds", done, total)

    if by_folds:
        everything = [*judged, *others]
        learned = training.learn(everything, progress=folds)
        return _Ranked(
            {id(one): scores for one, scores in zip(everything, learned.scores, strict=True)},
            {id(one): float(c) for one, c in zip(everything, learned.confidences, strict=True)},
            {"how": "cross-validated by document", **_recipe(options)},
        )
    how: dict[str, Any] = {"how": "ranker", "version": ranker.version}
    if others:
        learned = training.learn(others, progress=folds)
        ranker = Ranker("learned", learned.ranking, learned.confidence)
        how = {"how": "learned from other sets only", **_recipe(options)}
    scores = {id(one): ranker.ranking.predict(one.rows) for one in judged}
    confidences = {id(one): confidence_of(one.found, one.rows, scores[id(one)], ranker.confidence) for one in judged}
    return _Ranked(scores, confidences, how)


def _recipe(options: Options) -> dict[str, Any]:
    return {"sets": [s.card for s in options.train_on], "folds": training.FOLDS, "seeds": list(training.SEEDS)}


def _asked(judged: Sequence[Judged], typing: str, *, held_out: bool = False) -> list[Judged]:
    return [one for one in judged if one.typing == typing and one.held_out == held_out]


def _row(variant: str, judged: Sequence[Judged], ranked: _Ranked | None) -> dict[str, float]:
    lists = [(_articles(variant, one, ranked), set(one.question.relevant)) for one in judged]
    waits = [sum(one.timings_ms.get(step, 0.0) for step in _STEPS[variant]) for one in judged]
    return summary(lists, waits)


def _articles(variant: str, one: Judged, ranked: _Ranked | None) -> list[str]:
    """Article ids, best first, each once."""
    if variant == "bm25":
        return list(one.by_words)
    if variant == "dense":
        return list(one.by_vector)
    if variant == "fused" or ranked is None:
        return list(one.fused)
    best = np.argsort(-ranked.scores[id(one)], kind="stable")
    return list(dict.fromkeys([*(one.articles[i] for i in best), *one.fused]))


def _first_is_right(one: Judged, ranked: _Ranked) -> bool:
    return _articles("ranked", one, ranked)[:1] != [] and _articles("ranked", one, ranked)[0] in one.question.relevant
