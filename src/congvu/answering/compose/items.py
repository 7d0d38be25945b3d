"""Points of lists: "c) bản sao có chứng thực" says nothing without the sentence that it hangs on."""

from __future__ import annotations

import re

from congvu.answering.verify.operators import is_content
from congvu.answering.verify.reading import read
from congvu.text import fold, syllables

_ITEM = re.compile(r"^[a-zđ]{1,2}\)\s+", re.IGNORECASE)
_MARKED = re.compile(r"^(?:[a-zđ]{1,2}\)|\d+[.)])\s*", re.IGNORECASE)
_DEFINES = re.compile(r"\bduoc hieu\b")
_TAIL = 16
_LEAST_WORDS = 4


def is_item(text: str, source: str = "") -> bool:
    """Whether a sentence is a point of a list: by its letter, or because it is one in the source."""
    return bool(_ITEM.match(text)) or bool(_lead_of(text, source))


def with_lead(item: str, source: str) -> str:
    """A point behind the sentence of the source that it hangs on; as it is where the source has no such sentence."""
    bare, lead = _bare(item), _lead_of(item, source)
    return f"{lead} {bare}" if lead else bare[:1].upper() + bare[1:]


def _lead_of(item: str, source: str) -> str:
    """The line of the source that ends in a colon, above the marked line that begins as the item does."""
    said, lead, led_by, lettered = _bare(item).casefold().rstrip(" ;.,"), "", "", False
    for line in filter(None, (part.strip() for part in source.split("\n"))):
        if lead and not _ITEM.match(line) and (lettered or _MARKED.match(led_by)):
            lead = ""  # the next khoản is no point of the one above
        lettered = bool(_ITEM.match(line))
        if line.endswith(":"):
            led_by = line
            lead = "" if _DEFINES.search(fold(line)) else _bare(line)  # a definition stands alone
        elif _MARKED.match(line) and _bare(line).casefold().startswith(said):
            return lead
    return ""


def asked_point(item: str, source: str, asked: frozenset[str]) -> str:
    """The other point of the same list that has every asked word of this one and more; "" where none has.

    ``asked``: folded syllables of the question. "Bao nhiêu ngày đối với người khuyết tật" is not answered by the point
    about everybody else.
    """
    said = _bare(item).casefold().rstrip(" ;.,")
    lists: list[list[str]] = [[]]
    for line in filter(None, (part.strip() for part in source.split("\n"))):
        if _ITEM.match(line):
            lists[-1].append(line)
        else:
            lists.append([])
    for points in lists:
        if any(_bare(point).casefold().startswith(said) for point in points):
            mine = asked.intersection(syllables(item))
            others = [point for point in points if mine < asked.intersection(syllables(point))]
            return max(others, key=lambda point: len(asked.intersection(syllables(point))), default="")
    return ""


def _bare(line: str) -> str:
    return _MARKED.sub("", line)


def breaks_off(text: str, source: str) -> bool:
    """Whether a last sentence without a full stop ends in the middle of one of the source."""
    end = " ".join(_bare(text).casefold().split())[-_TAIL:]
    words = "\n".join(" ".join(line.casefold().split()) for line in source.split("\n"))
    at = words.rfind(end)
    behind = words[at + len(end) :].lstrip(" ") if at >= 0 else ""
    return behind[:1].isalnum() or behind[:1] == "("


def stands_alone(text: str) -> bool:
    """Whether there is enough in a sentence to be one: a few content words, or a number."""
    return any(ch.isdigit() for ch in text) or sum(is_content(t) for t in read(text).tokens) >= _LEAST_WORDS
