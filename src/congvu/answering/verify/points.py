"""The khoản ("1. …") and points ("a) …") of a cited text, by their numbers: which of them a sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from congvu.answering.verify.operators import is_head
from congvu.answering.verify.reading import Reading, read
from congvu.answering.verify.types import Basis

_POINT = re.compile(r"(?:^|\n|[;.:] )[ \t]*([a-zđ]\d?)\)[ \t]+")
_ALIKE = re.compile(r", | hoặc | và ")
_LISTED = re.compile(r"\b(\w+) [^,;.:\n]+(?:, \1 [^,;.:\n]+)+ (?:hoặc|và) \1 \w")
"""Things that each begin with the same word: "bằng lời nói, bằng văn bản hoặc bằng hành vi"."""
_LISTS, _JOINTS, _ENDS = frozenset({"là", "gồm", ":"}), frozenset({",", "và", "hoặc"}), frozenset({";", "."})
_CLAUSE = re.compile(r"(?:^|\n)[ \t]*(\d{1,2})\.[ \t]+")


def own_points(said: Reading, bases: Sequence[Basis]) -> frozenset[str]:
    """Letters of the points that share as much with a sentence as any other: of these it may say that they are where
    something stands, or what they are about.
    """
    return _closest(said, bases, _POINT)


def own_clauses(said: Reading, bases: Sequence[Basis]) -> frozenset[str]:
    """The same for the numbers of the khoản, where a whole article is cited."""
    return _closest(said, bases, _CLAUSE)


def _closest(said: Reading, bases: Sequence[Basis], parts_by: re.Pattern[str]) -> frozenset[str]:
    wanted = _pairs(said)
    shared: dict[str, int] = {}
    for basis in bases:
        parts = parts_by.split(basis.text)
        for letter, text in zip(parts[1::2], parts[2::2], strict=True):
            alike = len(wanted & _pairs(read(text)))
            shared[letter] = max(alike, shared.get(letter, 0))
    best = max(shared.values(), default=0)
    return frozenset(letter for letter, alike in shared.items() if 0 < alike == best)


def _pairs(reading: Reading) -> set[tuple[str, str]]:
    """Neighbours: "… được bảo hộ là sản phẩm mới" and "… không phải là sản phẩm mới" share nearly all their words."""
    return set(pairwise(token.text for token in reading.tokens if is_head(token)))


def counts_in(said: Reading) -> frozenset[int]:
    """How many things a sentence lists itself, to its end: "03 hình thức là lời nói, văn bản hoặc hành vi"."""
    words = [token.text for token in said.tokens]
    found = set()
    for at, word in enumerate(words):
        rest = words[at + 1 :]
        joints = [i for i, other in enumerate(rest) if other in _JOINTS]
        if word not in _LISTS or not joints or rest[joints[-1]] == "," or _ENDS.intersection(rest[:-1]):
            continue
        found.add(1 + sum(not i or rest[i - 1] not in _JOINTS for i in joints))
    return frozenset(found)


def counts_of_points(bases: Sequence[Basis]) -> frozenset[int]:
    """How many points or numbered lines the texts have: what a sentence may count ("09 nội dung")."""
    found = [len(parts_by.split(basis.text)) // 2 for basis in bases for parts_by in (_POINT, _CLAUSE)]
    found += [len(_ALIKE.split(match.group())) for basis in bases for match in _LISTED.finditer(basis.text)]
    return frozenset(count for count in found if count > 1)
