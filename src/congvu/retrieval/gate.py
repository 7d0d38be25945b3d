"""Whether a newly learned ranker may replace the one that serves: better somewhere, worse nowhere, on frozen sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from congvu.retrieval.judging import Judged
from congvu.retrieval.labelled import LabelledSet, key_of
from congvu.retrieval.metrics import reciprocal_rank

MARGIN = 0.005
"""How much of MRR@10 a set may lose before that counts as worse; and how much one must win to count as better."""


@dataclass(frozen=True, slots=True)
class GateRow:
    """MRR@10 of both rankers on one set in one way of typing, over the same candidates; of how many ``questions``,
    where they are few.
    """

    set: str
    typing: str
    before: float
    after: float
    questions: int = 0

    @property
    def gain(self) -> float:
        return self.after - self.before

    def is_better(self, margin: float) -> bool:
        """Whether it wins more than the margin, and more than one question that comes to the first place."""
        return self.gain > max(margin, 1 / self.questions if self.questions else 0.0)

    def __str__(self) -> str:
        return f"{self.set}, {self.typing}: {self.gain:+.4f}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's table and its decision; ``reason`` says what decided."""

    rows: tuple[GateRow, ...]
    passed: bool
    reason: str

    def to_json(self) -> dict[str, Any]:
        rows = [
            {"set": r.set, "typing": r.typing, "before": round(r.before, 4), "after": round(r.after, 4)}
            for r in self.rows
        ]
        return {"passed": self.passed, "reason": self.reason, "rows": rows}


def decide(rows: Sequence[GateRow], margin: float = MARGIN) -> Verdict:
    """Passed when no row loses more than ``margin`` and at least one wins more than that, and than one question."""
    worst = min(rows, key=lambda r: r.gain, default=None)
    best = max(rows, key=lambda r: r.gain, default=None)
    if worst is None or best is None:
        return Verdict((), passed=False, reason=_("no gate set was given"))
    if worst.gain < -margin:
        return Verdict(tuple(rows), passed=False, reason=_("worse on %s") % worst)
    if not any(row.is_better(margin) for row in rows):
        return Verdict(tuple(rows), passed=False, reason=_("nowhere better by more than %s") % margin)
    return Verdict(tuple(rows), passed=True, reason=_("better on %s") % best)


def mean_reciprocal_rank(judged: Sequence[tuple[Judged, Sequence[float]]]) -> float:
    """MRR@10 over articles when candidates are ordered by the given scores."""
    return sum(_reciprocal(one, scores) for one, scores in judged) / len(judged)


def _reciprocal(one: Judged, scores: Sequence[float]) -> float:
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    return reciprocal_rank(list(dict.fromkeys(one.articles[i] for i in order)), set(one.question.relevant))


def recorded(card: dict[str, Any], labelled: LabelledSet, typing: str) -> float | None:
    """What a ranker's card says of a set that it was learned from: its MRR@10 by folds; None for any other set.

    A ranker knows such a set by heart, so its figure there is that of rankers that had not seen the questions.
    """
    for known, figures in zip(card.get("sets", []), card.get("figures", []), strict=True):
        if key_of(known) == labelled.key:
            return float(figures[typing]) if typing in figures else None
    return None
