"""Every syllable that Vietnamese spelling allows, made from onsets, rhymes and tones; with and without diacritics."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu",
    "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip
OPEN = (
    "a", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "ia", "iêu", "iu",
    "oa", "oai", "oay", "oe", "oi", "ôi", "ơi", "ua", "uê", "ui", "uơ", "uôi", "uy", "uya", "uyu", "ưa", "ưi", "ươi",
    "ươu", "ưu", "yêu", "oao", "oeo", "uây",
)  # fmt: skip
NUCLEI = (
    "a", "ă", "â", "e", "ê", "i", "iê", "o", "oa", "oă", "oe", "ô", "ơ", "u", "uâ", "uê", "uô", "uy", "uyê", "ư", "ươ",
    "yê", "oo",
)  # fmt: skip
SONORANTS = ("m", "n", "ng", "nh")
STOPS = ("c", "ch", "p", "t")
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_STOP_TONES = ("\u0301", "\u0323")
_MARKED = "ăâêôơư"


def every_syllable() -> Iterator[str]:
    """Lower-case NFC syllables, a superset of the true ones; the mark where the newer and the older rule put it."""
    for onset in ONSETS:
        for rhyme in OPEN:
            yield from _toned(onset, rhyme, TONES)
        for nucleus in NUCLEI:
            for coda in SONORANTS:
                yield from _toned(onset, nucleus + coda, TONES)
            for coda in STOPS:
                yield from _toned(onset, nucleus + coda, _STOP_TONES)


def _toned(onset: str, rhyme: str, tones: tuple[str, ...]) -> Iterator[str]:
    for tone in tones:
        for place in sorted(set(_places(rhyme))) if tone else (0,):
            spelt = onset + rhyme[: place + 1] + tone + rhyme[place + 1 :]
            yield unicodedata.normalize("NFC", spelt)


def _places(rhyme: str) -> Iterator[int]:
    vowels = [i for i, letter in enumerate(rhyme) if letter in "aeiouy" + _MARKED]
    marked = [i for i in vowels if rhyme[i] in _MARKED]
    if marked:
        yield marked[-1]
    else:
        yield vowels[0]
        if len(vowels) > 1:
            yield vowels[1]
