"""Folding: the form in which texts are compared and indexed, never shown."""

from __future__ import annotations

import unicodedata

_LETTERS = {"đ": "d", "ð": "d", "ɖ": "d"}


def _fold_once(s: str) -> str:
    kept: list[str] = []
    for ch in unicodedata.normalize("NFKD", s):
        for low in unicodedata.normalize("NFKD", ch.lower()):
            # Combining marks carry tones and vowel quality; format characters are invisible.
            if unicodedata.category(low) not in {"Mn", "Me", "Cf"}:
                kept.append(_LETTERS.get(low, low))
    return "".join(kept)


_UNEVEN: set[str] = set()
"""Characters met so far that do not fold to exactly one."""


class _FoldTable(dict[int, str]):
    """What one character folds to, filled as characters are met (at most once per code point)."""

    def __missing__(self, code: int) -> str:
        folded, again = chr(code), _fold_once(chr(code))
        while folded != again:
            folded, again = again, _fold_once(again)
        if len(folded) != 1:
            _UNEVEN.add(chr(code))  # before the table holds it: whoever folds with the table knows of it
        self[code] = folded
        return folded


_TABLE = _FoldTable()


def fold(s: str) -> str:
    """Lower case without any combining mark, đ as d, compatibility characters as plain ones. Idempotent.

    Works character by character: composed and decomposed input fold alike, and the fold of a joined text is
    the join of the folds.
    """
    return s.translate(_TABLE)


def fold_with_offsets(s: str) -> tuple[str, list[int]]:
    """`fold(s)`, and for each of its characters the index in `s` of the character that it came from.

    The offsets never decrease. A character may fold to nothing or, rarely, to several characters.
    """
    folded = s.translate(_TABLE)
    if _UNEVEN.isdisjoint(s):  # as in nearly every text: each character folds to one
        return folded, list(range(len(s)))
    offsets: list[int] = []
    for index, ch in enumerate(s):
        offsets.extend([index] * len(_TABLE[ord(ch)]))
    return folded, offsets
