"""Judged questions kept in a file between runs: making them takes minutes, learning from them seconds.

What is kept is enough to learn and to measure orders. The passages themselves are not, so confidence cannot be learned
from what was read back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from congvu.common.hashing import sha256_hex
from congvu.index import weights
from congvu.llm import embedder
from congvu.retrieval.collection import Progress, opened
from congvu.retrieval.features import FEATURE_NAMES
from congvu.retrieval.judging import Judged, judge
from congvu.retrieval.labelled import LabelledQuery, LabelledSet

VERSION = 1
"""Raise it when the same set would be judged differently for a reason that the name of the file does not hold."""


def judged_once(
    labelled: LabelledSet,
    typings: Sequence[str],
    *,
    vectors: bool,
    cache: Path | None,
    progress: Progress = lambda _what, _done, _total: None,
) -> list[Judged]:
    """The questions of a set in these ways of typing, from ``cache`` where they lie there, else judged and kept."""
    file = None if cache is None else cache / f"judged-{_key(labelled, typings, vectors=vectors)}.npz"
    if file is not None and file.exists():
        return read(file)
    with opened(labelled, vectors=vectors, cache=cache, progress=progress) as corpus:
        judged = list(judge(corpus, typings, vectors=vectors, progress=progress))
    if file is not None:
        write(file, judged)
    return judged


def _key(labelled: LabelledSet, typings: Sequence[str], *, vectors: bool) -> str:
    parts = [
        VERSION, labelled.key, len(labelled.queries), list(typings), list(FEATURE_NAMES), weights.VERSION,
        embedder().recipe.id if vectors else None,
    ]  # fmt: skip
    return sha256_hex(json.dumps(parts).encode())[:16]


def write(file: Path, judged: Sequence[Judged]) -> None:
    """Keep judged questions; the file appears whole or not at all."""
    heads = [
        {
            "id": one.question.id,
            "text": one.question.text,
            "relevant": sorted(one.question.relevant),
            "typing": one.typing,
            "with_vectors": one.with_vectors,
            "kin": sorted(one.kin),
            "articles": list(one.articles),
        }
        for one in judged
    ]
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".part.npz")
    np.savez_compressed(
        beside,
        heads=np.frombuffer(json.dumps(heads, ensure_ascii=False).encode(), dtype=np.uint8),
        rows=np.vstack([one.rows for one in judged]),
        right=np.concatenate([one.right for one in judged]),
    )
    beside.replace(file)


def read(file: Path) -> list[Judged]:
    """The inverse of ``write``, without the passages and the engines' own lists."""
    with np.load(file) as kept:
        heads, rows, right = json.loads(kept["heads"].tobytes()), kept["rows"], kept["right"]
    judged, at = [], 0
    for head in heads:
        articles = tuple(head["articles"])
        here = slice(at, at := at + len(articles))
        question = LabelledQuery(head["id"], head["text"], frozenset(head["relevant"]))
        judged.append(
            Judged(
                question, head["typing"], False, head["with_vectors"], (), articles, rows[here], right[here],
                (), (), articles, frozenset(head["kin"]), {},
            )
        )  # fmt: skip
    return judged
