"""What is learnt from in one step: questions with the passages that answer them, confusable ones side by side."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

import congvu
from congvu.text import fold, sentences
from training import questions
from training.data import Article
from training.typing_noise import typed

CLUSTER = 4
"""An article and three that BM25 takes for it: each is a hard negative of the others, in the same form."""
WRITTEN = 0.7
"""Share of clusters that begin with an article for which questions were written by hand, where there are any."""
_ENOUGH_WORDS = 6
REPEATS = (
    Path(__file__).with_name("repeats.jsonl"),
    Path(congvu.__file__).parent / "retrieval" / "data" / "repeats" / "develop.jsonl",
)
_COMMON = 2
"""A heading that stands over more articles than this ("Hiệu lực thi hành") asks for none of them."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions as written and as typed, their passages, and a number for each heading: equal ones are no negatives."""

    asked: list[str]
    typed: list[str]
    passages: list[str]
    headings: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Repeated:
    """Known questions, for each one that asks it again, and for all of them some that only look alike."""

    known: list[str]
    again: list[str]
    others: list[str]


def read_repeats(files: Sequence[Path] = REPEATS) -> dict[str, tuple[list[str], list[str]]]:
    """Our questions for learning what a repeat is: by entry, those that ask it again and those that do not.

    Parts that measure it are not read.
    """
    found: dict[str, tuple[list[str], list[str]]] = {}
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            found.setdefault(row["entry"], ([], []))[0 if row["same"] else 1].append(row["question"])
    return found


class KnownQuestions:
    """Draws entries without end; the same seed draws the same ones."""

    def __init__(self, repeats: Mapping[str, tuple[list[str], list[str]]], seed: int) -> None:
        self._rng = random.Random(seed)
        self._entries = [(entry, same, others) for entry, (same, others) in sorted(repeats.items()) if same]
        self._round = _Round(range(len(self._entries)), self._rng)

    def some(self, size: int) -> Repeated:
        """``size`` entries, each with one repeat and all its near misses."""
        drawn = [self._entries[next(self._round)] for _ in range(size)]
        return Repeated(
            [entry for entry, _, _ in drawn],
            [self._rng.choice(same) for _, same, _ in drawn],
            [other for _, _, others in drawn for other in others],
        )


class _Round:
    """Every one of some places once in an order by chance, then again in another, without end."""

    def __init__(self, places: Iterable[int], rng: random.Random) -> None:
        self._places, self._rng, self._left = list(places), rng, list[int]()

    def __next__(self) -> int:
        if not self._left:
            self._left = list(self._places)
            self._rng.shuffle(self._left)
        return self._left.pop()


class Sampler:
    """Draws batches without end; the same seed draws the same ones."""

    def __init__(
        self,
        learnt: Sequence[Article],
        confusable: Sequence[Sequence[int]],
        written: Mapping[int, Sequence[tuple[str, int]]],
        seed: int,
    ) -> None:
        """``written``: for places of ``learnt`` the questions written for them, each with the chunk that answers."""
        self._learnt, self._confusable, self._written = learnt, confusable, written
        self._rng = random.Random(seed)
        self._titles = [fold(article.heading) for article in learnt]
        often = Counter(self._titles)
        self._common = [often[title] > _COMMON for title in self._titles]
        self._every = _Round(range(len(learnt)), self._rng)
        self._asked = _Round(written, self._rng)

    def batch(self, size: int) -> Batch:
        """``size`` pairs from ``size / CLUSTER`` clusters."""
        chosen: list[int] = []
        while len(chosen) < size:
            seed = self._next()
            near = [n for n in self._confusable[seed] if n not in chosen]
            self._rng.shuffle(near)
            if seed not in chosen:
                chosen += [seed, *near[: CLUSTER - 1]]
        chosen = chosen[:size]
        pairs = [self._pair(i) for i in chosen]
        headings = np.array([crc32(self._titles[i].encode()) for i in chosen], np.int64)
        asked = [question for question, _ in pairs]
        return Batch(asked, [typed(q, self._rng) for q in asked], [passage for _, passage in pairs], headings)

    def _next(self) -> int:
        return next(self._asked if self._written and self._rng.random() < WRITTEN else self._every)

    def _pair(self, place: int) -> tuple[str, str]:
        """A question and its passage: a written one, mostly, where there is one; else one made by rule."""
        article, rng = self._learnt[place], self._rng
        if place in self._written and rng.random() < 0.85:
            question, chunk = rng.choice(self._written[place])
            text = article.chunks[chunk]
            return question, self._headed(article, text) if rng.random() < 0.9 else text
        return self._made(article, self._common[place])

    def _made(self, article: Article, common: bool) -> tuple[str, str]:
        """From the heading, or from a sentence that mostly is taken out of the passage."""
        rng = self._rng
        chunk = article.chunks[0] if rng.random() < 0.6 else rng.choice(article.chunks)
        if not common and rng.random() < 0.55:
            question = questions.of_heading(article.heading, rng)
            return question, chunk if rng.random() < 0.6 and len(chunk) > 60 else self._headed(article, chunk)
        spans = [(a, b) for a, b in sentences(chunk) if len(chunk[a:b].split()) >= _ENOUGH_WORDS]
        if not spans:
            return questions.of_heading(article.heading, rng), self._headed(article, chunk)
        start, end = rng.choice(spans)
        question = questions.of_sentence(chunk[start:end], rng)
        if rng.random() < 0.25:
            question = f"{article.heading}: {question}"
        if rng.random() < 0.4 and end - start < 0.5 * len(chunk):
            chunk = (chunk[:start] + chunk[end:]).strip()
        return question, self._headed(article, chunk) if rng.random() < 0.75 else chunk

    @staticmethod
    def _headed(article: Article, chunk: str) -> str:
        """As the product embeds it: the headings, a line end, the text."""
        heading = ". ".join(filter(None, (article.label, article.heading)))
        return f"{heading}\n{chunk}"
