"""A question as words with their places: what a reading may change, and what it must leave alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from congvu.legal.references import LegalReference
from congvu.legal.symbols import find_symbols
from congvu.text import fold_with_offsets, has_diacritics, nfc, tone_normalise

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[ ,&/\t–-]{1,3}")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")
# Both spellings of an open i are in use: "kỹ" and "kĩ".
_I_FOR_Y = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits at ``text[start:end]``; ``fixed`` ones belong to a symbol, a number or an address."""

    start: int
    end: int
    typed: str
    folded: str
    accented: str
    fixed: bool

    @property
    def is_bare(self) -> bool:
        """Whether it was typed without any diacritics."""
        return self.typed.isascii()


def read_words(text: str, references: Sequence[LegalReference] = ()) -> list[Word]:
    """The words of a text in order; those of document symbols and of numbered references ("nđ 30") are fixed."""
    folded, offsets = fold_with_offsets(text)
    spans = [(start, end) for _, start, end in find_symbols(text)] if any(ch.isdigit() for ch in text) else []
    spans += [(r.start, r.end) for r in references if r.document_number or r.document_symbol]
    spans += [match.span() for match in _ADDRESS.finditer(text)]
    words = []
    for match in _WORD.finditer(folded):
        start, end = offsets[match.start()], offsets[match.end() - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        typed = nfc(text[start:end])
        fixed = any(a < end and start < b for a, b in spans)
        words.append(Word(start, end, typed, match.group(), spelt(typed), fixed))
    return words


def spelt(typed: str) -> str:
    """A word as spellings are compared: lower case, tones in one placement, an open y as i."""
    return tone_normalise(typed.lower()).translate(_I_FOR_Y)


def are_joined(text: str, left: Word, right: Word) -> bool:
    """Whether two neighbours may belong to one phrase: only blanks, a comma or a hyphen between them."""
    return _JOINED.fullmatch(text, left.end, right.start) is not None


def in_case_of(read: str, typed: str) -> str:
    """A reading in the case of what was typed."""
    if len(typed) > 1 and typed.isupper():
        return read.upper()
    return read[:1].upper() + read[1:] if typed[:1].isupper() else read


def is_shouted(text: str) -> bool:
    """Whether a text is all in capitals, so that capitals say nothing."""
    return not any(ch.islower() for ch in text)


def is_bare(text: str) -> bool:
    """Whether a text was typed without diacritics."""
    return not has_diacritics(text)
