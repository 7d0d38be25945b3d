"""Two questions side by side: the numbers that tell whether they ask the same. Pure; every number can be explained."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from congvu.retrieval.repeat_reading import Reading
from congvu.retrieval.repeat_words import words
from congvu.text import is_syllable

_OF_A_PHRASE = 1.5
"""A phrase of the table weighs as much as one and a half syllables outside of it."""
_CERTAIN = frozenset(("who", "where", "when", "duration", "money", "age", "count", "howmany"))
_OF_TIME = frozenset(("when", "duration"))
_NUMBER_LIKE = frozenset(("money", "duration", "age", "count"))

NAMES = (
    "shared", "left_over", "lesser", "both", "apart", "apart_one", "asks_differ", "asks_agree", "numbers_differ",
    "numbers_one", "references_differ", "denied", "spelling",
)  # fmt: skip
"""``shared``: share of what either says that both say; ``left_over``: weight of what only one says; ``lesser``: the
smaller of its two sides; ``both``: whether there is something on both. ``apart``: words that exclude each other, or
change a question by themselves, and what one denies and the other says; ``apart_one``: words of such a kind on one side
alone. ``spelling``: syllables that only fold alike.
"""


def compare(asked: Reading, known: Reading) -> NDArray[np.float64]:
    """One row of ``NAMES``."""
    only_asked, only_known = set(asked.tokens - known.tokens), set(known.tokens - asked.tokens)
    meant, meant_known = _slips(only_asked, known.syllables), _slips(only_known, asked.syllables)
    only_asked -= meant.keys()
    only_known -= meant_known.keys()
    new = _unsaid(only_asked, known.syllables.union(meant_known.values()), only_known)
    missing = _unsaid(only_known, asked.syllables.union(meant.values()), only_asked)
    both = asked.tokens & known.tokens
    spelling = sum(1 for t in both if _spelt_apart(asked, known, t))
    in_other_phrases = _weight(only_asked - new) + _weight(only_known - missing)
    counted = len(asked.numbers & known.numbers) + len(asked.references & known.references)
    shared, fresh, gone = _weight(both) + counted + in_other_phrases / 2, _weight(new), _weight(missing)
    total = shared + fresh + gone
    apart = _apart(only_asked, only_known) + len(_denials(asked, known)) + len(_denials(known, asked))
    apart += len((new | missing) & words().sharp)
    one = len(_groups(new) ^ _groups(missing))
    numbers, numbers_one = _differ(asked.numbers, known.numbers)
    references, references_one = _differ(asked.references, known.references)
    asks = _asks(asked.asks, known.asks)
    return np.array(
        [
            shared / total if total else float(asked.everything == known.everything),
            fresh + gone,
            min(fresh, gone),
            bool(new and missing),
            apart,
            one,
            asks < 0,
            asks > 0,
            numbers,
            numbers_one,
            references + references_one,
            len(asked.denied ^ known.denied),
            spelling,
        ],
        dtype=np.float64,
    )


def _slips(tokens: set[str], syllables: frozenset[str]) -> dict[str, str]:
    """Tokens that are no syllable, by the syllable of the other question that they slipped from."""
    found = {}
    for token in tokens:
        if token.isalpha() and not is_syllable(token):
            near = next((other for other in sorted(syllables) if _one_slip(token, other)), None)
            if near is not None:
                found[token] = near
    return found


def _unsaid(tokens: set[str], syllables: frozenset[str], others: set[str]) -> set[str]:
    """The tokens that the other question does not say in any way: not by the same syllables in other phrases either,
    unless these belong to a phrase that excludes the token.
    """
    excluded = _groups(others)
    return {t for t in tokens if excluded & _groups((t,)) or not set(t.split("_")) <= syllables}


def _one_slip(left: str, right: str) -> bool:
    """Whether one letter was left out, put in, exchanged, or swapped with its neighbour."""
    if abs(len(left) - len(right)) > 1 or len(left) < 3:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    a, b = left[start:], right[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _weight(tokens: Iterable[str]) -> float:
    return sum(_OF_A_PHRASE if "_" in token or " " in token else 1.0 for token in tokens)


def _apart(new: set[str], missing: set[str]) -> int:
    """In how many groups of words that exclude each other each side has another one."""
    return len(_groups(new) & _groups(missing))


def _denials(one: Reading, other: Reading) -> set[str]:
    """What one question denies and the other says."""
    return {token for token in one.denied if token.removeprefix("không ") in other.tokens}


def _groups(tokens: Iterable[str]) -> set[int]:
    return {group for token in tokens for group in words().groups.get(token, ())}


def _differ(asked: frozenset[str], known: frozenset[str]) -> tuple[int, int]:
    """(1 where each side has one that the other lacks, 1 where only one side has more)."""
    new, missing = asked - known, known - asked
    return int(bool(new and missing)), int(bool(new) != bool(missing))


def _asks(asked: frozenset[str], known: frozenset[str]) -> int:
    """1 the same way, -1 another way, 0 where one of them shows none or a vague one."""
    if asked & known:
        return 1
    if not asked or not known:
        return 0
    if "any" in asked | known:
        return -1 if (asked | known) & _CERTAIN else 0
    if "howmany" in asked | known and (asked | known) & _NUMBER_LIKE:
        return 1
    return 0 if (asked | known) >= _OF_TIME else -1


def _spelt_apart(asked: Reading, known: Reading, token: str) -> bool:
    left, right = asked.accents.get(token), known.accents.get(token)
    return left is not None and right is not None and left != right
