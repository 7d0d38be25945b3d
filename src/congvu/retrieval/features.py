"""What is known of a passage for a question: the numbers that ranking and confidence are learned from.

Pure. Texts are compared folded, so a question typed without diacritics has the same numbers, but for the few that look
at diacritics and are unknown (NaN) when none were typed. Numbers that need a vector are NaN while there is none.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Container, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from congvu.corpus.passages import HEADING_SEPARATOR, split_headings
from congvu.retrieval.quantities import asked_quantity, has_quantity
from congvu.retrieval.statistics import Rarity
from congvu.retrieval.types import Query
from congvu.retrieval.understanding import content_terms
from congvu.text import accented_syllables, bigrams, both_syllables, has_diacritics, syllables

NAN = math.nan
_Run = tuple[str, ...]
"""Neighbouring syllables."""
_T = TypeVar("_T", bound=Hashable)
NEAR, WIDE = 12, 40
_SATURATION = 1.2
_USUAL_LENGTH = 250
_DEFINITION = re.compile(r"\bla gi\b|\bla nhu the nao\b|\bnghia la\b|\b(?:duoc )?hieu (?:la|nhu)\b|\bkhai niem\b")
_IN_EVERY_NAME = frozenset(("luat", "bo", "phap", "lenh", "viet", "nam", "so"))


@dataclass(frozen=True, slots=True)
class Compared:
    """A passage as ranking sees it: its texts and what the engines said of it (None where one did not find it)."""

    passage_id: int
    document_id: int
    title: str
    headings: str
    text: str
    lexical: float | None = None
    dense: float | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class _Field:
    """A text taken apart once: folded syllables, and the same as written (lower case, tones in one placement)."""

    folded: tuple[str, ...]
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Headings:
    """What stands over a passage: ``own`` is the heading of its Điều with what follows, ``above`` what is over that."""

    own: _Field
    above: frozenset[str]
    defines: bool


@dataclass(frozen=True, slots=True)
class _Title:
    """The name of a document; ``name`` without the words of every name."""

    whole: _Field
    name: tuple[str, ...]


# Texts of passages never change, and the same ones come up again and again: kept for the process.
@lru_cache(maxsize=8_192)
def _body(text: str) -> _Field:
    return _field(text)


@lru_cache(maxsize=8_192)
def _headings(headings: str) -> _Headings:
    above, own = split_headings(headings)
    words = _field(own)
    return _Headings(words, frozenset(syllables(above)), defines="giai_thich_tu_ngu" in "_".join(words.folded))


@lru_cache(maxsize=1_024)
def _title(title: str) -> _Title:
    words = _field(title)
    name = dict.fromkeys(t for t in words.folded if t not in _IN_EVERY_NAME and not t.isdigit())
    return _Title(words, tuple(name))


def _field(text: str) -> _Field:
    folded, written = both_syllables(text)
    return _Field(tuple(folded), tuple(written))


def article_key(document_id: int, headings: str) -> tuple[int, str]:
    """Equal for the passages of one Điều, or of one heading of a text without Điều."""
    above, own = split_headings(headings)
    return document_id, f"{above}|{own.split(HEADING_SEPARATOR)[0]}"


class _Asked:
    """The question's side, worked out once."""

    def __init__(self, query: Query, rarity: Rarity) -> None:
        # Candidates of one question share most words of their headings.
        self.idf: Callable[[str], float] = cache(rarity.idf)
        self.pair_idf: Callable[[_Run], float] = cache(lambda pair: rarity.pair_idf("_".join(pair)))
        self.said = frozenset(query.terms)
        self.content = {t: rarity.idf(t) for t in content_terms(query.terms)}
        runs = bigrams(query.terms)
        self.pairs: dict[_Run, float] = {tuple(p.split("_")): rarity.pair_idf(p) for p in runs}
        self.triples: dict[_Run, float] = {
            (a, b, c): rarity.idf(a) + rarity.idf(b) + rarity.idf(c)
            for a, b, c in zip(query.terms, query.terms[1:], query.terms[2:], strict=False)
        }
        self.longest = max(1, len(runs))
        self.rarest = max(self.content.values(), default=0.0)
        self.quantity = asked_quantity(query.terms)
        self.definition = bool(_DEFINITION.search(" ".join(query.terms)))
        self.written: dict[str, set[str]] = {}
        if has_diacritics(query.search_text):
            for plain, typed in zip(query.terms, accented_syllables(query.search_text), strict=True):
                self.written.setdefault(plain, set()).add(typed)


class _Overlap:
    """Where a field says what the question says: one pass over the field."""

    __slots__ = ("exact", "exact_pairs", "pairs", "places", "run", "terms", "triples")

    def __init__(self, field: _Field, asked: _Asked) -> None:
        tokens, said, known = field.folded, asked.said, asked.written
        self.places = [place for place, token in enumerate(tokens) if token in said]
        self.terms = Counter([tokens[place] for place in self.places])
        self.pairs: Counter[_Run] = Counter()
        self.triples: set[_Run] = set()
        self.exact: set[str] = set()
        self.exact_pairs: set[_Run] = set()
        self.run = run = 0
        before, before_exact = -2, False
        for place in self.places:
            token = tokens[place]
            exact = bool(known) and field.written[place] in known.get(token, ())
            if exact:
                self.exact.add(token)
            follows = place == before + 1 and (tokens[before], token) in asked.pairs
            if follows:
                pair = (tokens[before], token)
                self.pairs[pair] += 1
                if exact and before_exact:
                    self.exact_pairs.add(pair)
                if run and (triple := (tokens[place - 2], *pair)) in asked.triples:
                    self.triples.add(triple)
            run = run + 1 if follows else 0
            self.run = max(self.run, run)
            before, before_exact = place, exact


def _share(weights: Mapping[_T, float], present: Container[_T]) -> float:
    total = sum(weights.values())
    return sum(w for t, w in weights.items() if t in present) / total if total > 0 else 0.0


def _saturated(weights: Mapping[_T, float], counts: Mapping[_T, int], length: int) -> float:
    """As BM25 weighs it, but for the share of what the question could get: 0..1."""
    total = sum(weights.values())
    if total <= 0:
        return 0.0
    room = _SATURATION * (0.25 + 0.75 * length / _USUAL_LENGTH)
    return sum(w * (c := counts.get(t, 0)) / (c + room) for t, w in weights.items()) / total


def _nearness(wanted: Mapping[str, float], tokens: Sequence[str], places: Sequence[int], window: int) -> float:
    """Share of the wanted weight inside the best window of syllables: one pass with two ends."""
    total = sum(wanted.values())
    inside: dict[str, int] = {}
    best = weight = 0.0
    ends = [place for place in places if tokens[place] in wanted]
    first = 0
    for place in ends:
        token = tokens[place]
        if not inside.get(token):
            weight += wanted[token]
        inside[token] = inside.get(token, 0) + 1
        while ends[first] <= place - window:
            gone = tokens[ends[first]]
            inside[gone] -= 1
            if not inside[gone]:
                weight -= wanted[gone]
            first += 1
        best = max(best, weight)
    return min(1.0, best / total) if total > 0 else 0.0


class _Above:
    """What headings and title say of the question: candidates of one question share many of them."""

    def __init__(self, asked: _Asked) -> None:
        self._asked = asked
        self.own = cache(self._own)
        self.title = cache(self._title)

    def _own(self, headings: str) -> tuple[_Overlap, tuple[float, ...]]:
        asked, known = self._asked, _headings(headings)
        own = _Overlap(known.own, asked)
        pairs: dict[_Run, float] = {p: asked.pair_idf(p) for p in pairwise(known.own.folded)}
        return own, (
            _share(asked.content, own.terms),
            _share(asked.pairs, own.pairs),
            _share({t: asked.idf(t) for t in known.own.folded}, asked.said),
            _share(pairs, asked.pairs),
            _share(asked.content, known.above),
        )

    def _title(self, title: str) -> tuple[_Overlap, tuple[float, ...]]:
        asked, known = self._asked, _title(title)
        found = _Overlap(known.whole, asked)
        said = _share({t: asked.idf(t) for t in known.name}, asked.said)
        return found, (said, _share(asked.pairs, found.pairs))


def _one(asked: _Asked, above: _Above, c: Compared) -> list[float]:
    words = _body(c.text)
    body = _Overlap(words, asked)
    own, of_headings = above.own(c.headings)
    title, of_title = above.title(c.title)
    everywhere = body.terms.keys() | own.terms.keys() | title.terms.keys()
    missing = max((v for t, v in asked.content.items() if t not in everywhere), default=0.0)
    length = len(words.folded)
    return [
        _share(asked.content, everywhere),
        _share(asked.pairs, {*body.pairs, *own.pairs, *title.pairs}),
        _share(asked.triples, body.triples | own.triples | title.triples),
        _saturated(asked.content, body.terms, length),
        _saturated(asked.pairs, body.pairs, length),
        *of_headings,
        *of_title,
        _nearness(asked.content, words.folded, body.places, NEAR),
        _nearness(asked.content, words.folded, body.places, WIDE),
        body.run / asked.longest,
        _share(asked.content, body.exact | own.exact | title.exact) if asked.written else NAN,
        _share(asked.pairs, body.exact_pairs | own.exact_pairs | title.exact_pairs) if asked.written else NAN,
        has_quantity(c.text, asked.quantity) if asked.quantity else NAN,
        float(_headings(c.headings).defines) if asked.definition else NAN,
        missing / asked.rarest if asked.rarest else 0.0,
        math.log1p(length),
        float(c.named),
        float(len(asked.content)),
    ]


_OF_TEXTS = (
    "coverage", "pairs", "triples", "body", "body_pairs", "heading", "heading_pairs", "heading_said",
    "heading_pairs_said", "above", "name", "name_pairs", "near", "wide", "run", "accents", "accent_pairs",
    "quantity", "definition", "missing", "length", "named", "asked",
)  # fmt: skip
_OF_LISTS = (
    "lexical", "lexical_rel", "lexical_rank", "dense", "dense_rel", "dense_rank", "fused", "article_lexical",
    "article_dense", "document_lexical", "document_dense",
)  # fmt: skip
FEATURE_NAMES = (*_OF_TEXTS, *_OF_LISTS)


def features(query: Query, found: Sequence[Compared], rarity: Rarity) -> NDArray[np.float64]:
    """A row for each candidate, a column for each of ``FEATURE_NAMES``; float64, NaN where a number is unknown."""
    if not found:
        return np.empty((0, len(FEATURE_NAMES)))
    asked = _Asked(query, rarity)
    above = _Above(asked)
    texts = np.array([_one(asked, above, c) for c in found])
    return np.hstack([texts, _of_lists(found)])


def _of_lists(found: Sequence[Compared]) -> NDArray[np.float64]:
    lexical = np.array([NAN if c.lexical is None else c.lexical for c in found])
    dense = np.array([NAN if c.dense is None else c.dense for c in found])
    known = not np.isnan(dense).all()
    lexical_rel = np.nan_to_num(lexical / (_best(lexical) or 1.0), nan=0.0)  # none of the words may stand anywhere
    low = np.nanmin(dense) if known else NAN
    spread = (_best(dense) - low) if known else NAN
    unknown = np.full(len(found), NAN)
    dense_rel = np.where(np.isnan(dense), 0.0, (dense - low) / spread) if known and spread > 0 else unknown
    fused = lexical_rel if not known else 0.5 * lexical_rel + 0.5 * np.nan_to_num(dense_rel)
    articles = [article_key(c.document_id, c.headings) for c in found]
    documents = [(c.document_id, "") for c in found]
    return np.column_stack(
        [
            lexical,
            lexical_rel,
            _reciprocal(lexical),
            dense,
            dense_rel,
            _reciprocal(dense) if known else unknown,
            fused,
            _together(articles, lexical_rel, 3),
            _together(articles, dense_rel, 3) if known else unknown,
            _together(documents, lexical_rel, 10),
            _together(documents, dense_rel, 10) if known else unknown,
        ]
    )


def _best(values: NDArray[np.float64]) -> float:
    return float(np.nanmax(values)) if not np.isnan(values).all() else NAN


def _reciprocal(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 / place by falling score; 0 for what the engine did not find."""
    order = np.argsort(-np.nan_to_num(values, nan=-np.inf), kind="stable")
    places = np.empty(len(values))
    places[order] = np.arange(1, len(values) + 1)
    return np.where(np.isnan(values), 0.0, 1 / places)


def _together(keys: Sequence[tuple[int, str]], values: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """For each candidate, the sum of the best ``most`` values of those that share its key."""
    groups: dict[tuple[int, str], list[float]] = {}
    for key, value in zip(keys, np.nan_to_num(values), strict=True):
        groups.setdefault(key, []).append(float(value))
    sums = {key: sum(sorted(group, reverse=True)[:most]) for key, group in groups.items()}
    return np.array([sums[key] for key in keys])
