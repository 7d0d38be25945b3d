"""``congvu bench learning``: labelled questions asked one by one, with corrections arriving on a third of them.

How often the first citation is right on questions that no correction was about, as the number of corrections grows. The
base ranker never saw the set. Questions are put in three parts in which no law (or no article) is on both sides; each
part in turn is the one that is corrected, the other two are the unseen rest, and the figures are the mean of the three.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from congvu.retrieval import training
from congvu.retrieval.forest import Forest
from congvu.retrieval.gate import MARGIN, GateRow, decide, mean_reciprocal_rank
from congvu.retrieval.judging import Judged
from congvu.retrieval.repeats import Known, best

PARTS = 3
STEPS = (0, 50, 100, 200, 400)
TYPINGS = ("as_written", "no_diacritics")
"""Corrections are learned in both; the first citation is counted as written."""
Apart = Literal["document", "article"]
_Scores = dict[int, NDArray[np.float64]]
"""By the identity of a judged question."""


@dataclass(frozen=True)
class Options:
    """``steps``: numbers of corrections; ``apart``: what is never on both sides; ``seed``: the order of asking."""

    steps: Sequence[int] = STEPS
    apart: Apart = "document"
    margin: float = MARGIN
    seed: int = 1


@dataclass
class _Step:
    """What the three parts gave for one number of corrections; shares of the unseen rest."""

    used: list[int] = field(default_factory=list)
    base: list[float] = field(default_factory=list)
    learned: list[float] = field(default_factory=list)
    served: list[float] = field(default_factory=list)
    repeats: list[int] = field(default_factory=list)
    promoted: list[bool] = field(default_factory=list)


def replay(
    judged: Sequence[Judged],
    base: Forest,
    frozen: Sequence[Judged],
    options: Options,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> dict[str, Any]:
    """The curve. ``judged``: the set in ``TYPINGS``; ``frozen``: judged questions of other sets, the gate beside folds.

    ``base``: the ranker as it came; ``learned``: continued from the corrections, whatever the gate says; ``served``:
    what people get, the newest that passed, with questions that repeat a corrected one answered from it.
    """
    asked = [one for one in judged if one.typing == TYPINGS[0]]
    part = dict(zip((one.question.id for one in asked), _parts(asked, options.apart), strict=True))
    steps = {count: _Step() for count in options.steps}
    of_base = {id(one): base.predict(one.rows) for one in (*judged, *frozen)}
    for number in range(PARTS):
        _one_part(judged, part, number, of_base, frozen, options, steps)
        progress(number + 1, PARTS)
    curve = [{"corrections": count, **_told(step)} for count, step in steps.items() if step.base]
    served = [row["served"] for row in curve]
    return {
        "questions": len(asked),
        "parts": PARTS,
        "apart": options.apart,
        "seed": options.seed,
        "curve": curve,
        "gain": round(served[-1] - curve[0]["base"], 4),
        "largest_step_down": round(max([0.0, *(a - b for a, b in pairwise(served))]), 4),
    }


def _parts(asked: Sequence[Judged], apart: Apart) -> list[int]:
    kinned = asked if apart == "document" else [replace(one, kin=one.question.relevant) for one in asked]
    return [int(number) for number in training.folds_by_kin(kinned, PARTS)]


def _one_part(
    judged: Sequence[Judged],
    part: dict[str, int],
    number: int,
    base: _Scores,
    frozen: Sequence[Judged],
    options: Options,
    steps: dict[int, _Step],
) -> None:
    order = np.random.default_rng(options.seed).permutation(sorted(q for q, p in part.items() if p == number)).tolist()
    rest = [one for one in judged if part[one.question.id] != number and one.typing == TYPINGS[0]]
    serving = of_base = _first_right(rest, base)
    for count, step in steps.items():
        corrected = set(order[:count])
        lessons = [one for one in judged if one.question.id in corrected]
        learned = _continued(base, lessons, [*rest, *frozen])
        passes = bool(count) and _passes(lessons, base, learned, frozen, options.margin)
        hits = _first_right(rest, learned)
        serving = hits if passes else serving
        known = _from_knowledge(rest, [one for one in lessons if one.typing == TYPINGS[0]])
        step.used.append(len(corrected))
        step.base.append(statistics.fmean(of_base))
        step.learned.append(statistics.fmean(hits))
        step.served.append(statistics.fmean(known.get(n, hit) for n, hit in enumerate(serving)))
        step.repeats.append(len(known))
        step.promoted.append(passes)


def _continued(base: _Scores, lessons: Sequence[Judged], asked: Sequence[Judged]) -> _Scores:
    """What a ranker continued from ``lessons`` says of ``asked``."""
    more = training.further_trees(lessons, [base[id(one)] for one in lessons])
    return {id(one): base[id(one)] + (0 if more is None else more.predict(one.rows)) for one in asked}


def _passes(
    lessons: Sequence[Judged], base: _Scores, learned: _Scores, frozen: Sequence[Judged], margin: float
) -> bool:
    """The gate of ``train ranker --from-judgements``: corrections by folds, and other sets as they are."""
    if len({one.question.id for one in lessons}) < training.FOLDS * 2:
        return False
    fold = training.folds_by_kin(lessons).tolist()
    unseen: _Scores = {}
    for number in range(training.FOLDS):
        others = [one for one, f in zip(lessons, fold, strict=True) if f != number]
        unseen |= _continued(base, others, [one for one, f in zip(lessons, fold, strict=True) if f == number])
    parts = [("corrections", lessons, unseen), *([("frozen", frozen, learned)] if frozen else [])]
    rows = [
        GateRow(name, typing, _mean(asked, typing, base), _mean(asked, typing, after))
        for name, asked, after in parts
        for typing in TYPINGS
    ]
    return decide(rows, margin).passed


def _mean(asked: Sequence[Judged], typing: str, scores: _Scores) -> float:
    return mean_reciprocal_rank([(one, scores[id(one)].tolist()) for one in asked if one.typing == typing])


def _first_right(asked: Sequence[Judged], scores: _Scores) -> list[bool]:
    return [bool(len(one.rows)) and bool(one.right[int(np.argmax(scores[id(one)]))]) for one in asked]


def _from_knowledge(asked: Sequence[Judged], corrected: Sequence[Judged]) -> dict[int, bool]:
    """Places of questions that repeat a corrected one, and whether what was approved for that one answers them."""
    known = [Known(place, one.question.text) for place, one in enumerate(corrected)]
    found = ((n, best(one.question.text, known)) for n, one in enumerate(asked))
    return {n: bool(asked[n].question.relevant & corrected[match.key].question.relevant) for n, match in found if match}


def _told(step: _Step) -> dict[str, Any]:
    return {
        "used": round(statistics.fmean(step.used), 1),
        "base": round(statistics.fmean(step.base), 4),
        "learned": round(statistics.fmean(step.learned), 4),
        "served": round(statistics.fmean(step.served), 4),
        "served_of_parts": [round(share, 4) for share in step.served],
        "promoted": sum(step.promoted),
        "repeats": sum(step.repeats),
    }
