"""The id of every unit in the reader: short, stable, ASCII, unique in its text ("d113-k1-b", "pl1-d3",
"dn2").
"""

from __future__ import annotations

import re
from collections import Counter

from congvu.legal.structure import StructuredText, UnitLevel, UnitNode
from congvu.legal.structure_markers import roman_value
from congvu.text import fold

MAX_LENGTH = 100

_PREFIX = {
    UnitLevel.PART: "p",
    UnitLevel.CHAPTER: "c",
    UnitLevel.SECTION: "m",
    UnitLevel.SUBSECTION: "tm",
    UnitLevel.ARTICLE: "d",
    UnitLevel.CLAUSE: "k",
    UnitLevel.POINT: "",
    UnitLevel.ANNEX: "pl",
    UnitLevel.HEADING: "h",
    UnitLevel.PARAGRAPH: "dn",
    UnitLevel.PREAMBLE: "dau",
    UnitLevel.CLOSING: "cuoi",
}
# Not the other Roman letters: "Phụ lục C" is the third, not the hundredth.
_ROMAN = re.compile(r"[IVX]+")
_STARTS_ANEW = frozenset({UnitLevel.ANNEX, UnitLevel.PREAMBLE, UnitLevel.CLOSING})


def unit_anchors(structure: StructuredText) -> tuple[str, ...]:
    """One anchor per unit, in the order of the units.

    An article is named by its number alone, because that is unique in a law; what lies in an annex is
    prefixed by the annex. A second unit of the same name (texts do repeat numbers) gets "~2".
    """
    anchors: list[str] = []
    unnumbered: Counter[tuple[str, str]] = Counter()
    used: Counter[str] = Counter()
    for unit in structure.units:
        base = _base(structure, unit, anchors)
        prefix = _PREFIX[unit.level]
        number = _slug(unit.number)
        if not number and unit.level not in (UnitLevel.PREAMBLE, UnitLevel.CLOSING):
            unnumbered[base, prefix] += 1
            number = str(unnumbered[base, prefix])
        name = f"{base}-{prefix}{number}" if base else f"{prefix}{number}"
        name = name[:MAX_LENGTH]
        used[name] += 1
        anchors.append(name if used[name] == 1 else f"{name}~{used[name]}")
    return tuple(anchors)


def _base(structure: StructuredText, unit: UnitNode, anchors: list[str]) -> str:
    if unit.parent is None or unit.level in _STARTS_ANEW:
        return ""
    if unit.level is UnitLevel.ARTICLE:
        annexes = (above for above in structure.ancestors(unit.index) if above.level is UnitLevel.ANNEX)
        return next((anchors[annex.index] for annex in annexes), "")
    return anchors[unit.parent]


def _slug(number: str) -> str:
    """ "12a" stays, "II" becomes "2", "đ" becomes "dd" (it is not "d"), "II.1" becomes "ii.1"."""
    if _ROMAN.fullmatch(number):
        return str(roman_value(number))
    marked = number.strip().lower().replace("đ", "dd")
    return re.sub(r"[^a-z0-9.]+", "-", fold(marked)).strip("-.")
