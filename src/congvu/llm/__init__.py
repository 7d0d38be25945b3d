"""Language models behind ports: here, the one that turns texts into vectors, and the one that reads two questions."""

from __future__ import annotations

from congvu.llm.backends.base import Embedder, PairReader
from congvu.llm.choice import embedder, embedder_of, pair_reader

__all__ = ["Embedder", "PairReader", "embedder", "embedder_of", "pair_reader"]
