"""A model without a model: each syllable has a fixed direction, a text is their sum. For tests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from congvu.llm.backends.vectors import unit_rows
from congvu.llm.types import EmbeddingRecipe
from congvu.text import syllables

_EMPTY = "\x00"


class FakeEmbedder:
    """Deterministic on every machine; the more syllables two texts share, the higher their cosine.

    Each ``version`` is another model: its vectors mean nothing to the others.
    """

    def __init__(self, version: str = "1") -> None:
        self.recipe = EmbeddingRecipe(model="fake-syllables", dimensions=64, version=version)

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, self.recipe.dimensions), dtype=np.float32)
        salt = self.recipe.version
        rows = [
            sum(_direction(salt + s) for s in syllables(text)) + _direction(salt + _EMPTY) * 1e-3 for text in texts
        ]
        return unit_rows(np.stack(rows).astype(np.float32))


@lru_cache(maxsize=10_000)
def _direction(syllable: str) -> NDArray[np.float32]:
    digest = sha256(syllable.encode()).digest()
    values = np.frombuffer(digest, dtype=np.uint8).astype(np.float32) / 127.5 - 1
    return np.concatenate([values, np.roll(values, 11) * values[::-1]])
