"""Words of a text with their places, as every rule of the checker reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from congvu.answering.verify.lexicon import SHORT_FORMS
from congvu.text import tone_normalise

_TOKEN = re.compile(r"(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_]+)|(?P<mark>[;:.,()%/\n–-])")
_MARKER = re.compile(r"^[ \t]*(?:\d{1,3}[.)]|[a-zđ]{1,2}\d?\))[ \t]+", re.MULTILINE)
_INLINE = re.compile(r"(?<=[:;])\s+(?:\d{1,3}[.)]|[a-zđ]{1,2}\d?\))\s+(?=[A-ZÀ-ỸĐ])")
_EVERY = re.compile(r"(?<!\w)([Hh])àng(?= (?:năm|tháng|tuần|quý|ngày)(?!\w))")
_SHORT = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, SHORT_FORMS))})(?!\w)")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark: ``text`` in small letters with tones in one placement; ``taken`` by a reference or
    a date, ``counted`` as part of a quantity.
    """

    text: str
    kind: str
    start: int
    end: int
    capital: bool = False
    taken: bool = False
    counted: bool = False


def plain(text: str) -> str:
    """Short forms written out, markers of list items taken away."""
    text = _EVERY.sub(r"\1ằng", text)
    return _SHORT.sub(lambda m: SHORT_FORMS[m.group()], _INLINE.sub(" ", _MARKER.sub("", text)))


def tokens_of(text: str, taken: Iterable[tuple[int, int]] = ()) -> tuple[Token, ...]:
    """The tokens in order; ``taken`` are spans that belong to something read already."""
    spans = sorted(taken)
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group()
        found.append(
            Token(
                text=tone_normalise(word.lower()),
                kind=str(match.lastgroup),
                start=start,
                end=end,
                capital=word[:1].isupper(),
                taken=any(a < end and start < b for a, b in spans),
            )
        )
    return tuple(found)


def words_before(tokens: Sequence[Token], at: int, most: int) -> str:
    """Up to so many words before a token, not across a mark or another number, joined by spaces."""
    start = at
    while start > 0 and at - start < most and tokens[start - 1].kind == "word":
        start -= 1
    return " ".join(token.text for token in tokens[start:at])


def words_after(tokens: Sequence[Token], at: int, most: int) -> str:
    """Up to so many words from a token on, not across a mark or a number."""
    end = at
    while end < len(tokens) and end - at < most and tokens[end].kind == "word":
        end += 1
    return " ".join(token.text for token in tokens[at:end])
