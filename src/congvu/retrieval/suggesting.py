"""Approved questions that may be what was meant, for a person to choose from.

No answer is given unasked where it is not certain that a question repeats another (``repeats.best``). These are
offered: whoever asks sees them beside the answer and asks one by a click. Words and meaning find them together; neither
alone is as good.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from congvu.retrieval.repeat_reading import Reading, read
from congvu.retrieval.repeats import Known, Match

OFFERED = 3
LEAST = 0.6
"""Of the sum of both; by words alone half of it."""


def likely(question: str, known: Sequence[Known], near: Mapping[int, float]) -> list[Match]:
    """At most ``OFFERED`` of the known questions, the likeliest first, each key once. Pure.

    ``near``: how alike the question and the text of a key are by meaning (0 to 1), where there are vectors; without any
    the words decide alone.
    """
    least = LEAST if near else LEAST / 2
    found = ranked(question, known, near)[:OFFERED]
    return [Match(known[place].key, score) for score, place in found if score >= least]


def ranked(question: str, known: Sequence[Known], near: Mapping[int, float]) -> list[tuple[float, int]]:
    """(likeness, place among the known) of the likeliest wording of each key, the likeliest first. Pure."""
    asked, readings = read(question), [read(one.question) for one in known]
    counts = Counter(word for reading in readings for word in _words(reading))
    rarity = {word: math.log(1 + len(known) / (0.5 + count)) for word, count in counts.items()}
    own = _weighed(asked, rarity, len(known))
    best: dict[int, tuple[float, int]] = {}
    for place, (one, reading) in enumerate(zip(known, readings, strict=True)):
        weights = _weighed(reading, rarity, len(known))
        score = sum(weight * weights.get(word, 0.0) for word, weight in own.items())
        if near:
            score += near.get(one.key, 0.0)
        if one.key not in best or score > best[one.key][0]:
            best[one.key] = score, place
    return sorted(best.values(), key=lambda found: (-found[0], found[1]))


def _words(reading: Reading) -> frozenset[str]:
    """What a question is about, also as its single syllables, so that what no table knows counts too."""
    return reading.tokens | reading.numbers | reading.references | reading.syllables


def _weighed(reading: Reading, rarity: Mapping[str, float], known: int) -> dict[str, float]:
    never = math.log(1 + 2 * known)
    weights = {word: rarity.get(word, never) for word in _words(reading)}
    length = math.sqrt(sum(weight**2 for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}
