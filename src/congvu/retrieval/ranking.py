"""Ordering authorised evidence, and estimating whether the best of it answers the question.

Both are linear in a handful of features that can be shown to a person. The weights were learned once from public
question sets by ``congvu.retrieval.evaluation``; docs/measurements.md records data, folds and command.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from congvu.corpus.passages import HEADING_SEPARATOR
from congvu.retrieval.statistics import Rarity
from congvu.retrieval.types import Evidence, Query
from congvu.retrieval.understanding import content_terms
from congvu.text import accented_syllables, bigrams, has_diacritics, syllables


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of one passage for one question; all in 0..1.

    ``coverage``/``pairs``: share of the question's rarity found in heading and text, by syllable and by adjacent pair;
    ``heading``: share of the unit's own heading that the question says; ``title``: share of the question in the
    document's name; ``accents``: share of syllables found with the very diacritics that were typed (neutral 0.5
    when none were); ``cosine``: stretched from the model's usual 0.75..0.95.
    """

    fused: float
    coverage: float
    pairs: float
    heading: float
    title: float
    accents: float
    cosine: float

    def values(self) -> tuple[float, ...]:
        return (self.fused, self.coverage, self.pairs, self.heading, self.title, self.accents, self.cosine)


@dataclass(frozen=True, slots=True)
class Weights:
    """Coefficients in the order of ``Features.values``; confidence is a logistic over the best passage's features."""

    version: str
    ranking: tuple[float, ...]
    confidence: tuple[float, ...]
    intercept: float


DEFAULT = Weights(
    version="linear-1",
    ranking=(1.0, 0.6, 0.8, 0.3, 0.1, 0.3, 0.2),
    confidence=(0.0, 5.0, 4.0, 1.0, 0.5, 1.0, 1.5),
    intercept=-5.0,
)


def features(query: Query, found: Evidence, rarity: Rarity) -> Features:
    """Compare a question with one passage; pure, linear in the passage's length."""
    wanted = content_terms(query.terms)
    heading = syllables(_own_heading(found))
    body = syllables(found.text)
    title = set(syllables(found.title))
    present = set(body) | set(heading) | title
    pair_set = set(bigrams(body)) | set(bigrams(heading)) | set(bigrams(syllables(found.title)))
    asked = bigrams(list(query.terms))
    said = set(query.terms)
    dense = found.scores.get("dense")
    return Features(
        fused=found.score,
        coverage=_share({t: rarity.idf(t) for t in wanted}, present),
        pairs=_share({p: sum(rarity.idf(t) for t in p.split("_")) for p in asked}, pair_set),
        heading=_share({t: rarity.idf(t) for t in heading}, said),
        title=_share({t: rarity.idf(t) for t in wanted}, title),
        accents=_accents(query.text, found),
        cosine=0.0 if dense is None else min(1.0, max(0.0, (dense - 0.75) / 0.2)),
    )


def _own_heading(found: Evidence) -> str:
    return found.headings.rpartition(HEADING_SEPARATOR)[2]


def _share(weights: dict[str, float], present: set[str]) -> float:
    total = sum(weights.values())
    return sum(w for term, w in weights.items() if term in present) / total if total > 0 else 0.0


def _accents(text: str, found: Evidence) -> float:
    if not has_diacritics(text):
        return 0.5
    typed = set(accented_syllables(text))
    there = set(accented_syllables(f"{found.title}\n{found.headings}\n{found.text}"))
    return len(typed & there) / len(typed) if typed else 0.5


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
    others = [
        replace(e, score=s / top, scores={**e.scores, **_explained(f)}) for s, f, e in scored
    ]
    ordered = [replace(e, rank=i) for i, e in enumerate([*named, *others], start=1)]
    if named:
        return ordered, 1.0
    if not scored:
        return ordered, 0.0
    best = scored[0][1]
    return ordered, 1 / (1 + math.exp(-(weights.intercept + _dot(weights.confidence, best))))


def _dot(weights: Sequence[float], f: Features) -> float:
    return sum(w * v for w, v in zip(weights, f.values(), strict=True))


def _explained(f: Features) -> dict[str, float]:
    names = ("fused", "coverage", "pairs", "heading", "title", "accents", "cosine")
    return {name: round(value, 4) for name, value in zip(names, f.values(), strict=True)}
