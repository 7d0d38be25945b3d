"""A model's "Kết luận: Đúng": shown only where the checker, reading the question as a statement, comes to the same.

The statement of "…, đúng hay sai?" or "… có phải … không?" either is what the cited text says, or the text says
otherwise in a number, a date, a duty or a denial; where neither can be told, no conclusion is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvu.answering.verify import Basis, check
from congvu.answering.verify.checking import LEAST_OVERLAP
from congvu.answering.verify.types import Rule

_TRUE_OR_FALSE = re.compile(
    r"(?:[\s,.;:]+|\b(?:là|thì)\s+)*\b(?:đúng\s+hay\s+(?:là\s+)?sai|đúng\s+không|phải\s+không)\s*[?.]*\s*$", re.IGNORECASE
)
_YES_OR_NO = re.compile(
    r"^(?P<who>.+?)\s+có\s+(?P<may>được|phải|cần|thể|quyền|bị)\s+(?P<what>.+?)\s*(?:hay\s+)?không\s*[?.]*\s*$",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_HAVE = frozenset({"thể", "quyền"})
_SAID = re.compile(r"^(?:kết luận\s*:\s*)?(?P<word>đúng|sai|có|không)\s*[.!]*$", re.IGNORECASE)
_MEANS = {"đúng": True, "có": True, "sai": False, "không": False}
# What a text says otherwise; too little in common, or a form that cannot be read, says nothing.
_CONTRADICTING = frozenset(
    {Rule.QUANTITY, Rule.DATE, Rule.NEGATION, Rule.MODALITY, Rule.COMPARATIVE, Rule.ACTOR, Rule.EXCEPTION}
)


def conclusion_of(line: str) -> str:
    """The word of a line that is nothing but a conclusion ("Đúng", "Không"), capitalised; "" for any other line."""
    said = _SAID.match(line.strip())
    return said["word"].capitalize() if said else ""


def statement_of(question: str) -> str:
    """What a question asks to be judged, as a statement; "" where it asks for something else than true or false."""
    text = " ".join(question.split())
    stated = _TRUE_OR_FALSE.sub("", text)
    if stated != text:
        return f"{stated.strip(' ,.;:')}."
    asked = _YES_OR_NO.match(text)
    if asked is None:
        return ""
    verb = f"có {asked['may']}" if asked["may"].casefold() in _AFTER_HAVE else asked["may"]
    return f"{asked['who']} {verb} {asked['what']}."


def holds(statement: str, bases: Sequence[Basis]) -> bool | None:
    """True where the texts say the statement, False where they say otherwise, None where that cannot be told."""
    verdict = check(statement, bases)
    if verdict.ok:
        return True
    rules = {refusal.rule for refusal in verdict.refusals}
    return False if verdict.overlap >= LEAST_OVERLAP and rules <= _CONTRADICTING else None


def agrees(conclusion: str, question: str, bases: Sequence[Basis]) -> bool:
    """Whether a conclusion is what the texts say of the question."""
    statement = statement_of(question)
    return bool(statement) and bool(bases) and holds(statement, bases) is _MEANS[conclusion.casefold()]
