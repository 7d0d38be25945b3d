"""The embedding port's values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EmbeddingRecipe:
    """What made a vector; vectors of different recipes are never compared."""

    model: str
    dimensions: int
    version: str

    @property
    def id(self) -> str:
        return f"{self.model}/{self.version}/{self.dimensions}"
