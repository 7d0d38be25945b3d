"""The port that every search engine behind Công Vụ implements; one contract suite runs against all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from congvu.index.types import Entry, Hit, IndexStatus, SearchFilter, Vector


class SearchBackend(Protocol):
    """Lexical (BM25) and vector search over generations of entries.

    Permission and date are applied inside the search: a backend returns the best ``limit`` entries among
    those that pass ``where``, never fewer because others were dropped afterwards. Writes join the caller's
    database transaction where the engine can; all writes are idempotent.
    """

    name: str

    def create(self, generation: str, dimensions: int) -> None:
        """Make an empty generation; does nothing if it is there."""

    def drop(self, generation: str) -> None:
        """Remove a generation and all of its entries; does nothing if it is not there."""

    def put(self, generation: str, entries: Sequence[Entry]) -> None:
        """Insert or replace entries by passage; an entry whose texts did not change keeps its vector."""

    def delete_versions(self, generation: str, version_ids: Sequence[int]) -> None:
        """Remove every entry of these document versions."""

    def update_documents(self, generation: str, entries: Sequence[Entry]) -> None:
        """Bring access and dates up to date for the given entries without touching text or vectors."""

    def without_vectors(self, generation: str, limit: int) -> list[tuple[int, str]]:
        """(passage id, ``embedding_text``) for entries that still lack vectors, oldest first."""

    def set_vectors(self, generation: str, vectors: Sequence[tuple[int, Vector]]) -> None:
        """Store unit-length vectors, one or several for each passage, in place of those that it had.

        All vectors of a passage come in one call; passages that are gone by now are skipped.
        """

    def lexical(self, generation: str, text: str, where: SearchFilter, limit: int) -> list[Hit]:
        """Best entries by BM25 over folded syllables and adjacent pairs; empty for a text without any."""

    def dense(self, generation: str, vector: Vector, where: SearchFilter, limit: int) -> list[Hit]:
        """Best entries by the cosine of their nearest vector; those without a vector are not found."""

    def status(self, generation: str) -> IndexStatus:
        """Counts of a generation."""

    def maintain(self, generation: str) -> None:
        """Housekeeping after many writes; cheap when nothing is to do, never needed for right results."""
