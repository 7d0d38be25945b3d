"""How many cheated questions are not counted, and how many honest ones are lost."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from congvu.campaigns.rules import CURRENT, RULES
from congvu.campaigns.rules.engine import judge
from congvu.campaigns.simulation.last_texts import E, F
from congvu.campaigns.simulation.more_texts import C, D
from congvu.campaigns.simulation.people import population
from congvu.campaigns.simulation.texts import A, B

SETS = {"a": A, "b": B, "c": C, "d": D, "e": E, "f": F}
"""Templates that share nothing: ``a`` to build the rule on, ``b`` seen while version 1 was made, ``c``,
``d`` and ``e`` while version 2 was, ``f`` for measuring."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one kind: questions, those not counted, and the reasons with their numbers."""

    kind: str
    questions: int
    not_counted: int
    reasons: dict[str, int]


@dataclass(frozen=True, slots=True)
class Result:
    """``seconds`` is the rule's own time; ``texts`` is the set of templates."""

    rule: str
    texts: str
    kinds: tuple[Measured, ...]
    seconds: float

    @property
    def honest(self) -> Measured:
        return next(kind for kind in self.kinds if kind.kind == "honest")

    def cheated(self) -> tuple[int, int]:
        """(cheated questions, those of them not counted), every kind with the questions it made."""
        cheats = [kind for kind in self.kinds if kind.kind != "honest"]
        return sum(kind.questions for kind in cheats), sum(kind.not_counted for kind in cheats)

    def mean_caught(self) -> float:
        """Share not counted, each kind with the same weight, so that no large kind hides a small one."""
        cheats = [kind for kind in self.kinds if kind.kind != "honest"]
        return sum(kind.not_counted / kind.questions for kind in cheats) / len(cheats)


def measure(
    texts: str = "f", *, rule: str = CURRENT, honest: int = 2000, cheats: int = 100, seed: int = 1
) -> Result:
    """Judge a made-up population by a version of the rule."""
    people = population(SETS[texts], honest, cheats, seed)
    kinds = {item.asked.id: item.kind for item in people}
    begun = time.perf_counter()
    judgements = judge(RULES[rule], (item.asked for item in people))
    seconds = time.perf_counter() - begun
    totals: Counter[str] = Counter(kinds.values())
    reasons: dict[str, Counter[str]] = {kind: Counter() for kind in totals}
    for judgement in judgements:
        if judgement.reason:
            reasons[kinds[judgement.id]][judgement.reason] += 1
    return Result(
        rule,
        texts,
        tuple(Measured(k, totals[k], reasons[k].total(), dict(reasons[k].most_common())) for k in totals),
        seconds,
    )
