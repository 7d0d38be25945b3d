"""The parts of a symbol: stray characters taken out, abbreviations given their official spelling."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from congvu.legal.kinds import KINDS
from congvu.text import fold


@dataclass(frozen=True)
class Skeleton:
    """Text as symbols are read from it, and for each of its characters the index in the original."""

    text: str
    offsets: tuple[int, ...] | list[int]


_PLAIN = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe58\ufe63\uff0d\u30fc", "-"),
    **dict.fromkeys("\u2044\u2215\u29f8\uff0f", "/"),
    **dict.fromkeys("\xa0\u2002\u2003\u2007\u2009\u202f\u3000\t", " "),
    **dict.fromkeys("*_`\u200b\u200c\u200d\u2060\ufeff", ""),
    **dict.fromkeys("\u00d0\u0189", "Đ"),
    "\u00f0": "đ",
}


def skeleton(s: str) -> Skeleton:
    """Fullwidth characters, odd hyphens, slashes and spaces as plain ones; markdown emphasis and invisibles gone."""
    pieces: list[str] = []
    offsets: list[int] = []
    for index, ch in enumerate(s):
        plain = _PLAIN.get(ch)
        if plain is None:
            plain = unicodedata.normalize("NFKC", ch) if "\uff00" <= ch <= "\uff5e" else ch
        if plain:
            pieces.append(plain)
            offsets.append(index)
    return Skeleton("".join(pieces), offsets)


# Abbreviations whose letters a keyboard without diacritics, or without case, does not give.
_ISSUERS = (
    "CP TTg QH UBTVQH CTN HĐNN HĐBT HĐND UBND HĐTP TANDTC VKSNDTC KTNN BCĐ BCĐTW UBMTTQ MTTQ VPCP VPQH VPCTN "
    "TW TU ĐU HU QU BNV BTC BTP BCA BQP BNG BCT BXD BYT BGDĐT BGTVT BKHCN BKHĐT BLĐTBXH BTNMT BNNMT BNNPTNT BTTTT "
    "BVHTTDL BDTTG NHNN UBDT TTCP CĐSQG TTHC PTĐT CĐ ĐK QLĐĐ GDĐT KHĐT LĐTBXH STTTT SKHCN SNV STC STP SXD SYT "
    "SGDĐT SNNMT SCT SVHTTDL SKHĐT SLĐTBXH STNMT SGTVT VP CCHC TĐKT HĐTĐKT BCSĐ ĐUK LĐLĐ TĐTN HCCB HND HLHPN"
).split()
_SPELLING: dict[str, str] = {}
for _name in _ISSUERS:
    _SPELLING.setdefault(fold(_name), _name)
_KIND_SPELLING: dict[str, str] = {}
for _kind in KINDS:
    _KIND_SPELLING.setdefault(fold(_kind.code), _kind.code)
_KIND_SPELLING |= {"lct": "LCT", "qcvn": "QCVN", "tcvn": "TCVN", "qcdp": "QCĐP", "tccs": "TCCS"}
_KIND_CODES = {kind.code for kind in KINDS}

_NUMBERED = re.compile(r"(qh|ubtvqh|hdnn)(\d{1,2})")
_PARTY = re.compile(r"(?:tw|tu|du|hu|qu|bcsd|dangdoan|btgtw|bdvtw|ubkttw|bnctw|vptw|dukhoi|duk|dutw|bcd\w?tw)$")


def canonical_kind(raw: str) -> str:
    """The official spelling of a kind's abbreviation: "nd" and "ND" give "NĐ"; an exact one stays."""
    if raw in _KIND_CODES:
        return raw
    return _KIND_SPELLING.get(fold(raw)) or canonical_issuer(raw)


def canonical_issuer(raw: str) -> str:
    """The official spelling of an issuer's or unit's abbreviation; an unknown one in capitals stays as written."""
    key = fold(raw)
    numbered = _NUMBERED.fullmatch(key)
    if numbered:
        return _SPELLING[numbered[1]] + numbered[2]
    if key in _SPELLING and ("đ" not in raw.lower() or raw.islower()):
        return _SPELLING[key]
    return raw.upper() if raw.islower() else raw


def is_party_issuer(issuer: str) -> bool:
    """Whether the abbreviation is that of an organ of the Party (TW, TU, ĐU, ...)."""
    return _PARTY.match(fold(issuer)) is not None
