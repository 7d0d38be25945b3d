"""Ordering authorised evidence, and estimating whether the best of it answers the question.

Both are linear in a handful of features that can be shown to a person. The weights were learned once from public
question sets by ``congvu.retrieval.evaluation``; docs/measurements.md records data, folds and command.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from functools import lru_cache

from congvu.corpus.passages import HEADING_SEPARATOR
from congvu.retrieval.quantities import asked_quantity, has_quantity
from congvu.retrieval.statistics import Rarity
from congvu.retrieval.types import Evidence, Query
from congvu.retrieval.understanding import content_terms
from congvu.text import bigrams, has_diacritics, syllables, tone_normalise

_WORD = re.compile(r"[^\W_]+")
_IN_EVERY_NAME = frozenset(("luat", "bo", "phap", "lenh", "viet", "nam", "so"))
WINDOW = 30
_USUAL_ACCENTS = 0.8


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of one passage for one question; all in 0..1, but for a ``fused`` raised by a named document.

    ``fused``: the search's own score; ``coverage``, ``pairs``, ``triples``: share of the question's rarity found in
    passage, heading and document name, by syllables and by runs of two and three; ``nearness``: the same for syllables
    inside the best ``WINDOW`` of the passage; ``heading``: share of the unit's own heading that the question says;
    ``name``: share of the document's name that it says; ``accents``: share of syllables found with the very diacritics
    that were typed (what is usual, 0.8, when none were); ``quantity``: whether the passage holds a number of the kind
    that is asked for ("bao nhiêu ngày"; 0.5 when none is).
    """

    fused: float
    coverage: float
    pairs: float
    triples: float
    nearness: float
    heading: float
    name: float
    accents: float
    quantity: float


FEATURE_NAMES = tuple(f.name for f in fields(Features))


@dataclass(frozen=True, slots=True)
class Weights:
    """Coefficients in the order of ``Features``; confidence is a logistic over the best passage's features."""

    version: str
    ranking: tuple[float, ...]
    confidence: tuple[float, ...]
    intercept: float


DEFAULT = Weights(
    version="linear-3",
    ranking=(3.0, 1.3, 1.5, 1.8, 2.1, 2.0, 0.7, 1.2, 0.5),
    confidence=(0.0, -0.4, 2.1, 2.8, 1.2, 1.6, 1.4, 1.0, 0.5),
    intercept=-5.5,
)


@dataclass(frozen=True, slots=True)
class _Words:
    """A passage as it is compared: folded runs of its text, heading and document name, and accented syllables."""

    body: tuple[str, ...]
    present: frozenset[str]
    pairs: frozenset[str]
    triples: frozenset[str]
    accented: frozenset[str]
    heading: tuple[str, ...]
    name: tuple[str, ...]


@lru_cache(maxsize=65_536)
def _one_placement(token: str) -> str:
    return tone_normalise(token)


@lru_cache(maxsize=2_048)
def _words(title: str, headings: str, text: str) -> _Words:
    """Texts of passages never change, and the same ones come up again and again: kept for the process."""
    heading = syllables(headings.rpartition(HEADING_SEPARATOR)[2])
    parts = (syllables(text), heading, syllables(title))
    return _Words(
        body=tuple(parts[0]),
        present=frozenset().union(*parts),
        pairs=frozenset(run for part in parts for run in bigrams(part)),
        triples=frozenset(run for part in parts for run in _triples(part)),
        accented=frozenset(_one_placement(t) for t in _WORD.findall(f"{title} {headings} {text}".lower())),
        heading=tuple(dict.fromkeys(heading)),
        name=tuple(dict.fromkeys(t for t in parts[2] if t not in _IN_EVERY_NAME and not t.isdigit())),
    )


def _triples(tokens: Sequence[str]) -> list[str]:
    return [f"{a}_{b}_{c}" for a, b, c in zip(tokens, tokens[1:], tokens[2:], strict=False)]


def features(query: Query, found: Evidence, rarity: Rarity) -> Features:
    """Compare a question with one passage; pure, linear in the passage's length."""
    words = _words(found.title, found.headings, found.text)
    wanted = {t: rarity.idf(t) for t in content_terms(query.terms)}
    said = frozenset(query.terms)
    return Features(
        fused=found.score,
        coverage=_share(wanted, words.present),
        pairs=_share(_weighed(bigrams(query.terms), rarity), words.pairs),
        triples=_share(_weighed(_triples(query.terms), rarity), words.triples),
        nearness=_nearness(wanted, words.body),
        heading=_share({t: rarity.idf(t) for t in words.heading}, said),
        name=_share({t: rarity.idf(t) for t in words.name}, said),
        accents=_accents(query.text, words.accented),
        quantity=has_quantity(found.text, asked_quantity(query.terms)),
    )


def _weighed(runs: Sequence[str], rarity: Rarity) -> dict[str, float]:
    return {run: sum(rarity.idf(t) for t in run.split("_")) for run in runs}


def _share(weights: dict[str, float], present: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(w for term, w in weights.items() if term in present) / total if total > 0 else 0.0


def _nearness(wanted: dict[str, float], body: Sequence[str]) -> float:
    """Share of the wanted weight inside the best window of ``WINDOW`` syllables: one pass with two ends."""
    total = sum(wanted.values())
    places = [(place, term) for place, term in enumerate(body) if term in wanted]
    inside: Counter[str] = Counter()
    best = weight = 0.0
    first = 0
    for place, term in places:
        if not inside[term]:
            weight += wanted[term]
        inside[term] += 1
        while places[first][0] <= place - WINDOW:
            gone = places[first][1]
            inside[gone] -= 1
            if not inside[gone]:
                weight -= wanted[gone]
            first += 1
        best = max(best, weight)
    return min(1.0, best / total) if total > 0 else 0.0


def _accents(text: str, present: frozenset[str]) -> float:
    if not has_diacritics(text):
        return _USUAL_ACCENTS
    typed = {_one_placement(t) for t in _WORD.findall(text.lower())}
    return len(typed & present) / len(typed) if typed else _USUAL_ACCENTS


def rank(
    query: Query, evidence: Sequence[Evidence], rarity: Rarity, weights: Weights = DEFAULT
) -> tuple[list[Evidence], float]:
    """Evidence best first, renumbered, and the confidence (0..1) that the best of it answers the question.

    Units named in the question come first, in its order, with full confidence: they are what was asked for.
    """
    named = [e for e in evidence if e.structural]
    taken = {(e.version_id, e.passage_id) for e in named}
    scored: list[tuple[float, Features, Evidence]] = []
    for found in evidence:
        if found.structural or (found.version_id, found.passage_id) in taken:
            continue
        f = features(query, found, rarity)
        scored.append((_dot(weights.ranking, f), f, found))
    scored.sort(key=lambda row: (-row[0], row[2].passage_id))
    top = sum(w for w in weights.ranking if w > 0) or 1.0
    others = [replace(e, score=s / top, scores={**e.scores, **_explained(f)}) for s, f, e in scored]
    ordered = [replace(e, rank=i) for i, e in enumerate([*named, *others], start=1)]
    if named:
        return ordered, 1.0
    if not scored:
        return ordered, 0.0
    best = scored[0][1]
    return ordered, 1 / (1 + math.exp(-(weights.intercept + _dot(weights.confidence, best))))


def _dot(weights: Sequence[float], f: Features) -> float:
    values: tuple[float, ...] = astuple(f)
    return sum(w * v for w, v in zip(weights, values, strict=True))


def _explained(f: Features) -> dict[str, float]:
    return {name: round(value, 4) for name, value in zip(FEATURE_NAMES, astuple(f), strict=True)}
