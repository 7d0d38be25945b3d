"""The parts of an official document, from heading to appendix, where Phụ lục I, Phần I, Mục IV puts them."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Mm, Pt

from congvu.reports import decree
from congvu.reports.decree import GAP, INDENT, MARGINS, RULE_PART, SIZES
from congvu.reports.exporters.docx.elements import WIDTH, first_paragraph, row, rule, table, write
from congvu.reports.exporters.docx.notes import Footnotes
from congvu.reports.types import Appendix, Grid, OfficialDocument
from congvu.reports.widths import millimetres
from congvu.reports.wording import cell

LEFT = 68.0
"""The heading's left column: what the nation's name leaves at 12 points on one line."""
CLOSING = (80.0, WIDTH - 80.0)
SIGNATURE = 74.0
"""Points between a signer's office and name: room for signature and seal."""
TABLE_SIZE, HEADER_SIZE = 13, 12
NAME_HERE = "Họ và tên"


def opening(document: Any) -> None:
    """One point of nothing: LibreOffice adds a whole line above a table that begins a text with footnotes."""
    form = document.add_paragraph().paragraph_format
    form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)


def heading(document: Any, content: OfficialDocument) -> None:
    """Boxes 1 to 5b: two columns without lines, number and date in one row so that they stand level."""
    widths = (LEFT, WIDTH - LEFT)
    made = table(document, widths, ruled=False, padding=0)
    left, right = row(made, widths)
    for line in content.office.parent:
        write(first_paragraph(left), line, SIZES["parent"].chosen, align="center")
    for line in content.office.name:
        write(first_paragraph(left), line, SIZES["issuer"].chosen, align="center", bold=True)
    length = millimetres(content.office.name[-1], SIZES["issuer"].chosen, bold=True)
    rule(left.add_paragraph(), LEFT, length * RULE_PART.chosen)
    write(first_paragraph(right), decree.NATION, SIZES["nation"].chosen, align="center", bold=True)
    write(first_paragraph(right), decree.MOTTO, SIZES["motto"].chosen, align="center", bold=True)
    rule(right.add_paragraph(), WIDTH - LEFT, millimetres(decree.MOTTO, SIZES["motto"].chosen, bold=True))
    left, right = row(made, widths)
    write(first_paragraph(left), f"Số: {content.number}", SIZES["number"].chosen, align="center")
    write(first_paragraph(right), content.date, SIZES["date"].chosen, align="center", italic=True)
    if not content.type_name:
        for place, line in enumerate(content.subject):
            gap = 0 if place else GAP
            write(first_paragraph(left), line, SIZES["letter_subject"].chosen, align="center", before=gap)


def title(document: Any, content: OfficialDocument) -> None:
    """Box 5a: kind and subject in the middle, a rule below."""
    size = SIZES["type_name"].chosen
    write(document.add_paragraph(), content.type_name, size, align="center", bold=True, before=18)
    for line in content.subject:
        write(document.add_paragraph(), line, SIZES["subject"].chosen, align="center", bold=True)
    length = millimetres(content.subject[-1], SIZES["subject"].chosen, bold=True)
    rule(document.add_paragraph(), WIDTH, min(length, WIDTH) * RULE_PART.chosen, after=GAP)


def addressees(document: Any, content: OfficialDocument) -> None:
    """Box 9a: one on the line of "Kính gửi:", several below it, their dashes under its colon."""
    size, names = SIZES["addressed"].chosen, content.addressees
    before = 6 if content.type_name else 18
    if len(names) == 1:
        text = f"{decree.ADDRESSED} {names[0]}"
        write(document.add_paragraph(), text, size, align="center", before=before, after=12)
        return
    colon = millimetres(decree.ADDRESSED[:-1], size)
    left = max(0.0, (WIDTH - colon - max(millimetres(f"- {name};", size) for name in names)) / 2)
    write(document.add_paragraph(), decree.ADDRESSED, size, before=before, left=left)
    dash = millimetres("- ", size)
    for place, name in enumerate(names, start=1):
        last = place == len(names)
        text = f"- {name}{'.' if last else ';'}"
        gap = 12 if last else 0
        write(document.add_paragraph(), text, size, left=left + colon + dash, first=-dash, after=gap)


def body(document: Any, content: OfficialDocument, notes: Footnotes) -> None:
    """Box 6: justified, first lines indented, 6 points between paragraphs."""
    paragraph = None
    for block in content.blocks:
        if isinstance(block, Grid):
            figures(document, block)
            write(document.add_paragraph(), "", 6)
            continue
        paragraph = document.add_paragraph()
        size = SIZES["body"].chosen
        write(paragraph, block.spans, size, align="both", after=GAP, first=INDENT, notes=notes)
        if all(span.bold for span in block.spans):
            paragraph.paragraph_format.keep_with_next = True  # a heading stays with what it heads
    if paragraph is not None:
        paragraph.paragraph_format.keep_with_next = True  # no page holds a signature alone


def closing(document: Any, content: OfficialDocument) -> None:
    """Boxes 7 and 9b, level with each other."""
    made = table(document, CLOSING, ruled=False, padding=0)
    left, right = row(made, CLOSING)
    heading_ = write(
        first_paragraph(left), decree.RECEIVERS, SIZES["receivers"].chosen, bold=True, italic=True, before=6
    )
    heading_.paragraph_format.keep_with_next = True
    for name in content.receivers:
        write(first_paragraph(left), f"- {name};", SIZES["receiver"].chosen)
    write(first_paragraph(left), f"- {decree.KEEP} {content.keep}.", SIZES["receiver"].chosen)
    for place, line in enumerate(content.signer.authority):
        gap = 0 if place else 6
        write(first_paragraph(right), line, SIZES["authority"].chosen, align="center", bold=True, before=gap)
    name = content.signer.name or NAME_HERE
    write(first_paragraph(right), name, SIZES["signer"].chosen, align="center", bold=True, before=SIGNATURE)


def appendix(document: Any, content: Appendix) -> None:
    """Mục III.1: the word, the title, the document it belongs to, then the table."""
    # The word stands in the first paragraph of its section, which has no gap above.
    write(document.add_paragraph(), decree.APPENDIX, SIZES["appendix"].chosen, align="center", bold=True)
    for line in content.title:
        write(document.add_paragraph(), line, SIZES["appendix_title"].chosen, align="center", bold=True)
    size = SIZES["appendix_reference"].chosen
    write(document.add_paragraph(), "\n".join(content.reference), size, align="center", italic=True)
    rule(document.add_paragraph(), WIDTH, WIDTH / 4, after=2 * GAP)
    figures(document, content.grid)


def figures(document: Any, grid: Grid) -> None:
    """A ruled table; its header stands on every page, its total is bold."""
    scale = WIDTH / sum(column.width for column in grid.columns)
    widths = [column.width * scale for column in grid.columns]
    made = table(document, widths, ruled=True, padding=1.5)
    for box, column in zip(row(made, widths, header=True), grid.columns, strict=True):
        _figure(box, column.title, "center", size=HEADER_SIZE, bold=True)
    for values in grid.rows:
        for box, column, value in zip(row(made, widths), grid.columns, values, strict=True):
            _figure(box, cell(value, in_percent=column.percent, places=column.places), column.align)
    if grid.total:
        for box, column, value in zip(row(made, widths), grid.columns, grid.total, strict=True):
            align = "center" if isinstance(value, str) else column.align
            _figure(box, cell(value, in_percent=column.percent, places=column.places), align, bold=True)


def _figure(box: Any, text: str, align: str, *, size: float = TABLE_SIZE, bold: bool = False) -> None:
    box.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    write(first_paragraph(box), text, size, align=align, bold=bold, before=2, after=2)


def margins(section: Any) -> None:
    """A4, upright, with our margins."""
    section.page_width, section.page_height = Mm(decree.PAGE[0]), Mm(decree.PAGE[1])
    for side, measure in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(measure.chosen))
