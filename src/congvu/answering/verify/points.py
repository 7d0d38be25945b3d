"""The points ("a) …") of a cited text, by their letters: which of them a sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from congvu.answering.verify.operators import is_head
from congvu.answering.verify.reading import Reading, read
from congvu.answering.verify.types import Basis

_POINT = re.compile(r"(?:^|\n|[;.:] )[ \t]*([a-zđ]\d?)\)[ \t]+")


def own_points(said: Reading, bases: Sequence[Basis]) -> frozenset[str]:
    """Letters of the points that share as much with a sentence as any other: of these it may say that they are where
    something stands, or what they are about.
    """
    wanted = _pairs(said)
    shared: dict[str, int] = {}
    for basis in bases:
        parts = _POINT.split(basis.text)
        for letter, text in zip(parts[1::2], parts[2::2], strict=True):
            alike = len(wanted & _pairs(read(text)))
            shared[letter] = max(alike, shared.get(letter, 0))
    best = max(shared.values(), default=0)
    return frozenset(letter for letter, alike in shared.items() if 0 < alike == best)


def _pairs(reading: Reading) -> set[tuple[str, str]]:
    """Neighbours: "… được bảo hộ là sản phẩm mới" and "… không phải là sản phẩm mới" share nearly all their words."""
    return set(pairwise(token.text for token in reading.tokens if is_head(token)))
