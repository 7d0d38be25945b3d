"""The numbers that Word writes before paragraphs and that are nowhere in their text (ECMA-376, part 1, 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_BULLET = "-"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: str
    pattern: str


@dataclass(slots=True)
class _List:
    """A list definition and where its counters stand; several ``num`` may share it and count on together."""

    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)


def value_of(element: etree._Element | None, child: str) -> str | None:
    """The ``w:val`` of a child element, or None."""
    found = element.find(W + child) if element is not None else None
    return found.get(W + "val") if found is not None else None


class Numbering:
    """Counts through the paragraphs of one document, in their order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._abstract_of: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = defaultdict(dict)
        self._styles: dict[str, tuple[str | None, str | None, str | None]] = {}
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def label(self, properties: etree._Element | None) -> str:
        """What Word shows before a paragraph with these properties ("1.", "a)", "-"), or ""."""
        number, level = self._reference(properties)
        abstract = self._abstract_of.get(number or "")
        if number in (None, "0") or abstract not in self._lists:
            return ""
        listed = self._lists[abstract]
        definition = listed.levels.get(level)
        if definition is None:
            return ""
        self._count(listed, number or "", level, definition)
        return self._format(listed, definition)

    def _count(self, listed: _List, number: str, level: int, definition: _Level) -> None:
        restart = self._restarts[number].pop(level, None)
        if restart is not None:
            listed.counters[level] = restart
        else:
            listed.counters[level] = listed.counters.get(level, definition.start - 1) + 1
        for deeper in [depth for depth in listed.counters if depth > level]:
            del listed.counters[deeper]

    def _format(self, listed: _List, definition: _Level) -> str:
        if definition.kind == "bullet":
            return _BULLET
        if definition.kind == "none":
            return ""

        def place(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            shown = listed.levels.get(level, definition)
            return format_number(listed.counters.get(level, shown.start), shown.kind)

        return _PLACE.sub(place, definition.pattern).strip()

    def _reference(self, properties: etree._Element | None) -> tuple[str | None, int]:
        """The list and level of a paragraph: its own, or those of its style or of a style that one is based
        on.
        """
        own = properties.find(W + "numPr") if properties is not None else None
        number, level = value_of(own, "numId"), value_of(own, "ilvl")
        style: str | None = value_of(properties, "pStyle")
        for _ in range(20):
            if style is None or (number is not None and level is not None):
                break
            style_number, style_level, style = self._styles.get(style, (None, None, None))
            number = style_number if number is None else number
            level = style_level if level is None else level
        return number, _whole(level, 0)

    def _read_lists(self, numbering: etree._Element) -> None:
        for abstract in numbering.iterchildren(W + "abstractNum"):
            levels = {
                _whole(level.get(W + "ilvl"), 0): _Level(
                    start=_whole(value_of(level, "start"), 1),
                    kind=value_of(level, "numFmt") or "decimal",
                    pattern=value_of(level, "lvlText") or "",
                )
                for level in abstract.iterchildren(W + "lvl")
            }
            self._lists[abstract.get(W + "abstractNumId") or ""] = _List(levels)
        for number in numbering.iterchildren(W + "num"):
            identifier = number.get(W + "numId") or ""
            self._abstract_of[identifier] = value_of(number, "abstractNumId") or ""
            for override in number.iterchildren(W + "lvlOverride"):
                start = value_of(override, "startOverride")
                if start is not None:
                    self._restarts[identifier][_whole(override.get(W + "ilvl"), 0)] = _whole(start, 1)

    def _read_styles(self, styles: etree._Element) -> None:
        for style in styles.iterchildren(W + "style"):
            properties = style.find(W + "pPr")
            own = properties.find(W + "numPr") if properties is not None else None
            self._styles[style.get(W + "styleId") or ""] = (
                value_of(own, "numId"),
                value_of(own, "ilvl"),
                value_of(style, "basedOn"),
            )


def format_number(value: int, kind: str) -> str:
    """A list number as Word shows it; an unknown kind is shown in digits."""
    if kind in ("lowerLetter", "upperLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * (1 + (value - 1) // 26 % 10)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        roman = _roman(value)
        return roman.lower() if kind == "lowerRoman" else roman
    return f"{value:02d}" if kind == "decimalZero" else str(value)


def _roman(value: int) -> str:
    parts = []
    for size, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        parts.append(letters * (value // size))
        value %= size
    return "".join(parts)


def _whole(text: str | None, default: int) -> int:
    """A small number out of XML; anything odd is the default."""
    try:
        return min(max(int(text), 0), 100_000) if text is not None else default
    except ValueError:
        return default
