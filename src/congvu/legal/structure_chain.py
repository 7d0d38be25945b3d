"""Which of many numbered lines belong to one series: number continuity, as a best chain.

A text offers more numbers than it has units: quoted articles, wrapped lines, rows of tables, lists of
contents. The units are those that form the best rising series, where a step to the very next number counts
far more than a jump.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

VIETNAMESE_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_TOLERANT_ALPHABET = "abcdđefghijklmnopqrstuvwxyz"
_SUFFIXES = 100

NEXT, INSERTED, JUMP, FAR_JUMP = 6, 5, 1, -4
"""What a step is worth: to the next number, to an inserted one (12 → 12a), over a few, over many."""
FEW = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may begin a unit: a whole number, an inserted letter as a position (0: none).

    `weak` candidates only continue a series by an exact step; `far` ones are so clear that they may follow
    over any gap; `bonus` breaks ties between equal series.
    """

    line: int
    number: int
    inserted: int = 0
    weak: bool = False
    far: bool = False
    bonus: int = 0

    @property
    def key(self) -> int:
        return self.number * _SUFFIXES + self.inserted


def letter_position(letters: str) -> int:
    """Order of an inserted unit's letter: "" → 0, "a" → 1, "đ" → 5; double letters follow the single."""
    value = 0
    for letter in letters[:2]:
        value = value * 28 + _TOLERANT_ALPHABET.find(letter) + 1
    return min(value, _SUFFIXES - 1)


def point_number(letter: str) -> int:
    """Position of a point's letter among all letters, Latin ones included; 0 for a letter outside of them."""
    return _TOLERANT_ALPHABET.find(letter) + 1


def follows_letter(before: int, after: int) -> bool:
    """Whether a point's letter is the next one, in the Vietnamese order or in the Latin one."""
    first, second = _TOLERANT_ALPHABET[before - 1], _TOLERANT_ALPHABET[after - 1]
    if first in VIETNAMESE_ALPHABET and second in VIETNAMESE_ALPHABET:
        gap = VIETNAMESE_ALPHABET.index(second) - VIETNAMESE_ALPHABET.index(first)
        if gap == 1:
            return True
    return after - before == 1 or (first == "d" and second == "e")


def best_chain(candidates: Sequence[Candidate], *, letters: bool = False) -> list[Candidate]:
    """The best rising series among candidates in the order of the text; one that starts at 1 is favoured.

    Works in O(n log n): exact steps through a table of the best series per key, jumps through prefix maxima.
    Among equal series the earliest lines win.
    """
    if not candidates:
        return []
    keys = sorted({candidate.key for candidate in candidates})
    rank = {key: position for position, key in enumerate(keys)}
    reach = _PrefixMaxima(len(keys))
    best_at: dict[int, tuple[int, int]] = {}
    before: list[int] = []
    top = (-1, -1)
    for index, candidate in enumerate(candidates):
        score, previous = _start_score(candidate), -1
        for key, worth in _exact_steps(candidate, letters=letters):
            found = best_at.get(key)
            if found and found[0] + worth > score:
                score, previous = found[0] + worth, found[1]
        if not candidate.weak:
            near = reach.best_below(rank[candidate.key])
            if near is not None:
                worth = _jump_worth(candidates[near[1]], candidate)
                if near[0] + worth > score:
                    score, previous = near[0] + worth, near[1]
        before.append(previous)
        if score <= 0:
            continue
        score += candidate.bonus
        if score > best_at.get(candidate.key, (0, -1))[0]:
            best_at[candidate.key] = (score, index)
        reach.record(rank[candidate.key], (score, index))
        if score > top[0]:
            top = (score, index)
    chain: list[Candidate] = []
    index = top[1]
    while index >= 0:
        chain.append(candidates[index])
        index = before[index]
    return chain[::-1]


def _start_score(candidate: Candidate) -> int:
    if candidate.number == 1 and candidate.inserted == 0:
        return NEXT
    return 0 if candidate.weak else JUMP


def _exact_steps(candidate: Candidate, *, letters: bool) -> list[tuple[int, int]]:
    """Keys from which the candidate is an exact step, each with its worth."""
    number, inserted = candidate.number, candidate.inserted
    if inserted:
        return [(candidate.key - 1, INSERTED)]
    if letters:
        return [
            (before * _SUFFIXES + extra, NEXT)
            for before in range(max(1, number - 3), number)
            if follows_letter(before, number)
            for extra in range(4)
        ]
    return [((number - 1) * _SUFFIXES + extra, NEXT) for extra in range(12)]


def _jump_worth(before: Candidate, after: Candidate) -> int:
    return JUMP if after.far or after.number - before.number <= FEW else FAR_JUMP


class _PrefixMaxima:
    """A Fenwick tree of the best (score, index) among smaller ranks; equal scores keep the earlier index."""

    def __init__(self, size: int) -> None:
        self._best: list[tuple[int, int] | None] = [None] * (size + 1)

    def record(self, rank: int, entry: tuple[int, int]) -> None:
        position = rank + 1
        while position < len(self._best):
            held = self._best[position]
            if held is None or entry[0] > held[0]:
                self._best[position] = entry
            position += position & -position

    def best_below(self, rank: int) -> tuple[int, int] | None:
        found: tuple[int, int] | None = None
        position = rank
        while position > 0:
            held = self._best[position]
            if held is not None and (found is None or held[0] > found[0]):
                found = held
            position -= position & -position
        return found
