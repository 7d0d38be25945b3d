"""What a question denies: "khi nào không phải bồi thường" asks for the cases in which nothing has to be paid.

Texts that say when it has to be share all other words with the question, and often more of them than the text that
denies it. Rankers count words; the few questions of this kind that they learned from do not teach them the difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvu.retrieval.types import Evidence, Query
from congvu.text import syllables

_DENIAL = "khong"
_JOINED = frozenset({"phai", "duoc", "bi", "can", "co", "chiu", "thuoc"})
_BETWEEN = 2
"""Syllables that may stand between a denial and what it denies: "không được tự ý nghỉ"."""
_DEED = 2
_CLOSE = 0.75
"""Share of the best one's score above which another may lead: what is much less likely is of something else."""
_LISTS = re.compile(r"trường hợp\b[^.;]{0,60}(?:sau|này)\b[^.;]{0,12}:?\s*$|\bcác trường hợp\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:trường hợp nào|khi nào|lúc nào|những ai|ai|gì|nào|đâu)\b", re.IGNORECASE)


def denied_first(query: Query, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The same evidence; where the question denies a deed, a likely text that lists the cases in which it is denied
    leads, else one that denies it, before a best one that does less.
    """
    found = list(ranked)
    deed = _denied_deed(query.search_text)
    if not found or not deed:
        return found
    likely = [e for e in found if e.score >= _CLOSE * found[0].score]
    leading = max(likely, key=lambda e: _denies(e, deed))  # the first of those that do the same
    return [leading, *(e for e in found if e is not leading)]


def _denied_deed(question: str) -> tuple[str, ...]:
    """The syllables behind "không phải", "không được" … in a question that asks which or when; else empty."""
    if not _ASKS.search(question):
        return ()
    words = syllables(question)
    for at in range(len(words) - _DEED - 1):
        if words[at] == _DENIAL and words[at + 1] in _JOINED:
            return tuple(words[at + 2 : at + 2 + _DEED])
    return ()


def _denies(evidence: Evidence, deed: tuple[str, ...]) -> int:
    """2 for a line that denies the deed in cases which it goes on to list, 1 for any that denies it, 0 for none."""
    lines = [line for line in f"{evidence.headings}\n{evidence.text}".split("\n") if _denied_in(syllables(line), deed)]
    if not lines:
        return 0
    return 2 if any(_LISTS.search(line) for line in lines) else 1


def _denied_in(words: Sequence[str], deed: tuple[str, ...]) -> bool:
    return any(
        word == _DENIAL and tuple(words[start : start + len(deed)]) == deed
        for at, word in enumerate(words)
        for start in range(at + 1, at + 3 + _BETWEEN)
    )
