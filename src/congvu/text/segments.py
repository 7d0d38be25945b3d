"""Sentences of Vietnamese official prose."""

from __future__ import annotations

import re

from congvu.text.folding import fold

_LINE = re.compile(r"[^\n]+")
# Bounded runs: the closing marks that may follow a full stop, then the space that proves the end.
_STOP = re.compile(r"[.!?…]{1,4}[\"”’»)\]*]{0,3}(?=\s)")
_LAST_WORD = re.compile(r"[\w/.&]{1,12}$")
_ABBREVIATIONS = frozenset(
    {"tp", "t.p", "tx", "tt", "q", "p", "h", "x", "tl", "tm", "kt", "tuq", "ts", "ths", "pgs", "gs", "bs"}
    | {"ks", "cn", "nxb", "tr", "mr", "mrs", "ms", "dr", "st", "vd", "vs"}
)
_HEADING = re.compile(r"^\W{0,4}(?:dieu|khoan|muc|tieu muc|chuong|phan|phu luc|bai|bang)\s{1,3}[\w.]{1,8}$")
_MARKER = re.compile(r"^\W{0,4}(?:\d{1,3}(?:\.\d{1,3}){0,3}|[ivxlc]{1,6}|[a-z])$")


def sentences(s: str) -> list[tuple[int, int]]:
    """Spans of the sentences, without the space around them, in order and not overlapping.

    A line end always ends a sentence (an item of a list is one). A full stop does not when it belongs to a
    heading ("Điều 5."), a list marker ("1.", "a.") or an abbreviation ("TP. Hà Nội"), or when no space
    follows (1.000.000).
    """
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(s):
        start = line.start()
        for stop in _STOP.finditer(s, line.start(), line.end()):
            if _ends_sentence(s, start, stop, line.start()):
                _add(s, start, stop.end(), spans)
                start = stop.end()
        _add(s, start, line.end(), spans)
    return spans


def _ends_sentence(s: str, start: int, stop: re.Match[str], line_start: int) -> bool:
    if stop.group()[0] != ".":
        return True
    if stop.start() - start <= 40:
        before = fold(s[start : stop.start()])
        if _MARKER.match(before.strip()) or (start == line_start and _HEADING.match(before.strip())):
            return False
    word = _LAST_WORD.search(s[max(start, stop.start() - 12) : stop.start()])
    if word is None:
        return True
    last = word.group()
    if len(last) == 1 and last.isupper():
        return False
    if fold(last) in _ABBREVIATIONS and last[:1].isupper():
        return False
    # "... 5 tr. tiếng Việt", "v.v. và": a sentence does not begin with a small letter.
    following = s[stop.end() : stop.end() + 4].lstrip('"“‘«([* ')
    return not following[:1].islower()


def _add(s: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end and s[start].isspace():
        start += 1
    while end > start and s[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
