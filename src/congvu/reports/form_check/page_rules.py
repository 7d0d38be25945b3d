"""Rules on paper, margins, type and page numbers (Mục I)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from congvu.reports.decree import FONT, MARGINS, PAGE
from congvu.reports.form_check.asking import fault, missing, size, style
from congvu.reports.form_check.locating import Parts
from congvu.reports.form_check.types import Fault, Line, Section, Sheet

_SLACK = 0.6
"""Millimetres: programs round, and 0.79 inch is meant as 20 mm."""
_BLACK = {"auto", "000000", "black"}


def check(sheet: Sheet, parts: Parts) -> Iterator[Fault]:
    for section in sheet.sections:
        yield from _paper(section)
        yield from _numbers(section)
    for line in _lines(sheet):
        yield from _type(line)
    for appendix in parts.appendices:
        section = sheet.sections[appendix[0].section]
        if appendix[0].section and not section.restarts:
            yield missing("appendix-pages", section.where)


def _paper(section: Section) -> Iterator[Fault]:
    short, long = sorted((section.width, section.height))
    found = _("%(width)d x %(height)d mm") % {"width": round(section.width), "height": round(section.height)}
    if abs(short - PAGE[0]) > 1 or abs(long - PAGE[1]) > 1:
        yield fault("page-size", section.where, found)
    elif section.width > section.height:
        yield fault("page-orientation", section.where, found)
    for side, measure in MARGINS.items():
        value = section.margins[side]
        if not measure.allows(value, _SLACK):
            yield fault(f"margin-{side}", section.where, _("%(value)s mm") % {"value": f"{value:.0f}"})


def _numbers(section: Section) -> Iterator[Fault]:
    if not section.numbers:
        yield missing("page-number-place" if section.numbers_below else "page-number-missing", section.where)
        return
    if not section.hides_first:
        yield fault("page-number-first", section.where, _("the first page shows its number"))
    for line in section.numbers:
        yield from style("page-number-style", line, italic=False)
        yield from style("page-number-align", line, align="center")
        yield from size("page-number-size", line, "page_number")


def _lines(sheet: Sheet) -> Iterator[Line]:
    for block in sheet.blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from (line for row in block.rows for cell in row for line in cell)
    for section in sheet.sections:
        yield from section.numbers


def _type(line: Line) -> Iterator[Fault]:
    fonts = sorted({run.font for run in line.seen if run.font != FONT})
    if fonts:
        yield fault("font", line.where, ", ".join(fonts) or "?")
    colours = sorted({run.colour for run in line.seen if run.colour.lower() not in _BLACK})
    if colours:
        yield fault("colour", line.where, ", ".join(colours))
