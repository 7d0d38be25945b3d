"""The words that tell whether two questions are one, read from ``data/repeats/words.txt``; the file explains itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from congvu.retrieval.lexicon import Phrases, names
from congvu.text import syllables


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase is in a comparison: ``token`` is what it counts as ("" for words without a subject of their own);
    ``asks`` the ways of asking that it shows, ``weak`` where a clearer one in the same question goes before it.
    """

    token: str = ""
    asks: frozenset[str] = frozenset()
    weak: bool = False


@dataclass(frozen=True)
class Words:
    """``phrases`` finds the phrases of the table, each read as its own key in ``meanings``. ``groups``: the numbers of
    the lines of words that exclude each other, by token. ``sharp``: tokens that change a question by being there.
    """

    phrases: Phrases
    meanings: Mapping[str, Meaning]
    groups: Mapping[str, frozenset[int]] = field(default_factory=dict)
    sharp: frozenset[str] = frozenset()


@cache
def words() -> Words:
    """The table, read once."""
    meanings: dict[str, Meaning] = {}
    groups: dict[str, set[int]] = {}
    written: list[str] = []

    def add(phrase: str, meaning: Meaning) -> None:
        if phrase not in meanings:
            meanings[phrase] = meaning
            written.append(phrase)

    rows = list(table_rows())
    for section, left, right in rows:
        if section == "same":
            for phrase in (left[0], *right):
                add(phrase, Meaning(token_of(left[0])))
        elif section == "asks":
            kinds = frozenset(left[0].removeprefix("~").split())
            for phrase in right:
                add(phrase, Meaning(asks=kinds, weak=left[0].startswith("~")))
    for number, (section, left, _right) in enumerate(rows):
        if section == "light":
            for phrase in left:
                add(phrase, Meaning())
        elif section in ("apart", "sharp"):
            for phrase in left:
                add(phrase, Meaning(token_of(phrase)))
        if section == "apart":
            for phrase in left:
                groups.setdefault(meanings[phrase].token, set()).add(number)
    table = names((phrase, [phrase], None) for phrase in written)
    sharp = frozenset(meanings[p].token for section, left, _ in rows if section == "sharp" for p in left)
    return Words(table, meanings, {token: frozenset(numbers) for token, numbers in groups.items()}, sharp)


def token_of(phrase: str) -> str:
    """A phrase as one token: its folded syllables, joined."""
    return "_".join(syllables(phrase))


def table_rows() -> Iterator[tuple[str, list[str], list[str]]]:
    """(section, left of the equals sign, right of it), each side cut at its bars."""
    section = ""
    text = (files("congvu.retrieval") / "data" / "repeats" / "words.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
        elif line.strip() and not line.startswith("#"):
            left, _, right = line.partition(" = ")
            yield section, _cut(left), _cut(right)


def _cut(side: str) -> list[str]:
    return [part.strip() for part in side.split("|") if part.strip()]
