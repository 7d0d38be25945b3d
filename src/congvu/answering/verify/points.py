"""The points ("a) …") of a cited text, by their letters: which of them a sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvu.answering.verify.operators import is_content
from congvu.answering.verify.reading import Reading, read
from congvu.answering.verify.types import Basis

_POINT = re.compile(r"(?:^|\n|[;.:] )[ \t]*([a-zđ]\d?)\)[ \t]+")


def own_points(said: Reading, bases: Sequence[Basis]) -> frozenset[str]:
    """Letters of the points that share as much with a sentence as any other: of these it may say that they are where
    something stands, or what they are about.
    """
    wanted = {token.text for token in said.tokens if is_content(token)}
    shared: dict[str, int] = {}
    for basis in bases:
        parts = _POINT.split(basis.text)
        for letter, text in zip(parts[1::2], parts[2::2], strict=True):
            alike = len(wanted & {token.text for token in read(text).tokens if is_content(token)})
            shared[letter] = max(alike, shared.get(letter, 0))
    best = max(shared.values(), default=0)
    return frozenset(letter for letter, alike in shared.items() if 0 < alike == best)
