"""Pure Vietnamese text: Unicode, folding, syllables, sentences, dates, sorting."""

from __future__ import annotations

from congvu.text.dates import find_dates, parse_vi_date
from congvu.text.folding import clean, fold, fold_with_offsets, has_diacritics, nfc, tone_normalise
from congvu.text.sorting import sort_key
from congvu.text.tokens import accented_syllables, bigrams, index_terms, sentences, syllables

__all__ = [
    "accented_syllables",
    "bigrams",
    "clean",
    "find_dates",
    "fold",
    "fold_with_offsets",
    "has_diacritics",
    "index_terms",
    "nfc",
    "parse_vi_date",
    "sentences",
    "sort_key",
    "syllables",
    "tone_normalise",
]
