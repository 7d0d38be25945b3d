"""Right sentences altered by machine at one place, in the ways in which models go wrong: what no writer thought of."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from congvu.answering.verify import Basis
from congvu.answering.verify.reading import Reading, read
from congvu.answering.verify.tokens import Token

_DENIED = re.compile(r"(?<!\w)(?:không|chưa) ")
_DOES = re.compile(r"(?<=\s)(?:được|phải|có) ")
_TIME = re.compile(r"(?<!\w)(?P<word>trước|sau|trong|từ|đến) (?=khi|ngày|thời|\d)", re.IGNORECASE)
_OTHER_TIME = {"trước": "sau", "sau": "trước", "trong": "sau", "từ": "đến", "đến": "từ"}
_NUMBERS, _ACTORS = 2, 2
_SOMEBODY = "Bộ Tài chính"


def alterations(sentence: str, basis: Basis, draw: random.Random) -> Iterator[tuple[str, str]]:
    """Kind and text of each: another number of the text or the next one, a denial put in or left out, somebody else of
    the text, before for after. ``draw`` chooses; the same seed gives the same.
    """
    said, there = read(sentence), read(basis.text)
    figures = sorted({token.text for token in there.tokens if token.kind == "number"})
    people = sorted(there.actor_names())
    for token in [token for token in said.tokens if token.kind == "number"][:_NUMBERS]:
        kind = "reference" if token.taken else "number"
        following = str(int(re.sub(r"\D", "", token.text)) + 1)
        others = [figure for figure in figures if figure.lstrip("0") != token.text.lstrip("0")] or [following]
        for figure in dict.fromkeys((draw.choice(others), following)):
            yield kind, _put(said, token, token, figure)
    for found in list(_DENIED.finditer(sentence))[:1]:
        yield "negation", sentence[: found.start()] + sentence[found.end() :]
    for found in list(_DOES.finditer(sentence))[:1]:
        yield "negation", f"{sentence[: found.start()]}không {sentence[found.start() :]}"
    for start, end, name in said.actors[:_ACTORS]:
        others = [one for one in people if one not in name and name not in one] or [_SOMEBODY]
        yield "agency", _put(said, said.tokens[start], said.tokens[end - 1], draw.choice(others))
    for found in list(_TIME.finditer(sentence))[:1]:
        other = _OTHER_TIME[found["word"].lower()]
        begins = other.capitalize() if found["word"][0].isupper() else other
        yield "date", sentence[: found.start()] + begins + sentence[found.end() - 1 :]


def _put(said: Reading, first: Token, last: Token, words: str) -> str:
    return said.text[: first.start] + words + said.text[last.end :]
