"""The embedding port's values."""

from __future__ import annotations

from dataclasses import dataclass, field

UNLIKE = 0.8
"""Cosine of two questions that have nothing to do with each other, where a model says nothing of it."""


@dataclass(frozen=True, slots=True)
class EmbeddingRecipe:
    """What made a vector; vectors of different recipes are never compared. ``unlike``: ``UNLIKE`` of this model."""

    model: str
    dimensions: int
    version: str
    unlike: float = field(default=UNLIKE, compare=False)

    @property
    def id(self) -> str:
        return f"{self.model}/{self.version}/{self.dimensions}"

    def alike(self, cosine: float) -> float:
        """0 for texts that have nothing to do with each other, 1 for the same, in between evenly."""
        return max(0.0, cosine - self.unlike) / (1 - self.unlike)
