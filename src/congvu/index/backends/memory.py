"""The port in plain Python, without a database: exact, deterministic, for tests and small evaluations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from congvu.index.embedding_text import embedding_hash, embedding_text
from congvu.index.types import Entry, Hit, IndexStatus, SearchFilter, Vector
from congvu.index.weights import passage_weights, query_counts, rarity


@dataclass
class _Generation:
    """``waiting`` keeps the order of arrival."""

    dimensions: int
    entries: dict[int, Entry] = field(default_factory=dict)
    weights: dict[int, dict[int, float]] = field(default_factory=dict)
    vectors: dict[int, list[Vector]] = field(default_factory=dict)
    waiting: dict[int, str] = field(default_factory=dict)
    frequencies: Counter[int] = field(default_factory=Counter)

    def remove(self, passage_id: int) -> None:
        del self.entries[passage_id]
        self.frequencies.subtract(dict.fromkeys(self.weights.pop(passage_id), 1))
        self.vectors.pop(passage_id, None)
        self.waiting.pop(passage_id, None)

    def passing(self, where: SearchFilter) -> Iterator[int]:
        return (passage for passage, entry in self.entries.items() if passes(entry, where))


def passes(entry: Entry, where: SearchFilter) -> bool:
    """Whether this filter lets the entry through."""
    return (
        (where.access is None or not where.access.isdisjoint(entry.access))
        and (where.on is None or entry.force_from is None or entry.force_from <= where.on)
        and (where.on is None or entry.force_until is None or entry.force_until > where.on)
        and (where.document_ids is None or entry.document_id in where.document_ids)
        and (where.passage_ids is None or entry.passage_id in where.passage_ids)
    )


class MemoryBackend:
    """The fake: everything lives and dies with the object; it knows no transactions."""

    name = "memory"

    def __init__(self) -> None:
        self._generations: dict[str, _Generation] = {}

    def create(self, generation: str, dimensions: int) -> None:
        self._generations.setdefault(generation, _Generation(dimensions))

    def drop(self, generation: str) -> None:
        self._generations.pop(generation, None)

    def put(self, generation: str, entries: Sequence[Entry]) -> None:
        store = self._generations[generation]
        for entry in entries:
            old = store.entries.get(entry.passage_id)
            vector = store.vectors.get(entry.passage_id)
            position = store.waiting.get(entry.passage_id)
            if old is not None:
                keeps = embedding_hash(old) == embedding_hash(entry)
                store.frequencies.subtract(dict.fromkeys(store.weights[entry.passage_id], 1))
                if not keeps:
                    store.vectors.pop(entry.passage_id, None)
                    vector = None
            store.entries[entry.passage_id] = entry
            store.weights[entry.passage_id] = passage_weights(entry)
            store.frequencies.update(dict.fromkeys(store.weights[entry.passage_id], 1))
            if vector is None or position is not None:
                store.waiting[entry.passage_id] = embedding_text(entry)

    def delete_versions(self, generation: str, version_ids: Sequence[int]) -> None:
        store = self._generations[generation]
        gone = set(version_ids)
        for passage in [passage for passage, entry in store.entries.items() if entry.version_id in gone]:
            store.remove(passage)

    def update_documents(self, generation: str, entries: Sequence[Entry]) -> None:
        store = self._generations[generation]
        for entry in entries:
            old = store.entries.get(entry.passage_id)
            if old is not None:
                store.entries[entry.passage_id] = replace(
                    old, access=entry.access, force_from=entry.force_from, force_until=entry.force_until
                )

    def without_vectors(self, generation: str, limit: int) -> list[tuple[int, str]]:
        return list(self._generations[generation].waiting.items())[:limit]

    def set_vectors(self, generation: str, vectors: Sequence[tuple[int, Vector]]) -> None:
        store = self._generations[generation]
        for passage in {passage for passage, _ in vectors}:
            store.vectors.pop(passage, None)
        for passage, vector in vectors:
            if vector.shape != (store.dimensions,):
                raise ValueError(f"a vector of this generation has {store.dimensions} dimensions, not {vector.shape}")
            if passage in store.entries:
                store.vectors.setdefault(passage, []).append(vector.copy())
                store.waiting.pop(passage, None)

    def lexical(self, generation: str, text: str, where: SearchFilter, limit: int) -> list[Hit]:
        store = self._generations[generation]
        wanted = {
            term: count * rarity(len(store.entries), store.frequencies[term])
            for term, count in query_counts(text).items()
            if store.frequencies[term] > 0
        }
        hits = []
        for passage in store.passing(where):
            weights = store.weights[passage]
            shared = wanted.keys() & weights.keys()
            if shared:
                hits.append(Hit(passage, sum(wanted[term] * weights[term] for term in shared)))
        return _best(hits, limit)

    def dense(self, generation: str, vector: Vector, where: SearchFilter, limit: int) -> list[Hit]:
        store = self._generations[generation]
        return _best(
            [
                Hit(passage, max(float(part @ vector) for part in store.vectors[passage]))
                for passage in store.passing(where)
                if passage in store.vectors
            ],
            limit,
        )

    def status(self, generation: str) -> IndexStatus:
        store = self._generations[generation]
        return IndexStatus(entries=len(store.entries), with_vectors=len(store.vectors))

    def maintain(self, generation: str) -> None:
        """Nothing to do: everything is counted as it is written."""


def _best(hits: list[Hit], limit: int) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[: max(limit, 0)]
