"""A labelled corpus in an index generation of its own, split and indexed as documents are; gone afterwards.

The articles of one text are put together again before they are split, because that is how the product meets them: a
single article by itself is read as a letter with numbered headings, not as a Điều.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from congvu.common.hashing import sha256_hex
from congvu.common.ids import new_id
from congvu.corpus.passages import plan_passages
from congvu.index.backends import get_backend
from congvu.index.backends.base import SearchBackend
from congvu.index.embedding_text import windows
from congvu.index.types import Entry, Vector
from congvu.legal import law_key
from congvu.legal.structure import parse_structure
from congvu.llm import embedder
from congvu.retrieval.labelled import Article, LabelledQuery, LabelledSet
from congvu.retrieval.statistics import Rarity, count_texts

Progress = Callable[[str, int, int], None]
_PUT = 1_000
_EMBED = 256


@dataclass(frozen=True)
class Collection:
    """A corpus that can be searched. ``entries`` by passage id; ``owner``: passage id to article id."""

    labelled: LabelledSet
    backend: SearchBackend
    generation: str
    entries: dict[int, Entry]
    owner: dict[int, str]
    laws: dict[str, int]
    names: dict[str, tuple[int, ...]]
    rarity: Rarity


def split(articles: Sequence[Article], copies: int = 1) -> tuple[list[Entry], dict[int, str], dict[str, int]]:
    """Index entries, which article each passage belongs to, and the document number of each law.

    With ``copies`` the corpus is repeated, each time as other documents with the same words; only the first copy owns
    articles, so answers are looked for among ``copies`` times as many passages.
    """
    entries: list[Entry] = []
    owner: dict[int, str] = {}
    laws: dict[str, int] = {}
    texts = [(law, list(inside)) for law, inside in groupby(articles, key=lambda a: a.law)]
    for copy in range(copies):
        for law, inside in texts:
            document = laws.setdefault(law, len(laws) + 1) + copy * len(texts)
            for article, headings, body in _passages(inside):
                pk = len(entries) + 1
                owner[pk] = article.id if copy == 0 else f"{article.id}#{copy}"
                entries.append(Entry(pk, document, document, (), None, None, article.name, headings, body))
    return entries, owner, laws


def _passages(inside: Sequence[Article]) -> Iterator[tuple[Article, str, str]]:
    """The passages of one text, each with the article it lies in; none reaches over the end of an article."""
    parts = [f"{article.title}\n{article.text}".strip() for article in inside]
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part) + 1)
    text = "\n".join(parts)
    for plan in plan_passages(text, parse_structure(text, kind="law")):
        start = plan.start
        while start < plan.end:
            place = bisect_right(starts, start) - 1
            end = min(plan.end, starts[place + 1])
            if text[start:end].strip():
                yield inside[place], plan.headings, text[start:end]
            start = end


@contextmanager
def opened(
    labelled: LabelledSet,
    *,
    vectors: bool,
    copies: int = 1,
    cache: Path | None = None,
    progress: Progress = lambda _what, _done, _total: None,
) -> Iterator[Collection]:
    """Build the generation, lend it, and drop it, whatever happens.

    ``cache`` is a folder where vectors are kept by model and text, so that measuring again need not compute them again.
    """
    entries, owner, laws = split(labelled.articles, copies)
    backend, generation = get_backend(), f"eval_{new_id(8)}"
    backend.create(generation, embedder().recipe.dimensions)
    try:
        for done in range(0, len(entries), _PUT):
            backend.put(generation, entries[done : done + _PUT])
            progress("index", done, len(entries))
        if vectors:
            _embed(backend, generation, entries, cache, progress)
        backend.maintain(generation)
        yield Collection(
            labelled,
            backend,
            generation,
            {entry.passage_id: entry for entry in entries},
            owner,
            laws,
            _names(labelled.articles, laws),
            count_texts(f"{e.title}\n{e.headings}\n{e.body}" for e in entries).rarity(),
        )
    finally:
        backend.drop(generation)


def _names(articles: Sequence[Article], laws: dict[str, int]) -> dict[str, tuple[int, ...]]:
    """Documents by the key of their name, as the library finds laws that a question names."""
    found: dict[str, set[int]] = {}
    for article in articles:
        if key := law_key(article.name):
            found.setdefault(key, set()).add(laws[article.law])
    return {key: tuple(sorted(documents)) for key, documents in found.items()}


def _embed(
    backend: SearchBackend, generation: str, entries: Sequence[Entry], cache: Path | None, progress: Progress
) -> None:
    known = _Cache(cache, embedder().recipe.id)
    done = 0
    while batch := backend.without_vectors(generation, _EMBED):
        parts = [(pk, part) for pk, text in batch for part in windows(text)]
        missing = list(dict.fromkeys(part for _, part in parts if part not in known))
        if missing:
            known.add(missing, embedder().passages(missing))
        backend.set_vectors(generation, [(pk, known[part]) for pk, part in parts])
        done += len(batch)
        progress("vectors", done, len(entries))
    known.save()


class _Cache:
    """Vectors of one model by text; with a folder, kept there between runs as half-precision numbers."""

    def __init__(self, folder: Path | None, recipe: str) -> None:
        self._file = folder / f"vectors-{sha256_hex(recipe.encode())[:16]}.npz" if folder else None
        self._rows: dict[str, Vector] = {}
        self._grown = False
        if self._file is not None and self._file.exists():
            with np.load(self._file) as kept:
                self._rows = dict(zip(kept["keys"].tolist(), kept["rows"].astype(np.float32), strict=True))

    def __contains__(self, text: str) -> bool:
        return self._key(text) in self._rows

    def __getitem__(self, text: str) -> Vector:
        return self._rows[self._key(text)]

    def add(self, texts: Sequence[str], rows: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
        self._rows.update(zip(map(self._key, texts), rows, strict=True))
        self._grown = True

    def save(self) -> None:
        if self._file is None or not self._grown:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_suffix(".part.npz")
        np.savez(beside, keys=np.array(list(self._rows)), rows=np.stack(list(self._rows.values())).astype(np.float16))
        beside.replace(self._file)

    @staticmethod
    def _key(text: str) -> str:
        return sha256_hex(text.encode())[:32]


def without_laws(collection: Collection, question: LabelledQuery) -> tuple[int, ...]:
    """Every document but those in which the answers to a question stand."""
    gone = {collection.laws[law] for law in collection.labelled.laws(question)}
    return tuple(sorted({entry.document_id for entry in collection.entries.values()} - gone))
