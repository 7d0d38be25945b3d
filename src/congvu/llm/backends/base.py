"""The ports behind which the embedding models and the reader of question pairs stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from congvu.llm.types import EmbeddingRecipe


class Embedder(Protocol):
    """Turns texts into unit-length vectors of shape (n, recipe.dimensions), float32."""

    @property
    def recipe(self) -> EmbeddingRecipe:
        """What makes the vectors. Raises ``UnavailableError`` where a server must be asked and is silent."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions. Raises ``UnavailableError``: then search by text alone."""

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages to be found."""


class PairReader(Protocol):
    """Reads two questions beside each other."""

    def odds(self, asked: str, known: Sequence[str]) -> NDArray[np.float32]:
        """For each known question the log-odds that ``asked`` is the same one. Raises ``UnavailableError``."""
