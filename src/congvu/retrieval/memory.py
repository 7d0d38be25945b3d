"""A memory of judged questions: which texts answered questions like this one, as numbers beside those of the texts.

Pure. What nobody was ever asked about has zeros, so an empty memory changes no order. Questions are compared by the
syllables that carry a subject and the pairs of them, folded, each weighed by how rare the corpus uses it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from congvu.retrieval.statistics import Rarity
from congvu.retrieval.understanding import content_terms

NAMES = ("memory_unit", "memory_unit_known", "memory_document", "memory_document_known", "memory_document_share")
"""All in 0..1. ``unit``, ``document``: the likest judged question that this unit, or another of its document, answers;
``…_known``: that there are such questions, more for more of them; ``…_share``: how much of all that is like the
question, by the square, is answered by this document.
"""
OF_UNITS = frozenset(("memory_unit", "memory_unit_known"))
_HALF_UNIT, _HALF_DOCUMENT = 1.0, 5.0
"""Judged questions from which a unit, or a document, counts half as known."""
_NOTHING_LIKE = 0.2
"""What stands against the share of a document: where nothing judged is like the question, no share is large."""
Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Remembered:
    """A judged question: ``terms`` as ``Query.terms``; the units that answer it, and the documents they are of."""

    key: str
    terms: tuple[str, ...]
    units: frozenset[Hashable]
    documents: frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: the judged units that it shares text with, and its document."""

    units: frozenset[Hashable]
    document: Hashable


class Memory:
    """Judged questions, ready to be compared with one that is asked."""

    def __init__(self, questions: Sequence[Remembered], rarity: Rarity) -> None:
        self._rarity = rarity
        self._keys = [one.key for one in questions]
        self._of_unit = _holders([one.units for one in questions])
        self._of_document = _holders([one.documents for one in questions])
        found: dict[str, list[tuple[int, float]]] = {}
        for number, one in enumerate(questions):
            for term, weight in self._weights(one.terms).items():
                found.setdefault(term, []).append((number, weight))
        self._postings = {
            term: (np.array([number for number, _ in rows]), np.array([weight for _, weight in rows]))
            for term, rows in found.items()
        }

    def __len__(self) -> int:
        return len(self._keys)

    def rows(
        self, terms: Sequence[str], places: Sequence[Place], without: str = "", apart: Iterable[Hashable] = ()
    ) -> Rows:
        """A row of ``NAMES`` for each place. To learn from a judged question it is asked of a memory ``without`` it, or
        of one that holds no question that the documents ``apart`` answer either.
        """
        table = np.zeros((len(places), len(NAMES)))
        others = np.array([key != without for key in self._keys], dtype=bool)
        for document in apart:
            others[self._of_document.get(document, np.empty(0, dtype=np.int64))] = False
        if not others.any():
            return table
        like = np.where(others, self._likeness(terms), 0.0)
        everything = float((like**2).sum()) + _NOTHING_LIKE
        none = np.empty(0, dtype=np.int64)
        for number, place in enumerate(places):
            units = [self._of_unit[unit] for unit in place.units if unit in self._of_unit]
            here = np.unique(np.concatenate(units)) if units else none
            here = here[others[here]]
            near = self._of_document.get(place.document, none)
            near = near[others[near]]
            if len(here):
                table[number, :2] = like[here].max(), len(here) / (len(here) + _HALF_UNIT)
            if len(near):
                known = len(near) / (len(near) + _HALF_DOCUMENT)
                table[number, 2:] = like[near].max(), known, float((like[near] ** 2).sum()) / everything
        return table

    def _likeness(self, terms: Sequence[str]) -> Rows:
        """The cosine (0..1) of each judged question and one that is asked."""
        like = np.zeros(len(self._keys))
        for term, weight in self._weights(terms).items():
            if term in self._postings:
                numbers, weights = self._postings[term]
                like[numbers] += weight * weights
        return np.minimum(like, 1.0)

    def _weights(self, terms: Sequence[str]) -> dict[str, float]:
        """Syllables and neighbouring pairs with their weights, of length 1 together."""
        content = content_terms(tuple(terms))
        kept = set(content)
        weights = {term: self._rarity.idf(term) for term in content}
        for left, right in pairwise(terms):
            if left in kept and right in kept:
                weights[f"{left}_{right}"] = self._rarity.pair_idf(f"{left}_{right}")
        length = math.sqrt(sum(weight**2 for weight in weights.values()))
        return {term: weight / length for term, weight in weights.items()} if length else {}


def _holders(of_questions: Iterable[Iterable[Hashable]]) -> Mapping[Hashable, NDArray[np.int64]]:
    """The numbers of the questions by what answers them."""
    found: dict[Hashable, list[int]] = {}
    for number, answers in enumerate(of_questions):
        for answer in answers:
            found.setdefault(answer, []).append(number)
    return {answer: np.array(numbers, dtype=np.int64) for answer, numbers in found.items()}
