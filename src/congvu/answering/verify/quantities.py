"""Quantities with their units and bounds: "không quá 12 ngày làm việc" is twelve, working days, at most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction

from congvu.answering.verify.lexicon import GLUE
from congvu.answering.verify.numbers import COUNTED, SCALES, UNITS, number_at, number_end
from congvu.answering.verify.tokens import Token, words_after, words_before


class Bound(Enum):
    """How a quantity limits; FULL is "đủ", FROM and TO are the ends of a range, WITHIN a time limit."""

    NONE = "none"
    FULL = "full"
    MAX = "max"
    MIN = "min"
    ABOVE = "above"
    BELOW = "below"
    FROM = "from"
    TO = "to"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Quantity:
    """``at`` and ``end`` are tokens, ``bound_at`` the first of the words that limit it; ``unit`` is empty where none
    stands behind the number.
    """

    value: Fraction
    unit: str
    bound: Bound
    at: int
    end: int
    bound_at: int

    def same_amount(self, other: Quantity) -> bool:
        return self.value == other.value and (self.unit == other.unit or not self.unit or not other.unit)


_IS = r"(?: là| bằng| khoảng| sau| trước| (?:trong )?mỗi \w+)?$"
"""What may stand between a bound and its number; "ít nhất mỗi năm một lần" is at least once."""
_BEFORE = (
    (
        Bound.MAX,
        r"(?:không (?:được )?(?:vượt )?quá|không vượt|tối đa|nhiều nhất|cao nhất|không (?:lớn|cao|nhiều) hơn"
        rf"|không được (?:\w+ ){{1,3}}quá){_IS}",
    ),
    (
        Bound.MIN,
        rf"(?:ít nhất|tối thiểu|thấp nhất|sớm nhất|không dưới|không (?:ít|thấp|nhỏ) hơn|từ đủ)(?: một phần)?{_IS}",
    ),
    (Bound.WITHIN, rf"(?:trong (?:thời hạn|thời gian|vòng)|(?:chậm|muộn|trễ) nhất){_IS}"),
    (Bound.BELOW, r"(?:dưới|chưa đủ|chưa đến|chưa tới|không đủ|(?:ít|thấp|nhỏ) hơn)$"),
    (Bound.ABOVE, r"(?:trên|vượt quá|quá|vượt|hơn)$"),
    (Bound.FULL, r"đủ$"),
    (Bound.TO, r"đến(?: hết)?$"),
    (Bound.FROM, r"từ$"),
)
_NUMBERED = frozenset({"thứ", "số"})
_WRITTEN_OUT = 1000
_AS_FAR = 8
"""Words between a number and its "trở lên": "hai công chứng viên hợp danh trở lên"."""
_LIMITS = frozenset({Bound.MAX, Bound.MIN})
_BEFORE_PATTERNS = tuple((bound, re.compile(rf"(?:^| ){pattern}")) for bound, pattern in _BEFORE)
# Farther away in the same clause: "mức tối thiểu của … là 03 tháng".
_FAR = (
    (Bound.MAX, re.compile(r"(?:^| )(?:tối đa|cao nhất) ")),
    (Bound.MIN, re.compile(r"(?:^| )(?:tối thiểu|thấp nhất) ")),
)
_FITS = {
    *((bound, bound) for bound in Bound),
    (Bound.NONE, Bound.TO), (Bound.NONE, Bound.FROM), (Bound.NONE, Bound.WITHIN), (Bound.NONE, Bound.FULL),
    (Bound.FULL, Bound.NONE), (Bound.FULL, Bound.MIN), (Bound.MIN, Bound.FULL), (Bound.FULL, Bound.FROM),
    (Bound.WITHIN, Bound.NONE), (Bound.WITHIN, Bound.MAX), (Bound.MAX, Bound.WITHIN), (Bound.MAX, Bound.TO),
    (Bound.TO, Bound.MAX), (Bound.MIN, Bound.FROM), (Bound.FROM, Bound.MIN),
}  # fmt: skip


def fits(said: Bound, cited: Bound) -> bool:
    """Whether a sentence may say ``said`` where the text says ``cited``: never another or a tighter limit, and a hard
    limit is not dropped.
    """
    return (said, cited) in _FITS


def quantities(tokens: Sequence[Token]) -> tuple[Quantity, ...]:
    """Every quantity in order; a number in a range without a unit of its own takes the next one's."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        read = number_at(tokens, at)
        if read is None:
            if (
                tokens[at].text == "/"
                and at + 1 < len(tokens)
                and tokens[at + 1].text in COUNTED
                and not tokens[at].taken
            ):
                found.append(Quantity(Fraction(1), tokens[at + 1].text, Bound.NONE, at, at + 2, at))
            at += 1
            continue
        value, end = read
        end = _behind_digits(tokens, value, end)
        unit, after = _unit(tokens, at, end)
        in_words = tokens[at].kind == "word"
        counted = unit in COUNTED or end - at > 1 or (tokens[at].text != "một" and unit in UNITS)
        bound, bound_at = _bound(tokens, at, after, found)
        if in_words and not counted and not (bound in _LIMITS and bound_at < at):
            at += 1
            continue
        found.append(Quantity(value, unit, bound, at, after, bound_at))
        at = after
    return tuple(_with_shared_units(tokens, found))


def _behind_digits(tokens: Sequence[Token], value: Fraction, end: int) -> int:
    """The place behind the same number in brackets: "ba mươi (30) ngày"."""
    again = number_at(tokens, end + 1) if end + 2 < len(tokens) and tokens[end].text == "(" else None
    if again is not None and again[0] == value and again[1] < len(tokens) and tokens[again[1]].text == ")":
        return again[1] + 1
    return end


def _unit(tokens: Sequence[Token], at: int, end: int) -> tuple[str, int]:
    """The unit behind a number and the token behind that; "tháng thứ 07" is counted in "thứ", "Mẫu số 01" in "số"."""
    if at and tokens[at - 1].text in _NUMBERED:
        return tokens[at - 1].text, end
    if end >= len(tokens):
        return "", end
    word = tokens[end].text
    if word == "phần" and end + 1 < len(tokens) and tokens[end + 1].text == "trăm":
        return "%", end + 2
    if word == "ngày" and words_after(tokens, end, 3) == "ngày làm việc":
        return "ngày làm việc", end + 3
    if word in UNITS:
        return UNITS[word], end + 1
    if tokens[end].kind == "word" and word not in GLUE and tokens[at].kind == "number":
        return word, end + 1
    return "", end


def _bound(tokens: Sequence[Token], at: int, end: int, earlier: Sequence[Quantity]) -> tuple[Bound, int]:
    """The bound of a quantity and where its words begin."""
    after = words_after(tokens, end, _AS_FAR)
    for bound, words in ((Bound.MIN, "trở lên"), (Bound.MAX, "trở xuống")):
        if words in after:
            return bound, at - 1 if words_before(tokens, at, 1) == "từ" else at
    before = words_before(tokens, at, 7)
    for bound, pattern in _BEFORE_PATTERNS:
        match = pattern.search(before)
        if match:
            return bound, at - len(match.group().split())
    start = at
    while start > 0 and tokens[start - 1].kind == "word":
        start -= 1
    if earlier:
        start = max(start, earlier[-1].end)
    clause = " ".join(t.text for t in tokens[start:at]) + " "
    far = next((bound for bound, pattern in _FAR if pattern.search(clause)), None)
    return far or _shared_bound(tokens, at, earlier), at


def _shared_bound(tokens: Sequence[Token], at: int, earlier: Sequence[Quantity]) -> Bound:
    """ "không quá 04 giờ trong 01 ngày và 20 giờ trong 01 tuần": the limit of the first holds for the second."""
    if not at or tokens[at - 1].text not in {"và", "hoặc"}:
        return Bound.NONE
    unit, _end = _unit(tokens, at, number_end(tokens, at))
    for quantity in reversed(earlier):
        if any(token.kind == "mark" and token.text not in "%/" for token in tokens[quantity.end : at]):
            break
        if quantity.unit == unit and quantity.bound in {Bound.MAX, Bound.MIN}:
            return quantity.bound
    return Bound.NONE


def _scale(tokens: Sequence[Token], quantity: Quantity) -> int:
    """What "triệu" of an amount is worth: in "từ 2 đến 3 triệu đồng" it holds for both."""
    return next((SCALES[token.text] for token in tokens[quantity.at : quantity.end] if token.text in SCALES), 1)


def _with_shared_units(tokens: Sequence[Token], found: list[Quantity]) -> list[Quantity]:
    shared = list(found)
    for place in range(len(shared) - 2, -1, -1):
        this, following = shared[place], shared[place + 1]
        between = {t.text for t in tokens[this.end : following.at]}
        if (
            not this.unit
            and following.unit
            and between <= {"đến", "dưới", "trên", "-", "–", "hoặc", "và", "hay", "tới"}
        ):
            times = _scale(tokens, following) if between & {"đến", "-", "–", "tới"} and this.value < _WRITTEN_OUT else 1
            shared[place] = replace(this, unit=following.unit, value=this.value * times)
    return shared
