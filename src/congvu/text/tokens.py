"""Syllables and pairs of syllables: the terms of the index and of every comparison of texts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from sys import intern

from congvu.text.folding import fold, fold_with_offsets
from congvu.text.tones import tone_normalise
from congvu.text.unicode import clean, nfc

_TOKEN = re.compile(r"[^\W_]+")
# A full stop between digits groups thousands (1.000.000) and ends nothing.
_BREAK = re.compile(r"(?<!\d)\.|\.(?!\d)|[;:\n]")


def syllables(s: str) -> list[str]:
    """Folded runs of letters and digits, in order: "30/2020/NĐ-CP" gives 30, 2020, nd, cp."""
    return _TOKEN.findall(fold(s))


def accented_syllables(s: str) -> list[str]:
    """The tokens of `syllables(s)`, one for one, lower case with their diacritics, tones in one placement."""
    return both_syllables(s)[1]


def both_syllables(s: str) -> tuple[list[str], list[str]]:
    """`syllables(s)` and `accented_syllables(s)`, at the price of one fold of the text.

    Equal tokens are one object wherever they come from, so that they compare at once.
    """
    plain = syllables(s)
    both = [_token(token) for token in _TOKEN.findall(nfc(s).lower())]
    folded = [token for token, _ in both]
    # As good as always the two run side by side; signs that stand for several characters break the step.
    if folded == plain:
        return folded, [placed for _, placed in both]
    return plain, _one_by_one(s)


def _one_by_one(s: str) -> list[str]:
    folded, offsets = fold_with_offsets(s)
    found: list[str] = []
    for match in _TOKEN.finditer(folded):
        start = offsets[match.start()]
        end = offsets[match.end()] if match.end() < len(offsets) else len(s)
        written = tone_normalise(clean(s[start:end]).strip().lower())
        # A sign that stands for several characters ("¼") may be shared by two tokens: then only the fold is sure.
        found.append(written if fold(written) == match.group() else match.group())
    return found


@lru_cache(maxsize=65_536)
def _token(token: str) -> tuple[str, str]:
    """A token in lower case folded, and with its tone in one placement."""
    return intern(fold(token)), intern(tone_normalise(token))


def bigrams(tokens: Sequence[str]) -> list[str]:
    """Adjacent pairs, joined by an underscore; one fewer than the tokens, or none."""
    return [f"{left}_{right}" for left, right in itertools.pairwise(tokens)]


def index_terms(s: str) -> list[str]:
    """Every syllable, then every pair of neighbours that does not cross `.`, `;`, `:` or a newline."""
    singles: list[str] = []
    pairs: list[str] = []
    for segment in _BREAK.split(fold(s)):
        tokens = _TOKEN.findall(segment)
        singles += tokens
        pairs += bigrams(tokens)
    return singles + pairs
