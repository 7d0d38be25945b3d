"""Labelled questions and the articles that answer them, read from files: what measuring and learning start from."""

from __future__ import annotations

import ast
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from congvu.common.errors import InvalidInputError
from congvu.common.hashing import sha256_hex
from congvu.legal import law_key
from congvu.text import syllables

_ENOUGH_WORDS = 60
_FILE_NUMBER = re.compile(r"-\d{4,}$")


@dataclass(frozen=True, slots=True)
class Article:
    """One article; ``law`` groups the articles of one text, ``name`` is what that text is called ("" if unknown)."""

    id: str
    law: str
    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """A question and the ids of the articles that answer it."""

    id: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True)
class LabelledSet:
    """A corpus with questions that it answers; ``card`` says which files they are, by name and SHA-256."""

    name: str
    articles: tuple[Article, ...]
    queries: tuple[LabelledQuery, ...]
    card: dict[str, Any]

    @property
    def key(self) -> str:
        """Equal for sets of the same files."""
        return key_of(self.card)

    @cached_property
    def by_id(self) -> dict[str, Article]:
        return {article.id: article for article in self.articles}

    def laws(self, query: LabelledQuery) -> frozenset[str]:
        """The texts in which the answers stand."""
        return frozenset(self.by_id[article].law for article in query.relevant)

    def kin(self, query: LabelledQuery) -> frozenset[str]:
        """What ties a question to others for fair folds, in whatever set they are: its laws, by name where they have
        one, and its very articles, by their words.
        """
        answers = [self.by_id[article] for article in query.relevant]
        names = (law_key(answer.name) or answer.law for answer in answers)
        return frozenset((*names, *(_fingerprint(answer) for answer in answers)))


def key_of(card: dict[str, Any]) -> str:
    """``LabelledSet.key`` of the set that a card describes."""
    return f"{card['corpus']['sha256']}/{card['queries']['sha256']}"


def _fingerprint(article: Article) -> str:
    words = syllables(f"{article.title} {article.text}")
    return sha256_hex(" ".join(words[:_ENOUGH_WORDS]).encode())


def read_set(corpus: Path, queries: Path, limit: int | None = None) -> LabelledSet:
    """Both files; only questions whose every answer is in the corpus are kept, at most ``limit``. Raises
    InvalidInputError.
    """
    articles, asked = read_corpus(corpus), read_queries(queries)
    known = {a.id for a in articles}
    if len(known) < len(articles):
        raise InvalidInputError(_("%s has an _id twice.") % corpus.name, _("Every article needs an id of its own."))
    used = [q for q in asked if q.relevant and q.relevant <= known][:limit]
    if not used:
        raise InvalidInputError(_("No question has its answer in this corpus."), _("Check that the ids agree."))
    card = {
        "corpus": {"file": corpus.name, "sha256": sha256_hex(corpus.read_bytes()), "articles": len(articles)},
        "queries": {"file": queries.name, "sha256": sha256_hex(queries.read_bytes()), "used": len(used)},
    }
    return LabelledSet(corpus.parent.name or corpus.stem, tuple(articles), tuple(used), card)


def read_corpus(path: Path) -> list[Article]:
    """corpus.jsonl(.gz) with ``_id,title,text``, or ALQAC's law.json. Raises InvalidInputError naming the line.

    ``law_id`` and ``law_title`` are read where a row has them; a ``file`` named after the law stands in for the latter.
    """
    if path.suffix == ".json":
        return [
            Article(f"{law['id']}+{a['id']}", law["id"], law["id"], "", f"Điều {a['id']}. {a['text']}")
            for law in _json(path)
            for a in (_loose(law["articles"]) if isinstance(law["articles"], str) else law["articles"])
        ]
    return [
        Article(
            str(row["_id"]),
            str(row.get("law_id") or row["_id"]),
            str(row.get("law_title") or _name_of(str(row.get("file", "")))),
            str(row.get("title", "")),
            str(row["text"]),
        )
        for row in _rows(path, ("_id", "text"))
    ]


def _name_of(file: str) -> str:
    """ "Bo-Luat-lao-dong-2019-333670.txt" is called "Bo Luat lao dong 2019"."""
    stem = _FILE_NUMBER.sub("", file.rpartition(".")[0])
    return stem.replace("-", " ").replace("_", " ").strip()


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
    return ast.literal_eval(text)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        found = {"file": path.name, "error": error}
        raise InvalidInputError(
            _("%(file)s is not readable JSON: %(error)s") % found, _("Check the path and the file.")
        ) from error


def _rows(path: Path, needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                row = json.loads(line)
                missing = [key for key in needed if key not in row]
                if missing:
                    found = {"file": path.name, "number": number, "name": missing[0]}
                    raise InvalidInputError(_("%(file)s line %(number)d has no “%(name)s”.") % found)
                yield row
    except (OSError, ValueError) as error:
        said = {"file": path.name, "error": error}
        raise InvalidInputError(
            _("%(file)s cannot be read: %(error)s") % said, _("Give a .jsonl or .jsonl.gz file.")
        ) from error
