"""Labelled sets as a memory sees them: their questions as if experts had judged them, one after the other.

An article stands for the unit that an expert chooses, the law that it is of for the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from congvu.retrieval.judging import Judged
from congvu.retrieval.labelled import LabelledSet
from congvu.retrieval.memory import NAMES, OF_UNITS, Memory, Place, Remembered, Rows
from congvu.retrieval.memory_learning import Recalled, learn_weights
from congvu.retrieval.statistics import Rarity, count_texts
from congvu.text import clean, syllables

_HELD = 3
"""A memory to learn with holds one question of so many: it will be as thin when it begins to serve."""
_DRAWS = 2


@dataclass(frozen=True)
class SetMemory:
    """A set with what is needed to remember its questions."""

    labelled: LabelledSet
    rarity: Rarity

    def of(self, judged: Sequence[Judged]) -> Memory:
        """The memory of these questions, each in one way of typing."""
        return Memory(
            [
                Remembered(
                    one.question.id,
                    _terms(one),
                    frozenset(one.question.relevant),
                    frozenset(self.labelled.laws(one.question)),
                )
                for one in judged
            ],
            self.rarity,
        )

    def recalled(self, memory: Memory, one: Judged) -> Recalled:
        """What it says of the candidates of a question, which itself it does not know."""
        law = self.labelled.by_id
        places = [Place(frozenset((article,)), law[article].law) for article in one.articles]
        terms, key = _terms(one), one.question.id
        return Recalled(
            memory.rows(terms, places, key), memory.rows(terms, places, key, self.labelled.laws(one.question))
        )


def set_memory(labelled: LabelledSet) -> SetMemory:
    """Counts the words of the corpus."""
    texts = (f"{article.title}\n{article.text}" for article in labelled.articles)
    return SetMemory(labelled, count_texts(texts).rarity())


def weights_from_sets(sets: Sequence[tuple[SetMemory, Sequence[Judged], Sequence[Rows]]]) -> Rows:
    """The weights of a memory, from sets with their judged questions as written and what rankers that had not seen the
    documents say of these.

    Only units get one. Which documents people ask about is the province's own, and a weight for it that another set
    taught did harm (decision 27): it is learned from the province's corrections.
    """
    judged: list[Judged] = []
    scores: list[Rows] = []
    recalled: list[Recalled] = []
    for memories, asked, given in sets:
        for seed in range(_DRAWS):
            chosen = np.random.default_rng(seed).permutation(len(asked))[: len(asked) // _HELD].tolist()
            memory = memories.of([asked[n] for n in chosen])
            judged += asked
            scores += given
            recalled += [_of_units(memories.recalled(memory, one)) for one in asked]
    return learn_weights(judged, scores, recalled)


def _of_units(recalled: Recalled) -> Recalled:
    kept = np.array([name in OF_UNITS for name in NAMES], dtype=np.float64)
    return Recalled(recalled.rows * kept, recalled.apart * kept)


def _terms(one: Judged) -> tuple[str, ...]:
    return tuple(syllables(clean(one.question.text)))
