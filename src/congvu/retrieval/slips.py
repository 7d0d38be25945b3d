"""Spelling slips: a word that the corpus does not know, read as the known one that fits its neighbours.

Precision before recall: a word that the corpus knows is never touched, and an unknown one only where one candidate
clearly fits better than all others.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from congvu.retrieval.types import Vocabulary
from congvu.retrieval.words import Word, in_case_of
from congvu.text import fold, from_telex, from_vni, is_syllable

_LETTERS = "abcdeghiklmnopqrstuvxy"
_SHORTEST, _LONGEST, _LONGEST_RUN = 3, 8, 40
_KNOWN = 3  # passages from which any string counts as a word of the corpus
_USUAL = 5  # passages that a reading must stand in
_PAIR = 3
_MARGIN = math.log(4)
_STRONG = 20
_NEIGHBOURS = {
    a: frozenset(near)
    for a, near in {
        "q": "wa", "w": "qeas", "e": "wrsd", "r": "etdf", "t": "ryfg", "y": "tugh", "u": "yihj", "i": "uojk",
        "o": "ipkl", "p": "ol", "a": "qwsz", "s": "awedzx", "d": "serfxc", "f": "drtgcv", "g": "ftyhvb",
        "h": "gyujbn", "j": "huiknm", "k": "jiolm", "l": "kop", "z": "asx", "x": "zsdc", "c": "xdfv", "v": "cfgb",
        "b": "vghn", "n": "bhjm", "m": "njk",
    }.items()
}  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_NUMBERED = re.compile(r"(dieu|khoan|muc|chuong|phan|nam|thang|ngay|quy)(\d{1,4})")
_COUNTED = re.compile(r"(\d{1,9})(tuoi|ngay|thang|nam|gio|phut|tuan|lan|nguoi|dong|nghin|trieu|ty)")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A candidate: folded syllables, as they would be shown, and how well a hand may have slipped into it."""

    folded: tuple[str, ...]
    shown: str
    prior: float
    sure: bool = False


def is_known(vocabulary: Vocabulary, folded: str) -> bool:
    """Whether the corpus knows a word; a string that stands in one or two passages only if it can be a syllable."""
    return vocabulary.frequency(folded) >= (1 if is_syllable(folded) else _KNOWN)


class SlipReader:
    """Reads unknown words of one question; what a word may be is worked out once, whatever comes to stand beside it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._readings: dict[str, tuple[_Reading, ...]] = {}

    def read(self, word: Word, left: str, right: str, *, strict: bool = False) -> str | None:
        """What an unknown word is read as, in the case of what was typed, or None where nothing fits clearly.

        ``left`` and ``right`` are its neighbours, folded, "" where there are none. ``strict`` asks for evidence on
        every side, as names need.
        """
        if any(ch.isdigit() for ch in word.folded):
            read = _apart(word) or _without_vni(word, left, right, self._vocabulary)
            return in_case_of(read, word.typed) if read else None
        if not _SHORTEST <= len(word.folded) <= _LONGEST_RUN:
            return None
        if word.typed not in self._readings:
            self._readings[word.typed] = tuple(_readings(word, self._vocabulary))
        strict = strict or is_syllable(word.folded) or len(word.folded) == _SHORTEST
        best: dict[tuple[str, ...], tuple[float, str]] = {}
        for reading in self._readings[word.typed]:
            score = _score(reading, left, right, self._vocabulary, strict=strict)
            if score is not None and (reading.folded not in best or score > best[reading.folded][0]):
                best[reading.folded] = (score, reading.shown)
        order = sorted(best.values(), reverse=True)
        if not order or (len(order) > 1 and order[0][0] - order[1][0] < _MARGIN):
            return None
        return in_case_of(order[0][1], word.typed)


def _score(reading: _Reading, left: str, right: str, vocabulary: Vocabulary, *, strict: bool) -> float | None:
    """Log of how often the reading stands between these neighbours, with its prior; None without evidence."""
    first, last = reading.folded[0], reading.folded[-1]
    before = vocabulary.frequency(f"{left}_{first}") if left else 0
    after = vocabulary.frequency(f"{last}_{right}") if right else 0
    inside = min((vocabulary.frequency(f"{a}_{b}") for a, b in itertools.pairwise(reading.folded)), default=0)
    if strict and not reading.sure:
        sides = [n for n, there in ((before, left), (after, right)) if there]
        enough = sides and min(sides) >= _PAIR and max(sides) >= _STRONG
        if not (inside >= _STRONG or enough):
            return None
    elif max(before, after) < _PAIR and inside < _STRONG and not reading.sure:
        return None
    return reading.prior + likelihood(vocabulary, left, reading.folded, right)


def likelihood(vocabulary: Vocabulary, left: str, folded: Sequence[str], right: str) -> float:
    """Log of how often syllables stand between two neighbours ("" for none), up to a constant; larger is likelier."""
    chain = tuple(filter(None, (left, *folded, right)))
    links = sum(math.log(vocabulary.frequency(f"{a}_{b}") + 0.5) for a, b in itertools.pairwise(chain))
    return links - sum(math.log(vocabulary.frequency(syllable) + 1) for syllable in chain[1:-1])


def _readings(word: Word, vocabulary: Vocabulary) -> Iterator[_Reading]:
    telex = from_telex(word.typed)
    if telex and not is_syllable(word.folded) and vocabulary.frequency(fold(telex)) >= _USUAL:
        doubled = len(telex) <= len(word.typed) - 2
        yield _Reading((fold(telex),), telex, 4.0, sure=doubled)
    if len(word.folded) <= _LONGEST:
        written = word.typed.lower()
        exact = len(written) == len(word.folded)
        for folded, place, old, new, prior in _edits(word.folded):
            if vocabulary.frequency(folded) >= _USUAL and is_syllable(folded):
                shown = written[:place] + _put(written, place, old, new) + written[place + old :] if exact else folded
                yield _Reading((folded,), shown, prior)
    single = _DOUBLED.sub(r"\1", word.typed.lower())
    if len(single) < len(word.typed) and vocabulary.frequency(fold(single)) >= _USUAL and is_syllable(fold(single)):
        yield _Reading((fold(single),), single, 0.0, sure=not is_syllable(word.folded))
    if len(word.folded) >= 4:
        split = _split(word.folded, vocabulary)
        if split:
            yield _Reading(split, _cut(word, split), 1.0 if len(word.folded) >= _LONGEST - 1 else -2.0)


def _put(written: str, place: int, old: int, new: str) -> str:
    """What replaces ``old`` letters at a place: letters that were typed keep their marks."""
    return written[place : place + old][::-1] if old == 2 else new


def _edits(word: str) -> Iterator[tuple[str, int, int, str, float]]:
    """Words within one edit: the word, the place, how many letters go, what comes, and the log of how usual it is."""
    for at, letter in enumerate(word):
        first = -1.5 if at == 0 else 0.0
        twice = at > 0 and word[at - 1] == letter
        beside = any(letter in _NEIGHBOURS.get(ch, ()) for ch in (word[at - 1 : at], word[at + 1 : at + 2]) if ch)
        if not twice and (at + 1 == len(word) or word[at + 1] != letter):
            yield word[:at] + word[at + 1 :], at, 1, "", (-1.0 if beside else -2.0) + first
        elif twice:
            yield word[:at] + word[at + 1 :], at, 1, "", -0.2
        if at + 1 < len(word) and word[at + 1] != letter:
            yield word[:at] + word[at + 1] + letter + word[at + 2 :], at, 2, "", -0.5 + first
        for new in _LETTERS:
            if new != letter:
                near = new in _NEIGHBOURS.get(letter, ())
                yield word[:at] + new + word[at + 1 :], at, 1, new, (-1.0 if near else -2.5) + first
    for at in range(len(word) + 1):
        for new in _LETTERS:
            if at == 0 or word[at - 1] != new:
                yield word[:at] + new + word[at:], at, 0, new, -1.2 + (-1.5 if at == 0 else 0.0)


def _split(run: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The best cut of a run of letters into two or more syllables that the corpus knows side by side."""
    best: list[dict[str, tuple[float, tuple[str, ...]]]] = [{} for _ in range(len(run) + 1)]
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - 7), end):
            part = run[start:end]
            if len(part) < 2 or not is_syllable(part) or vocabulary.frequency(part) < _USUAL:
                continue
            weight = math.log(vocabulary.frequency(part))
            if start == 0:
                best[end][part] = (0.0, (part,))
                continue
            for last, (score, parts) in best[start].items():
                together = vocabulary.frequency(f"{last}_{part}")
                if together < _USUAL:
                    continue
                total = score + math.log(together) - weight
                if part not in best[end] or total > best[end][part][0]:
                    best[end][part] = (total, (*parts, part))
    whole = [found for found in best[-1].values() if len(found[1]) > 1]
    return max(whole)[1] if whole else None


def _cut(word: Word, parts: tuple[str, ...]) -> str:
    written = word.typed.lower()
    if len(written) != len(word.folded):
        return " ".join(parts)
    shown, at = [], 0
    for part in parts:
        shown.append(written[at : at + len(part)])
        at += len(part)
    return " ".join(shown)


def _apart(word: Word) -> str | None:
    """ "dieu5" and "18tuoi" lack a blank."""
    match = _NUMBERED.fullmatch(word.folded) or _COUNTED.fullmatch(word.folded)
    if match is None or len(word.typed) != len(word.folded):
        return None
    written = word.typed.lower()
    return f"{written[: match.end(1)]} {written[match.end(1) :]}"


def _without_vni(word: Word, left: str, right: str, vocabulary: Vocabulary) -> str | None:
    read = from_vni(word.typed)
    if read is None or len(read) < _SHORTEST or vocabulary.frequency(fold(read)) < _USUAL:
        return None
    folded = fold(read)
    beside = max(vocabulary.frequency(f"{left}_{folded}"), vocabulary.frequency(f"{folded}_{right}"))
    return read if beside >= _PAIR else None
