"""Unicode of Vietnamese: one form to store, one form to compare."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ODD_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\v\f]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Old style puts the tone on the first letter of these pairs in an open syllable; new style on the second.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NEW_STYLE = re.compile(rf"(?i)\b((?:(?!qu)[bcdđghklmnpqrstvx])*)([ou])([aey])([{_TONES}])(?![a-z\u0300-\u0323])")


def nfc(s: str) -> str:
    """Composed form, the one that is stored and shown."""
    return unicodedata.normalize("NFC", s)


def clean(s: str) -> str:
    """NFC without invisible characters; odd spaces become plain ones, line ends become ``\\n``; lines are kept."""
    s = s.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return nfc(_CONTROL.sub("", _INVISIBLE.sub("", _ODD_SPACES.sub(" ", s))))


@lru_cache(maxsize=65536)
def _fold_char(c: str) -> str:
    c = c.lower()
    if c == "đ":
        return "d"
    decomposed = unicodedata.normalize("NFD", c)
    return "".join("d" if x == "đ" else x for x in decomposed if not unicodedata.combining(x))


def fold(s: str) -> str:
    """Lower case, no diacritics, đ as d: for comparing and indexing, never for showing. Idempotent."""
    return "".join(map(_fold_char, s)) if not s.isascii() else s.lower()


def fold_with_offsets(s: str) -> tuple[str, list[int]]:
    """Folded text, and for each of its characters the index in ``s`` it came from."""
    parts: list[str] = []
    offsets: list[int] = []
    for index, c in enumerate(s):
        folded = _fold_char(c)
        parts.append(folded)
        offsets.extend([index] * len(folded))
    return "".join(parts), offsets


def has_diacritics(s: str) -> bool:
    """True if any letter carries a Vietnamese mark, or is đ."""
    return any(c in "đĐ" or unicodedata.combining(c) for c in unicodedata.normalize("NFD", s))


def tone_normalise(s: str) -> str:
    """Tone marks in one place: hoà → hòa, thuỷ → thủy; other diacritics stay. NFC."""
    return nfc(_NEW_STYLE.sub(r"\1\2\4\3", unicodedata.normalize("NFD", s)))
