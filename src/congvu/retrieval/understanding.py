"""From what was typed to a Query: cleaned text, folded terms, legal references."""

from __future__ import annotations

import datetime as dt

from congvu.legal import parse_references
from congvu.retrieval.types import Query
from congvu.text import clean, syllables

# Words that ask, address or connect but carry no subject; folded. They never count as covered or uncovered.
_QUESTION_WORDS = """
    la gi nao sao bao nhieu may khi the ai dau co khong duoc phai cho toi xin hoi biet ve va hay hoac voi cua theo trong
    cac nhung mot nay do thi ma o tai tu den ra nhu vay a neu quy dinh ha nhe minh em anh chi can muon giup noi lam
"""
QUESTION_WORDS = frozenset(_QUESTION_WORDS.split())


def understand(text: str, on: dt.date) -> Query:
    """Read a question; never raises, whatever was typed."""
    cleaned = clean(text).strip()
    return Query(
        text=cleaned,
        on=on,
        terms=tuple(syllables(cleaned)),
        references=tuple(parse_references(cleaned)),
        search_text=cleaned,
    )


def content_terms(terms: tuple[str, ...]) -> tuple[str, ...]:
    """The terms that carry a subject, in order, each once; all of them where nothing else is left."""
    kept = dict.fromkeys(t for t in terms if t not in QUESTION_WORDS)
    return tuple(kept) or tuple(dict.fromkeys(terms))
