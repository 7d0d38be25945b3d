"""Mentions of documents in running text: by symbol, by name, by kind and number, by abbreviation, or "này"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from congvu.legal.document_names import NAMED_KINDS, amended_end, name_end
from congvu.legal.kinds import KINDS
from congvu.legal.law_names import ABBREVIATIONS
from congvu.legal.source import Source
from congvu.legal.symbols import Symbol, find_symbols
from congvu.text import find_dates, fold


@dataclass(frozen=True)
class Mention:
    """A document mentioned at a span of the folded text; what is known of it. `relative`: "Luật này"."""

    start: int
    end: int
    symbol: str | None = None
    number: str | None = None
    name: str | None = None
    kind: str | None = None
    year: int | None = None
    relative: bool = False


_KIND_NAMES = {fold(kind.name): kind for kind in KINDS if kind.code not in {"LCTN", "ĐL", "TTCĐ"}}
_KIND_WORD = re.compile(
    rf"(?<!\w)(?P<kind>{'|'.join(sorted((n.replace(' ', '[ ]') for n in _KIND_NAMES), key=len, reverse=True))})(?!\w)"
)
_COMPOUNDS = {"phap": "pháp", "ky": "kỷ", "quy": "quy", "du": "dự", "thiet": "thiết", "tien": "tiền"}
_COMPOUND = re.compile(rf"(?<!\w)({'|'.join(_COMPOUNDS)})\s{{1,2}}$")
_THIS = re.compile(r"[ ]{1,3}nay(?!\w)")
_NUMBER_SIGN = re.compile(r"\s{0,3}(?:so(?!\w))?[\s:*]{0,4}")
_COUNTED = (
    r"(?!\s{0,2}(?:%|nam(?![ ]{1,2}\d{4})(?!\w)|(?:ngay|thang|tuan|gio|phut|nguoi|dong|trieu|ty|nghin|lan|van de|"
    r"noi dung|nhiem vu|diem|dieu|khoan|muc|buoc|giai doan|bo|so|loai|nhom|truong hop)(?!\w)))"
)
_BARE_NUMBER = re.compile(rf"(?P<no>\d{{1,5}})(?:[ ]?/[ ]?(?P<year>(?:19|20)\d\d))?(?![\w]|[/.,-]\w){_COUNTED}")
# Kinds whose plain number is understood without "số": elsewhere "quyết định 3 vấn đề" is a verb.
_PLAIN_NUMBER_KINDS = {"NĐ", "TT", "TTLT"}
_SHORT_KINDS = {"nd": "NĐ", "tt": "TT", "ttlt": "TTLT", "qd": "QĐ", "nq": "NQ"}
_SHORT_KIND = re.compile(
    rf"(?<!\w)(?P<code>ttlt|nd|tt|qd|nq)(?:-cp)?[ ]?(?:so[ ])?(?P<no>\d{{1,5}})(?:[ ]?/[ ]?(?P<year>(?:19|20)\d\d))?"
    rf"(?![\w]|[/.,-]\w){_COUNTED}"
)
_ABBREVIATION = re.compile(rf"(?<!\w)(?:{'|'.join(ABBREVIATIONS)})(?!\w)")
_YEAR = re.compile(r"[ ]{0,2}[,(]?[ ]{0,2}(?:nam[ ]{1,2})?(?P<year>(?:19|20)\d\d)(?![\w]|[/.-]\d)\)?")
_DATED = re.compile(r"[ ]{1,2}(?:so[ ]\S{1,24}[ ])?(?=ngay[ ])")


def find_mentions(source: Source) -> list[Mention]:
    """Every mention, in order of place, none overlapping another; positions are those of the folded text."""
    places = {start: (symbol, end) for symbol, start, end in _folded_symbols(source)}
    found = [*_by_kind_word(source, places), *_by_abbreviation(source)]
    found += [_by_symbol(start, symbol, end) for start, (symbol, end) in places.items()]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _folded_symbols(source: Source) -> Iterator[tuple[Symbol, int, int]]:
    symbols = find_symbols(source.text)
    if not symbols:
        return
    position: dict[int, int] = {}
    for at, index in enumerate(source.offsets):
        position.setdefault(index, at)
    for symbol, start, end in symbols:
        yield symbol, position[start], position[end - 1] + 1


def _by_symbol(start: int, symbol: Symbol, end: int) -> Mention:
    kind = symbol.kind or ("CV" if symbol.is_official_letter else None)
    return Mention(start, end, symbol=symbol.canonical, number=symbol.number, kind=kind, year=symbol.year)


def _by_kind_word(source: Source, places: dict[int, tuple[Symbol, int]]) -> Iterator[Mention]:
    for match in _KIND_WORD.finditer(source.folded):
        kind = _KIND_NAMES[match["kind"]]
        if not source.spells(match.start(), match.end(), kind.name) or _is_no_law(source, match):
            continue
        this = _THIS.match(source.folded, match.end())
        if this and source.spells(this.end() - 3, this.end(), "này"):
            yield Mention(match.start(), this.end(), kind=kind.code, relative=True)
            continue
        at = _after_sign(source, match.end())
        if at in places:
            symbol, end = places[at]
            yield _with_amended(source, replace(_by_symbol(match.start(), symbol, end), kind=kind.code))
            continue
        named = match["kind"] in NAMED_KINDS
        found = _by_name(source, match, places) if named else _by_number(source, match, kind.code, at)
        if found is not None:
            yield found


def _is_no_law(source: Source, match: re.Match[str]) -> bool:
    """Whether "luật" is the end of another word: "pháp luật về đất đai", "kỷ luật"."""
    before = (
        _COMPOUND.search(source.folded, max(0, match.start() - 8), match.start()) if match["kind"] == "luat" else None
    )
    return before is not None and source.spells(*before.span(1), _COMPOUNDS[before[1]])


def _after_sign(source: Source, at: int) -> int:
    sign = _NUMBER_SIGN.match(source.folded, at)
    return sign.end() if sign else at


def _by_number(source: Source, match: re.Match[str], code: str, at: int) -> Mention | None:
    number = _BARE_NUMBER.match(source.folded, at)
    if number is None or at == match.end():
        return None
    signed = "so" in source.folded[match.end() : at]
    if not (signed or number["year"] or code in _PLAIN_NUMBER_KINDS):
        return None
    year = _YEAR.match(source.folded, number.end()) if number["year"] is None else None
    value = number["year"] or (year["year"] if year else None)
    return Mention(
        match.start(),
        year.end() if year else number.end(),
        number=number["no"],
        kind=code,
        year=int(value) if value else None,
    )


def _by_abbreviation(source: Source) -> Iterator[Mention]:
    for match in _ABBREVIATION.finditer(source.folded):
        name, kind = ABBREVIATIONS[match.group()]
        year = _YEAR.match(source.folded, match.end())
        end = year.end() if year else match.end()
        full = f"{name} {year['year']}" if year else name
        yield Mention(match.start(), end, name=full, kind=kind, year=int(year["year"]) if year else None)
    for match in _SHORT_KIND.finditer(source.folded):
        written = source.written(*match.span("code"))
        if source.is_accented and not written.isupper() and "đ" not in written.lower():
            continue
        year_of = int(match["year"]) if match["year"] else None
        yield Mention(*match.span(), number=match["no"], kind=_SHORT_KINDS[match["code"]], year=year_of)


def _by_name(source: Source, match: re.Match[str], places: dict[int, tuple[Symbol, int]]) -> Mention | None:
    end = name_end(source, match["kind"], match.end())
    if end is None:
        return None
    name = " ".join(source.written(match.start(), end).split())
    return _completed(source, Mention(match.start(), end, name=name, kind=NAMED_KINDS[match["kind"]]), places)


def _completed(source: Source, mention: Mention, places: dict[int, tuple[Symbol, int]]) -> Mention:
    """The mention with the number, date or year that follows its name."""
    at = _after_sign(source, mention.end)
    if at in places:
        symbol, end = places[at]
        return replace(mention, end=end, symbol=symbol.canonical, number=symbol.number, year=symbol.year)
    dated = _DATED.match(source.folded, mention.end)
    if dated:
        dates = find_dates(source.folded[dated.end() : dated.end() + 40])
        if dates and dates[0][1] <= 5:
            year_of = dates[0][0].year
            return replace(mention, end=dated.end() + dates[0][2], name=f"{mention.name} {year_of}", year=year_of)
    year = _YEAR.match(source.folded, mention.end)
    if year is None:
        return mention
    name = " ".join(source.written(mention.start, year.end()).split())
    return replace(mention, end=year.end(), name=name, year=int(year["year"]))


def _with_amended(source: Source, mention: Mention) -> Mention:
    """ "Luật số 62/2010/QH12 sửa đổi, bổ sung một số điều của Luật Chứng khoán" is one document, not two."""
    end = amended_end(source, mention.end)
    return replace(mention, end=end) if end else mention
