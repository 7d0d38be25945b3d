"""Counts of adjacent syllables, held in a dozen bytes a pair: two numbers in sorted arrays, found by bisection."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping

Nested = Mapping[str, Mapping[str, int]]
"""Left syllable to right syllable to the number of passages that hold the two side by side."""


class Pairs:
    """A frozen table of pairs; ``pairs.count("dat_dai")`` in about a microsecond, 0 for one that is not in it."""

    __slots__ = ("_counts", "_keys", "_numbers")

    def __init__(self, nested: Nested | None = None) -> None:
        nested = nested or {}
        syllables = sorted(set(nested).union(*nested.values()))
        self._numbers = {syllable: number for number, syllable in enumerate(syllables)}
        rows = sorted(
            (self._numbers[left] * len(syllables) + self._numbers[right], count)
            for left, rights in nested.items()
            for right, count in rights.items()
        )
        self._keys = array("Q", [key for key, _ in rows])
        self._counts = array("I", [count for _, count in rows])

    def __len__(self) -> int:
        return len(self._keys)

    def count(self, pair: str) -> int:
        """Passages that hold a pair as ``text.bigrams`` writes it."""
        left, _, right = pair.partition("_")
        first, second = self._numbers.get(left), self._numbers.get(right)
        if first is None or second is None:
            return 0
        key = first * len(self._numbers) + second
        place = bisect_left(self._keys, key)
        return self._counts[place] if place < len(self._keys) and self._keys[place] == key else 0
