"""How a run or paragraph of a DOCX looks in the end: its own properties, then its styles', then the defaults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_OFF = {"0", "false", "off"}
_TWIP = 25.4 / 1440
_EMU = 25.4 / 914400


class Looks:
    """Resolves properties in one document."""

    def __init__(self, document: Any) -> None:
        self.styles = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
        self.defaults = document.styles.element.find(qn("w:docDefaults"))
        self.normal = next(
            (key for key, style in self.styles.items() if _is_default(style)),
            None,
        )

    def run(self, run: Any, paragraph: Any) -> tuple[str, float, bool, bool, str]:
        """Font, size in points, bold, italic and colour (``auto`` for none) of a run."""
        chain = list(self._run_chain(run, paragraph))
        fonts = [found for found in (p.find(qn("w:rFonts")) for p in chain) if found is not None]
        font = next(filter(None, (f.get(qn("w:ascii")) or f.get(qn("w:asciiTheme")) for f in fonts)), "")
        size = _value(chain, "w:sz")
        return (
            font,
            int(size) / 2 if size and size.isdigit() else 10.0,
            _switch(chain, "w:b"),
            _switch(chain, "w:i"),
            _value(chain, "w:color") or "auto",
        )

    def paragraph(self, paragraph: Any) -> dict[str, str]:
        """Alignment (``jc``), spacing and indents of a paragraph, as written in the file."""
        found: dict[str, str] = {}
        for properties in self._paragraph_chain(paragraph):
            for tag in ("w:jc", "w:spacing", "w:ind"):
                element = properties.find(qn(tag))
                if element is not None:
                    for key, value in element.attrib.items():
                        name = key.rsplit("}", 1)[-1]
                        found.setdefault("jc" if tag == "w:jc" else name, value)
        return found

    def _paragraph_chain(self, paragraph: Any) -> Iterator[Any]:
        own = paragraph.find(qn("w:pPr"))
        if own is not None:
            yield own
        yield from self._styled(_style_of(own, "w:pStyle") or self.normal, "w:pPr")
        yield from self._default("w:pPrDefault", "w:pPr")

    def _run_chain(self, run: Any, paragraph: Any) -> Iterator[Any]:
        own = run.find(qn("w:rPr"))
        if own is not None:
            yield own
        yield from self._styled(_style_of(own, "w:rStyle"), "w:rPr")
        yield from self._styled(_style_of(paragraph.find(qn("w:pPr")), "w:pStyle") or self.normal, "w:rPr")
        yield from self._default("w:rPrDefault", "w:rPr")

    def _styled(self, name: str | None, tag: str) -> Iterator[Any]:
        """Properties of a style and of those it is based on; a circle of styles ends where it closes."""
        seen: set[str] = set()
        while name and name in self.styles and name not in seen:
            seen.add(name)
            style = self.styles[name]
            if (properties := style.find(qn(tag))) is not None:
                yield properties
            name = _style_of(style, "w:basedOn")

    def _default(self, outer: str, inner: str) -> Iterator[Any]:
        holder = self.defaults.find(qn(outer)) if self.defaults is not None else None
        properties = holder.find(qn(inner)) if holder is not None else None
        if properties is not None:
            yield properties


def millimetres(twips: str | None) -> float:
    """From twentieths of a point; 0 for what is missing or no number."""
    try:
        return float(twips or 0) * _TWIP
    except ValueError:
        return 0.0


def points(twips: str | None) -> float:
    try:
        return float(twips or 0) / 20
    except ValueError:
        return 0.0


def rules_of(paragraph: Any, properties: dict[str, str], room: float) -> tuple[float | None, ...]:
    """Lengths of the lines that a paragraph draws: a border, underscores, or a drawn line."""
    found: list[float | None] = []
    borders = paragraph.find(qn("w:pPr") + "/" + qn("w:pBdr"))
    if borders is not None and any(
        (side := borders.find(qn(f"w:{name}"))) is not None and side.get(qn("w:val")) not in (None, "nil", "none")
        for name in ("top", "bottom")
    ):
        found.append(room - millimetres(properties.get("left") or properties.get("start")) - _right(properties))
    text = "".join(t.text or "" for t in paragraph.iter(qn("w:t"))).strip()
    if len(text) > 2 and not text.strip("_"):
        found.append(len(text) * 2.3)  # an underscore at 13 points
    found += [int(extent.get("cx", 0)) * _EMU for extent in paragraph.iter(qn("wp:extent"))]
    found += [None for element in paragraph.iter() if str(element.tag).endswith("}line") and "vml" in element.tag]
    return tuple(found)


def _right(properties: dict[str, str]) -> float:
    return millimetres(properties.get("right") or properties.get("end"))


def _is_default(style: Any) -> bool:
    return style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in {"1", "true"}


def _style_of(holder: Any, tag: str) -> str | None:
    element = holder.find(qn(tag)) if holder is not None else None
    return None if element is None else element.get(qn("w:val"))


def _value(chain: list[Any], tag: str) -> str | None:
    for properties in chain:
        element = properties.find(qn(tag))
        if element is not None:
            value: str | None = element.get(qn("w:val"))
            return value
    return None


def _switch(chain: list[Any], tag: str) -> bool:
    for properties in chain:
        element = properties.find(qn(tag))
        if element is not None:
            return element.get(qn("w:val")) not in _OFF
    return False
