"""When a text comes into force, and which earlier texts it ends, as its own final provisions say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from congvu.legal.kinds import KINDS
from congvu.legal.repeal_lists import listed_documents
from congvu.legal.repeal_parts import ended_parts
from congvu.text import find_dates

_NAMES = "|".join(sorted((re.escape(kind.name) for kind in KINDS), key=len, reverse=True))
THIS = rf"(?:(?:{_NAMES}) này)"
"""How a text names itself."""

_IN_FORCE = re.compile(
    rf"(?:^|(?<=[.;:]))\s*(?:[-+]\s*|\d{{1,3}}\.\s*|[a-zđ]\)\s*|"
    rf"Điều \d+[a-z]?\.?\s*(?:Hiệu lực(?: thi hành)?\.?\s*)?)?{THIS}"
    r"(?:(?: đã)? được [^.;\n]{0,200}?thông qua[^.;\n]{0,120}?)?(?: chính thức)?,? (?:và )?"
    r"(?:có hiệu lực(?: thi hành| pháp luật)?|được thi hành|thi hành)(?: kể)? từ (?P<when>[^\n]{1,60})",
    re.MULTILINE,
)
_SIGNING = re.compile(r"ngày (?:ký|được ký|ban hành)(?!\w)")
_BUDGET_YEAR = re.compile(r"năm ngân sách (?P<year>\d{4})")
_MISTYPED = re.compile(r"(tháng \d{1,2}) ngày (?=\d{4})")
_LOWER = "a-zà-ỹđăâêôơư"
# A line feed inside a sentence: before a small letter that marks no point, or after a word that cannot end one.
_WRAPPED = re.compile(
    rf"\n(?:(?<![.;:\n]\n)(?=[{_LOWER}][^\n)]{{2}})|(?<=[ ,]số\n)(?=\d)|"
    r"(?<= của\n)|(?<= ngày\n)|(?<= tháng\n)|(?<= năm\n)(?=\d))"
)
_LONGEST_QUOTATION = 6000


@dataclass(frozen=True)
class Repeal:
    """An earlier document that a text ends.

    symbol: canonical, or None if only named; name: as written ("Luật Cư trú"); whole: False where only a part of
    it ends; effective_on: the day it ends, None if the text gives none; quote: text[start:end]; exceptions: what the
    sentence says after "trừ". A text whose own provisions are excepted ("trừ Điều 75") is not ended whole; one of
    which only cases run on ("trừ trường hợp quy định tại … của Luật này") is. part: the part that ends, as it is
    cited ("khoản 6 Điều 19"), where only that part ends.
    """

    symbol: str | None
    name: str | None
    whole: bool
    effective_on: dt.date | None
    quote: str
    start: int
    end: int
    exceptions: str | None = None
    part: str | None = None


GUIDES_SURVIVE_FROM = dt.date(2025, 4, 1)
"""From this day a guiding text outlives its parent as far as it does not contradict what follows (Luật Ban hành văn
bản quy phạm pháp luật 2025, số 64/2025/QH15, Điều 57); before, it ended with it (số 80/2015/QH13, Điều 154 khoản 4).
"""


def guide_ends_on(parents_end_on: Iterable[dt.date | None]) -> dt.date | None:
    """The day on which a guiding text ends because all texts that it guides have ended; None where it goes on.

    A text that guides several stays while one of them is in force (None). Which rule holds is decided by the day on
    which the last of them ended.
    """
    ends = list(parents_end_on)
    if not ends or None in ends:
        return None
    last = max(day for day in ends if day is not None)
    return last if last < GUIDES_SURVIVE_FROM else None


def find_effective_date(text: str, issued_on: dt.date | None = None) -> dt.date | None:
    """The day from which the whole text is in force, as it says itself; None if it gives none.

    "Từ ngày ký" gives `issued_on`. Later dates for single articles and words quoted from other texts do not count.
    """
    return _effective_date(without_quotations(text), issued_on)


def _effective_date(plain: str, issued_on: dt.date | None) -> dt.date | None:
    for match in _statements(plain):
        when = _MISTYPED.sub(r"\1 năm ", match["when"])
        days = [day for day, start, _ in find_dates(when) if start <= 12]
        if days:
            return days[0]
        budget = _BUDGET_YEAR.match(when)
        if budget:
            return dt.date(int(budget["year"]), 1, 1)
        if _SIGNING.match(when):
            return issued_on
    return None


def _statements(plain: str) -> Iterator[re.Match[str]]:
    """Where the text says from when it is in force; only lines that can say so are read closely."""
    for line in plain.split("\n"):
        if " này" in line and " từ " in line and ("hiệu lực" in line or "thi hành" in line):
            yield from _IN_FORCE.finditer(line)


def find_repeals(text: str, issued_on: dt.date | None = None) -> tuple[Repeal, ...]:
    """The earlier documents that a text ends, in order; precision before completeness. Never raises.

    A text that ends "the provisions on …" of another is left out: which they are it does not say.
    `issued_on` dates the repeals of a text that is in force "từ ngày ký".
    """
    plain = without_quotations(text)
    own = _effective_date(plain, issued_on)
    found: dict[tuple[int, int, str], Repeal] = {}
    for item in listed_documents(plain):
        on = item.ends_on or own
        quote = text[item.start : item.end]
        repeal = Repeal(item.symbol, item.name, item.whole, on, quote, item.start, item.end, item.exceptions)
        found.setdefault((item.start, item.end, ""), repeal)
    for ended in ended_parts(plain):
        quote = text[ended.start : ended.end]
        part = Repeal(ended.symbol, ended.name, False, own, quote, ended.start, ended.end, part=ended.part)
        found.setdefault((ended.start, ended.end, ended.part), part)
    return tuple(sorted(found.values(), key=lambda repeal: (repeal.start, repeal.end)))


def without_quotations(text: str) -> str:
    """The text with everything inside quotation marks blanked and wrapped lines joined, of the same length.

    A quotation that is never closed stays: it would take the rest of the text with it.
    """
    pieces: list[str] = []
    done = 0
    for start, end in quotations(text):
        if end <= done:
            continue
        begin = max(start, done)
        pieces.append(text[done:begin])
        pieces.append(re.sub(r"[^\n]+", lambda m: " " * len(m.group()), text[begin:end]))
        done = end
    pieces.append(text[done:])
    return _WRAPPED.sub(" ", "".join(pieces))


def quotations(text: str) -> list[tuple[int, int]]:
    """Where quotation marks open and close, the marks included, in order; those inside others too."""
    return sorted([*_curly(text), *_straight(text)])


def _curly(text: str) -> Iterator[tuple[int, int]]:
    open_at: list[int] = []
    for match in re.finditer("[“”]", text):
        if match.group() == "“":
            open_at.append(match.start())
        elif open_at:
            yield open_at.pop(), match.end()


def _straight(text: str) -> Iterator[tuple[int, int]]:
    at = text.find('"')
    while at >= 0:
        close = text.find('"', at + 1, at + _LONGEST_QUOTATION)
        opens = (at == 0 or text[at - 1] in " \n\t(") and not text[at + 1 : at + 2].isspace()
        if opens and close > 0:
            yield at, close + 1
            at = close
        at = text.find('"', at + 1)
