"""From our own questions to the reader of pairs that ships: train, export, learn to judge, set the threshold.

Neither the embedder nor the reader learns from the entries in ``repeats-kept-back.jsonl``: they tell how far to trust
the reader, and from which probability on two questions are one. Parts that measure are not read.

Near misses are mostly written by changing a word of the entry, repeats by saying it in other words. A judge that learns
from these alone learns the habit: whatever is worded alike is a near miss. So each repeat takes its entry's place too,
and the others are compared with it: there, near misses are worded as differently as repeats.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from congvu.llm import PairReader
from congvu.llm.backends.pairs import OnnxPairReader
from congvu.retrieval import repeat_learning as repeats
from congvu.retrieval.forest import from_lightgbm
from congvu.retrieval.repeat_learning import Asked, Rows
from congvu.retrieval.repeat_reader import NAMES_READ, Judge, rows
from congvu.retrieval.repeats import Known
from training import batches, pair_export
from training.pair_train import train
from training.prepare import prepare

NAME = "congvu-pairs"
KEPT_BACK = Path(__file__).with_name("repeats-kept-back.jsonl")
FOLDS = 5
FALSE_HITS = 0.007
"""Of the entries kept back, by folds, as written and with places exchanged, so that 1 % holds elsewhere."""
FOR = frozenset(("odds", "shared", "asks_agree"))
"""Numbers that speak for a repeat; all others speak against one."""
TREES = 100
TREE = {
    "objective": "binary",
    "num_leaves": 4,
    "learning_rate": 0.05,
    "min_data_in_leaf": 15,
    "lambda_l2": 5.0,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "monotone_constraints": [1 if name in FOR else -1 for name in NAMES_READ],
    "verbose": -1,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
}


@dataclass(frozen=True)
class Compared:
    """A question with what it was compared with; ``group``: the entry that it was written for."""

    group: str
    asked: Asked
    rows: Rows

    @property
    def exchanged(self) -> bool:
        return self.group != self.asked.entry


def make(data: Path, work: Path, out: Path, minutes: float, version: str) -> None:
    """Learn, and write what ships; ``work`` is the embedder's, whose weights and tokenizer the reader begins with."""
    if not (work / "tokenizer.json").exists():
        prepare(data, work)
    begin = next(file for name in ("last.npz", "start.npz") if (file := work / name).exists())
    model = train(batches.read_repeats(), begin, work / "tokenizer.json", work, minutes)
    pair_export.write(model, work / "tokenizer.json", out, NAME, version)


def judged(model: Path, out: Path) -> dict[str, Any]:
    """Learn from the entries kept back to judge what the finished reader says; write it; what folds say of it."""
    compared = compared_with(repeats.read_questions(KEPT_BACK), OnnxPairReader(model))
    scores = by_folds(compared)
    least = max(_threshold(compared, scores, exchanged) for exchanged in (False, True))
    card = {"learned_from": "entries kept back", "questions": len(compared), "folds": FOLDS, "false_hits": FALSE_HITS}
    judge = Judge(_forest(compared), round(least, 5), card)
    out.write_text(json.dumps(judge.to_json(), separators=(",", ":")) + "\n", "utf-8")
    tables = [figures(compared, scores, least, exchanged) for exchanged in (False, True)]
    return {"least": least, "as_written": tables[0], "exchanged": tables[1]}


def compared_with(asked: Sequence[Asked], reader: PairReader) -> list[Compared]:
    """Each question among the entries of the package and of the file, then each with a repeat in the entry's place."""
    texts = repeats.entries(asked)
    counted, near = repeats.rows_counted(asked, texts), repeats.by_meaning(asked, texts)
    pools = repeats.pools_of(texts, counted, near)
    read = repeats.rows_read(asked, texts, pools, near, reader)
    found = [Compared(one.entry, one, of_one) for one, of_one in zip(asked, read, strict=True)]
    for entry in dict.fromkeys(one.entry for one in asked):
        own = [one for one in asked if one.entry == entry]
        for known in [one.question for one in own if one.same]:
            others = [Asked(known, one.question, one.same, one.kind) for one in own if one.question != known]
            for one in (Asked(known, entry, True, "entry"), *others):
                found_rows = rows(one.question, [Known(0, known)], {}, reader)
                found.append(Compared(entry, one, [(known, row) for _place, row in found_rows]))
    return found


def by_folds(compared: Sequence[Compared]) -> NDArray[np.float64]:
    """The best probability of each question, by a judge that had not seen its entry."""
    fold = {entry: number % FOLDS for number, entry in enumerate(dict.fromkeys(one.group for one in compared))}
    scores = np.zeros(len(compared))
    for number in range(FOLDS):
        here = _forest([one for one in compared if fold[one.group] != number])
        judge = Judge(here, 0.5, {})
        for place, one in enumerate(compared):
            if fold[one.group] == number and one.rows:
                scores[place] = judge.probabilities(np.vstack([row for _known, row in one.rows])).max()
    return scores


def figures(
    compared: Sequence[Compared], scores: NDArray[np.float64], least: float, exchanged: bool
) -> dict[str, float | int]:
    """How many repeats are known, and how many others are taken for one."""
    chosen = [n for n, one in enumerate(compared) if one.exchanged is exchanged]
    same = [n for n in chosen if compared[n].asked.same]
    others = [n for n in chosen if not compared[n].asked.same]
    known, wrong = (sum(bool(scores[n] >= least) for n in some) for some in (same, others))
    return {
        "repeats": len(same), "known": known, "known_rate": round(known / len(same), 4),
        "others": len(others), "false_hits": wrong, "false_hit_rate": round(wrong / len(others), 4),
    }  # fmt: skip


def _threshold(compared: Sequence[Compared], scores: NDArray[np.float64], exchanged: bool) -> float:
    """The probability just above that of the false hits that are not allowed."""
    others = [n for n, one in enumerate(compared) if one.exchanged is exchanged and not one.asked.same]
    ordered = np.sort(scores[others])[::-1]
    return float(ordered[int(FALSE_HITS * len(ordered))]) + 1e-5


def _forest(compared: Sequence[Compared]) -> Any:
    pairs = [(row, one.asked.same and known == one.asked.entry) for one in compared for known, row in one.rows]
    table, same = np.vstack([row for row, _ in pairs]), np.array([same for _, same in pairs])
    booster = lightgbm.train(TREE, lightgbm.Dataset(table, same.astype(int)), TREES)
    return from_lightgbm(booster.dump_model(), NAMES_READ)
