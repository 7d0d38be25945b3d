"""Numbers in digits and in words: "1.500.000", "1,5 tỷ", "mười lăm", "một phần hai"."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from congvu.answering.verify.tokens import Token

UNITS = {
    **{
        unit: unit
        for unit in (
            "ngày tháng năm tuần quý giờ phút giây tuổi đồng lần người bản loại thẻ gt mét km ha hộ buổi nhóm bước"
            " khóa phòng chiếc nhiệm bộ"
        ).split()
    },
    "%": "%",
    "thành": "người",  # "05 thành viên"
    "ngàn": "ngàn",
    "usd": "usd",
    **dict.fromkeys(("ghz", "gigahéc"), "ghz"),
    **dict.fromkeys(("mhz", "megahéc"), "mhz"),
}
COUNTED = frozenset([*"ngày tháng năm tuần quý giờ phút tuổi đồng lần bản buổi %".split(), "ngày làm việc"])
"""Units before which "một" is a number, not an article."""

_DIGITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_NEVER_FIRST = frozenset({"mốt", "tư", "lăm", "nhăm"})


def number_at(tokens: Sequence[Token], at: int) -> tuple[Fraction, int] | None:
    """The number that begins at a token, and the place behind it; None where none begins."""
    token = tokens[at]
    if token.taken:
        return None
    if token.kind == "number":
        return _scaled(tokens, _from_digits(token.text), at + 1)
    found = _in_words(tokens, at)
    if found is None:
        return None
    value, end = found
    if end < len(tokens) and tokens[end].text == "phần" and end + 1 < len(tokens):
        below = _in_words(tokens, end + 1)
        if below is not None and below[0]:
            return value / below[0], below[1]
    return _scaled(tokens, value, end)


def number_end(tokens: Sequence[Token], at: int) -> int:
    """The place behind the number that begins at a token."""
    found = number_at(tokens, at)
    return found[1] if found else at


def _from_digits(text: str) -> Fraction:
    whole, comma, part = text.partition(",")
    parts = whole.split(".")
    grouped = len(parts) > 1 and all(len(p) == 3 for p in parts[1:])
    if comma and len(part) == 3 and not grouped and len(whole) <= 3 and whole != "0":
        return Fraction(int(whole + part))  # 1,000: thousands in the English way
    if len(parts) > 1 and not grouped:
        return Fraction(int(parts[0])) + Fraction(int(parts[1]), 10 ** len(parts[1]))
    value = Fraction(int("".join(parts)))
    digits = part.replace(",", "").replace(".", "")
    return value + (Fraction(int(digits), 10 ** len(digits)) if digits else 0)


def _scaled(tokens: Sequence[Token], value: Fraction, end: int) -> tuple[Fraction, int]:
    while end < len(tokens) and tokens[end].text in SCALES:
        value *= SCALES[tokens[end].text]
        end += 1
        if end < len(tokens) and tokens[end].text == "rưỡi":
            value += value / 2 if value == SCALES[tokens[end - 1].text] else SCALES[tokens[end - 1].text] / Fraction(2)
            end += 1
    return value, end


def _in_words(tokens: Sequence[Token], at: int) -> tuple[Fraction, int] | None:
    """Hundreds, tens and ones in words; "năm" is five only where something is counted behind it."""
    words = [t.text if t.kind == "word" and not t.taken else "" for t in tokens[at : at + 7]] + ["", ""]
    place, value = 0, 0
    if words[0] in _NEVER_FIRST or (words[0] == "năm" and not _counts(words[1])):
        return None
    if words[0] in _DIGITS and words[1] == "trăm":
        value, place = 100 * _DIGITS[words[0]], 2
        if words[place] in {"linh", "lẻ"} and words[place + 1] in _DIGITS:
            return Fraction(value + _DIGITS[words[place + 1]]), at + place + 2
    if words[place] == "mười":
        value, place = value + 10, place + 1
    elif words[place] in _DIGITS and words[place + 1] in {"mươi", "chục"}:
        value, place = value + 10 * _DIGITS[words[place]], place + 2
    elif words[place] in _DIGITS and (place == 0 or words[place] != "năm"):
        return Fraction(value + _DIGITS[words[place]]), at + place + 1
    else:
        return (Fraction(value), at + place) if place else None
    if words[place] in _DIGITS and words[place] != "năm":
        value, place = value + _DIGITS[words[place]], place + 1
    return Fraction(value), at + place


def _counts(word: str) -> bool:
    return word in UNITS or word in SCALES or word in {"trăm", "mươi", "chục"}
