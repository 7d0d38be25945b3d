"""What two ways of calling one law have in common: "Bộ luật Lao động 2019" and "luật lao động"."""

from __future__ import annotations

import re

from congvu.legal.law_names import ABBREVIATIONS
from congvu.text import syllables

_YEAR = re.compile(r" (?:nam )?((?:19|20)\d{2})$")
_YEAR_AFTER = re.compile(r"(?: nam)? ((?:19|20)\d{2})(?: |$)")
_KIND = re.compile(r"(?<!\S)(?:bo )?(luat|phap lenh|hien phap)(?: ve)?(?!\S)")
_NO_LAW_BEFORE = re.compile(r"(?<!\S)(?:phap|ky|quy|du) $")
_REPUBLIC = " nuoc cong hoa xa hoi chu nghia viet nam"
_COUNTRY = re.compile(r"(?<! tai)(?<! cua)(?<! nuoc)(?<! dan)(?<! quoc) viet nam$")
_LONGEST = 30


def law_key(name: str) -> str:
    """The key of the name of a law, code, ordinance or constitution, "" for the name of anything else.

    Folded syllables without "bộ", "về", a year and "Việt Nam" at the end.
    """
    text = " ".join(syllables(name))
    kind = _KIND.match(text)
    if kind is None:
        return ""
    return _key(kind[1], _YEAR.sub("", text[kind.end() :]))


def law_year(name: str) -> int | None:
    """The year at the end of a law's name."""
    year = _YEAR.search(" ".join(syllables(name)))
    return int(year[1]) if year else None


def law_keys_in(text: str) -> dict[str, list[tuple[int, int, int | None]]]:
    """Every key that may be meant in a text, with where it stands: first and one-past-last character of the text's
    syllables joined by blanks, and the year said behind it.

    A key is a law word and any number of the words behind it; which of them are laws only a library knows.
    "pháp luật lao động" names none. Abbreviations ("BLLĐ") count by their full names.
    """
    tokens = syllables(text)
    joined = " ".join(tokens)
    found: dict[str, list[tuple[int, int, int | None]]] = {}
    for kind in _KIND.finditer(joined):
        if kind[1] == "luat" and _NO_LAW_BEFORE.search(joined, 0, kind.start()):
            continue
        end = kind.end()
        behind = joined[end:].split(" ")[1 : _LONGEST + 1]
        for count in range(len(behind) + 1):
            stop = end + sum(len(word) + 1 for word in behind[:count])
            key = _key(kind[1], joined[end:stop])
            if not key:
                continue
            found.setdefault(key, []).append((kind.start(), stop, _year_at(joined, stop)))
    at = 0
    for token in tokens:
        if token in ABBREVIATIONS:
            stop = at + len(token)
            found.setdefault(law_key(ABBREVIATIONS[token][0]), []).append((at, stop, _year_at(joined, stop)))
        at += len(token) + 1
    return found


def _key(kind: str, rest: str) -> str:
    rest = rest.removesuffix(_REPUBLIC)
    if not rest and kind != "hien phap":
        return ""
    return f"{kind}{_COUNTRY.sub('', rest) or rest}"


def _year_at(joined: str, stop: int) -> int | None:
    year = _YEAR_AFTER.match(joined, stop)
    return int(year[1]) if year else None
