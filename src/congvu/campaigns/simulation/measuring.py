"""How many cheated questions are not counted, and how many honest ones are lost."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from congvu.campaigns.rules.v1 import judge
from congvu.campaigns.simulation.people import population
from congvu.campaigns.simulation.texts import HALVES


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one kind: questions, those not counted, and the reasons with their numbers."""

    kind: str
    questions: int
    not_counted: int
    reasons: dict[str, int]


@dataclass(frozen=True, slots=True)
class Result:
    """``seconds`` is the rule's own time."""

    half: str
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


def measure(half: str = "b", *, honest: int = 2000, cheats: int = 100, seed: int = 1) -> Result:
    """Judge a made-up population; half ``b`` was not looked at while the rule was made."""
    people = population(HALVES[half], honest, cheats, seed)
    kinds = {item.asked.id: item.kind for item in people}
    begun = time.perf_counter()
    judgements = judge(item.asked for item in people)
    seconds = time.perf_counter() - begun
    totals: Counter[str] = Counter(kinds.values())
    reasons: dict[str, Counter[str]] = {kind: Counter() for kind in totals}
    for judgement in judgements:
        if judgement.reason:
            reasons[kinds[judgement.id]][judgement.reason] += 1
    return Result(
        half,
        tuple(Measured(k, totals[k], reasons[k].total(), dict(reasons[k].most_common())) for k in totals),
        seconds,
    )
