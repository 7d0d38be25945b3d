"""A question put in other words by rule, and one changed into another: cheap pairs beside those that were written.

The words come from the product's own table (``retrieval/data/repeats/words.txt``). Written pairs alone would teach that
whatever shares nearly all words is a near miss; these show both, and that a single word decides.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache

from congvu.retrieval.repeat_words import table_rows

_BEFORE = ("Cho em hỏi ", "Cho tôi hỏi ", "Xin hỏi ", "Cho mình hỏi ", "Anh chị cho hỏi ", "Em muốn hỏi ")
_AFTER = (" ạ", " vậy", " vậy ạ", " thế", " nhỉ", ", xin cảm ơn", " ạ, em cảm ơn", " với ạ")
_QUESTION = re.compile(
    r"(?P<head>.{12,}?)[, ]+(?P<ask>(?:bao nhiêu|mấy|khi nào|bao lâu|ở đâu|cơ quan nào)\b[^,?]{0,12})\??$"
)
_SINGLE = frozenset("xã tỉnh huyện thôn cha mẹ tháng tuần".split())
"""Syllables that may be exchanged alone; others are mostly part of a longer word."""
_NUMBER = re.compile(r"(?<![\w/.-])\d{1,2}(?![\w/.,-]*\d)")
_AT_MOST = 2
"""Words that are exchanged in one question."""


@cache
def _table(section: str) -> dict[str, tuple[str, ...]]:
    """A phrase of the section, and what stands in its line beside it."""
    found: dict[str, set[str]] = {}
    for name, left, right in table_rows():
        if name == section:
            line = [*left, *right] if name != "asks" else right
            line = [phrase for phrase in line if " " in phrase or phrase in _SINGLE]
            for phrase in line if not (name == "asks" and left[0].startswith("~")) else ():
                found.setdefault(phrase, set()).update(other for other in line if other != phrase)
    return {phrase: tuple(sorted(others)) for phrase, others in found.items() if others}


@cache
def _pattern(section: str) -> re.Pattern[str]:
    phrases = sorted(_table(section), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)", re.IGNORECASE)


def reworded(text: str, rng: random.Random) -> str:
    """The same question: other words of the same meaning, a polite word before or after, what is asked put first."""
    text = _exchanged(text, "same", rng)
    if rng.random() < 0.25 and (turned := _QUESTION.match(text)):
        text = f"{turned['ask'].strip().capitalize()} {_small(turned['head'])}?"
    if rng.random() < 0.3:
        text = rng.choice(_BEFORE) + _small(text)
    if rng.random() < 0.3:
        text = text.rstrip("? ") + rng.choice(_AFTER) + "?"
    return text


def altered(text: str, rng: random.Random) -> str | None:
    """Another question that looks alike: one word of a kind for another, or another number; None without any."""
    ways = [*_ways(text)]
    rng.shuffle(ways)
    for way in ways:
        if (changed := _altered(text, way, rng)).lower() != text.lower():
            return changed
    return None


def _ways(text: str) -> Iterator[str]:
    if _pattern("apart").search(text):
        yield "apart"
    if _NUMBER.search(text):
        yield "number"


def _altered(text: str, way: str, rng: random.Random) -> str:
    if way == "apart":
        return _exchanged(text, "apart", rng, at_most=1)
    chosen = rng.choice([*_NUMBER.finditer(text)])
    other = int(chosen[0]) + rng.choice((-2, -1, 1, 2, 5))
    return f"{text[: chosen.start()]}{max(1, other)}{text[chosen.end() :]}" if other > 0 else text


def _exchanged(text: str, section: str, rng: random.Random, at_most: int = _AT_MOST) -> str:
    found = [*_pattern(section).finditer(text)]
    chosen = rng.sample(found, min(rng.randint(1, at_most), len(found)))
    for match in sorted(chosen, key=lambda m: -m.start()):
        other = rng.choice(_table(section)[match[0].lower()])
        other = other.capitalize() if match.start() == 0 else other
        text = text[: match.start()] + other + text[match.end() :]
    return text


def _small(text: str) -> str:
    """The first letter small, unless the word is written in capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
