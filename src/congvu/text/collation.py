"""Vietnamese dictionary order."""

from __future__ import annotations

import re

from vn_collate import collate_key

from congvu.text.unicode import clean

_PIECE = re.compile(r"(\d+)|([^\W\d_]+)")
# Lower than any hexadecimal digit: a row of syllables comes before a longer one that begins with it.
_GAP = " "
# Weights of letters begin at 0b, so numbers come before letters.
_NUMBER = "01"


def sort_key(s: str) -> str:
    """A key whose plain string order is Vietnamese dictionary order, syllable by syllable.

    "An Bình" comes before "Anh", "ba" before "bà" before "bạ", "Phường 2" before "Phường 10"; case decides
    last. ASCII. In PostgreSQL sort the stored key with `COLLATE "C"`.
    """
    text = clean(s)
    keys: list[str] = []
    for match in _PIECE.finditer(text.lower()):
        digits, letters = match.groups()
        if digits:
            value = "".join(str(int(digit)) for digit in digits).lstrip("0")
            keys.append(f"{_NUMBER}{len(value):04x}{value}")
        else:
            keys.append(str(collate_key(letters)))
    return _GAP.join([*keys, "", str(collate_key(text))])
