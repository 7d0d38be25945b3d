"""The lines of a text with what the grammars ask of each: its readable head, its last characters, quotes.

Every unit starts at the start of a line, so the grammars speak of line numbers and only the tree speaks of
characters. Work per line is bounded (a line is judged by its first and last characters), so a hostile text
costs no more than its length.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass

HEAD = 700
"""How many characters of a line are read for markers and titles."""
TAIL = 60
LONGEST_QUOTATION = 400
"""Lines; a pair of quotation marks further apart is taken for two slips, not for a quotation."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_QUOTES = re.compile(r"[“”„‟\"«»″]")
_MARKUP_BEFORE = re.compile(r"^(?:[*_]{2,3}|#{1,6}\s|>\s)+\s*")
_MARKUP_AFTER = re.compile(r"[*_]{2,3}\s*$")
_TITLE_BEFORE_ARTICLE = re.compile(r"^([^.]{3,90})\.\s+(?=Điều\s\d{1,4}[a-zđ]?[.:])")
_SPACES = re.compile(r"\s+")
_TERMINAL = (".", ";", ":", "!", "?", ")", "]", "”", '"', "…", "»", "/")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its span in the text, its cleaned head and tail, and whether it lies inside a quotation."""

    start: int
    end: int
    head: str
    tail: str
    quoted: bool
    is_table: bool

    @property
    def blank(self) -> bool:
        return not self.head

    @property
    def closes_sentence(self) -> bool:
        """Whether the line ends as a sentence or an item of a list does."""
        return self.tail.endswith(_TERMINAL)


def read_lines(text: str) -> list[Line]:
    """Cut a text into lines; together they cover it without gaps."""
    spans = [m.span() for m in _LINE.finditer(text) if m.end() > m.start()]
    quoted = _quoted_lines(text, [start for start, _ in spans])
    heads = [_clean(text[start : min(end, start + HEAD)]) for start, end in spans]
    prefix = _repeated_title(heads)
    lines = []
    for (start, end), whole_head, in_quotation in zip(spans, heads, quoted, strict=True):
        head = whole_head
        if not head:
            lines.append(Line(start, end, "", "", in_quotation, is_table=False))
            continue
        raw = text[start:end].rstrip("\r\n")
        if prefix and head.startswith(prefix):
            head = head[len(prefix) :].lstrip(". ")
        tail = _MARKUP_AFTER.sub("", raw[-TAIL:].rstrip()).rstrip()
        lines.append(Line(start, end, head, tail, in_quotation, "\t" in raw.strip() or " | " in raw))
    return lines


def _clean(raw: str) -> str:
    """A readable head: NFC, plain spaces, the Icelandic Ð of old conversions as Đ, no bold marks."""
    if not raw or raw.isspace():
        return ""
    plain = _SPACES.sub(
        " ", unicodedata.normalize("NFC", raw).replace("Ð", "Đ").replace("\ufeff", " ")
    ).strip()
    return _MARKUP_AFTER.sub("", _MARKUP_BEFORE.sub("", plain)).strip()


def _repeated_title(heads: list[str]) -> str:
    """The title that some collections write before every article ("Luật X. Điều 5. …"), or nothing."""
    found = Counter(m[1] for head in heads if "Điều" in head and (m := _TITLE_BEFORE_ARTICLE.match(head)))
    title, times = found.most_common(1)[0] if found else ("", 0)
    return title if times >= 3 else ""


def _quoted_lines(text: str, starts: list[int]) -> list[bool]:
    """For each line, whether it begins inside a quotation that was opened on an earlier line and is closed.

    A mark that is never closed quotes nothing: a missing mark must not hide the rest of a law.
    """
    depth = [0] * (len(starts) + 1)
    opened: list[int] = []
    for match in _QUOTES.finditer(text):
        position = match.start()
        if _opens(text, position):
            opened.append(position)
        elif opened:
            first = bisect_right(starts, opened.pop())
            last = bisect_left(starts, position)
            if first < last and last - first <= LONGEST_QUOTATION:
                depth[first] += 1
                depth[last] -= 1
    quoted, level = [], 0
    for change in depth[:-1]:
        level += change
        quoted.append(level > 0)
    return quoted


def _opens(text: str, position: int) -> bool:
    mark = text[position]
    if mark in "“„«":
        return True
    if mark in "”»":
        return False
    before = text[position - 1] if position else " "
    after = text[position + 1] if position + 1 < len(text) else " "
    return (before.isspace() or before in "([:") and not after.isspace()
