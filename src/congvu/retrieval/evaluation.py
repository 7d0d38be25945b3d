"""``congvu eval retrieval``: the real splitting, index and fusion over a labelled corpus, thrown away afterwards."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvu import __version__
from congvu.common.errors import InvalidInputError
from congvu.common.hashing import sha256_hex
from congvu.common.ids import new_id
from congvu.corpus.passages import plan_passages
from congvu.index.backends import get_backend
from congvu.index.backends.base import SearchBackend
from congvu.index.types import Entry, Hit, SearchFilter
from congvu.legal.structure import parse_structure
from congvu.llm import embedder
from congvu.retrieval.fusion import fuse
from congvu.retrieval.metrics import summary
from congvu.text import fold

VARIANTS = ("bm25", "dense", "fused")
TYPINGS: dict[str, Callable[[str], str]] = {"as_written": lambda s: s, "no_diacritics": fold}
DEPTH = 300  # passages asked for, so that 100 articles remain after passages of one article are merged
_ALL = SearchFilter(access=None, on=None)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    law: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    id: str
    text: str
    relevant: frozenset[str]


def read_corpus(path: Path) -> list[Article]:
    """corpus.jsonl(.gz) with ``_id,title,text``, or ALQAC's law.json. Raises InvalidInputError naming the line."""
    if path.suffix == ".json":
        return [
            Article(f"{law['id']}+{a['id']}", law["id"], "", f"Điều {a['id']}. {a['text']}")
            for law in _json(path)
            for a in (_loose(law["articles"]) if isinstance(law["articles"], str) else law["articles"])
        ]
    return [
        Article(str(row["_id"]), str(row.get("law_id", "")), str(row.get("title", "")), str(row["text"]))
        for row in _rows(path, ("_id", "text"))
    ]


def read_queries(path: Path) -> list[LabelledQuery]:
    """queries.jsonl with ``_id,text,relevant``, or ALQAC's questions.json."""
    if path.suffix == ".json":
        return [
            LabelledQuery(
                str(q["question_id"]),
                q["text"],
                frozenset(f"{r['law_id']}+{r['article_id']}" for r in q["relevant_articles"]),
            )
            for q in _json(path)
        ]
    return [
        LabelledQuery(str(row["_id"]), str(row["text"]), frozenset(map(str, row["relevant"])))
        for row in _rows(path, ("_id", "text", "relevant"))
    ]


def _loose(text: str) -> Any:
    """ALQAC stores some lists as Python literals inside JSON strings."""
    import ast

    return ast.literal_eval(text)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidInputError(f"{path.name} is not readable JSON: {error}", "Check the path and the file.") from error


def _rows(path: Path, needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                row = json.loads(line)
                missing = [key for key in needed if key not in row]
                if missing:
                    raise InvalidInputError(f"{path.name} line {number} has no {missing[0]!r}.")
                yield row
    except (OSError, ValueError) as error:
        raise InvalidInputError(f"{path.name} cannot be read: {error}", "Give a .jsonl or .jsonl.gz file.") from error


def entries_of(articles: Sequence[Article]) -> tuple[list[Entry], dict[int, str]]:
    """Index entries for articles, split as documents are, and which article each passage belongs to."""
    entries: list[Entry] = []
    owner: dict[int, str] = {}
    for number, article in enumerate(articles, start=1):
        text = f"{article.title}\n{article.text}".strip()
        plans = plan_passages(text, parse_structure(text, kind="law")) if text else []
        for plan in plans:
            pk = len(entries) + 1
            owner[pk] = article.id
            entries.append(
                Entry(pk, number, number, (), None, None, article.law, plan.headings, text[plan.start : plan.end])
            )
    return entries, owner


def evaluate(
    corpus: Path,
    queries: Path,
    *,
    variants: Sequence[str] = VARIANTS,
    typings: Sequence[str] = tuple(TYPINGS),
    progress: Progress = lambda _what, _done, _total: None,
) -> dict[str, Any]:
    """Run every question in every variant and typing. The generation is dropped at the end, whatever happens."""
    articles, asked = read_corpus(corpus), [q for q in read_queries(queries) if q.relevant]
    known = {a.id for a in articles}
    asked = [q for q in asked if q.relevant <= known]
    if not asked:
        raise InvalidInputError("No question has its answer in this corpus.", "Check that the ids agree.")
    entries, owner = entries_of(articles)
    backend, generation = get_backend(), f"eval_{new_id(8)}"
    backend.create(generation, embedder().recipe.dimensions)
    try:
        for done in range(0, len(entries), 1000):
            backend.put(generation, entries[done : done + 1000])
            progress("index", done, len(entries))
        backend.maintain(generation)
        if set(variants) & {"dense", "fused"}:
            _embed(backend, generation, len(entries), progress)
        results = [
            {"variant": v, "typing": t, **_run(backend, generation, v, TYPINGS[t], asked, owner, progress)}
            for t in typings
            for v in variants
        ]
    finally:
        backend.drop(generation)
    return {
        "corpus": {"file": corpus.name, "sha256": sha256_hex(corpus.read_bytes()), "articles": len(articles)},
        "queries": {"file": queries.name, "sha256": sha256_hex(queries.read_bytes()), "used": len(asked)},
        "results": results,
        "versions": {"congvu": __version__, "index": backend.name, "embedding": embedder().recipe.id},
    }


def _embed(backend: SearchBackend, generation: str, total: int, progress: Progress) -> None:
    done = 0
    while batch := backend.without_vectors(generation, 64):
        vectors = embedder().passages([text for _, text in batch])
        backend.set_vectors(generation, [(pk, v) for (pk, _), v in zip(batch, vectors, strict=True)])
        done += len(batch)
        progress("vectors", done, total)


def _run(
    backend: SearchBackend,
    generation: str,
    variant: str,
    typed: Callable[[str], str],
    asked: Sequence[LabelledQuery],
    owner: dict[int, str],
    progress: Progress,
) -> dict[str, float]:
    lists: list[tuple[list[str], set[str]]] = []
    latencies: list[float] = []
    for number, question in enumerate(asked, start=1):
        text = typed(question.text)
        begun = time.perf_counter()
        hits = _search(backend, generation, variant, text)
        latencies.append((time.perf_counter() - begun) * 1000)
        lists.append((list(dict.fromkeys(owner[pk] for pk in hits)), set(question.relevant)))
        progress(variant, number, len(asked))
    return summary(lists, latencies)


def _search(backend: SearchBackend, generation: str, variant: str, text: str) -> list[int]:
    lexical: list[Hit] = [] if variant == "dense" else backend.lexical(generation, text, _ALL, DEPTH)
    if variant == "bm25":
        return [h.passage_id for h in lexical]
    dense = backend.dense(generation, embedder().queries([text])[0], _ALL, DEPTH)
    if variant == "dense":
        return [h.passage_id for h in dense]
    return [c.passage_id for c in fuse(lexical, dense)]
