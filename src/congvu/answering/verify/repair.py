"""Mending a refused sentence with the words of what it cites: the sentence of the text that it comes closest to."""

from __future__ import annotations

from collections.abc import Sequence

from congvu.answering.verify.checking import LEAST_OVERLAP, check
from congvu.answering.verify.operators import is_content
from congvu.answering.verify.reading import read
from congvu.answering.verify.types import Basis, Rule, Verdict
from congvu.text import sentences

_CLOSE = 0.75
_LONGEST = 400


def repaired(sentence: str, verdict: Verdict, bases: Sequence[Basis]) -> str | None:
    """The text's own sentence in the place of one that came close and got something wrong; None where none is close.

    A sentence refused for its form, or that shares too little with the text, is not mended: it was about something
    else.
    """
    if verdict.overlap < LEAST_OVERLAP or any(refusal.rule is Rule.FORM for refusal in verdict.refusals):
        return None
    wanted = _content(sentence)
    best, share = "", 0.0
    for basis in bases:
        for start, end in sentences(basis.text):
            candidate = basis.text[start:end]
            have = _content(candidate)
            shared = len(wanted & have) / max(1, len(wanted))
            if shared > share and len(candidate) <= _LONGEST:
                best, share = candidate, shared
    best = best.lstrip("0123456789.) ").strip()
    if share < _CLOSE or not best or best.endswith(":") or not check(best, bases).ok:
        return None
    best = best[:1].upper() + best[1:].rstrip(";,")
    return best if best.endswith((".", "!", "?")) else f"{best}."


def _content(text: str) -> set[str]:
    return {token.text for token in read(text).tokens if is_content(token)}
