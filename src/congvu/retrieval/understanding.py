"""From what was typed to a Query: the text as it is read, folded terms, legal references."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from congvu.legal import parse_references
from congvu.retrieval.diacritics import restored
from congvu.retrieval.lexicon import NO_NAMES, Phrases
from congvu.retrieval.rewriting import rewrite
from congvu.retrieval.types import NOTHING, Query, Vocabulary
from congvu.text import clean, syllables

# Words that ask, address or connect but carry no subject; folded. They never count as covered or uncovered.
_QUESTION_WORDS = """
    la gi nao sao bao nhieu may khi the ai dau co khong duoc phai cho toi xin hoi biet ve va hay hoac voi cua theo trong
    cac nhung mot nay do thi ma o tai tu den ra nhu vay a neu quy dinh ha nhe minh em anh chi can muon giup noi lam
"""
QUESTION_WORDS = frozenset(_QUESTION_WORDS.split())
# Words that only ask behind one word, and are subjects elsewhere ("đầu tư lâu dài", "hôm nay").
_ASKING_PAIRS = frozenset([("bao", "lau"), ("may", "hom"), ("may", "bua")])


def understand(text: str, on: dt.date, vocabulary: Vocabulary = NOTHING, province: Phrases = NO_NAMES) -> Query:
    """Read a question with the words of a corpus and the names of a province; never raises, whatever was typed.

    References are those of the text as it was read, and so are their places. Without a vocabulary nothing is read as
    something else.
    """
    cleaned = clean(text).strip()
    read = rewrite(cleaned, vocabulary, on, province)
    spoken = restored(read.text, vocabulary.spoken) if vocabulary.spoken.counts else read.text
    return Query(
        text=cleaned,
        on=on,
        terms=tuple(syllables(spoken)),
        references=tuple(parse_references(spoken)),
        search_text=spoken,
        rewrites=read.rewrites,
    )


def subject_terms(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms that carry a subject, in order; "bao lâu" and "mấy hôm" ask as "bao nhiêu" does.

    Texts of law hardly say such words, so that they would weigh more than what is asked about.
    """
    return tuple(
        term
        for before, term in zip(("", *terms), terms, strict=False)
        if term not in QUESTION_WORDS and (before, term) not in _ASKING_PAIRS
    )


def content_terms(terms: tuple[str, ...]) -> tuple[str, ...]:
    """The terms that carry a subject, in order, each once; all of them where nothing else is left."""
    return tuple(dict.fromkeys(subject_terms(terms))) or tuple(dict.fromkeys(terms))
