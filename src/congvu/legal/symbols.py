"""Symbols ("số, ký hiệu") of Vietnamese documents: 30/2020/NĐ-CP, 45/2019/QH14, 1951/UBND-VX, 57-NQ/TW.

What the parts mean follows Nghị định 30/2020/NĐ-CP and common use: a year marks a legal normative text; an issuer
without a kind marks an official letter (công văn); a hyphen before the kind and a slash before the issuer mark a
text of the Party, or an old state text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from congvu.legal.kinds import kind_by_code, kind_by_name
from congvu.legal.symbol_parts import Skeleton, canonical_issuer, canonical_kind, is_party_issuer, skeleton
from congvu.text import fold


@dataclass(frozen=True)
class Symbol:
    """A parsed symbol.

    number: digits as written (a letter may follow: "01a"); year: of the symbol, if it has one; kind: a code of
    `KINDS`, or QCVN and the like for technical standards; issuer, unit: abbreviations; canonical: the official
    spelling. At most one of the three flags is true.
    """

    number: str
    year: int | None
    kind: str | None
    issuer: str | None
    unit: str | None
    canonical: str
    is_normative: bool = False
    is_official_letter: bool = False
    is_party: bool = False


_WORD = r"[A-Za-zĐđ&]"
_SEGMENT = rf"{_WORD}{{1,12}}\d{{0,3}}{_WORD}{{0,4}}(?!\w)"
_NUMBER = r"(?<![\w/.,:-])(?P<number>\d{1,6}[A-Za-z]?)"
_SLASH = r" {0,2}/ {0,2}"
_HYPHEN = r" {0,2}- {0,2}"
# After the kind a space may stray around the hyphen; between later parts it would swallow running text.
_TAIL = rf"{_SEGMENT}(?:{_HYPHEN}{_SEGMENT})?(?:[-/]{_SEGMENT}){{0,4}}"
_ASSEMBLY = r"(?:QH|UBTVQH) ?\d{1,2}(?!\w)"
_STANDARD = r"(?P<std>QCVN|TCVN|QCĐP|QCDP|TCCS)(?: ?(?P<iso>ISO(?:/IEC|/TS)?))?"

_SYMBOL = re.compile(
    rf"(?<!\w){_STANDARD} ?(?P<stdno>\d{{1,6}}(?:-\d{{1,3}}){{0,2}}) ?[:-] ?(?P<stdyear>\d{{4}})(?!\w)"
    rf"(?P<stdtail>(?: ?/ ?[A-Za-zĐđ]{{2,12}}\d?(?::\d{{4}})?){{0,3}})"
    rf"|{_NUMBER}{_SLASH}(?P<year>(?:19|20)\d\d){_SLASH}(?P<tail>{_ASSEMBLY}|{_TAIL})"
    rf"|{_NUMBER.replace('number', 'number2')}{_SLASH}(?P<tail2>{_TAIL})"
    rf"|{_NUMBER.replace('number', 'number3')}{_HYPHEN}(?P<tail3>{_WORD}{{1,6}}{_SLASH}{_SEGMENT}"
    rf"(?:-(?:{_SEGMENT}|\d{{1,4}}(?!\w))){{0,2}}|(?:CP|TTg|HĐBT|HDBT|CT)(?!\w))",
    re.IGNORECASE,
)
_LEAD = re.compile(r"[^\d]{1,40}")
_SPLIT = re.compile(r" *([-/]) *")
_INTRODUCED = re.compile(r"(?:so|cong van|van ban|nghi dinh|quyet dinh|chi thi|thong tu|nd|qd)\s?:?\s{0,3}$")
_NORMATIVE_OLD = re.compile(r"HĐNN|CTN|HĐBT|^SL$|^CP$|^L$|^TTg$")


def parse_symbol(s: str) -> Symbol | None:
    """The symbol that the whole text is, or None. Never raises.

    "Số:" and the name of a kind may stand before it ("Luật số: 22/2008/QH12", "nghị định 30/2020/nd-cp").
    """
    text = skeleton(s[:200]).text.strip(" \n.;,")
    match = _SYMBOL.fullmatch(text)
    if match is None:
        lead = _LEAD.match(text)
        if lead is None or not _is_lead(lead.group()):
            return None
        match = _SYMBOL.fullmatch(text[lead.end() :])
    return _build(match) if match else None


def _is_lead(words: str) -> bool:
    name = re.sub(r"\bso\b|[:.]", " ", fold(words)).strip()
    return not name or kind_by_name(name) is not None


def normalise_symbol(s: str) -> str | None:
    """The official spelling of a symbol typed in any of the tolerated ways, or None."""
    symbol = parse_symbol(s)
    return symbol.canonical if symbol else None


def symbol_key(s: str) -> str:
    """What two spellings of one symbol have in common: no diacritics, case, spaces or leading zeros.

    A text that is no symbol gives its folded form without spaces, so the key of anything can be compared.
    """
    symbol = parse_symbol(s)
    folded = "".join(fold(symbol.canonical if symbol else skeleton(s).text).split())
    return re.sub(r"^0+(?=\d)", "", folded)


def find_symbols(text: str) -> list[tuple[Symbol, int, int]]:
    """Every symbol in a running text, with its first and one-past-last character, in order."""
    bones = skeleton(text)
    found: list[tuple[Symbol, int, int]] = []
    for match in _SYMBOL.finditer(bones.text):
        symbol = _build(match)
        if symbol is None or not _plausible(symbol, match, bones):
            continue
        found.append((symbol, bones.offsets[match.start()], bones.offsets[match.end() - 1] + 1))
    return found


def _plausible(symbol: Symbol, match: re.Match[str], bones: Skeleton) -> bool:
    """Whether a match in running text is a symbol, not a fraction, a unit of measure or an alternative."""
    if match["year"] or match["std"]:
        return True
    tail = match["tail2"] or match["tail3"]
    introduced = _INTRODUCED.search(fold(bones.text[max(0, match.start() - 14) : match.start()])) is not None
    if match["tail3"] and "/" not in tail:
        return introduced
    known = symbol.kind is not None or is_party_issuer(symbol.issuer or "")
    has_two_parts = "-" in tail or match["tail3"] is not None
    if has_two_parts and (known or introduced):
        return True
    first = _SPLIT.split(tail)[0]
    capitals = len(first) >= 2 and first[:2].isupper()
    return capitals and (introduced or (has_two_parts and "-" in tail))


def _build(match: re.Match[str]) -> Symbol | None:
    if match["std"]:
        return _standard(match)
    if match["tail3"]:
        return _hyphened(match["number3"], match["tail3"])
    number, tail = (match["number"], match["tail"]) if match["year"] else (match["number2"], match["tail2"])
    return _slashed(number, int(match["year"]) if match["year"] else None, tail)


def _standard(match: re.Match[str]) -> Symbol:
    kind = canonical_kind(match["std"])
    iso = f" {match['iso'].upper()}" if match["iso"] else ""
    year = int(match["stdyear"])
    parts = [part.strip() for part in match["stdtail"].split("/")[1:]]
    tail = "".join(f"/{canonical_issuer(part)}" for part in parts)
    issuer = canonical_issuer(parts[0]) if parts and ":" not in parts[0] else None
    canonical = f"{kind}{iso} {match['stdno']}:{year}{tail}"
    return Symbol(match["stdno"], year, kind, issuer, None, canonical, is_normative=kind == "QCVN")


def _slashed(number: str, year: int | None, tail: str) -> Symbol | None:
    pieces = _SPLIT.split(re.sub(r"(?<=QH) (?=\d)", "", tail, flags=re.IGNORECASE))
    kind = kind_by_code(pieces[0])
    code = kind.code if kind and len(pieces) > 1 else None
    if code == "L" and fold(pieces[0]) not in {"l", "lct"}:
        code = None
    if code is None and year is None and len(fold(pieces[0])) < 2:
        return None
    names = [canonical_kind(pieces[0]) if code else canonical_issuer(pieces[0])]
    names += [canonical_issuer(piece) for piece in pieces[2::2]]
    marks = pieces[1::2]
    written = names[0] + "".join(mark + name for mark, name in zip(marks, names[1:], strict=True))
    after = names[1:] if code else names
    if code in {"TTLT", "NQLT"}:
        issuer, unit = "-".join(after), None
    else:
        issuer, unit = after[0], "-".join(after[1:]) or None
    canonical = f"{number}/{year}/{written}" if year else f"{number}/{written}"
    normative = code == "VBHN" or (year is not None and _is_normative_kind(code, issuer))
    letter = not normative and year is None and code in {None, "CV"}
    return Symbol(number, year, code, issuer, unit, canonical, is_normative=normative, is_official_letter=letter)


def _is_normative_kind(code: str | None, issuer: str | None) -> bool:
    if code is None:
        return re.match(r"(?:QH|UBTVQH)\d", issuer or "") is not None
    kind = kind_by_code(code)
    return kind is not None and (kind.group in {"law", "normative"} or kind.also_normative)


def _hyphened(number: str, tail: str) -> Symbol | None:
    pieces = _SPLIT.split(tail)
    if len(pieces) == 1:
        issuer = canonical_issuer(pieces[0])
        return Symbol(number, None, None, issuer, None, f"{number}-{issuer}", is_normative=True)
    kind = kind_by_code(pieces[0])
    head = canonical_kind(pieces[0])
    issuer = canonical_issuer(pieces[2])
    unit = "-".join(canonical_issuer(piece) for piece in pieces[4::2]) or None
    canonical = f"{number}-{head}/{issuer}" + (f"-{unit}" if unit else "")
    party = is_party_issuer(issuer)
    if kind is None and not party:
        return None
    normative = not party and (_NORMATIVE_OLD.search(issuer) is not None or head in {"SL", "L", "LCT"})
    return Symbol(
        number, None, kind.code if kind else None, issuer, unit, canonical, is_normative=normative, is_party=party
    )
