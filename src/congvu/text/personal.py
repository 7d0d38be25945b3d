"""Identifiers of persons in a text: found by their form and the words beside them, and masked character by character.

Numbers of documents, amounts, dates of laws and telephone numbers that offices publish look much alike, so a bare
number counts only where its form is unmistakable; anything else needs its word ("CCCD", "số tài khoản", "sinh ngày").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from congvu.text.folding import fold_with_offsets


class Personal(StrEnum):
    """Kinds of identifiers that are looked for."""

    IDENTITY = "identity"
    PHONE = "phone"
    EMAIL = "email"
    ACCOUNT = "account"
    BIRTH = "birth"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Found:
    """An identifier: characters ``start`` to ``end`` of the text."""

    kind: Personal
    start: int
    end: int


CONTACTS = frozenset({Personal.PHONE, Personal.EMAIL})
"""What offices publish of themselves as well."""

_GAP = r"[\s:.\-–,()]*(?:so|la|cap|mang so|ca nhan|cong dan|\s|:|\.|-)*"
# All over folded text; the group "it" is what is masked.
_PATTERNS: tuple[tuple[Personal, re.Pattern[str]], ...] = (
    (
        Personal.IDENTITY,
        re.compile(
            rf"\b(?:cccd|cmnd|cmt|cmtnd|can cuoc|chung minh(?: nhan dan| thu)?|dinh danh|ho chieu|so the bhyt|so bhxh|"
            rf"ma so bao hiem xa hoi|ma so thue ca nhan){_GAP}(?:/(?:cccd|cmnd|can cuoc|ho chieu){_GAP})*"
            r"(?P<it>[a-z]{0,2}\d(?:[ .]?\d){6,14})(?!\d)"
        ),
    ),
    # A number of twelve digits that begins with the code of a province and the digit of century and sex.
    (Personal.IDENTITY, re.compile(r"(?<![\d./,\-])(?P<it>0\d\d[0-3]\d{8})(?![\d/,]|[.\-]\d)")),
    (
        Personal.ACCOUNT,
        re.compile(r"\b(?:tai khoan|stk|tk)(?: ngan hang)?[\s:.]*(?:so)?[\s:.]*(?P<it>\d(?:[ .\-]?\d){7,17})(?!\d)"),
    ),
    (
        Personal.PHONE,
        re.compile(r"(?<![\d./,\-])(?P<it>(?:\+84|84|0)[ .\-]?(?:3|5|7|8|9)\d(?:[ .\-]?\d){7})(?![\d/]|[.,\-]\d)"),
    ),
    (Personal.EMAIL, re.compile(r"(?<![\w.+\-])(?P<it>[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+)")),
    (
        Personal.BIRTH,
        re.compile(
            r"\b(?:sinh (?:ngay|nam)|ngay sinh|ngay, thang, nam sinh|nam sinh|sn)\s*:?\s*"
            r"(?P<it>\d{1,2}\s*(?:[/.\-]|thang)\s*\d{1,2}\s*(?:[/.\-]|nam)\s*\d{4}|\d{4})(?!\d)"
        ),
    ),
    (
        Personal.ADDRESS,
        re.compile(
            r"\b(?:thuong tru|tam tru|cho o(?: hien nay| hien tai)?|noi o(?: hien nay| hien tai)?|"
            r"dia chi nha(?: rieng)?|ho khau(?: thuong tru)?|nha rieng|cu tru tai|tru tai)"
            r"\s*(?:tai|o)?\s*:\s*(?P<it>[^\n;.]{8,160})"
        ),
    ),
    (
        Personal.ADDRESS,
        re.compile(
            r"\b(?:thuong tru|tam tru|cu tru|hien o|nha rieng) (?:tai|o) "
            r"(?P<it>(?:so (?:nha )?\d|to |thon |ban |xom |khu |ngo |ngach |duong |to dan pho )[^\n;.]{6,140})"
        ),
    ),
)


def find_personal(text: str, kinds: Collection[Personal] = frozenset(Personal)) -> tuple[Found, ...]:
    """Identifiers of these kinds in order; none overlaps another."""
    return _found(text, frozenset(kinds)) if kinds else ()


@lru_cache(maxsize=512)
def _found(text: str, kinds: frozenset[Personal]) -> tuple[Found, ...]:
    """The same passages are shown again and again: while an answer is written, once it is finished, in others."""
    folded, offsets = fold_with_offsets(text)
    found: list[Found] = []
    for one in sorted(_all(folded, kinds), key=lambda one: (one.start, -one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    ends = [*offsets, len(text)]
    return tuple(Found(one.kind, offsets[one.start], ends[one.end]) for one in found)


def mask_personal(text: str, kinds: Collection[Personal] = frozenset(Personal)) -> str:
    """The text with letters and digits of its identifiers as "•"; as long as before, so places in it stay right."""
    pieces: list[str] = []
    done = 0
    for one in find_personal(text, kinds):
        pieces += [text[done : one.start], "".join("•" if c.isalnum() else c for c in text[one.start : one.end])]
        done = one.end
    return "".join([*pieces, text[done:]])


def _all(folded: str, kinds: Collection[Personal]) -> Iterator[Found]:
    for kind, pattern in _PATTERNS:
        if kind in kinds:
            for match in pattern.finditer(folded):
                start, end = match.span("it")
                if folded[start:end].strip():
                    yield Found(kind, start, end)
