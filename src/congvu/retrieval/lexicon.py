"""Abbreviations, everyday words and old names, read from the tables in ``data/``, and phrases found in a question."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from congvu.retrieval.words import Word, are_joined, spelt
from congvu.text import syllables

_SHORTENED = 3  # syllables of what is long enough to be abbreviated by habit


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase and what it may be read as; ``since`` is the day from which the reading holds, if it has one.

    ``starred`` is what the table says of its star: an everyday phrase that stands in no law, so that where the corpus
    seems to hold it other words fold alike; a name that is a plain word too.
    """

    key: tuple[str, ...]
    accented: tuple[str, ...]
    reads: tuple[str, ...]
    since: dt.date | None = None
    starred: bool = False

    @property
    def has_diacritics(self) -> bool:
        return any(not word.isascii() for word in self.accented)


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that stands at ``words[first:last]``; ``bare``: nothing but folded letters tells that it is meant."""

    first: int
    last: int
    phrase: Phrase
    bare: bool


class Phrases:
    """A table of phrases, looked up by their first syllable."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._by_first: dict[str, list[Phrase]] = {}
        for phrase in sorted(phrases, key=lambda p: -len(p.key)):
            self._by_first.setdefault(phrase.key[0], []).append(phrase)

    def knows(self, folded: str) -> bool:
        """Whether a single word is a phrase of the table."""
        return any(len(phrase.key) == 1 for phrase in self._by_first.get(folded, ()))

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Phrases in order of place, the longest at each, none overlapping; phrases of one spelling come together."""
        at = 0
        while at < len(words):
            found = [f for p in self._by_first.get(words[at].folded, ()) if (f := _match(text, words, at, p))]
            longest = max((f.last for f in found), default=at + 1)
            yield from (f for f in found if f.last == longest)
            at = longest


NO_NAMES = Phrases([])


def _match(text: str, words: Sequence[Word], first: int, phrase: Phrase) -> Found | None:
    last = first + len(phrase.key)
    if last > len(words) or tuple(w.folded for w in words[first:last]) != phrase.key:
        return None
    here = words[first:last]
    if any(w.fixed for w in here) or not all(are_joined(text, a, b) for a, b in itertools.pairwise(here)):
        return None
    if any(not w.is_bare and w.accented != accented for w, accented in zip(here, phrase.accented, strict=True)):
        return None
    return Found(first, last, phrase, bare=phrase.has_diacritics and all(w.is_bare for w in here))


def _lines(name: str) -> Iterator[tuple[list[str], str]]:
    table = files("congvu.retrieval") / "data" / f"{name}.txt"
    for line in table.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            left, _, right = line.partition(" = ")
            yield [part.strip() for part in left.split("|")], right.strip()


def _phrase(written: str, reads: Sequence[str], since: dt.date | None = None) -> Phrase:
    starred, written = written.startswith("*"), written.removeprefix("*")
    # One word of the fold may be several of the text ("GD&ĐT"), so both are cut alike.
    accented = tuple(spelt(word) for word in "".join(ch if ch.isalnum() else " " for ch in written).split())
    return Phrase(tuple(syllables(written)), accented, tuple(reads), since, starred)


@cache
def abbreviations() -> Phrases:
    """Abbreviations with all of their readings."""
    return Phrases([_phrase(p, _parts(right)) for left, right in _lines("abbreviations") for p in left])


@cache
def written_out() -> Phrases:
    """What abbreviations with one reading stand for, and the abbreviations of it."""
    short: dict[str, list[str]] = {}
    for left, right in _lines("abbreviations"):
        if "|" not in right and len(syllables(right)) >= _SHORTENED:
            short.setdefault(right, []).extend(left)
    return Phrases([_phrase(full, abbreviations) for full, abbreviations in short.items()])


@cache
def everyday() -> Phrases:
    """Everyday words and the words of the law for them."""
    return Phrases([_phrase(p, _parts(right)) for left, right in _lines("everyday") for p in left])


@cache
def agencies() -> Phrases:
    """Agencies that were merged or renamed everywhere, and since when."""
    rows = []
    for left, right in _lines("agencies"):
        name, _, since = right.partition(" @ ")
        rows += [(p, [name], dt.date.fromisoformat(since)) for p in left]
    return names(rows)


def names(rows: Iterable[tuple[str, Sequence[str], dt.date | None]]) -> Phrases:
    """Names as they are written, the names that they are read as (none: read as they stand), and since when."""
    return Phrases([_phrase(name, reads, since) for name, reads, since in rows if syllables(name)])


@cache
def provinces() -> Phrases:
    """Provinces that were merged into others."""
    return Phrases([_phrase(p, [right]) for left, right in _lines("provinces") for p in left])


def _parts(right: str) -> list[str]:
    return [part.strip() for part in right.split("|")]
