"""Which khoản of an article answers a question: pure comparison of syllables, no model.

A unit is worth the share of the question it covers, by syllable and by adjacent pair, each weighted by how
rare it is in the corpus (``idf``) and by how few of the sibling units have it: what every khoản says tells
them not apart.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from congvu.retrieval.quantities import WRITTEN
from congvu.retrieval.understanding import content_terms
from congvu.text import accented_syllables, bigrams, fold, has_diacritics, syllables


class Idf(Protocol):
    """Rarity of a folded syllable in the corpus; larger is rarer."""

    def __getitem__(self, term: str, /) -> float: ...


class _Even:
    """Every syllable weighs the same: used where no statistics are at hand."""

    def __getitem__(self, term: str, /) -> float:
        return 1.0


EVEN: Idf = _Even()


@dataclass(frozen=True, slots=True)
class PickRules:
    """Weights of the comparison; shares and factors without a unit. ``lacking``: what a text loses that does not hold
    the number that is asked for.
    """

    pairs: float = 1.0
    accents: float = 0.25
    opening: float = 0.35
    opening_syllables: int = 14
    answer_kind: float = 0.25
    lacking: float = 0.2
    length: float = 0.1


RULES = PickRules()

# What an answer must hold when the question asks for an amount: digits, or a number word, before a measure.
_MEASURES = (
    "ngay|hom|bua|thang|nam|tuoi|gio|phut|tuan|quy|lan|dong|tien|trieu|ty|nguoi|muc|loai|khoa|buoi|met|m2|ha|le"
    "|phan tram"
)
_NUMBER = r"(?:\d[\d.,]*|mot|hai|ba|bon|nam|bay|tam|chin|muoi|tram)"
_SIX = re.compile(r"\bsáu\b", re.IGNORECASE)  # folded it would be "sau ngày"
# "đi đường trên 02 ngày thì …", "làm việc đủ 12 tháng": times behind these are conditions and answer nothing, unless
# the question has such a word itself.
_CONDITION = re.compile(r"\b(?:tren|duoi|du)\b")
_NO_CONDITION = r"(?<!\btren )(?<!\bduoi )(?<!\bdu )"
_TIMES = frozenset("ngay hom bua thang nam gio phut tuan quy".split())
_AMOUNT_ASKED = re.compile(rf"\b(?:bao nhieu|may)\s+({_MEASURES})\b")
_SUM_ASKED = re.compile(r"\bmuc (?:phat|tien|luong|dong|thu|huong|ho tro|tro cap|boi thuong)\b.*\bbao nhieu\b")
# "Lãi suất tối đa là bao nhiêu?": what it is a measure of stands first.
_KIND_ASKED = re.compile(r"^(?:do |muc )?(tuoi|lai suat|ty le|so (?:ngay|thang|nam|gio|lan|nguoi))\b.*\bbao nhieu\b")
_HOW_LONG = re.compile(r"\bbao lau\b|^thoi (?:gian|han|hieu)\b.*\bbao nhieu\b")
_DURATION_ASKED = re.compile(r"\b(?:bao lau|thoi han|thoi hieu|thoi gian nao)\b")
_DATE_ASKED = re.compile(r"\b(?:ngay nao|khi nao|luc nao|thang nao)\b")
_DURATION = re.compile(rf"{_NO_CONDITION}\b{_NUMBER}\s+(?:ngay|thang|nam|gio|tuan|quy)\b")
_DATE = re.compile(r"\bngay\s+\d|\bthang\s+\d")
# A question for every case of an article rather than for one of them.
_LIST_ASKED = re.compile(
    r"\b(?:nhung|cac)\b.{0,60}\b(?:nao|gi)\b|\bgom (?:nhung )?(?:gi|nao)|\bbao gom\b|\bcac truong hop\b"
    r"|\bnhung truong hop\b|\bnhung ai\b|\bnhung gi\b|\bliet ke\b|\bke ten\b"
    r"|\b(?:may|bao nhieu) (?:loai|hinh thuc|truong hop|nguyen tac)\b"
)


# They join clauses, whatever stands beside them.
_LINKS = frozenset(("thi", "ma"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question made ready for comparison: folded terms and pairs, typed syllables, and the kind of
    answer it wants; ``number`` where it asks for one ("mấy", "bao nhiêu", "bao lâu")."""

    terms: tuple[str, ...]
    pairs: tuple[str, ...]
    accented: frozenset[str]
    expects: tuple[re.Pattern[str], ...]
    wants_list: bool
    number: re.Pattern[str] | None = None


def read_question(text: str) -> Asked:
    """Prepare a question; works the same for text typed without diacritics."""
    folded = fold(text)
    all_terms = tuple(syllables(text))
    content = content_terms(all_terms)
    # "không" denies when something follows it; at the end of a question it only asks for yes or no.
    kept = {*content, *(["khong"] if "khong" in all_terms[:-1] else [])}
    pairs = tuple(dict.fromkeys(pair for pair in bigrams(list(all_terms)) if _says(pair.split("_"), kept)))
    number = _number_asked(folded)
    expects = [number] if number is not None and number is not _DURATION else []
    if _DURATION_ASKED.search(folded):
        expects.append(_DURATION)
    if _DATE_ASKED.search(folded):
        expects.append(_DATE)
    accented = frozenset(accented_syllables(text)) if has_diacritics(text) else frozenset()
    return Asked(content, pairs, accented, tuple(expects), bool(_LIST_ASKED.search(folded)), number)


def _says(pair: Sequence[str], kept: Container[str]) -> bool:
    """Whether two neighbours say something together; "mấy ngày thì" only goes on, and texts say "02 ngày thì" too."""
    return any(part in kept for part in pair) and _LINKS.isdisjoint(pair)


def _number_asked(folded: str) -> re.Pattern[str] | None:
    """How the number is written that a question asks for; None where it asks for none."""
    asked = _AMOUNT_ASKED.search(folded) or _KIND_ASKED.search(folded.strip())
    measure = asked.group(1).removeprefix("so ") if asked else "tien" if _SUM_ASKED.search(folded) else ""
    if measure:
        guard = _NO_CONDITION if measure in _TIMES and not _CONDITION.search(folded) else ""
        return re.compile(rf"{guard}\b{_NUMBER}\s*(?:{WRITTEN.get(measure, re.escape(measure))})(?!\w)")
    return _DURATION if _HOW_LONG.search(folded.strip()) else None


@dataclass(frozen=True, slots=True)
class Scored:
    """A text's worth for a question: ``score`` orders, ``coverage`` (0..1) is the share of the question
    found."""

    score: float
    coverage: float


def coverage(asked: Asked, text: str, idf: Idf = EVEN) -> float:
    """Share (0..1) of the question's content found in a text, by rarity."""
    present = set(syllables(text))
    return _share({term: idf[term] for term in asked.terms}, present)


def compare(asked: Asked, texts: Sequence[str], idf: Idf = EVEN, rules: PickRules = RULES) -> list[Scored]:
    """Score sibling texts against a question, in their order; the scores are comparable among these only."""
    bags = [_bag(text) for text in texts]
    spread = Counter(feature for bag in bags for feature in bag)
    size = len(texts)

    def weight(feature: str) -> float:
        rarity = sum(idf[part] for part in feature.split("_"))
        return rarity * math.log(1 + size / spread[feature]) if spread[feature] else rarity * 0.3

    terms = {t: weight(t) for t in asked.terms}
    pairs = {p: weight(p) for p in asked.pairs}
    lengths = [max(1, len(syllables(text))) for text in texts]
    mean = sum(lengths) / max(1, size)
    plain = {t: idf[t] for t in asked.terms}
    return [
        Scored(
            score=_score(asked, text, bag, terms=terms, pairs=pairs, rules=rules)
            - rules.length * max(0.0, math.log(length / mean)),
            coverage=_share(plain, bag),
        )
        for text, bag, length in zip(texts, bags, lengths, strict=True)
    ]


def _score(
    asked: Asked,
    text: str,
    bag: set[str],
    *,
    terms: dict[str, float],
    pairs: dict[str, float],
    rules: PickRules,
) -> float:
    score = _share(terms, bag) + rules.pairs * _share(pairs, bag)
    opening = " ".join(text.split()[: rules.opening_syllables])
    score += rules.opening * _share(terms, _bag(opening))
    if asked.accented:
        score += rules.accents * len(asked.accented & set(accented_syllables(text))) / len(asked.accented)
    if asked.expects:
        folded = fold(_SIX.sub("6", text))
        score += rules.answer_kind * sum(bool(p.search(folded)) for p in asked.expects) / len(asked.expects)
        if asked.number is not None and not asked.number.search(folded):
            score *= 1 - rules.lacking
    return score


def _bag(text: str) -> set[str]:
    terms = list(syllables(text))
    return {*terms, *bigrams(terms)}


def _share(weights: Mapping[str, float], present: set[str]) -> float:
    total = sum(weights.values())
    return sum(w for feature, w in weights.items() if feature in present) / total if total > 0 else 0.0
