"""Language models behind ports: here, the one that turns texts into vectors."""

from __future__ import annotations

from congvu.llm.backends.base import Embedder
from congvu.llm.choice import embedder, embedder_of

__all__ = ["Embedder", "embedder", "embedder_of"]
