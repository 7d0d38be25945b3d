"""``congvu bench learning``: labelled questions asked one by one, with corrections arriving on a third of them.

How often the first citation is right on questions that nobody corrected, as the number of corrections grows. The base
ranker never saw the set. Each of three parts in turn is the one that is corrected, in the order of asking; the other
two are the unseen rest. Questions fall to the parts by chance, as people ask, or so that no law, or no article, is on
both sides, which is harder than life.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from congvu.retrieval import training
from congvu.retrieval.continuing import Continued, continued
from congvu.retrieval.forest import Forest
from congvu.retrieval.gate import MARGIN, GateRow, decide, mean_reciprocal_rank
from congvu.retrieval.judging import Judged
from congvu.retrieval.memory import Rows
from congvu.retrieval.memory_learning import Recalled
from congvu.retrieval.repeats import Known, best
from congvu.retrieval.set_memory import SetMemory

PARTS = 3
STEPS = (0, 20, 50, 100, 200, 400)
TYPINGS = ("as_written", "no_diacritics")
"""Corrections are learned in both; the first citation is counted as written."""
LEAST = 20
"""Corrections below which nothing is learned, as in ``train ranker``; the memory works from the first one on."""
Apart = Literal["question", "article", "document"]
_Scores = dict[int, Rows]
"""By the identity of a judged question."""


@dataclass(frozen=True)
class Options:
    """``steps``: numbers of corrections; ``apart``: what is never on both sides; ``seeds``: of orders of asking."""

    steps: Sequence[int] = STEPS
    apart: Apart = "question"
    margin: float = MARGIN
    seeds: Sequence[int] = (1, 2, 3)


@dataclass(frozen=True)
class Base:
    """The ranker to begin with: its scores of every judged question, and how much a memory counts."""

    scores: _Scores
    memory: Rows


@dataclass
class _Step:
    """What the parts of all orders gave for one number of corrections; shares of the unseen rest."""

    used: list[int] = field(default_factory=list)
    base: list[float] = field(default_factory=list)
    remembered: list[float] = field(default_factory=list)
    learned: list[float] = field(default_factory=list)
    served: list[float] = field(default_factory=list)
    same_article: list[float] = field(default_factory=list)
    in_reach: list[float] = field(default_factory=list)
    repeats: list[int] = field(default_factory=list)
    promoted: list[bool] = field(default_factory=list)


def replay(
    judged: Sequence[Judged],
    memories: SetMemory,
    base: Forest,
    memory: Rows,
    frozen: Sequence[Judged],
    options: Options,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> dict[str, Any]:
    """The curve. ``judged``: the set in ``TYPINGS``; ``frozen``: judged questions of other sets, the gate beside folds.

    Shares of the unseen rest whose first citation is right. ``base``: the ranker as it came; ``remembered``: with the
    memory, before anything is learned; ``learned``: from the corrections, whatever the gate says; ``served``: what
    people get, the newest that passed, with questions that repeat a corrected one answered from it. ``same_article``:
    share of the rest that a corrected question shares an article with; ``in_reach``: those of them that the base has
    wrong, which is all that remembering articles could bring.
    """
    asked = [one for one in judged if one.typing == TYPINGS[0]]
    begin = Base({id(one): base.predict(one.rows) for one in (*judged, *frozen)}, memory)
    steps = {count: _Step() for count in options.steps}
    for turn, seed in enumerate(options.seeds):
        part = dict(zip((one.question.id for one in asked), _parts(asked, options.apart, seed), strict=True))
        for number in range(PARTS):
            corrected = sorted(name for name, of in part.items() if of == number)
            order = np.random.default_rng(seed).permutation(corrected).tolist()
            _Part(judged, memories, order, begin, frozen, options.margin).fill(steps)
            progress(turn * PARTS + number + 1, PARTS * len(options.seeds))
    curve = [{"corrections": count, **_told(step)} for count, step in steps.items() if step.base]
    served = [row["served"] for row in curve]
    return {
        "questions": len(asked),
        "parts": PARTS,
        "apart": options.apart,
        "seeds": list(options.seeds),
        "memory": [round(float(weight), 3) for weight in memory],
        "curve": curve,
        "gain": round(served[-1] - curve[0]["base"], 4),
        "largest_step_down": round(max([0.0, *(a - b for a, b in pairwise(served))]), 4),
        "largest_step_down_of_a_part": round(max([0.0, *_steps_down(list(steps.values()))]), 4),
    }


def _steps_down(steps: Sequence[_Step]) -> list[float]:
    """By how much each part got worse from one number of corrections to the next; below zero: better."""
    return [a - b for one, after in pairwise(steps) for a, b in zip(one.served, after.served, strict=True)]


def _parts(asked: Sequence[Judged], apart: Apart, seed: int) -> list[int]:
    if apart == "question":
        return [int(place) % PARTS for place in np.random.default_rng(seed).permutation(len(asked))]
    kinned = asked if apart == "document" else [replace(one, kin=one.question.relevant) for one in asked]
    return [int(number) for number in training.folds_by_kin(kinned, PARTS)]


class _Part:
    """One third that is corrected, and the rest."""

    def __init__(
        self,
        judged: Sequence[Judged],
        memories: SetMemory,
        order: Sequence[str],
        base: Base,
        frozen: Sequence[Judged],
        margin: float,
    ) -> None:
        self.judged, self.memories, self.order, self.base = judged, memories, order, base
        self.frozen, self.margin = frozen, margin
        corrected = set(order)
        self.rest = [one for one in judged if one.question.id not in corrected and one.typing == TYPINGS[0]]

    def fill(self, steps: dict[int, _Step]) -> None:
        of_base = _right(self.rest, [self.base.scores[id(one)] for one in self.rest])
        serving = Continued(None, self.base.memory, [], [])
        for count, step in steps.items():
            corrected = set(self.order[:count])
            lessons = [one for one in self.judged if one.question.id in corrected]
            as_written = [one for one in lessons if one.typing == TYPINGS[0]]
            memory = self.memories.of(as_written)
            rows = [self.memories.recalled(memory, one).rows for one in self.rest]
            plain = _right(self.rest, self._said(rows, Continued(None, self.base.memory, [], [])))
            learned, passes = self._learned(lessons, [self.memories.recalled(memory, one) for one in lessons], serving)
            serving = learned if passes else serving
            known = _from_knowledge(self.rest, as_written)
            seen = frozenset[str]().union(*(one.question.relevant for one in as_written))
            shared = [bool(one.question.relevant & seen) for one in self.rest]
            step.used.append(len(corrected))
            step.base.append(statistics.fmean(of_base))
            step.remembered.append(statistics.fmean(plain))
            step.learned.append(statistics.fmean(_right(self.rest, self._said(rows, learned))))
            hits = _right(self.rest, self._said(rows, serving))
            step.served.append(statistics.fmean(known.get(n, hit) for n, hit in enumerate(hits)))
            step.same_article.append(statistics.fmean(shared))
            step.in_reach.append(statistics.fmean(s and not hit for s, hit in zip(shared, of_base, strict=True)))
            step.repeats.append(len(known))
            step.promoted.append(passes)

    def _said(self, remembered: Sequence[Rows], ranker: Continued) -> list[Rows]:
        found = []
        for one, rows in zip(self.rest, remembered, strict=True):
            trees = 0 if ranker.trees is None else ranker.trees.predict(one.rows)
            found.append(self.base.scores[id(one)] + trees + rows @ ranker.memory)
        return found

    def _learned(
        self, lessons: Sequence[Judged], recalled: Sequence[Recalled], serving: Continued
    ) -> tuple[Continued, bool]:
        """What ``train ranker --from-judgements`` would learn, and whether its gate lets it pass: against what serves,
        corrections by folds, and other sets as they are.
        """
        base = [self.base.scores[id(one)] for one in lessons]
        if len({one.question.id for one in lessons}) < LEAST:
            return serving, False
        learned = continued(lessons, base, recalled, self.base.memory, self.margin)
        forest = [
            given + (0 if serving.trees is None else serving.trees.predict(one.rows))
            for one, given in zip(lessons, base, strict=True)
        ]
        known = [given + one.rows @ serving.memory for given, one in zip(forest, recalled, strict=True)]
        new = [given + one.apart @ serving.memory for given, one in zip(forest, recalled, strict=True)]
        rows = []
        for typing in TYPINGS:
            was, now_is = (_mean(lessons, said, typing) for said in (known, learned.unseen))
            new_was, new_is = (_mean(lessons, said, typing) for said in (new, learned.apart))
            rows += [
                GateRow("corrections", typing, was, now_is, len(lessons) // len(TYPINGS)),
                GateRow("half of them new", typing, (was + new_was) / 2, (now_is + new_is) / 2, len(lessons)),
            ]
        if learned.trees is not None and self.frozen:
            given = [self.base.scores[id(one)] for one in self.frozen]
            after = [scores + learned.trees.predict(one.rows) for scores, one in zip(given, self.frozen, strict=True)]
            rows += [
                GateRow("frozen", typing, _mean(self.frozen, given, typing), _mean(self.frozen, after, typing))
                for typing in TYPINGS
            ]
        return learned, decide(rows, self.margin).passed


def _mean(asked: Sequence[Judged], scores: Sequence[Rows], typing: str) -> float:
    return mean_reciprocal_rank(
        [(one, given.tolist()) for one, given in zip(asked, scores, strict=True) if one.typing == typing]
    )


def _right(asked: Sequence[Judged], scores: Sequence[Rows]) -> list[bool]:
    """Whether the first citation of each is right."""
    return [len(given) > 0 and bool(one.right[int(np.argmax(given))]) for one, given in zip(asked, scores, strict=True)]


def _from_knowledge(asked: Sequence[Judged], corrected: Sequence[Judged]) -> dict[int, bool]:
    """Places of questions that repeat a corrected one, and whether what was approved for that one answers them."""
    known = [Known(place, one.question.text) for place, one in enumerate(corrected)]
    found = ((n, best(one.question.text, known)) for n, one in enumerate(asked))
    return {n: bool(asked[n].question.relevant & corrected[match.key].question.relevant) for n, match in found if match}


def _told(step: _Step) -> dict[str, Any]:
    shares = {
        name: round(statistics.fmean(getattr(step, name)), 4)
        for name in ("base", "remembered", "learned", "served", "same_article", "in_reach")
    }
    return {
        "used": round(statistics.fmean(step.used), 1),
        **shares,
        "served_of_parts": [round(share, 4) for share in step.served],
        "promoted": sum(step.promoted),
        "of": len(step.promoted),
        "repeats": sum(step.repeats),
    }
