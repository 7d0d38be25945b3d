"""Rules for plain words: one that the text does not have, one in the place of its contrary, and "and" for "or"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations

from congvu.answering.verify.additions import is_added
from congvu.answering.verify.exception_rules import turned_round
from congvu.answering.verify.operators import is_content, is_head
from congvu.answering.verify.reading import Reading
from congvu.answering.verify.tokens import Token
from congvu.answering.verify.types import Refusal, Rule
from congvu.answering.verify.wordings import CONTRARY, NEUTRAL, SAME
from congvu.text import fold

_ALL_OF = frozenset({"và"})
_ONE_OF = frozenset({"hoặc", "hay"})
_SIDES = tuple(tuple(tuple(tuple(p.split()) for p in side) for side in group) for group in CONTRARY)
_KIND_ENDS = {"là": 3, "gồm": 4, "này": 5, "về": 2}
"""What ends such a noun, and how many of the words before may belong to it."""
_TELLING = 3
_PLACES, _UNITS, _VERB = frozenset({"tại", "ở", "trong"}), frozenset({"điều", "khoản", "điểm"}), 2
_OTHER_SIDE = {a: b for pair in ("trong ngoài", "cùng khác", "trên dưới") for a, b in permutations(pair.split())}
_OTHER_BEHIND = {a: b for pair in ("chung riêng", "đầu cuối") for a, b in permutations(pair.split())}
_DEMAND = ["yêu", "cầu"]
_ONLY_THEN = frozenset({"là", "được", "thuộc", "có", "phải", "bị"})
"""Words behind "mới" that make it "only then", not "new"."""
_NUMBERED = 3
_REACH = 4
_LIST = 4
_NEUTRAL: dict[str, list[tuple[str, ...]]] = {}
for _phrase in NEUTRAL:
    _NEUTRAL.setdefault(_phrase[0], []).append(_phrase)


def stranger_refusals(
    said: Reading, everything: Reading, points: frozenset[str], looked_after: frozenset[int]
) -> Iterator[Refusal]:
    """A word with content that is nowhere in the text, unless it only connects or stands for one that is, is the letter
    of one of the ``points`` of the text, or ``looked_after`` by another rule.
    """
    known = {token.text for token in everything.tokens}
    neutral = neutral_tokens(said.tokens) | looked_after | set(_asked_for(said))
    neutral.update(_where_it_stands(said.tokens))
    for at, token in enumerate(said.tokens):
        if not is_content(token) or token.text in known or at in neutral:
            continue
        if SAME.get(token.text, frozenset()) & known:
            continue
        if token.text in points and at and said.tokens[at - 1].text == "điểm":
            continue
        if token.text == "mới" and at + 1 < len(said.tokens) and said.tokens[at + 1].text in _ONLY_THEN:
            continue
        if not is_added(said.tokens, at, everything.tokens) and not misspelt(said.tokens, at, everything.tokens):
            yield Refusal(Rule.WORD, token.text, "this word is not in the cited text")


def _asked_for(said: Reading) -> range:
    """Tokens that say of what kind the answer of a sentence is: "Công trình [mà họ phải xây] là nút giao", "Nội dung
    học tập gồm …", or what the text is about: "Danh mục này áp dụng cho …", "Yêu cầu về …".

    Such a noun begins the sentence. Before "là" what tells it from others stands in between; else it is a term defined.
    """
    tokens = said.tokens
    if [token.text for token in tokens[:2]] == _DEMAND and " quy định tại " in said.text:
        return range(2)  # what a provision is about, of which only the place is told
    ends = (at for at, token in enumerate(tokens) if token.text in _KIND_ENDS or token.kind == "mark")
    end = next((at for at in ends if tokens[at].text != "về" or at <= _KIND_ENDS["về"]), 0)
    longest = _KIND_ENDS.get(tokens[end].text, 0) if tokens else 0
    if (
        not longest
        or (tokens[end].text == "là" and end - longest < _TELLING)
        or (tokens[end].text == "này" and end > longest)
    ):
        return range(0)
    named = {at for start, last, _actor in said.actors for at in range(start, last)}
    named.update(at for at, token in enumerate(tokens[:end]) if len(token.text) == 1)  # the letter of a point
    return range(next((at for at in range(min(end, longest)) if at in named), min(end, longest)))


def _where_it_stands(tokens: Sequence[Token]) -> Iterator[int]:
    """Tokens of a verb by which the sentence tells where in the text something is: "được liệt kê tại khoản 1"."""
    for at, token in enumerate(tokens):
        behind = tokens[at + 1 : at + 2]
        if token.text not in _PLACES or not behind or not (behind[0].taken or behind[0].text in _UNITS):
            continue
        start = next((i for i in range(at - 1, max(-1, at - 2 - _VERB), -1) if tokens[i].text == "được"), at)
        yield from range(start + 1, at)


def misspelt(said: Sequence[Token], at: int, cited: Sequence[Token]) -> bool:
    """Whether a word is one of the text with a wrong mark, beside the same words: "khẩn cáp" for "khẩn cấp"."""
    plain, neighbours = fold(said[at].text), _beside(said, at)
    return any(
        fold(token.text) == plain and neighbours == _beside(cited, place)
        for place, token in enumerate(cited)
        if len(token.text) == len(said[at].text) and token.text[:1] == said[at].text[:1]
    )


def _beside(tokens: Sequence[Token], at: int) -> tuple[str, ...]:
    return tuple(tokens[i].text if 0 <= i < len(tokens) else "" for i in (at - 1, at + 1))


def neutral_tokens(tokens: Sequence[Token]) -> set[int]:
    """Tokens inside of phrases that claim nothing."""
    words = [token.text for token in tokens]
    return {
        at
        for start, word in enumerate(words)
        for phrase in _NEUTRAL.get(word, ())
        if tuple(words[start : start + len(phrase)]) == phrase
        for at in range(start, start + len(phrase))
    }


def _starts(tokens: Sequence[Token], phrase: Sequence[str]) -> Iterator[int]:
    first = phrase[0]
    for at in range(len(tokens) - len(phrase) + 1):
        if tokens[at].text == first and all(tokens[at + i].text == word for i, word in enumerate(phrase)):
            yield at


def contrary_refusals(said: Reading, everything: Reading) -> Iterator[Refusal]:
    """A word of which the text has only the contrary, or has the contrary beside the same neighbour."""
    present = {token.text for token in said.tokens}
    for sides in _SIDES:
        if not any(phrase[0] in present for side in sides for phrase in side):
            continue
        mine = _sides(said.tokens, sides)
        if not mine:
            continue
        its = _sides(everything.tokens, sides)
        for number, places in mine.items():
            others = [place for other, found in its.items() if other != number for place in found]
            same = its.get(number, [])
            if not others:
                continue
            words = " ".join(t.text for t in said.tokens[places[0][0] : places[0][1]])
            if not same:
                yield Refusal(Rule.WORD, words, "the cited text says the contrary")
            elif all(_misplaced(said, place, everything, same, others) for place in places) and not any(
                _listed(everything.tokens, one, other) for one in same for other in others
            ):
                yield Refusal(Rule.WORD, words, "the cited text says the contrary of this")


Span = tuple[int, int]


def _listed(tokens: Sequence[Token], one: Span, other: Span) -> bool:
    """Whether two sides stand in one list, so that what is said of the one is said of the other."""
    between = tokens[min(one[1], other[1]) : max(one[0], other[0])]
    return (
        len(between) <= _LIST
        and any(t.text in {",", *_ALL_OF, *_ONE_OF} for t in between)
        and not any(t.text in {";", ".", ":", "\n"} for t in between)
    )


def _sides(tokens: Sequence[Token], sides: Sequence[Sequence[tuple[str, ...]]]) -> dict[int, list[Span]]:
    """Where each side is said; a longer phrase hides a shorter one inside of it, and quantities are not words."""
    found: dict[int, list[Span]] = {}
    taken: set[int] = set()
    phrases = sorted(((p, n) for n, side in enumerate(sides) for p in side), key=lambda pair: -len(pair[0]))
    for phrase, number in phrases:
        for start in _starts(tokens, phrase):
            span = range(start, start + len(phrase))
            if taken.isdisjoint(span) and not any(tokens[i].counted or tokens[i].taken for i in span):
                taken.update(span)
                found.setdefault(number, []).append((start, start + len(phrase)))
    return found


def _misplaced(said: Reading, mine: Span, cited: Reading, same: list[Span], others: list[Span]) -> bool:
    """Whether a neighbour of the word stands beside the contrary in the text, and never beside the word itself."""
    suspect = False
    for step in (-1, 1):
        neighbour = _neighbour(said.tokens, mine, step)
        if not neighbour:
            continue
        if any(_neighbour(cited.tokens, place, step) == neighbour for place in same):
            return False
        suspect = suspect or any(_neighbour(cited.tokens, place, step) == neighbour for place in others)
    return suspect


def _neighbour(tokens: Sequence[Token], span: Span, step: int) -> str:
    at = span[0] - 1 if step < 0 else span[1]
    for _count in range(_REACH):
        if not 0 <= at < len(tokens) or tokens[at].text in {";", ".", "\n"}:
            return ""
        if is_content(tokens[at]):
            return tokens[at].text
        at += step
    return ""


def side_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """ "In" before what the text has "out of", "the same" before what it has as "another", and "one's own" behind what
    it has as "common".
    """
    theirs = set(pairwise(token.text for token in cited.tokens))
    for one, two in pairwise(token.text for token in said.tokens):
        before, behind = _OTHER_SIDE.get(one), _OTHER_BEHIND.get(two)
        altered = ((before, two) if before else None, (one, behind) if behind else None)
        if (one, two) not in theirs and any(pair in theirs for pair in altered if pair):
            yield Refusal(Rule.WORD, f"{one} {two}", f"the cited text has “{before or behind}” here")


def ordinal_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """ "Lần thứ hai" of something that the text has as "lần thứ ba" only."""
    theirs = dict[tuple[str, ...], set[str]]()
    for before, number in _ordinals(cited.tokens):
        theirs.setdefault(before, set()).add(number)
    for before, number in _ordinals(said.tokens):
        if number not in theirs.get(before, {number}):
            yield Refusal(Rule.QUANTITY, f"thứ {number}", "the cited text has this with another number")


def _ordinals(tokens: Sequence[Token]) -> Iterator[tuple[tuple[str, ...], str]]:
    """What is numbered, in the three words before "thứ", and the number."""
    for at in range(_NUMBERED, len(tokens) - 1):
        before = tokens[at - _NUMBERED : at]
        if tokens[at].text == "thứ" and all(token.kind == "word" for token in before):
            yield tuple(token.text for token in before), tokens[at + 1].text


def conjunction_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """ "A and B" where the text has "A or B", and the other way round."""
    theirs: dict[tuple[str, str], set[bool]] = {}
    for left, right, either in _joined(cited.tokens):
        theirs.setdefault((left, right), set()).add(either)
        theirs.setdefault((right, left), set()).add(either)
    condition, exceptions = turned_round(said, cited)
    mine = said.tokens[:condition] if exceptions else said.tokens  # "trừ A hoặc B" is "nếu không A và không B"
    for left, right, either in _joined(mine):
        if theirs.get((left, right), {either}) == {not either}:
            words = f"{left} {'hoặc' if either else 'và'} {right}"
            yield Refusal(Rule.WORD, words, "the cited text joins this in another way")


def _joined(tokens: Sequence[Token]) -> Iterator[tuple[str, str, bool]]:
    """Words joined by "and" (False) or "or" (True)."""
    for at, token in enumerate(tokens):
        if token.text not in _ALL_OF | _ONE_OF:
            continue
        left = next((t.text for t in reversed(tokens[:at]) if is_head(t) or t.kind == "mark"), "")
        right = next((t.text for t in tokens[at + 1 :] if is_head(t) or t.kind == "mark"), "")
        if left.isalpha() and right.isalpha():
            yield left, right, token.text in _ONE_OF
