"""What a text says that its sources do not: numbers, dates and legal references. A warning; a person decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from congvu.legal import LegalReference, parse_references
from congvu.text import find_dates

_NUMBER = re.compile(r"(?<![\w/.,-])\d{1,3}(?:\.\d{3})+(?:,\d+)?|(?<![\w/.,-])\d+(?:,\d+)?(?![\w/]*[/-][\w])")


@dataclass(frozen=True, slots=True)
class Differences:
    """As written in the text; each once, in order."""

    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    references: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.numbers or self.dates or self.references)


def differences(text: str, quotes: Sequence[str], named: Sequence[str]) -> Differences:
    """What of ``text`` stands in none of the ``quotes``. ``named`` is how the sources are called ("khoản 1 Điều 2 Luật
    Ví dụ"): what refers to them is no difference.
    """
    known = "\n".join([*quotes, *named])
    dates = find_dates(text)
    days = {day for day, _start, _end in find_dates(known)}
    references = parse_references(text)
    covered = [(start, end) for _day, start, end in dates] + [(one.start, one.end) for one in references]
    numbers = [
        match[0]
        for match in _NUMBER.finditer(text)
        if not any(start <= match.start() < end for start, end in covered)
    ]
    have = {_value(match[0]) for match in _NUMBER.finditer(known)}
    levels = [_levels(one) for one in parse_references(known)]
    return Differences(
        tuple(dict.fromkeys(number for number in numbers if _value(number) not in have)),
        tuple(dict.fromkeys(text[start:end] for day, start, end in dates if day not in days)),
        tuple(
            dict.fromkeys(
                one.text
                for one in references
                if not one.relative and not any(_levels(one) <= level for level in levels) and one.text not in known
            )
        ),
    )


def _value(number: str) -> str:
    return number.replace(".", "").lstrip("0") or "0"


def _levels(reference: LegalReference) -> frozenset[tuple[str, str]]:
    told = (
        ("point", reference.point),
        ("clause", reference.clause),
        ("article", reference.article),
        ("symbol", reference.document_symbol),
    )
    return frozenset((name, value.lower()) for name, value in told if value)
