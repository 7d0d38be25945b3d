"""Footnotes, which python-docx cannot make: the part that holds them and the marks in the text."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree

from congvu.reports.decree import FONT
from congvu.reports.exporters.docx.elements import element, style

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SIZE = 10
_STYLE, _STYLE_ID = "Footnote Text", "FootnoteText"
_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))


class Footnotes:
    """Collects the footnotes of a document; ``attach`` puts them into it."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.texts: list[str] = []

    def hang(self, paragraph: Any, text: str, size: float) -> None:
        """Put the mark of a new footnote at the end of a paragraph as it is now."""
        self.texts.append(text)
        run = paragraph.add_run()
        style(run, size)
        run.font.superscript = True
        run._r.append(element("w:footnoteReference", id=str(len(self.texts))))

    def attach(self) -> None:
        """Write the part with all notes; nothing where there are none."""
        if not self.texts:
            return
        base = self.document.styles.add_style(_STYLE, WD_STYLE_TYPE.PARAGRAPH)
        base.base_style, base.font.size = self.document.styles["Normal"], Pt(_SIZE)
        base.paragraph_format.space_after = Pt(0)
        root = etree.fromstring(f"<w:footnotes {nsdecls('w')}/>")
        for number, kind in _SEPARATORS:
            note = _note(number, type=kind)
            note[0].append(_run(element(f"w:{kind}")))
            root.append(note)
        for number, text in enumerate(self.texts, start=1):
            note = _note(number)
            note[0].append(_run(element("w:footnoteRef"), raised=True))
            note[0].append(_run(_text(f" {text}")))
            root.append(note)
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), _CONTENT_TYPE, blob, self.document.part.package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._tell_settings()

    def _tell_settings(self) -> None:
        properties = element("w:footnotePr")
        for number, _kind in _SEPARATORS:
            properties.append(element("w:footnote", id=str(number)))
        settings = self.document.settings.element
        before = settings.find(qn("w:compat"))
        if before is None:
            settings.append(properties)
        else:
            before.addprevious(properties)


def _note(number: int, **attributes: str) -> Any:
    note = element("w:footnote", **attributes, id=str(number))
    paragraph = element("w:p")
    properties = element("w:pPr")
    properties.append(element("w:pStyle", val=_STYLE_ID))
    paragraph.append(properties)
    note.append(paragraph)
    return note


def _run(content: Any, *, raised: bool = False) -> Any:
    run, properties = element("w:r"), element("w:rPr")
    properties.append(element("w:rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT))
    properties.append(element("w:sz", val=str(2 * _SIZE)))
    if raised:
        properties.append(element("w:vertAlign", val="superscript"))
    run.append(properties)
    run.append(content)
    return run


def _text(text: str) -> Any:
    made = element("w:t")
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made
