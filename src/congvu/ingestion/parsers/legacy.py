"""Text from before Unicode: TCVN3 (fonts ".Vn…") and VNI (fonts "VNI-…"), run by run.

The font says which code a run is in; where the font was lost, the words themselves say it, line by line. Text that is
Unicode already is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from itertools import groupby

from viparse.normalize.tables import Charmap, build_charmap, convert
from viparse.normalize.tcvn3 import TCVN3
from viparse.normalize.vni import VNI

from congvu.ingestion.parsers.base import CELL_SEPARATOR
from congvu.text import fold, is_syllable, nfc


class Code(StrEnum):
    """In what code the characters of a run are; ``TCVN3_CAPITALS`` draws every letter as a capital."""

    UNICODE = ""
    TCVN3 = "tcvn3"
    TCVN3_CAPITALS = "tcvn3-capitals"
    VNI = "vni"


# The tables of the library leave out letters that its sources do not hold; the layout of VNI gives them.
_VNI: Charmap = build_charmap(
    "vni", [*VNI.pairs, *((k, v) for k, v in (("aú", "ẳ"), ("AÚ", "Ẳ"), ("ÖØ", "Ừ")) if k not in dict(VNI.pairs))]
)
_TABLES = {Code.TCVN3: TCVN3, Code.TCVN3_CAPITALS: TCVN3, Code.VNI: _VNI}
_TCVN3_FONT = re.compile(r"^(?:[A-Z]{6}\+)?\.?Vn(?!i)[A-Z]", re.ASCII)
_VNI_FONT = re.compile(r"^(?:[A-Z]{6}\+)?VNI[\s\-_][A-Z]", re.IGNORECASE | re.ASCII)
_CAPITALS_FONT = re.compile(r"H(?:[,\-]?(?:Bold|Italic|BoldItalic))?$")
# Letters that only Unicode text has: precomposed Vietnamese and its own base letters.
_UNICODE = re.compile("[\u1ea0-\u1ef9\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0]")
_HIGH = re.compile("[\u00a1-\u00ff\u2212\u2219]")
_PARTS = re.compile(rf"(\n|{re.escape(CELL_SEPARATOR)})")
_WORD = re.compile(r"[^\W\d_]+(?:[\u00a1-\u00bf\u00d7\u00f7\u2212\u2219][^\W\d_]*)*|[\u00a1-\u00bf][^\W\d_]+")
_LETTERS = frozenset(
    "abcdefghijklmnopqrstuvwxyz"
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
)
_FEWEST_WORDS = 2
_CONVINCING = 0.75
_SOUND = 0.5


def code_of_font(name: str | None) -> Code:
    """The code that a font's name stands for: ".VnTimeH", "VNI-Times", "ABCDEF+.VnArial"."""
    if not name:
        return Code.UNICODE
    if _TCVN3_FONT.match(name):
        return Code.TCVN3_CAPITALS if _CAPITALS_FONT.search(name) else Code.TCVN3
    return Code.VNI if _VNI_FONT.match(name) else Code.UNICODE


def convert_run(text: str, code: Code) -> str:
    """A run in Unicode; as it is where it holds letters that the code does not have, and reads better so."""
    if code is Code.UNICODE:
        return text
    converted: str = convert(text, _TABLES[code])
    if _UNICODE.search(nfc(text)) and _sound(_WORD.findall(converted)) <= _sound(_WORD.findall(text)):
        return text
    return converted.upper() if code is Code.TCVN3_CAPITALS else converted


def join_runs(runs: Iterable[tuple[str, Code]]) -> str:
    """The text of a paragraph from its runs; neighbours of one code are converted together, since VNI's letter and
    mark may lie in two runs. What no font explains is judged by its words.
    """
    pieces = [("".join(text for text, _c in group), code) for code, group in groupby(runs, key=lambda run: run[1])]
    return "".join(convert_run(text, code) if code else text for text, code in pieces)


def convert_lines(text: str) -> str:
    """Lines and cells whose words are Vietnamese only when read as TCVN3 or VNI, converted; all others as they are."""
    if not _HIGH.search(text):
        return text
    parts = _PARTS.split(text)
    whole = code_of_words(" ".join(part for part in parts if _HIGH.search(part) and not _UNICODE.search(part)))
    return "".join(_convert_part(part, whole) for part in parts)


def code_of_words(text: str) -> Code:
    """The code in which most of the accented words of a text are Vietnamese syllables; UNICODE when in doubt."""
    if _UNICODE.search(text):
        return Code.UNICODE
    words = [word for word in _WORD.findall(text[:20_000]) if _HIGH.search(word)]
    if len(words) < _FEWEST_WORDS or _sound(words) > _SOUND:
        return Code.UNICODE
    shares = {code: _sound([convert(word, table) for word in words]) for code, table in _TABLES.items()}
    best = max((Code.TCVN3, Code.VNI), key=lambda code: shares[code])
    return best if shares[best] >= _CONVINCING else Code.UNICODE


def _convert_part(line: str, whole: Code) -> str:
    """A line or cell by its own words; one that is too short to tell follows the rest of the text."""
    if not _HIGH.search(line) or _UNICODE.search(line):
        return line
    code = code_of_words(line)
    if code is Code.UNICODE and whole:
        words = [word for word in _WORD.findall(line) if _HIGH.search(word)]
        if _sound([convert(word, _TABLES[whole]) for word in words]) > _sound(words):
            code = whole
    return convert_run(line, code)


def _sound(words: list[str]) -> float:
    return sum(map(_is_vietnamese, words)) / len(words) if words else 0.0


def _is_vietnamese(word: str) -> bool:
    lower = nfc(word).lower()
    return _LETTERS.issuperset(lower) and is_syllable(fold(lower))
