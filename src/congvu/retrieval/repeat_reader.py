"""Repeats told by reading both questions: a small model of our own, asked about the few likeliest, and what is counted.

The model sees that other words say the same; numbers, dates and references are counted, because a model overlooks
them. A forest of small trees, in which each number only ever speaks for or against a repeat, weighs both. Where the
model cannot be used, words alone decide as they do without it (``repeats.best``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from congvu.common.errors import UnavailableError
from congvu.llm import PairReader
from congvu.retrieval.forest import Forest
from congvu.retrieval.repeat_features import NAMES, compare
from congvu.retrieval.repeat_reading import Reading, read
from congvu.retrieval.repeats import Known, Match
from congvu.retrieval.repeats import best as by_words
from congvu.retrieval.suggesting import ranked
from congvu.retrieval.words import read_words
from congvu.text import clean, syllables

READ = 5
"""Known questions that are read beside the one that is asked."""
NAMES_READ = ("odds", *NAMES, "verbatim_but", "verbatim_both")
"""``odds``: what the model says (log-odds); then what is counted. ``verbatim_but``: how much of both is the same in the
same order, where something is left over: who repeats a question nearly word for word and changes one means another.
``verbatim_both``: the same where something is left over on both sides.
"""

CERTAIN = 99.0
"""In place of the model's word where both are the same but for case, punctuation and diacritics that were left out."""


@dataclass(frozen=True)
class Judge:
    """``least`` is the probability from which two questions are one."""

    forest: Forest
    least: float
    card: Mapping[str, Any]

    def probabilities(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """For rows of ``NAMES_READ``."""
        told = 1 / (1 + np.exp(-self.forest.predict(rows)))
        return np.where(rows[:, 0] >= CERTAIN, 1.0, told)

    def to_json(self) -> dict[str, Any]:
        return {"forest": self.forest.to_json(), "least": self.least, "card": dict(self.card)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Judge:
        """Raises ValueError where it was learned over other numbers than this program makes."""
        forest = Forest.from_json(data["forest"])
        if forest.names != NAMES_READ:
            raise ValueError("the judge was learned over other numbers")
        return cls(forest, float(data["least"]), data["card"])


@cache
def judge() -> Judge:
    """That of the package."""
    text = (files("congvu.retrieval") / "data" / "repeats" / "reader.json").read_text("utf-8")
    return Judge.from_json(json.loads(text))


def again(question: str, known: Sequence[Known], near: Mapping[int, float], reader: PairReader) -> Match | None:
    """The known question that is asked again, or None: by the reader, or by words alone where it cannot be used."""
    try:
        return best(question, known, near, reader)
    except (UnavailableError, OSError, ValueError, KeyError):  # its files, or the judge's, are not what they should be
        return by_words(question, known)


def best(question: str, known: Sequence[Known], near: Mapping[int, float], reader: PairReader) -> Match | None:
    """The known question that ``question`` repeats, or None. Raises UnavailableError where the model cannot be used.

    ``near`` as for ``suggesting.likely``: what is alike only in its meaning is read only where there are vectors.
    """
    found = rows(question, known, near, reader)
    if not found:
        return None
    scores = judge().probabilities(np.vstack([row for _place, row in found]))
    first = int(np.argmax(scores))
    return Match(known[found[first][0]].key, float(scores[first])) if scores[first] >= judge().least else None


def rows(
    question: str, known: Sequence[Known], near: Mapping[int, float], reader: PairReader
) -> list[tuple[int, NDArray[np.float64]]]:
    """(place among the known, row of ``NAMES_READ``) of the likeliest few, but for those that numbers rule out."""
    asked = read(question)
    places = [place for _score, place in ranked(question, known, near)[:READ]]
    places = [place for place in places if not ruled_out(asked, read(known[place].question))]
    unsure = [place for place in places if not _verbatim(question, known[place].question)]
    odds = reader.odds(question, [known[place].question for place in unsure]) if unsure else ()
    said = {place: float(one) for place, one in zip(unsure, odds, strict=True)}
    return [(place, _row(said.get(place, CERTAIN), question, known[place].question)) for place in places]


def _verbatim(question: str, known: str) -> bool:
    """Whether both say the same syllables in the same order, none spelt with other marks."""
    asked, there = read_words(clean(question)), read_words(clean(known))
    return len(asked) == len(there) and all(
        one.folded == other.folded and (one.accented == other.accented or one.is_bare or other.is_bare)
        for one, other in zip(asked, there, strict=True)
    )


def _row(odds: float, question: str, known: str) -> NDArray[np.float64]:
    counted = compare(read(question), read(known))
    verbatim = SequenceMatcher(None, syllables(question), syllables(known), autojunk=False).ratio()
    told = dict(zip(NAMES, counted, strict=True))
    return np.array([odds, *counted, verbatim * (told["left_over"] > 0), verbatim * (told["lesser"] > 0)])


def ruled_out(asked: Reading, known: Reading) -> bool:
    """Whether each has a number, or a date or symbol, that the other lacks: then nothing else can make them one."""
    return any(
        left - right and right - left
        for left, right in ((asked.numbers, known.numbers), (asked.references, known.references))
    )
