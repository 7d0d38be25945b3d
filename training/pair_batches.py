"""What the reader of pairs learns from in one step: some entries, their questions, and which of two ask the same.

Of an entry come its repeats and near misses, all beside each other: two that repeat the same ask the same, one that
repeats and one that only looks alike do not. Entries about like matters come together, and each lends the others
questions that are merely about the same.
"""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from congvu.text import fold, syllables
from training import typing_noise
from training.rewording import altered, reworded

Entries = Mapping[str, tuple[list[str], list[str]]]
"""By entry: what asks it again, and what does not (``batches.read_repeats``)."""
CLUSTER = 4
NEAR = 12
"""Entries from which those beside one are drawn."""
TOGETHER, APART, OF_OTHERS = 2, 4, 2
"""Pairs for each entry: of its repeats, of a repeat and a near miss of its own, of its repeats and those beside it."""
ALTERED = 0.5
"""Share of the pairs by rule that are changed questions, where something can be changed."""
_ALIKE = 0.75
"""Likeness by words from which two entries may be one and the same."""
OF_REPEATS = typing_noise.Ways(abbreviated=0.15, bare=0.1, half=0.1, half_words=0.5, slips=0.1, slip_words=0.05)
"""Without diacritics more often than for the embedder, which gets them put back."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """``texts``: questions as somebody may have typed them; ``pairs``: places of two, ``same`` whether they are one."""

    texts: list[str]
    pairs: list[tuple[int, int]]
    same: list[bool]


class PairSampler:
    """Draws entries without end, each once a round; the same seed draws the same ones."""

    def __init__(self, entries: Entries, seed: int) -> None:
        self._rng = random.Random(seed)
        self._entries = [(entry, same, others) for entry, (same, others) in sorted(entries.items())]
        self._near, self._same = neighbours([entry for entry, _, _ in self._entries])
        self._left: list[int] = []

    def some(self, clusters: int) -> Pairs:
        """``clusters`` times one entry that is due and entries that are near it."""
        texts: list[str] = []
        pairs: list[tuple[int, int]] = []
        same: list[bool] = []
        for _ in range(clusters):
            self._cluster(texts, pairs, same)
        return Pairs(texts, pairs, same)

    def _cluster(self, texts: list[str], pairs: list[tuple[int, int]], same: list[bool]) -> None:
        rng, chosen = self._rng, [self._next()]
        for place in rng.sample(self._near[chosen[0]], NEAR):
            # Those that are due come first, so that a round is a round.
            if place in self._left and len(chosen) < CLUSTER:
                self._left.remove(place)
                chosen.append(place)
        again: dict[int, list[int]] = {}
        for place in chosen:
            entry, repeats, others = self._entries[place]
            drawn = [entry, *rng.sample(repeats, min(2, len(repeats)))]
            misses = rng.sample(others, min(2, len(others)))
            start = len(texts)
            texts += [typed(text, rng) for text in (*drawn, *misses)]
            again[place] = [*range(start, start + len(drawn))]
            positive = list(itertools.combinations(again[place], 2))
            positive = rng.sample(positive, min(TOGETHER, len(positive)))
            negative = list(itertools.product(again[place], range(start + len(drawn), len(texts))))
            negative = rng.sample(negative, min(APART, len(negative)))
            pairs += positive + negative
            same += [True] * len(positive) + [False] * len(negative)
        for place in chosen:
            self._by_rule(rng.choice(self._texts_of(place)), texts, pairs, same)
            beside = [one for one in chosen if one != place and one not in self._same[place]]
            for one in rng.sample(beside, min(OF_OTHERS, len(beside))):
                pairs.append((rng.choice(again[place]), rng.choice(again[one])))
                same.append(False)

    def _texts_of(self, place: int) -> list[str]:
        entry, repeats, others = self._entries[place]
        return [entry, *repeats, *others]

    def _by_rule(self, text: str, texts: list[str], pairs: list[tuple[int, int]], same: list[bool]) -> None:
        """Beside a question either the same in other words or a changed one."""
        rng = self._rng
        changed = altered(text, rng) if rng.random() < ALTERED else None
        other = rng.choice((text, reworded(text, rng))) if changed is None else changed
        pairs.append((len(texts), len(texts) + 1))
        texts += [typed(text, rng), typed(other, rng)]
        same.append(changed is None)

    def _next(self) -> int:
        if not self._left:
            self._left = list(range(len(self._entries)))
            self._rng.shuffle(self._left)
        return self._left.pop()


def neighbours(texts: Sequence[str]) -> tuple[list[list[int]], list[set[int]]]:
    """For each text the places of the ``NEAR`` likest others by rare syllables and pairs of them, and of those that may
    be the same one.
    """
    terms = [_terms(text) for text in texts]
    often = Counter(term for of_text in terms for term in of_text)
    rarity = {term: math.log(1 + len(texts) / n) for term, n in often.items()}
    holders: dict[str, list[int]] = {}
    for place, of_text in enumerate(terms):
        for term in of_text:
            holders.setdefault(term, []).append(place)
    lengths = np.array([math.sqrt(sum(rarity[t] ** 2 for t in of_text)) or 1.0 for of_text in terms])
    near, same = [], []
    for place, of_text in enumerate(terms):
        shared = np.zeros(len(texts))
        for term in of_text:
            shared[holders[term]] += rarity[term] ** 2
        shared /= lengths * lengths[place]
        shared[place] = -1
        order = np.argsort(-shared)[:NEAR].tolist()
        near.append(order)
        same.append({one for one in order if shared[one] > _ALIKE})
    return near, same


def _terms(text: str) -> set[str]:
    words = syllables(text)
    return {*words, *(f"{a} {b}" for a, b in itertools.pairwise(words))}


def typed(text: str, rng: random.Random) -> str:
    """As somebody may type it."""
    text = typing_noise.typed(text, rng, OF_REPEATS)
    return text.rstrip("?. ") if rng.random() < 0.2 else text


def folded(text: str) -> str:
    """Equal for two questions that are the same but for case, diacritics and punctuation."""
    return " ".join(syllables(fold(text)))
