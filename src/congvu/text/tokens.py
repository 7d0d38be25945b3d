"""Syllables, pairs of them, and sentences."""

from __future__ import annotations

import re

from congvu.text.folding import fold, nfc, tone_normalise

_TOKEN = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.;:!?](?=\s|$)|\n")
_END = re.compile(r"[.!?…;](?=[\s\"”’)]|$)|\n+")
_ABBREVIATION = re.compile(r"(?i)(?:^|[\s(])(?:tp|tx|q|p|ths|ts|pgs|gs|ông|bà|v\.v|st|no|đ|k|\w)$")
_NUMBERED = re.compile(r"(?i)(?:^|[\s(])(?:điều|khoản|điểm|mục|chương|phần|số)?\s*\d+[a-zđ]?$")


def syllables(s: str) -> list[str]:
    """Folded runs of letters and digits in order; "30/2020/NĐ-CP" gives 30, 2020, nd, cp."""
    return _TOKEN.findall(fold(nfc(s)))


def accented_syllables(s: str) -> list[str]:
    """The same runs in lower case with their diacritics, tones in one place."""
    return _TOKEN.findall(tone_normalise(s.lower()))


def bigrams(tokens: list[str]) -> list[str]:
    """Adjacent pairs, joined by an underscore."""
    return [f"{a}_{b}" for a, b in zip(tokens, tokens[1:], strict=False)]


def index_terms(s: str) -> list[str]:
    """Syllables, then pairs that do not cross the end of a sentence or line."""
    singles: list[str] = []
    pairs: list[str] = []
    for piece in _BREAK.split(s):
        tokens = syllables(piece)
        singles += tokens
        pairs += bigrams(tokens)
    return singles + pairs


def sentences(s: str) -> list[tuple[int, int]]:
    """Character spans of sentences, without the spaces around them.

    "Điều 5.", "TP. Hà Nội" and "1.000.000" do not end one; a line end does.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(s):
        before = s[max(start, match.start() - 24) : match.start()]
        if match.group() == "." and (_ABBREVIATION.search(before) or _NUMBERED.search(before)):
            if match.end() < len(s) and not s[match.end() :].lstrip(" ")[:1] == "\n":
                continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(s)))
    trimmed = ((a + len(s[a:b]) - len(s[a:b].lstrip()), a + len(s[a:b].rstrip())) for a, b in spans)
    return [(a, b) for a, b in trimmed if a < b]
