"""Notes of amendment inside a text: "[Khoản này được sửa đổi bởi Khoản 2 Điều 6 Luật … có hiệu lực từ ngày …]".

Publishers put them where the change applies, several statements in one pair of brackets. Who amended, which unit,
from when and, for a guiding text, until when are read from the note; which unit "this" is, from the structure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from congvu.legal.kinds import KINDS
from congvu.legal.relation_types import FoundRelation, RelationKind, TextName
from congvu.legal.structure import citation_path
from congvu.legal.structure_types import StructuredText, UnitLevel, UnitNode
from congvu.legal.symbols import find_symbols
from congvu.text import find_dates

_NOTE = re.compile(r"\[([^\[\]\n]{12,4000})\]")
_STATEMENT_END = re.compile(
    r",?\s+có hiệu lực(?: thi hành)?(?: kể)? từ (?:ngày )?"
    r"(?P<day>\d{1,2}(?:/|\s+tháng\s+)\d{1,2}(?:/|\s+năm\s+)\d{4})(?P<asides>(?:\s*\([^()]{1,300}\)){0,4})\s*[.;]?\s*"
)
_ENDS = re.compile(r"\(VB hết hiệu lực:\s*(?P<day>\d{1,2}/\d{1,2}/\d{4})\)")
_JOINT = r"(?:\s+(?:bởi|từ|theo(?: quy định tại)?|tại))?\s+"
_VERBS = {
    r"(?:sửa đổi, bổ sung|bổ sung, sửa đổi|sửa đổi|bổ sung)": RelationKind.AMENDS,
    r"thay thế": RelationKind.REPLACES,
    r"(?:bãi bỏ|hủy bỏ|huỷ bỏ)": RelationKind.REPEALS,
    r"(?:hướng dẫn|huớng dẫn|quy định chi tiết)": RelationKind.GUIDES,
    r"đính chính": RelationKind.CORRECTS,
}
_SAID = re.compile(
    r"(?:được|bị)\s+(?:" + "|".join(f"(?P<v{n}>{verb})" for n, verb in enumerate(_VERBS)) + rf"){_JOINT}"
)
_ENDED = re.compile(r"\s+hết hiệu lực(?: thi hành)?\s+(?:bởi|theo)\s+")
_OTHERWISE = re.compile(r"(?:\s+bởi|\s+được thực hiện theo)\s+")
_KINDS = tuple(_VERBS.values())
_LEVELS = {
    "điểm": UnitLevel.POINT,
    "khoản": UnitLevel.CLAUSE,
    "điều": UnitLevel.ARTICLE,
    "tiểu mục": UnitLevel.SUBSECTION,
    "mục": UnitLevel.SECTION,
    "chương": UnitLevel.CHAPTER,
    "phần": UnitLevel.PART,
    "phụ lục": UnitLevel.ANNEX,
}
_THIS = re.compile(rf"(?<!\w)({'|'.join(_LEVELS)}) này(?!\w)", re.IGNORECASE)
_PHRASE = re.compile(r"(?<!\w)cụm từ (?:này|[“\"])|(?<!\w)từ này", re.IGNORECASE)
_NAMED_KINDS = "|".join(sorted((re.escape(kind.name) for kind in KINDS), key=len, reverse=True))
_DOCUMENT = re.compile(rf"(?<!\w)(?:{_NAMED_KINDS})(?!\w)")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_HEADING = re.compile(r"(?:(?P<chapter>Chương|CHƯƠNG)|Mục|MỤC) (?P<number>[IVXLC]+|\d{1,3})\.?(?=\s)")
_HEADING_REACH = 1500
_CLEAR, _BY_NAME, _APPLIED = 0.97, 0.93, 0.75


def find_notes(text: str, structure: StructuredText) -> tuple[FoundRelation, ...]:
    """What the notes in a text say, in order; `structure` is that of the same text. Never raises.

    Statements that only tell who applies a provision ("do Ủy ban nhân dân cấp xã thực hiện bởi …") count as
    amendments of its unit, with less confidence than those that say so.
    """
    finder = _Units(text, structure)
    return tuple(
        found for note in _NOTE.finditer(text) for found in _statements(text, note.start(1), note[1], finder)
    )


def _statements(text: str, at: int, note: str, finder: _Units) -> Iterator[FoundRelation]:
    begin = 0
    for end in _STATEMENT_END.finditer(note):
        body = note[begin : end.start()]
        read = _read(body)
        if read is not None:
            start, stop = at + begin, at + end.end()
            yield _relation(read, end, text[start:stop].rstrip(), start, finder)
        begin = end.end()


@dataclass(frozen=True)
class _Read:
    kind: RelationKind
    subject: str
    acting: TextName
    acting_part: str
    confidence: float


def _read(body: str) -> _Read | None:
    """Verb, what stands before it and who did it, of one statement without its date."""
    found = _verb(body)
    if found is None:
        return None
    said, kind, confidence = found
    named = _acting(body[said.end() :])
    if named is None:
        return None
    acting, part = named
    sure = min(confidence, _CLEAR if acting.symbol else _BY_NAME)
    return _Read(kind, body[: said.start()].strip(), acting, part, sure)


def _verb(body: str) -> tuple[re.Match[str], RelationKind, float] | None:
    """What is said to be done, where, and how sure that is."""
    said = _SAID.search(body)
    if said is not None:
        return said, next(kind for n, kind in enumerate(_KINDS) if said[f"v{n}"]), _CLEAR
    ended = _ENDED.search(body)
    if ended is not None:
        return ended, RelationKind.REPEALS, _CLEAR
    otherwise = list(_OTHERWISE.finditer(body))
    return (otherwise[-1], RelationKind.AMENDS, _APPLIED) if otherwise else None


def _acting(words: str) -> tuple[TextName, str] | None:
    """The text that acts and its provision, from "khoản 1 Điều 2 Nghị định 10/2023/NĐ-CP"."""
    symbols = find_symbols(words)
    if symbols:
        symbol, start, _ = symbols[-1]
        kinds = list(_DOCUMENT.finditer(words, 0, start))
        part = words[: kinds[-1].start() if kinds else start]
        return TextName(symbol.canonical, None), _part(part)
    kind = _DOCUMENT.search(words)
    if kind is None:
        return None
    name = " ".join(words[kind.start() :].split()).rstrip(" ,;.")
    return (TextName(None, name), _part(words[: kind.start()])) if _YEAR.search(name) else None


def _part(words: str) -> str:
    words = " ".join(words.split()).removesuffix(" kèm theo").rstrip(" ,;")
    return words.removesuffix(" của").removeprefix("các ")


def _relation(read: _Read, end: re.Match[str], quote: str, start: int, finder: _Units) -> FoundRelation:
    ends = _ENDS.search(end["asides"])
    phrase = _PHRASE.search(read.subject) is not None
    kind = RelationKind.AMENDS if phrase and read.kind in {RelationKind.REPLACES, RelationKind.REPEALS} else read.kind
    found = FoundRelation(
        kind=kind,
        start=start,
        end=start + len(quote),
        quote=quote,
        confidence=read.confidence,
        acting=read.acting,
        acting_part=read.acting_part,
        effective_on=_day(end["day"]),
        until=_day(ends["day"]) if ends else None,
        phrase=phrase,
    )
    others = find_symbols(read.subject)
    if others and kind is not RelationKind.GUIDES:
        return replace(found, affected=TextName(others[-1][0].canonical, None))
    levels = _THIS.findall(read.subject)
    return replace(found, part=finder.path(start, _LEVELS[levels[-1].lower()] if levels else None))


def _day(words: str) -> dt.date | None:
    days = find_dates(words if "/" in words else f"ngày {words}")
    return days[0][0] if days else None


class _Units:
    """Which unit a place of the text belongs to; places are asked for in rising order."""

    def __init__(self, text: str, structure: StructuredText) -> None:
        self.text = text
        self.structure = structure
        self.at = 0

    def path(self, position: int, level: UnitLevel | None) -> str:
        """The citation of the unit of a level that holds a place; of the smallest one where there is none of it.

        Right behind the heading of a chapter or section that runs on in a line, the place is that of the heading.
        """
        units = self.structure.units
        while self.at + 1 < len(units) and units[self.at + 1].start <= position:
            self.at += 1
        chain: tuple[UnitNode, ...] = (units[self.at], *self.structure.ancestors(self.at)) if units else ()
        if level in {None, UnitLevel.CHAPTER, UnitLevel.SECTION} and (said := self._heading(position, chain)):
            return said
        chosen = next((unit for unit in chain if unit.level == level), None) if level else None
        if chosen is None:
            chosen = chain[0] if chain else None
        return citation_path(self.structure, chosen.index) if chosen else ""

    def _heading(self, position: int, chain: tuple[UnitNode, ...]) -> str:
        before = _NOTE.sub("", self.text[max(0, position - _HEADING_REACH) : position - 1])
        headings = [found for found in _HEADING.finditer(before) if _runs_on(before, found.end())]
        if not headings or "\n" in before[headings[-1].end() :].strip():
            return ""
        heading = headings[-1]
        if not _capitals(before[heading.end() :]):
            return ""
        if heading["chapter"]:
            return f"Chương {heading['number']}"
        above = [found["number"] for found in headings if found["chapter"]]
        chapter = above[-1] if above else next((u.number for u in chain if u.level is UnitLevel.CHAPTER), "")
        return f"Mục {heading['number']} Chương {chapter}" if chapter else f"Mục {heading['number']}"


def _capitals(words: str) -> bool:
    return words == words.upper()


def _runs_on(text: str, at: int) -> bool:
    """Whether what follows is a heading in capitals, or nothing."""
    return _capitals(text[at : at + 24])
