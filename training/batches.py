"""What is learnt from in one step: questions with the passages that answer them, confusable ones side by side."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from congvu.text import fold, sentences
from training import questions
from training.data import Article
from training.typing_noise import typed

CLUSTER = 4
"""An article and three that BM25 takes for it: each is a hard negative of the others, in the same form."""
_ENOUGH_WORDS = 6
_COMMON = 2
"""A heading that stands over more articles than this ("Hiệu lực thi hành") asks for none of them."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions as written and as typed, their passages, and a number for each heading: equal ones are no negatives."""

    asked: list[str]
    typed: list[str]
    passages: list[str]
    headings: NDArray[np.int64]


class Sampler:
    """Draws batches without end; the same seed draws the same ones."""

    def __init__(self, learnt: Sequence[Article], confusable: Sequence[Sequence[int]], seed: int) -> None:
        self._learnt, self._confusable = learnt, confusable
        self._rng = random.Random(seed)
        self._titles = [fold(article.heading) for article in learnt]
        often = Counter(self._titles)
        self._common = [often[title] > _COMMON for title in self._titles]
        self._order: list[int] = []

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
        pairs = [self._pair(self._learnt[i], self._common[i]) for i in chosen]
        headings = np.array([crc32(self._titles[i].encode()) for i in chosen], np.int64)
        asked = [question for question, _ in pairs]
        return Batch(asked, [typed(q, self._rng) for q in asked], [passage for _, passage in pairs], headings)

    def _next(self) -> int:
        if not self._order:
            self._order = list(range(len(self._learnt)))
            self._rng.shuffle(self._order)
        return self._order.pop()

    def _pair(self, article: Article, common: bool) -> tuple[str, str]:
        """A question and its passage: from the heading, or from a sentence that mostly is taken out of the passage."""
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
