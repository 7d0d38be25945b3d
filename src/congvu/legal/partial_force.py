"""Provisions of a text that take force on a day of their own: "… trừ khoản 2 Điều này có hiệu lực từ ngày …"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from congvu.legal.kinds import KINDS
from congvu.legal.reference_types import LEVELS, LegalReference, format_reference
from congvu.legal.references import parse_references
from congvu.legal.validity import without_quotations
from congvu.text import find_dates

_THIS = "|".join(sorted((re.escape(kind.name) for kind in KINDS), key=len, reverse=True))
_UNIT = r"(?:điểm|khoản|điều|mục|chương|phần|phụ lục) [\da-zđIVXL]"
_OWN_DAY = re.compile(
    rf"(?:^|(?<=[\s,;.(]))(?:quy định tại |các quy định tại |các |nội dung quy định tại )?"
    rf"(?P<units>(?={_UNIT})(?:(?!hiệu lực)[^.;\n]){{3,300}}?),? (?:của (?:{_THIS}) này )?"
    r"(?:có hiệu lực|được thi hành)(?: thi hành)?(?: kể)? từ (?=ngày \d)(?P<when>[^\n]{6,60})",
    re.IGNORECASE,
)
_LONGEST = 4_000
_ARTICLE = re.compile(r"^(?:[^\n]{0,80}? )?Điều (\d+[a-z]?)\.", re.MULTILINE)
_LEADS = re.compile(
    r"(?:trừ|riêng|quy định tại|các quy định tại|các|,)\s+$|^\s*(?:\d{1,3}\.|[a-zđ]\)|-)?\s*$", re.IGNORECASE
)


def find_unit_dates(text: str) -> tuple[tuple[str, dt.date], ...]:
    """Units of the text itself, as they are cited ("khoản 2 Điều 60"), with the day from which each is in force.

    Only what the text says of its own provisions; "khoản 2 Điều này" is a khoản of the article that says so.
    """
    plain = without_quotations(text)
    found: dict[str, dt.date] = {}
    articles = list(_ARTICLE.finditer(plain))
    at = 0
    for line in plain.split("\n"):
        if " từ ngày " in line and ("hiệu lực" in line or "thi hành" in line) and len(line) <= _LONGEST:
            own = next((a[1] for a in reversed(articles) if a.start() <= at), None)
            for unit, day in _in_line(line, own):
                found.setdefault(unit, day)
        at += len(line) + 1
    return tuple(found.items())


def _in_line(line: str, article: str | None) -> Iterator[tuple[str, dt.date]]:
    for match in _OWN_DAY.finditer(line):
        if not _LEADS.search(line[: match.start()]):
            continue
        days = [day for day, start, _ in find_dates(match["when"]) if start <= 6]
        if not days:
            continue
        for reference in parse_references(match["units"]):
            if reference.names_document and not reference.relative:
                continue
            unit = LegalReference(**{level: getattr(reference, level) for level in LEVELS})
            if reference.relative_level == "article":
                unit = replace(unit, article=article)
            if unit.article or unit.chapter or unit.annex:
                yield format_reference(unit), days[0]
