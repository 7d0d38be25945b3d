"""Rule for amounts that the text gives for several cases: the amount must be that of the case the sentence names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from congvu.answering.verify.facts_rules import words_of
from congvu.answering.verify.quantities import Bound, Quantity
from congvu.answering.verify.reading import Reading
from congvu.answering.verify.tokens import Token
from congvu.answering.verify.types import Refusal, Rule

_AT_ONCE = 2
_CLEAR = 1.25
_LEAST = 0.5
_SAID_OF_ALL = 0.25
_OPENING = 5
_ALIKE = 2
"""Words with which cases of one list begin."""
_ARTICLE = "điều"
_LINKS = frozenset({",", "và", "hoặc", "nhưng", "còn"})
_ROWS = frozenset({",", "hoặc"})
_ENDS = frozenset({"\n", ";", "."})
_COMMAS = _ENDS | {","}


@dataclass(frozen=True, slots=True)
class _Case:
    """A stretch of the text and the quantities in it."""

    features: frozenset[str]
    quantities: tuple[Quantity, ...]


def case_refusals(said: Reading, cited: Reading, place: Reading) -> Iterator[Refusal]:
    """A quantity that belongs to another case than the sentence describes."""
    own = {reference.article for reference in place.references}  # where the text itself is, is of no case
    said, cited = _with_references(said, most=2, but=own), _with_references(cited)
    cases, openings, common = _cases(cited), _openings(cited), _common(cited)
    everything = _features(said.tokens)
    stretches = _cases(said)
    for quantity in said.quantities:
        rivals = [case for case in cases if any(q.unit == quantity.unit for q in case.quantities)]
        having = [case for case in rivals if any(quantity.same_amount(q) for q in case.quantities)]
        others = [case for case in rivals if case not in having]
        if not having or not others:
            continue
        denied = _denied_in_some(rivals)
        others = [case for case in others if _denies_alike(case.features, everything, denied)]
        if others and not any(_denies_alike(case.features, everything, denied) for case in having):
            yield Refusal(Rule.CASE, words_of(said, quantity), "the cited text gives this amount for the contrary case")
            continue
        if not others:
            continue
        stretch = next((s for s in stretches if quantity in s.quantities), _Case(everything, (quantity,)))
        if len(stretch.quantities) > 1 and any(_has_all(case, stretch) for case in having):
            continue  # amounts that stand together there stand together here
        if any(_same_before(said, quantity, cited, q) for c in having for q in c.quantities) and not any(
            _same_before(said, quantity, cited, q, of_any=True) for c in others for q in c.quantities
        ):
            continue  # said of the same thing, word for word
        stretch = replace(stretch, features=_nearest(said, quantity, rivals) or stretch.features)
        general = openings | {f for case in cases if case not in rivals for f in case.features}
        if quantity.unit == _ARTICLE:  # which article it is, is asked, and speaks for no case
            everything_but = frozenset(f for f in everything if str(quantity.value) not in f.split("_"))
            stretch = replace(stretch, features=stretch.features & everything_but)
        else:
            everything_but = everything
        best, rival = (
            max(_worth(c, rivals, general, stretch.features - common, everything_but - common) for c in side)
            for side in (having, others)
        )
        if rival > best * _CLEAR + _LEAST:
            yield Refusal(Rule.CASE, words_of(said, quantity), "the cited text gives this amount for another case")


def _nearest(said: Reading, quantity: Quantity, rivals: Sequence[_Case]) -> frozenset[str]:
    """What stands behind the last comma before an amount, where what stands before it speaks of several cases: "Nam, nữ
    …, trong đó nam …".
    """
    tokens = said.tokens
    start = max((i + 1 for i in range(quantity.at) if tokens[i].text in _COMMAS), default=0)
    spread = Counter(feature for rival in rivals for feature in rival.features)
    before = {feature for feature in _features(tokens[:start]) if spread[feature] == 1}
    several = sum(not before.isdisjoint(rival.features) for rival in rivals) > 1
    near = _features(tokens[start:])
    return near if several and any(0 < spread[feature] < len(rivals) for feature in near) else frozenset()


def _denied_in_some(cases: Sequence[_Case]) -> frozenset[str]:
    """Words that some of these cases deny and others have: "(không) xác định thời hạn"."""
    denied = {f.removeprefix("không_") for case in cases for f in case.features if f.startswith("không_")}
    return frozenset(
        word for word in denied if any(word in case.features and f"không_{word}" not in case.features for case in cases)
    )


def _denies_alike(one: frozenset[str], other: frozenset[str], words: frozenset[str]) -> bool:
    """Whether two stretches deny the same of these words, as far as both have them."""
    return all((f"không_{w}" in one) == (f"không_{w}" in other) for w in words if w in one and w in other)


def _with_references(reading: Reading, most: int = 100, but: Container[str | None] = ()) -> Reading:
    """A reading whose references to articles count as quantities too, where it has fewer than ``most``: they also are
    of one case or another.
    """
    found = list(reading.quantities)
    for reference in reading.references if len({r.article for r in reading.references} - {None}) < most else ():
        places = [i for i, t in enumerate(reading.tokens) if reference.start <= t.start < reference.end]
        if reference.article in but:
            continue
        if places and reference.article and str(reference.article).isdigit() and not reference.document_symbol:
            value = Fraction(int(reference.article))
            found.append(Quantity(value, _ARTICLE, Bound.NONE, places[0], places[-1] + 1, places[0]))
    return replace(reading, quantities=tuple(sorted(found, key=lambda quantity: quantity.at)))


def _same_before(said: Reading, mine: Quantity, cited: Reading, its: Quantity, *, of_any: bool = False) -> bool:
    """Whether the same two words stand right before an amount and its bound, here and there; ``of_any`` amount."""
    before = [t.text for t in said.tokens[max(0, mine.bound_at - 2) : mine.bound_at] if t.kind == "word"]
    there = [t.text for t in cited.tokens[max(0, its.bound_at - 2) : its.bound_at] if t.kind == "word"]
    return (of_any or mine.same_amount(its)) and len(before) == 2 and before == there and before[-1] != "là"


def _has_all(case: _Case, stretch: _Case) -> bool:
    return all(any(mine.same_amount(its) for its in case.quantities) for mine in stretch.quantities)


def _worth(
    case: _Case, rivals: Sequence[_Case], general: set[str], near: frozenset[str], everything: frozenset[str]
) -> float:
    """How much of what tells a case from its rivals the sentence has, near the amount above all; ``general`` is said
    of all cases.
    """
    spread = Counter(feature for rival in rivals for feature in rival.features)
    telling = [feature for feature in case.features if spread[feature] < len(rivals)]
    return sum(
        ((feature in near) + 0.5 * (feature in everything))
        / spread[feature]
        * (_SAID_OF_ALL if feature in general else 1)
        for feature in telling
    )


def _cases(reading: Reading) -> list[_Case]:
    """Stretches of a text, cut at line ends, semicolons, full stops, and at commas between quantities of the same unit.

    Where the amounts of such a list come first ("30 năm đối với …, 10 năm đối với …"), what stands before the first is
    a stretch of its own: it is said of all.
    """
    tokens = reading.tokens
    cuts = {0, len(tokens)}
    for at, token in enumerate(tokens):
        if token.text in _ENDS:
            cuts.add(at + 1)
        elif token.text in _LINKS and (around := _between_alike(reading, at)):
            first, second = around
            if first.end == at and second.bound_at == at + 1:
                continue  # "các Điều 9, 10 và 11" are of one case
            cuts.add(at + 1)
            if token.text in _ROWS and second.bound_at - at <= _AT_ONCE:
                cuts.add(first.bound_at)
                cuts.update(i + 1 for i in range(second.end, _sentence_end(tokens, at)) if tokens[i].text == ",")
    edges = sorted(cuts)
    return [
        _Case(_features(tokens[a:b]), tuple(q for q in reading.quantities if a <= q.at < b)) for a, b in pairwise(edges)
    ] or [_Case(frozenset(), ())]


def _openings(reading: Reading) -> set[str]:
    """What the lines of a text begin with: often who or what all cases of the line are about."""
    tokens = reading.tokens
    starts = [0, *(at + 1 for at, token in enumerate(tokens) if token.text == "\n")]
    return {feature for start in starts for feature in _features(tokens[start : start + _OPENING])}


def _common(reading: Reading) -> set[str]:
    """What stands before the first of several cases that begin alike, and is said of all of them: "Quyết định về |
    giống hằng năm …, giống lâu năm …".
    """
    tokens = reading.tokens
    spans: list[tuple[int, int]] = []
    for at, token in enumerate(tokens):
        if token.text == "," and _between_alike(reading, at):
            first = max((i + 1 for i in range(at) if tokens[i].text in _ENDS), default=0)
            alike = [t.text for t in tokens[at + 1 : at + 1 + _ALIKE]]
            same = (i for i in range(first, at - 1) if [t.text for t in tokens[i : i + _ALIKE]] == alike)
            spans += [(first, i + 1) for i in same][:1]
    return {feature for start, end in spans for feature in _features(tokens[start:end])}


def _between_alike(reading: Reading, at: int) -> tuple[Quantity, Quantity] | None:
    """The quantities on both sides of a comma, in the same sentence, if their units are the same."""
    first = max((i for i in range(at) if reading.tokens[i].text in _ENDS), default=-1)
    last = _sentence_end(reading.tokens, at)
    after = [q for q in reading.quantities if at < q.at < last]
    before = [q for q in reading.quantities if after and first < q.at and q.end <= at and q.unit == after[0].unit]
    return (before[-1], after[0]) if before else None


def _sentence_end(tokens: Sequence[Token], at: int) -> int:
    return min((i for i in range(at, len(tokens)) if tokens[i].text in _ENDS), default=len(tokens))


def _features(tokens: Sequence[Token]) -> frozenset[str]:
    """Words and pairs of neighbours, numbers left out."""
    words = [t.text for t in tokens if t.kind == "word" or t.taken]
    return frozenset([*words, *(f"{a}_{b}" for a, b in pairwise(words))])
