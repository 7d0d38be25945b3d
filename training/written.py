"""Questions that we wrote for articles of the corpus, in the words of citizens and officials.

``written.tsv`` has a line for each: document, number and heading of the article, question. They were written from the
texts of documents that no evaluation question is about; the heading is there so that no article is mistaken.
"""

from __future__ import annotations

import csv
import gzip
import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log
from pathlib import Path

from congvu.text import syllables
from training.data import Article, headed

FILE = Path(__file__).with_name("written.tsv")
Key = tuple[str, str, str]


def key_of(article: Article) -> Key:
    return article.document, article.label, article.heading


def read(path: Path = FILE) -> dict[Key, list[str]]:
    """Questions by article."""
    found: dict[Key, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for document, label, heading, question in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[document, label, heading].append(question)
    return dict(found)


def by_place(articles: Sequence[Article], questions: dict[Key, list[str]]) -> dict[int, list[tuple[str, int]]]:
    """For places of ``articles`` their questions, each with the chunk that has most of its rare words."""
    often = Counter(term for article in articles for term in set(_terms(article.text)))
    rarity = {term: log(len(articles) / n) for term, n in often.items()}
    found: dict[int, list[tuple[str, int]]] = {}
    for place, article in enumerate(articles):
        chunks = [set(_terms(chunk)) for chunk in article.chunks]
        for question in questions.get(key_of(article), ()):
            terms = set(_terms(question))
            shared = [sum(rarity[term] for term in terms & chunk) for chunk in chunks]
            found.setdefault(place, []).append((question, shared.index(max(shared))))
    return found


def export(data: Path, out: Path) -> int:
    """Write them as JSON lines of ``_id,text,relevant`` with the ids of the corpus; the number of questions."""
    asked = read()
    lines = []
    with gzip.open(data / "zalo-subset/corpus.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            label, heading = headed(row["title"])
            for question in asked.get((row["law_id"], label, heading), ()):
                line = {"_id": f"w{len(lines) + 1}", "text": question, "relevant": [row["_id"]]}
                lines.append(json.dumps(line, ensure_ascii=False))
    out.write_text("\n".join(lines) + "\n", "utf-8")
    return len(lines)


def _terms(text: str) -> list[str]:
    words = syllables(text)
    return [*words, *(f"{a} {b}" for a, b in itertools.pairwise(words))]
