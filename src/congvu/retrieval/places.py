"""Places that are no longer what they were called: provinces merged into others, districts that ended on 01/7/2025."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from congvu.retrieval import lexicon
from congvu.retrieval.words import Word, is_bare, is_shouted, spelt
from congvu.text import fold

SINCE = dt.date(2025, 7, 1)
"""The day on which 34 provinces took the place of 63 and the level of districts ended (Nghị quyết 202/2025/QH15)."""

_OF_PROVINCES = tuple(tuple(spelt(word) for word in title.split()) for title in ("tỉnh",))
_DISTRICTS = tuple(
    tuple(spelt(word) for word in title.split()) for title in ("thị xã", "thành phố", "tp", "huyện", "quận")
)
_SHORTEST_BARE = 5  # "huyen" typed without marks is still "huyện"; "quan" may be many words
_CITIES = frozenset({"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue", "dong nai"})
# What follows "huyện" or "thành phố" in capitals without being a place.
_NO_PLACE = frozenset("uy doi dao truc thuoc trung uong uy ban hoi dong cong an toa an ban".split())
_LONGEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A place at ``text[start:end]`` that ended ``since``; ``read``: the province it is in now, "" if not known."""

    start: int
    end: int
    read: str
    since: dt.date


def renamed_places(text: str, words: Sequence[Word], on: dt.date | None) -> Iterator[Place]:
    """Places of before July 2025 in a question about a later day."""
    if on is not None and on < SINCE:
        return
    yield from _provinces(text, words)
    yield from _districts(text, words)


def _provinces(text: str, words: Sequence[Word]) -> Iterator[Place]:
    for found in lexicon.provinces().find(text, words):
        here = words[found.first : found.last]
        title = _title_before(
            text, words, found.first, _OF_PROVINCES, shortest_bare=0 if is_bare(text) else _SHORTEST_BARE
        )
        if not title and (found.phrase.starred or not _is_name(text, here)):
            continue  # "hòa bình" is peace
        if _title_before(text, words, found.first, _DISTRICTS):
            continue  # "thành phố Yên Bái" was a city of the province
        start = words[found.first - title].start
        yield Place(start, here[-1].end, found.phrase.reads[0], SINCE)


def _districts(text: str, words: Sequence[Word]) -> Iterator[Place]:
    if is_bare(text) or is_shouted(text):
        return
    for at in range(1, len(words)):
        title = _title_before(text, words, at, _DISTRICTS)
        if not title:
            continue
        name = _name_from(text, words, at)
        folded = " ".join(w.folded for w in words[at : at + name])
        if not name or folded.split()[0] in _NO_PLACE or folded in _CITIES:
            continue
        yield Place(words[at - title].start, words[at + name - 1].end, "", SINCE)


def _title_before(
    text: str,
    words: Sequence[Word],
    at: int,
    titles: Sequence[tuple[str, ...]],
    shortest_bare: int = _SHORTEST_BARE,
) -> int:
    """How many words before a place make one of the titles, 0 for none."""
    for title in titles:
        first = at - len(title)
        if first >= 0 and all(
            _is_word(w, wanted, shortest_bare) for w, wanted in zip(words[first:at], title, strict=True)
        ):
            return len(title) if text[words[at - 1].end : words[at].start] in {" ", ". ", "."} else 0
    return 0


def _is_word(word: Word, wanted: str, shortest_bare: int) -> bool:
    if word.accented == wanted:
        return True
    return word.is_bare and len(word.folded) >= shortest_bare and word.folded == fold(wanted)


def _is_name(text: str, here: Sequence[Word]) -> bool:
    return not is_shouted(text) and all(w.typed[:1].isupper() for w in here)


def _name_from(text: str, words: Sequence[Word], at: int) -> int:
    """How many words from a place on are a name: capitals in a row, or the number of an urban district."""
    if words[at].folded.isdigit():
        return 1 if words[at - 1].folded == "quan" and len(words[at].folded) <= 2 else 0
    count = 0
    while count < _LONGEST_NAME and at + count < len(words) and words[at + count].typed[:1].isupper():
        if count and text[words[at + count - 1].end : words[at + count].start] not in {" ", "-", " - "}:
            break
        count += 1
    return count
