"""DOCX by Nghị định 30/2020/NĐ-CP: the form that offices edit, number and sign."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Pt

from congvu.common.archives import repeatable
from congvu.reports.decree import FONT, SIZES
from congvu.reports.exporters.docx import parts
from congvu.reports.exporters.docx.elements import element, page_number, restart_pages
from congvu.reports.exporters.docx.notes import Footnotes
from congvu.reports.types import OfficialDocument


def write_docx(content: OfficialDocument) -> bytes:
    """The document as a file; equal documents give equal bytes."""
    document = Document()
    _lighten(document)
    _plain_styles(document)
    parts.margins(document.sections[0])
    page_number(document.sections[0], SIZES["page_number"].chosen)
    if content.main:
        _main(document, content)
    if content.appendix:
        if content.main:
            section = document.add_section(WD_SECTION.NEW_PAGE)
            restart_pages(section)
        parts.appendix(document, content.appendix)
    _properties(document, content)
    target = io.BytesIO()
    document.save(target)
    return repeatable(target.getvalue())


def _main(document: Any, content: OfficialDocument) -> None:
    notes = Footnotes(document)
    parts.opening(document)
    parts.heading(document, content)
    if content.type_name:
        parts.title(document, content)
    if content.addressees:
        parts.addressees(document, content)
    parts.body(document, content, notes)
    parts.closing(document, content)
    notes.attach()


def _lighten(document: Any) -> None:
    """Drop what the library's template carries along: a picture of an empty page, styles for an old Word."""
    for holder, ending in ((document.part, "/stylesWithEffects"), (document.part.package, "/thumbnail")):
        for key in [key for key, found in holder.rels.items() if found.reltype.endswith(ending)]:
            del holder.rels[key]


def _plain_styles(document: Any) -> None:
    """Times New Roman 14 as the base of everything, in Vietnamese; no theme in between."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZES["body"].chosen)
    normal.paragraph_format.space_after = Pt(0)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for properties in (normal.element.get_or_add_rPr(), defaults):
        fonts = properties.find(qn("w:rFonts"))
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    for language in defaults.findall(qn("w:lang")):
        defaults.remove(language)
    defaults.append(element("w:lang", val="vi-VN", eastAsia="vi-VN", bidi="ar-SA"))


def _properties(document: Any, content: OfficialDocument) -> None:
    moment = dt.datetime(content.dated.year, content.dated.month, content.dated.day, tzinfo=dt.UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties.title = " ".join(content.subject or (content.appendix.title if content.appendix else ()))
    properties.author = properties.last_modified_by = content.office.full_name
    properties.created = properties.modified = moment
    properties.comments, properties.revision, properties.language = "", 1, "vi-VN"
