"""What training starts from: the cut vocabulary, the general model's weights for it, and the articles to learn from.

Everything is written into one folder: ``tokenizer.json``, ``start.npz``, ``pool.pickle`` (articles, which of them are
easily confused, and the questions written for them), ``held.pickle`` (articles of held-out documents and their
questions, for choosing among finished models).
"""

from __future__ import annotations

import gzip
import json
import pickle
import random
import tarfile
from collections.abc import Iterator
from pathlib import Path

from training import data as corpora
from training import e5file, encoder, tokenizer, vocabulary, written

HELD_OUT = 48
"""Documents of the pool that are not learnt from, drawn once with a fixed seed."""


def prepare(data: Path, out: Path) -> None:
    """Write the folder. ``data`` holds the corpora under the names of the project's data folder."""
    out.mkdir(parents=True, exist_ok=True)
    source = e5file.read(e5file.packaged())
    kept = vocabulary.choose(source, tokenizer.build(source), vocabulary_texts(data))
    tokenizer.build(source, kept).save(str(out / "tokenizer.json"), pretty=False)
    encoder.save(encoder.from_file(source, kept), out / "start.npz")
    learnt, held = split(corpora.pool(corpora.articles(data), *corpora.evaluation_texts(data)))
    asked = written.read()
    pool = (learnt, corpora.neighbours(learnt), written.by_place(learnt, asked))
    (out / "pool.pickle").write_bytes(pickle.dumps(pool))
    (out / "held.pickle").write_bytes(pickle.dumps((held, written.by_place(held, asked))))


def split(articles: list[corpora.Article]) -> tuple[list[corpora.Article], list[corpora.Article]]:
    """The articles to learn from, and those of the held-out documents."""
    documents = sorted({a.document for a in articles if not a.document.startswith("procedure")})
    random.Random(11).shuffle(documents)
    held = set(documents[:HELD_OUT])
    return [a for a in articles if a.document not in held], [a for a in articles if a.document in held]


def vocabulary_texts(data: Path) -> Iterator[str]:
    """Texts whose pieces are kept: laws, procedures, names of places, an official letter. No evaluation questions."""
    with gzip.open(data / "zalo-subset/corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield f"{row['title']}\n{row['text']}"
    with tarfile.open(data / "procedures/procedures-207.tar.gz") as archive:
        for member in archive.getmembers():
            if member.name.endswith(".json") and (file := archive.extractfile(member)):
                row = json.load(file)
                yield "\n".join(map(str, [*row["metadata"].values(), *row["content"].values()]))
    for path in [*sorted((data / "laws/amended").glob("*.txt")), *sorted((data / "seed").glob("*.txt"))]:
        yield path.read_text("utf-8")
    yield json.dumps(json.loads((data / "admin-units/flat-divisions.json").read_text("utf-8")), ensure_ascii=False)
