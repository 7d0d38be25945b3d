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
    for number in range(PARTS):
        _one_part(judged, part, number, base, frozen, options, steps)
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
    base: Forest,
    frozen: Sequence[Judged],
    options: Options,
    steps: dict[int, _Step],
) -> None:
    order = np.random.default_rng(options.seed).permutation(sorted(q for q, p in part.items() if p == number)).tolist()
    rest = [one for one in judged if part[one.question.id] != number and one.typing == TYPINGS[0]]
    serving, of_base = base, _first_right(rest, base)
    for count, step in steps.items():
        corrected = set(order[:count])
        lessons = [one for one in judged if one.question.id in corrected]
        learned = training.continue_ranking(base, lessons) if count else base
        passes = bool(count) and _passes(lessons, base, learned, frozen, options.margin)
        serving = learned if passes else serving
        hits = _first_right(rest, serving)
        known = _from_knowledge(rest, [one for one in lessons if one.typing == TYPINGS[0]])
        step.used.append(len(corrected))
        step.base.append(statistics.fmean(of_base))
        step.learned.append(statistics.fmean(_first_right(rest, learned)))
        step.served.append(statistics.fmean(known.get(n, hit) for n, hit in enumerate(hits)))
        step.repeats.append(len(known))
        step.promoted.append(passes)


def _passes(lessons: Sequence[Judged], base: Forest, learned: Forest, frozen: Sequence[Judged], margin: float) -> bool:
    """The gate of ``train ranker --from-judgements``: corrections by folds, and other sets as they are."""
    if len({one.question.id for one in lessons}) < training.FOLDS * 2:
        return False
    fold = training.folds_by_kin(lessons)
    unseen: dict[int, NDArray[np.float64]] = {}
    for number in range(training.FOLDS):
        others = training.continue_ranking(base, [one for one, f in zip(lessons, fold, strict=True) if f != number])
        unseen |= {id(one): others.predict(one.rows) for one, f in zip(lessons, fold, strict=True) if f == number}
    rows = [_row("corrections", typing, lessons, base, lambda one: unseen[id(one)]) for typing in TYPINGS]
    rows += [
        _row("frozen", typing, frozen, base, lambda one: learned.predict(one.rows)) for typing in TYPINGS if frozen
    ]
    return decide(rows, margin).passed


def _row(
    name: str, typing: str, asked: Sequence[Judged], base: Forest, after: Callable[[Judged], NDArray[np.float64]]
) -> GateRow:
    chosen = [one for one in asked if one.typing == typing]
    before = mean_reciprocal_rank([(one, base.predict(one.rows).tolist()) for one in chosen])
    return GateRow(name, typing, before, mean_reciprocal_rank([(one, after(one).tolist()) for one in chosen]))


def _first_right(asked: Sequence[Judged], ranking: Forest) -> list[bool]:
    return [bool(len(one.rows)) and bool(one.right[int(np.argmax(ranking.predict(one.rows)))]) for one in asked]


def _from_knowledge(asked: Sequence[Judged], corrected: Sequence[Judged]) -> dict[int, bool]:
    """Places of questions that repeat a corrected one, and whether what was approved for that one answers them."""
    known = [Known(place, one.question.text, None) for place, one in enumerate(corrected)]
    found = ((n, best(one.question.text, None, known)) for n, one in enumerate(asked))
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
