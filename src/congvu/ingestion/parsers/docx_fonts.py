"""Which font a run of a DOCX is set in: its own, its style's, its paragraph's, or the document's."""

from __future__ import annotations

from lxml import etree

from congvu.ingestion.parsers.docx_numbering import W

_MOST_STEPS = 20


class Fonts:
    """The fonts of the styles of one document; ``styles`` is the root of styles.xml, or None."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._own: dict[str, str] = {}
        self._based_on: dict[str, str] = {}
        self._usual = ""
        self._paragraph = ""
        if styles is None:
            return
        self._usual = _font(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")) or ""
        for style in styles.iterchildren(W + "style"):
            name = style.get(W + "styleId") or ""
            font = _font(style.find(W + "rPr"))
            if font:
                self._own[name] = font
            base = style.find(W + "basedOn")
            if base is not None:
                self._based_on[name] = base.get(W + "val") or ""
            if style.get(W + "type") == "paragraph" and style.get(W + "default") == "1":
                self._paragraph = name

    def of_run(self, run: etree._Element) -> str:
        """The name of the font of the letters beyond ASCII; "" where nothing says it."""
        properties = run.find(W + "rPr")
        own = _font(properties)
        if own:
            return own
        style = properties.find(W + "rStyle") if properties is not None else None
        found = self._of_style(style.get(W + "val") or "") if style is not None else ""
        if found:
            return found
        paragraph = next(run.iterancestors(W + "p"), None)
        style = paragraph.find(f"{W}pPr/{W}pStyle") if paragraph is not None else None
        name = (style.get(W + "val") or "") if style is not None else self._paragraph
        return self._of_style(name) or self._usual

    def _of_style(self, name: str) -> str:
        for _step in range(_MOST_STEPS):
            if name in self._own:
                return self._own[name]
            if name not in self._based_on:
                break
            name = self._based_on[name]
        return ""


def _font(properties: etree._Element | None) -> str | None:
    fonts = properties.find(W + "rFonts") if properties is not None else None
    return (fonts.get(W + "hAnsi") or fonts.get(W + "ascii")) if fonts is not None else None
