"""Language models behind ports: here, the one that turns texts into vectors."""

from __future__ import annotations

from congvu.llm.choice import embedder

__all__ = ["embedder"]
