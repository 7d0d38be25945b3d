"""BM25 as two halves, shared by every backend: what a text weighs by itself, and what a question makes of it.

The weight of a term in a passage needs nothing but the passage, because lengths are compared with a fixed
one (``PIVOT``) instead of an average that every new document moves. How rare a term is (``rarity``) belongs
to the question. The score of a passage is the sum over the shared terms of rarity x weight: a sparse inner
product.

Terms are the folded syllables and adjacent pairs of ``congvu.text.index_terms``, numbered by ``term_id``.
Nothing is stemmed and nothing is a stop word; rarity takes care of frequent words.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from zlib import crc32

from congvu.index.types import Entry
from congvu.text import index_terms

VERSION = "bm25-2"
K1 = 1.2
B = 0.75
PIVOT = 400.0
"""Length, in terms, of a passage that is neither favoured nor held back: about the mean of passages (350 in 17 laws,
450 in 320 texts with their annexes)."""
TITLE, HEADINGS, BODY = 1, 2, 1
"""How often each field counts."""
TERM_SPACE = 1_000_000_000
MAX_TERMS = 16_000
"""Distinct terms kept of one passage (the sparse vectors of PostgreSQL hold no more); the heaviest stay."""


@lru_cache(maxsize=400_000)
def term_id(term: str) -> int:
    """A number from 1 to ``TERM_SPACE`` - 1 for a term, the same in every process and forever."""
    return crc32(term.encode()) % (TERM_SPACE - 1) + 1


def passage_weights(entry: Entry) -> dict[int, float]:
    """Term number to weight (above 0, below ``K1`` + 1) of one passage, by ascending term number."""
    words: Counter[str] = Counter()
    for times, text in ((TITLE, entry.title), (HEADINGS, entry.headings), (BODY, entry.body)):
        words.update(index_terms(text) * times)
    counts: Counter[int] = Counter()
    for word, count in words.items():
        counts[term_id(word)] += count
    room = K1 * (1 - B + B * counts.total() / PIVOT)
    weights = {term: count * (K1 + 1) / (count + room) for term, count in counts.items()}
    if len(weights) > MAX_TERMS:
        weights = dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MAX_TERMS])
    return dict(sorted(weights.items()))


def query_counts(text: str) -> dict[int, int]:
    """Term number to the times it occurs in a question."""
    return dict(Counter(map(term_id, index_terms(text))))


def rarity(entries: float, containing: float) -> float:
    """Inverse document frequency, never negative: ``containing`` of ``entries`` passages have the term."""
    return math.log1p(max(entries - containing, 0) / (containing + 0.5) + 0.5 / (containing + 0.5))
