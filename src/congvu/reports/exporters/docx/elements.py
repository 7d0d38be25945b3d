"""Building blocks of an official DOCX: paragraphs, rules, tables and page numbers, as a clerk would have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from congvu.reports.decree import FONT, MARGINS, PAGE
from congvu.reports.types import Span

WIDTH = PAGE[0] - MARGINS["left"].chosen - MARGINS["right"].chosen
"""Millimetres between the margins."""
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def element(tag: str, **attributes: str) -> Any:
    """An element of WordprocessingML; attributes are of its name space."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def write(
    paragraph: Any,
    text: str | Sequence[Span],
    size: float,
    *,
    align: str = "left",
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
    left: float = 0,
    first: float = 0,
    notes: Any = None,
) -> Any:
    """Fill a paragraph. Points for size and gaps, millimetres for indents; ``notes`` takes footnotes."""
    form = paragraph.paragraph_format
    form.alignment = ALIGN[align]
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if left:
        form.left_indent = Mm(left)
    if first:
        form.first_line_indent = Mm(first)
    for span in [Span(text)] if isinstance(text, str) else text:
        run = paragraph.add_run(span.text)
        style(run, size, bold=bold or span.bold, italic=italic or span.italic)
        if span.note and notes is not None:
            notes.hang(paragraph, span.note, size)
    mark = element("w:rPr")  # the mark at the end carries the size too, or an edit would fall back to another
    mark.append(element("w:sz", val=str(int(size * 2))))
    paragraph._p.get_or_add_pPr().append(mark)
    return paragraph


def style(run: Any, size: float, *, bold: bool = False, italic: bool = False) -> None:
    """Font and size in so many words, for all scripts: nothing depends on the reader's template."""
    run.font.name, run.font.size = FONT, Pt(size)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    if bold:
        run.font.bold = True
    if italic:
        run.font.italic = True


def rule(paragraph: Any, room: float, length: float, *, after: float = 0) -> None:
    """Make an empty paragraph a line of ``length`` in the middle of ``room`` millimetres."""
    side = max(0.0, (room - length) / 2)
    form = paragraph.paragraph_format
    form.left_indent, form.right_indent = Mm(side), Mm(side)
    form.space_before, form.space_after = Pt(3), Pt(after)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    border = element("w:pBdr")
    border.append(element("w:top", val="single", sz="6", space="0", color="000000"))
    _insert_border(paragraph._p.get_or_add_pPr(), border)


def _insert_border(properties: Any, border: Any) -> None:
    """Borders stand before spacing, indents and alignment in the order that the schema wants."""
    for child in properties:
        if child.tag in {qn(f"w:{name}") for name in ("shd", "tabs", "spacing", "ind", "jc", "rPr")}:
            child.addprevious(border)
            return
    properties.append(border)


def table(container: Any, widths: Sequence[float], *, ruled: bool, padding: float) -> Any:
    """An empty table of these columns (millimetres), full width, fixed; ``ruled`` draws its lines."""
    made = container.add_table(rows=0, cols=len(widths))
    made.style = container.part.document.styles["Table Grid" if ruled else "Normal Table"]
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)  # LibreOffice obeys the grid, Word the cells
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=str(round(padding * 56.7)), type="dxa"))
    made._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    return made


def row(made: Any, widths: Sequence[float], *, header: bool = False) -> list[Any]:
    """A new row; its cells. It stays on one page; a ``header`` stands on every page again."""
    added = made.add_row()
    properties = added._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if header:
        properties.append(element("w:tblHeader"))
    for cell, width in zip(added.cells, widths, strict=True):
        cell.width = Mm(width)
    return list(added.cells)


def first_paragraph(cell: Any) -> Any:
    """The empty paragraph that every new cell has, or a further one."""
    used = len(cell.paragraphs) > 1 or cell.paragraphs[0].runs or cell.paragraphs[0]._p.pPr is not None
    return cell.add_paragraph() if used else cell.paragraphs[0]


def page_number(section: Any, size: float) -> None:
    """A number in the middle of the top margin from the second page on (Phụ lục I, Phần I, Mục I.7)."""
    section.different_first_page_header_footer = True
    section.header_distance = Mm(MARGINS["top"].chosen / 2)
    section.header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    write(paragraph, "", size, align="center")
    for run in list(paragraph.runs):
        paragraph._p.remove(run._r)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("shown", "2"), ("end", "")):
        run = paragraph.add_run("2" if kind == "shown" else "")
        style(run, size)
        if kind in ("begin", "separate", "end"):
            run._r.append(element("w:fldChar", fldCharType=kind))
        elif text:
            code = element("w:instrText")
            code.text = text
            run._r.append(code)


def restart_pages(section: Any) -> None:
    """Pages of an appendix are counted anew (Mục III.1.đ)."""
    numbers = element("w:pgNumType", start="1")
    properties = section._sectPr
    for child in properties:
        if child.tag in {qn(f"w:{name}") for name in ("cols", "titlePg", "docGrid")}:
            child.addprevious(numbers)
            return
    properties.append(numbers)
