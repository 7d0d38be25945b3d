"""Learning and measuring repeats: the questions of the package, weights from one part, figures by folds of entries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from congvu.common.errors import InvalidInputError
from congvu.llm import PairReader, embedder
from congvu.retrieval import repeat_reader
from congvu.retrieval.diacritics import Spoken, restored
from congvu.retrieval.known import MOST
from congvu.retrieval.repeat_features import NAMES
from congvu.retrieval.repeat_reader import Judge
from congvu.retrieval.repeats import Known, Weights, rows, weights
from congvu.retrieval.suggesting import likely

Part = Literal["develop", "aside", "late"]
PARTS: tuple[Part, ...] = ("develop", "aside", "late")
"""``aside`` was written before anything was tuned, ``late`` after everything was."""
FOLDS = 5
PENALTY = 0.01
OTHERS = 3
"""Entries near a question, but for its own, that it is learned to be told from."""
FALSE_HITS = 0.005
"""Share of questions that are no repeats which may be taken for one, by folds, where the threshold is set."""
FALSE_HITS_OF_OTHERS = 0.01
_STEPS = 3_000
_BATCH = 64
_HEADING = "Câu hỏi"
"""Under which the questions of an entry stand in its text."""
FOR = frozenset(("shared", "asks_agree"))
"""Features that speak for a repeat; all others speak against one."""


Progress = Callable[[int, int], None]
Rows = list[tuple[str, NDArray[np.float64]]]
"""Entries that a question may repeat, each with the numbers of the pair."""


def _untold(_done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the set: whether it repeats its entry, and what kind of repeat or near miss it is."""

    entry: str
    question: str
    same: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question: the entry that it was taken for ("" none) and with what probability; ``offered``:
    entries that are shown for a click where it was taken for none.
    """

    asked: Asked
    taken_for: str
    score: float
    offered: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        return self.taken_for == (self.asked.entry if self.asked.same else "")

    @property
    def reached(self) -> bool:
        """Whether the entry is the answer, or among what is offered."""
        return self.asked.entry in (self.taken_for, *self.offered)


def questions(part: Part) -> list[Asked]:
    """The questions of one part of the entries, as the package holds them."""
    text = (files("congvu.retrieval") / "data" / "repeats" / f"{part}.jsonl").read_text("utf-8")
    return [Asked(**json.loads(line)) for line in text.splitlines()]


def read_questions(path: Path) -> list[Asked]:
    """Questions from a file of lines such as the package's. Raises InvalidInputError naming the line."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            found.append(Asked(str(row["entry"]), str(row["question"]), bool(row["same"]), str(row["kind"])))
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidInputError(
                _("%(file)s line %(number)d cannot be used.") % {"file": path.name, "number": number},
                _("Each line holds entry, question, same and kind."),
            ) from error
    return found


def entries(beside: Sequence[Asked] = ()) -> list[str]:
    """All entries of all parts, and of the questions ``beside``: what every question is compared with."""
    of_package = [one for part in PARTS for one in questions(part)]
    return list(dict.fromkeys(one.entry for one in (*of_package, *beside)))


def measure(
    asked: Sequence[Asked], *, vectors: bool = False, reader: PairReader | None = None, progress: Progress = _untold
) -> list[Outcome]:
    """Ask these questions with the weights of the package, among the entries of all parts and their own. What may be
    one is found by words, with ``vectors`` by meaning too, and told by words, or by a ``reader``; each of these takes
    a minute for a thousand. What was typed without diacritics is read as questions are worded, there being no corpus.
    """
    texts = entries(asked)
    asked = [replace(one, question=restored(one.question, Spoken())) for one in asked]
    found = rows_counted(asked, texts)
    near = by_meaning(asked, texts, progress) if vectors else [{} for _one in asked]
    pools = pools_of(texts, found, near)
    judged = outcomes_of(asked, found, weights())
    if reader is not None:
        judged = outcomes_of(asked, rows_read(asked, texts, pools, near, reader, progress), repeat_reader.judge())
    outcomes = []
    for outcome, pool, cosines in zip(judged, pools, near, strict=True):
        offered = likely(outcome.asked.question, pool, cosines)
        names = () if outcome.taken_for else tuple(texts[match.key] for match in offered)
        outcomes.append(replace(outcome, offered=names))
    return outcomes


def by_meaning(asked: Sequence[Asked], texts: Sequence[str], progress: Progress = _untold) -> list[dict[int, float]]:
    """For each question the places of the nearest entries with how alike they are, as the index would find them."""
    model, total = embedder(), len(texts) + len(asked)
    of_entries, of_questions = [], []
    for start in range(0, len(texts), _BATCH):
        of_entries.append(np.asarray(model.passages([f"{_HEADING}\n{t}" for t in texts[start : start + _BATCH]])))
        progress(min(start + _BATCH, len(texts)), total)
    for start in range(0, len(asked), _BATCH):
        of_questions.append(np.asarray(model.queries([one.question for one in asked[start : start + _BATCH]])))
        progress(len(texts) + min(start + _BATCH, len(asked)), total)
    cosines = np.vstack(of_questions) @ np.vstack(of_entries).T
    return [{int(n): model.recipe.alike(float(row[n])) for n in np.argsort(-row)[:MOST]} for row in cosines]


def table(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Repeats found (``hits``), questions that are no repeats and were taken for one (``false_hits``), by kind too;
    ``misled``: repeats of one entry that were taken for another; ``reached``: repeats that were found or whose entry is
    offered, ``offers``: how many entries are offered a question.
    """
    same = [one for one in outcomes if one.asked.same]
    others = [one for one in outcomes if not one.asked.same]
    kinds: dict[str, dict[str, Any]] = {}
    for kind, count in sorted(Counter((o.asked.same, o.asked.kind) for o in outcomes).items(), reverse=True):
        of_kind = [o for o in outcomes if (o.asked.same, o.asked.kind) == kind]
        kinds[f"{'same' if kind[0] else 'other'}: {kind[1]}"] = {
            "questions": count,
            "right": sum(one.right for one in of_kind),
            "reached": sum(one.reached for one in of_kind),
        }
    return {
        "repeats": len(same),
        "hits": sum(one.right for one in same),
        "hit_rate": round(sum(one.right for one in same) / max(1, len(same)), 4),
        "misled": sum(one.taken_for not in ("", one.asked.entry) for one in same),
        "reached": sum(one.reached for one in same),
        "reached_rate": round(sum(one.reached for one in same) / max(1, len(same)), 4),
        "offers": round(sum(len(one.offered) for one in outcomes) / max(1, len(outcomes)), 2),
        "others": len(others),
        "false_hits": sum(not one.right for one in others),
        "false_hit_rate": round(sum(not one.right for one in others) / max(1, len(others)), 4),
        "kinds": kinds,
    }


def learn(others: Sequence[Asked] = (), at_least: float = 0.0) -> tuple[Weights, list[Outcome]]:
    """Weights from the part for developing, and what weights that had not seen its entry said of each question.

    Where questions of ``others`` are given, by somebody who does not know the words of the package, the threshold is
    set so that at most one in a hundred of them is taken for what it is not: the harder of both decides. ``at_least``:
    a threshold that is known already.
    """
    asked = questions("develop")
    found = rows_counted(asked, entries())
    fold = {entry: number % FOLDS for number, entry in enumerate(dict.fromkeys(one.entry for one in asked))}
    outcomes: list[Outcome] = []
    for number in range(FOLDS):
        here = [place for place, one in enumerate(asked) if fold[one.entry] != number]
        fitted = _fitted([asked[i] for i in here], [found[i] for i in here], 0.0)
        away = [place for place, one in enumerate(asked) if fold[one.entry] == number]
        outcomes += outcomes_of([asked[i] for i in away], [found[i] for i in away], fitted)
    full = _fitted(asked, found, 0.0)
    by_others = outcomes_of(others, rows_counted(others, entries(others)), full)
    by_others_least = threshold(by_others, FALSE_HITS_OF_OTHERS) if others else 0.0
    least = max(threshold(outcomes, FALSE_HITS), by_others_least, at_least)
    card = {
        "learned_from": "develop",
        "questions": len(asked),
        "folds": FOLDS,
        "penalty": PENALTY,
        "threshold_by_others": len(others),
    }
    judged = [o if o.score >= least else Outcome(o.asked, "", o.score) for o in outcomes]
    return Weights(full.values, least, card), judged


def rows_counted(asked: Sequence[Asked], texts: Sequence[str]) -> list[Rows]:
    """For each question the entries that are near it, with the features of the pair."""
    known = [Known(place, text) for place, text in enumerate(texts)]
    return [[(texts[place], row) for place, row in rows(one.question, known)] for one in asked]


def pools_of(texts: Sequence[str], found: Sequence[Rows], near: Sequence[Mapping[int, float]]) -> list[list[Known]]:
    """For each question the entries that words or vectors find: what the product looks at."""
    place = {text: number for number, text in enumerate(texts)}
    return [
        [Known(key, texts[key]) for key in dict.fromkeys([*cosines, *(place[entry] for entry, _row in rows_of)])]
        for rows_of, cosines in zip(found, near, strict=True)
    ]


def rows_read(
    asked: Sequence[Asked],
    texts: Sequence[str],
    pools: Sequence[Sequence[Known]],
    near: Sequence[Mapping[int, float]],
    reader: PairReader,
    progress: Progress = _untold,
) -> list[Rows]:
    """For each question the few likeliest entries with what the reader says and what is counted."""
    found = []
    for number, (one, pool, cosines) in enumerate(zip(asked, pools, near, strict=True), start=1):
        rows_of = repeat_reader.rows(one.question, pool, cosines, reader)
        found.append([(texts[pool[place].key], row) for place, row in rows_of])
        progress(number, len(asked))
    return found


def outcomes_of(asked: Sequence[Asked], found: Sequence[Rows], fitted: Weights | Judge) -> list[Outcome]:
    """What these weights, or this judge, take each question for."""
    outcomes = []
    for one, near in zip(asked, found, strict=True):
        if isinstance(fitted, Judge):
            scores = fitted.probabilities(np.vstack([row for _entry, row in near])).tolist() if near else []
        else:
            scores = [fitted.probability(row) for _entry, row in near]
        score, entry = max(zip(scores, (entry for entry, _row in near), strict=True), default=(0.0, ""))
        outcomes.append(Outcome(one, entry if score >= fitted.least else "", score))
    return outcomes


def threshold(outcomes: Sequence[Outcome], share: float, most: float = 0.99) -> float:
    """The probability just above that of the false hits that are not allowed, ``most`` at most."""
    others = sorted((o.score for o in outcomes if not o.asked.same), reverse=True)
    allowed = int(share * len(others))
    return round(min(most, max(0.5, others[allowed] + (1 - most) / 10)), 5)


def _fitted(asked: Sequence[Asked], found: Sequence[Rows], least: float) -> Weights:
    """Weights from pairs of a question with its own entry and with the nearest others, both sides weighing the same."""
    pairs = [
        (row, one.same and entry == one.entry)
        for one, near in zip(asked, found, strict=True)
        for place, (entry, row) in enumerate(near)
        if entry == one.entry or place < OTHERS
    ]
    table = np.vstack([row for row, _ in pairs])
    same = np.array([float(same) for _, same in pairs])
    return Weights(_logistic(table, same), least, {})


def _logistic(table: NDArray[np.float64], same: NDArray[np.float64]) -> NDArray[np.float64]:
    """Intercept and a weight a column, by accelerated descent with a penalty on the weights of scaled columns.

    What is shared only ever speaks for a repeat, and a difference only against one, whatever chance has put into a few
    hundred questions.
    """
    middle, spread = table.mean(axis=0), np.where(table.std(axis=0) > 0, table.std(axis=0), 1.0)
    design = np.hstack([np.ones((len(table), 1)), (table - middle) / spread])
    speaks_for = np.array([name in FOR for name in NAMES])
    share = same.mean()
    weight = np.where(same > 0, 0.5 / share, 0.5 / (1 - share)) / len(table)
    pace = 4.0 / float(np.linalg.eigvalsh((design * weight[:, None]).T @ design)[-1])
    found = ahead = np.zeros(design.shape[1])
    for step in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ ahead, -30, 30)))
        slope = design.T @ (weight * (chance - same))
        slope[1:] += PENALTY * ahead[1:]
        moved = ahead - pace * slope
        moved[1:] = np.where((moved[1:] > 0) == speaks_for, moved[1:], 0.0)
        ahead = moved + step / (step + 3) * (moved - found)
        found = moved
    plain = found[1:] / spread
    return np.array([found[0] - float(plain @ middle), *plain])
