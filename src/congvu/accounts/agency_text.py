"""Names and codes of agencies in the form in which they are compared. Pure."""

from __future__ import annotations

import re

from congvu.accounts.types import CodeScheme
from congvu.text import clean, fold

# Short forms that stand inside of names; a single reading each, or they would not be here.
_WRITTEN_OUT = {
    "ubnd": "Ủy ban nhân dân",
    "hđnd": "Hội đồng nhân dân",
    "tp": "thành phố",
    "tx": "thị xã",
    "ptnt": "Phát triển nông thôn",
    "kcn": "khu công nghiệp",
    "bql": "Ban Quản lý",
    "ql": "quản lý",
}
_FOLDED = {fold(short): fold(full).split() for short, full in _WRITTEN_OUT.items()}
_LINKS = frozenset({"va"})  # left out of abbreviations: "Thông tin và Truyền thông" is TTTT
_WORD = re.compile(r"[^\W_]+")
_SEPARATORS = re.compile(r"[\W_]+")
# Quyết định 20/2020/QĐ-TTg: the province or ministry first, then level by level. QCVN 102:2016: the other way round.
_QD20 = re.compile(r"[A-Z]\d{2}(\.[A-Z0-9]{2,3})*")
_QCVN = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}")


def words_of(text: str) -> list[str]:
    """The folded words of a name, short forms written out: "Sở NN và PTNT" → so nn va phat trien nong thon."""
    return [part for word in _WORD.findall(fold(clean(text))) for part in _FOLDED.get(word, [word])]


def joined(text: str) -> str:
    """Letters and digits alone, folded: "Sở KH&CN" → sokhcn, which is how abbreviations are compared."""
    return "".join(_WORD.findall(fold(clean(text))))


def search_key(name: str, short_name: str = "") -> str:
    """What a name is searched by: " word word " for every word and "=abbreviation " for every way to shorten it."""
    words = words_of(name)
    carried = [word for word in words if word not in _LINKS]
    initials = "".join(word[0] for word in carried)
    short = {joined(name), initials, joined(short_name)}
    if carried:
        short.add(carried[0] + initials[1:])  # "Sở TTTT"
    return f" {' '.join(words)} " + "".join(f"={form} " for form in sorted(short) if form)


def spellings(name: str) -> tuple[str, ...]:
    """A name as it is and, if that differs, with its short forms written out: "UBND xã X", "Ủy ban nhân dân xã X"."""
    full = _WORD.sub(lambda match: _WRITTEN_OUT.get(match.group().lower(), match.group()), clean(name))
    return tuple(dict.fromkeys((name, full)))


def bare_code(code: str) -> str:
    """A code without case and separators: "h62-01", "H62.01" and "H6201" are one; "" where nothing is left."""
    return _SEPARATORS.sub("", clean(code).upper())  # in this order: a capital may be a letter and a mark


def scheme_of(code: str) -> CodeScheme:
    """Which rule a code as it is written follows."""
    written = code.strip().upper()
    if _QCVN.fullmatch(written):
        return CodeScheme.QCVN102
    return CodeScheme.QD20 if _QD20.fullmatch(written) else CodeScheme.OTHER
