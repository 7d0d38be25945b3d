"""Vietnamese text: Unicode, tones, syllables, sentences, dates, dictionary order. Pure."""

from __future__ import annotations

from congvu.text.collation import sort_key
from congvu.text.dates import find_dates, parse_vi_date
from congvu.text.folding import fold, fold_with_offsets
from congvu.text.segments import sentences
from congvu.text.spelling import from_telex, from_vni, is_syllable
from congvu.text.tokens import accented_syllables, bigrams, both_syllables, index_terms, syllables
from congvu.text.tones import has_diacritics, tone_normalise
from congvu.text.unicode import clean, nfc

__all__ = [
    "accented_syllables",
    "bigrams",
    "both_syllables",
    "clean",
    "find_dates",
    "fold",
    "fold_with_offsets",
    "from_telex",
    "from_vni",
    "has_diacritics",
    "index_terms",
    "is_syllable",
    "nfc",
    "parse_vi_date",
    "sentences",
    "sort_key",
    "syllables",
    "tone_normalise",
]
