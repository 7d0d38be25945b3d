"""How people type one and the same question: with all diacritics, with none, with some, with slips.

For measuring and for learning. What is dropped or mistyped depends only on the text and the seed, so every run, on
every machine, asks the same.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from congvu.text import fold, has_diacritics

WORDS_PER_SLIP = 6
_SHORTEST = 3
_BESIDE = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl",
    "p": "ol", "a": "qsz", "s": "awdx", "d": "sefc", "f": "drgv", "g": "fthb", "h": "gyjn", "j": "hukm", "k": "jil",
    "l": "kop", "z": "asx", "x": "zsdc", "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
}  # fmt: skip
"""Keys beside a key on the usual keyboard."""


def no_diacritics(text: str, seed: int = 0) -> str:
    """``text`` in lower case without any diacritic."""
    return fold(text)


def half_diacritics(text: str, seed: int = 0) -> str:
    """``text`` with the diacritics of every second word that has some, chosen by chance, dropped."""
    words = text.split(" ")
    marked = [place for place, word in enumerate(words) if has_diacritics(word)]
    for place in _chance("half", text, seed).sample(marked, len(marked) // 2):
        words[place] = _bare(words[place])
    return " ".join(words)


def slips(text: str, seed: int = 0) -> str:
    """``text`` with one slip for each six words: two letters swapped, one left out, doubled, or hit beside its key."""
    words = text.split(" ")
    chance = _chance("slips", text, seed)
    long_enough = [place for place, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha()]
    for place in chance.sample(long_enough, min(len(long_enough), max(1, len(words) // WORDS_PER_SLIP))):
        words[place] = _slip(words[place], chance)
    return " ".join(words)


def _chance(way: str, text: str, seed: int) -> random.Random:
    return random.Random(f"{way}/{seed}/{text}")  # noqa: S311  # repeatable on purpose


def _bare(word: str) -> str:
    """Without diacritics, capitals kept where they were."""
    bare = fold(word)
    same_length = len(bare) == len(word)
    return "".join(b.upper() if w.isupper() else b for b, w in zip(bare, word, strict=True)) if same_length else bare


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word) - 1)
    first, letter, rest = word[:place], word[place], word[place + 1 :]
    kind = chance.choice(("swap", "drop", "double", "beside"))
    if kind == "swap":
        return first + rest[0] + letter + rest[1:]
    if kind == "drop":
        return first + rest
    beside = _BESIDE.get(fold(letter))
    if kind == "double" or beside is None:
        return first + letter * 2 + rest
    return first + chance.choice(beside) + rest


TYPINGS: Mapping[str, Callable[[str], str]] = {
    "as_written": lambda text: text,
    "no_diacritics": no_diacritics,
    "half_diacritics": half_diacritics,
    "typos": slips,
}
