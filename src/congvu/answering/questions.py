"""The text of a question before it is stored."""

from __future__ import annotations

import re
import unicodedata

from congvu.answering import wording
from congvu.common.errors import InvalidInputError
from congvu.text import nfc

MAX_QUESTION = 2000
"""Characters of a question; a longer text is a document, not a question."""

_SPACES = re.compile(r"[^\S\n]+")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def clean_question(text: str) -> str:
    """What was typed as NFC, without control and invisible characters; markup is kept, it is only text.

    Raises ``InvalidInputError`` where nothing is left or it is longer than ``MAX_QUESTION``.
    """
    if len(text) > 4 * MAX_QUESTION:
        raise InvalidInputError(*wording.too_long_question(len(text), MAX_QUESTION))
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    visible = "".join(c for c in nfc(unified) if c == "\n" or unicodedata.category(c) not in _INVISIBLE)
    cleaned = "\n".join(_SPACES.sub(" ", line).strip() for line in visible.split("\n")).strip()
    if not cleaned:
        raise InvalidInputError(*wording.empty_question())
    if len(cleaned) > MAX_QUESTION:
        raise InvalidInputError(*wording.too_long_question(len(cleaned), MAX_QUESTION))
    return cleaned
