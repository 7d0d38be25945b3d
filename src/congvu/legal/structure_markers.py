"""How a line announces a unit: the shapes of headings, articles, clauses, points and their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from congvu.legal.structure_lines import Line
from congvu.legal.structure_types import UnitLevel

_ROMAN = r"[IVXLCl]{1,8}"
"""A small l for a capital I is a common slip."""
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_SEPARATOR = r"\s*([.:\-–—/]*)\s*(.*)$"
_HEADINGS = (
    (
        UnitLevel.PART,
        re.compile(
            rf"^(?:Phần|PHẦN)\s+((?i:thứ\s+(?:{'|'.join(_ORDINALS)}))(?!\w)|{_ROMAN}\b|\d{{1,2}}\b)"
            + _SEPARATOR
        ),
    ),
    (
        UnitLevel.CHAPTER,
        re.compile(
            rf"^(?:Chương|CHƯƠNG)\s*({_ROMAN}[a-zđ]?\b|\d{{1,3}}[a-zđ]?\b|(?i:thứ\s+(?:{'|'.join(_ORDINALS)}))(?!\w))"
            + _SEPARATOR
        ),
    ),
    (
        UnitLevel.SECTION,
        re.compile(rf"^(?:Mục|MỤC)\s+(\d{{1,3}}[a-zđ]?\b|{_ROMAN}[a-zđ]?\b|[A-Z]\b)" + _SEPARATOR),
    ),
    (
        UnitLevel.SUBSECTION,
        re.compile(rf"^(?:Tiểu [Mm]ục|TIỂU MỤC)\s+(\d{{1,3}}[a-zđ]?\b|{_ROMAN}\b|[A-Z]\b)" + _SEPARATOR),
    ),
)
_ARTICLE = re.compile(r"^(Điều|ĐIỀU|Điền)\s?(\d{1,4})([a-zđ]{0,2})(?![\w])\s*([.:\-–—]*)\s*(.*)$")
_CLAUSE = re.compile(
    r"^(\d{1,3})([a-zđ]{0,2})"
    r"(?:\s?([.)]+)[-–]?(?:\s+(?=\S)|(?=[^\s\d.,%/])|$)|\s?([-–])\s?(?=[^\s\d.,%/])|\s(?=[^\s\d.,%/]))(.*)$"
)
_POINT = re.compile(r"^\(?([a-zđ])(\d{0,2})\s?(?:\)|\.(?=\s|[A-ZĐÀ-Ỹ])|-(?=\s))\s?(?=[^\s.)]|$)(.*)$")
_NOTE = re.compile(r"\[[^\]]*(?:\]|$)")
_REFERENCE_BEFORE = re.compile(
    r"(?:^|\s)(?:tại|Điều|điều|khoản|điểm|mục|Mục|Chương|số|ngày|tháng|năm|từ|đến|(?:khoản|điểm)\s\w{1,3})$"
)
_LIST_BEFORE = re.compile(r"(?:,|(?:^|\s)(?:và|của|các|hoặc|theo|với))$")
_ANOTHER_TEXT = re.compile(
    r"^(?:Bộ luật|Luật|Hiến pháp|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Điều|Khoản|Chương)\s"
)
AMENDS = re.compile(r"^(?:Sửa đổi|Bổ sung|Bãi bỏ|Thay thế|Thay cụm từ|Bỏ cụm từ|Hủy bỏ)\b")
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Heading:
    level: UnitLevel
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a number or a letter: `sure` if its shape alone tells a unit from prose."""

    number: str
    suffix: str
    rest: str
    sure: bool


def is_upper(text: str) -> bool:
    """Whether a line is set in capitals (a stray small letter is allowed)."""
    letters = [char for char in text[:200] if char.isalpha()]
    upper = sum(char.isupper() for char in letters)
    return len(letters) > 1 and upper >= 0.85 * len(letters)


def without_notes(text: str) -> str:
    """A title without the notes in square brackets that collections insert."""
    return " ".join(_NOTE.sub(" ", text).split()).strip()


def starts_lower(text: str) -> bool:
    first = next((char for char in text if char.isalpha()), "")
    return first.islower()


def runs_on(before: Line | None) -> bool:
    """Whether the line before ends amid a reference ("… quy định tại"), so that this one continues it."""
    return before is not None and _REFERENCE_BEFORE.search(before.tail) is not None


def may_run_on(before: Line | None) -> bool:
    """Whether the line before ends in a comma or conjunction: this one continues it or is the next item."""
    return before is not None and _LIST_BEFORE.search(before.tail) is not None


def read_heading(line: Line) -> Heading | None:
    """Phần, Chương, Mục, Tiểu mục, where the rest of the line can be a title."""
    if line.head[:1] not in "PCMT" or line.quoted:
        return None
    for level, pattern in _HEADINGS:
        match = pattern.match(line.head)
        if match is None:
            continue
        rest = without_notes(match[3]).strip(" .:-–—*")
        if not rest or is_upper(rest) or (match[2] and rest[0].isupper() and len(rest) <= LONGEST_TITLE):
            return Heading(level, _heading_number(match[1]), rest)
    return None


def _heading_number(written: str) -> str:
    if written[:1] in "Tt" and len(written) > 1:
        return " ".join(written.lower().split())
    return written.replace("l", "I")


def read_article(line: Line, before: Line | None) -> Numbered | None:
    """Điều n. A number without a separator after it may be prose, so it is not `sure`."""
    match = _ARTICLE.match(line.head)
    if match is None or runs_on(before) or may_run_on(before):
        return None
    word, number, suffix, separator, rest = match.groups()
    if rest and starts_lower(rest) and not separator:
        return None
    if rest.startswith((",", ";", ")", "”", '"')) or (rest and not separator and _ANOTHER_TEXT.match(rest)):
        return None
    return Numbered(number, suffix, rest, sure=bool(separator) and word != "Điền" and not starts_lower(rest))


def read_clause(line: Line, before: Line | None) -> Numbered | None:
    """1. / 1- / 1) / 3a. ; a bare number before a capital, or a number alone, is not `sure`."""
    if not line.head[:1].isdigit():
        return None
    match = _CLAUSE.match(line.head)
    if match is None or runs_on(before):
        return None
    number, suffix, stop, dash, rest = match.groups()
    separated = bool(stop or dash)
    if not separated and (suffix or not rest[:1].isupper()):
        return None
    return Numbered(number, suffix, rest, sure=separated and bool(rest) and not may_run_on(before))


def read_point(line: Line, before: Line | None) -> Numbered | None:
    """a) / a. / đ) / a1) / (a)"""
    match = _POINT.match(line.head)
    if match is None or runs_on(before):
        return None
    return Numbered(match[1], match[2], match[3], sure=bool(match[3]) and not may_run_on(before))


def article_title(rest: str) -> str:
    """The heading of an article, or nothing where the article's text begins on the line of its number."""
    title = without_notes(rest).strip()
    if is_upper(title):
        return title.rstrip(" .:;,")
    return "" if len(title) > LONGEST_TITLE or title.endswith((".", ";", ":", ",")) else title


_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def roman_value(numeral: str) -> int:
    """Value of a Roman numeral up to CCC; 0 where it is not one that a person would write."""
    total = 0
    for position, letter in enumerate(numeral):
        value = _VALUES.get(letter, 0)
        following = _VALUES.get(numeral[position + 1], 0) if position + 1 < len(numeral) else 0
        total += -value if value < following else value
    return total if total > 0 and to_roman(total) == numeral else 0


def to_roman(value: int) -> str:
    """The Roman numeral of a small positive number."""
    steps = (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    )
    written = ""
    for worth, numeral in steps:
        written += numeral * (value // worth)
        value %= worth
    return written


def heading_value(number: str) -> int:
    """The order of a heading's number, whether Roman, Arabic or an ordinal; 0 where unknown."""
    if number.startswith("thứ "):
        return _ORDINALS.index(number.split()[1]) + 1
    bare = number.rstrip("abcdđe")
    return int(bare) if bare.isdigit() else roman_value(bare)
