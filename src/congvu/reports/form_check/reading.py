"""From a DOCX to a ``Sheet``: what the rules look at, and nothing else."""

from __future__ import annotations

import io
import re
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from congvu.common.errors import InvalidInputError
from congvu.reports.form_check.looks import Looks, millimetres, points, rules_of
from congvu.reports.form_check.types import Block, Line, Run, Section, Sheet, Table

_PAGE = re.compile(r"^\s*PAGE\b")
_LARGEST = 50 * 1024 * 1024


def read(data: bytes) -> Sheet:
    """The document. Raises InvalidInputError for what is no DOCX."""
    if len(data) > _LARGEST:
        raise InvalidInputError(_("The file is too large to be checked."), _("Letters have less than 50 MB."))
    try:
        document = Document(io.BytesIO(data))
    except (BadZipFile, PackageNotFoundError, XMLSyntaxError, KeyError, ValueError) as error:
        raise InvalidInputError(
            _("This is not a DOCX that can be read."), _("Save it as DOCX in Word or LibreOffice.")
        ) from error
    return _Reader(document).sheet()


class _Reader:
    def __init__(self, document: Any) -> None:
        self.document, self.looks = document, Looks(document)
        self.section = 0
        self.sections = list(document.sections)
        self.counts = {"paragraph": 0, "table": 0}

    def sheet(self) -> Sheet:
        blocks: list[Block] = []
        for element in self.document.element.body.iterchildren():
            if element.tag == qn("w:p"):
                self.counts["paragraph"] += 1
                where = _("paragraph %(number)d") % {"number": self.counts["paragraph"]}
                blocks.append(self._line(element, where, self._room(), None))
                if element.find(qn("w:pPr") + "/" + qn("w:sectPr")) is not None:
                    self.section = min(self.section + 1, len(self.sections) - 1)
            elif element.tag == qn("w:tbl"):
                blocks.append(self._table(element))
        sections = tuple(self._section(number, section) for number, section in enumerate(self.sections))
        return Sheet(sections, tuple(blocks))

    def _room(self) -> float:
        """Millimetres between the margins of the present section."""
        section = self.sections[self.section]
        lengths = (section.page_width, section.left_margin, section.right_margin)
        page, left, right = (0.0 if length is None else float(length.mm) for length in lengths)
        return page - left - right

    def _line(self, paragraph: Any, where: str, room: float, cell: tuple[int, int, int] | None) -> Line:
        properties = self.looks.paragraph(paragraph)
        exact = properties.get("lineRule") in ("exact", "atLeast")
        first = millimetres(properties.get("firstLine")) - millimetres(properties.get("hanging"))
        return Line(
            where,
            tuple(self._runs(paragraph)),
            {"start": "left", "end": "right", "justify": "both"}.get(align := properties.get("jc", "left"), align),
            points(properties.get("before")),
            points(properties.get("after")),
            None if exact else points(properties.get("line", "240")) / 12,
            millimetres(properties.get("left") or properties.get("start")),
            first,
            rules_of(paragraph, properties, room),
            self.section,
            cell,
        )

    def _runs(self, paragraph: Any) -> list[Run]:
        found = []
        for run in paragraph.iter(qn("w:r")):
            pieces = [_piece(child) for child in run]
            text = "".join(pieces)
            if text:
                found.append(Run(text, *self.looks.run(run, paragraph)))
        return found

    def _table(self, table: Any) -> Table:
        number = self.counts["table"]
        self.counts["table"] += 1
        rows, repeats = [], False
        for y, row in enumerate(table.iterchildren(qn("w:tr"))):
            properties = row.find(qn("w:trPr"))
            if y == 0 and properties is not None and properties.find(qn("w:tblHeader")) is not None:
                repeats = True
            rows.append(tuple(self._cell(cell, number, y, x) for x, cell in enumerate(row.iterchildren(qn("w:tc")))))
        where = _("table %(number)d") % {"number": number + 1}
        return Table(where, tuple(rows), repeats, self.section)

    def _cell(self, cell: Any, table: int, row: int, column: int) -> tuple[Line, ...]:
        width = cell.find(qn("w:tcPr") + "/" + qn("w:tcW"))
        fixed = width is not None and width.get(qn("w:type")) == "dxa"
        room = millimetres(width.get(qn("w:w"))) if fixed else self._room() / 2
        found = []
        for number, paragraph in enumerate(cell.iter(qn("w:p")), start=1):
            where = _("table %(table)d, row %(row)d, cell %(cell)d, line %(line)d") % {
                "table": table + 1,
                "row": row + 1,
                "cell": column + 1,
                "line": number,
            }
            found.append(self._line(paragraph, where, room, (table, row, column)))
        return tuple(found)

    def _section(self, number: int, section: Any) -> Section:
        start = section._sectPr.find(qn("w:pgNumType"))
        headers = [section.header, section.even_page_header] if section.header is not None else []
        return Section(
            _("section %(number)d") % {"number": number + 1},
            section.page_width.mm if section.page_width else 0.0,
            section.page_height.mm if section.page_height else 0.0,
            {
                side: length.mm if (length := getattr(section, f"{side}_margin")) is not None else 0.0
                for side in ("top", "bottom", "left", "right")
            },
            bool(section.different_first_page_header_footer),
            start is not None and start.get(qn("w:start")) == "1",
            tuple(line for header in headers[:1] for line in self._numbers(header)),
            bool(self._numbers(section.footer)),
        )

    def _numbers(self, header: Any) -> list[Line]:
        """Lines with the number of the page; a line without shown text has the look of its mark."""
        found = []
        for paragraph in header._element.iter(qn("w:p")):
            codes = [code.text or "" for code in paragraph.iter(qn("w:instrText"))]
            codes += [field.get(qn("w:instr"), "") for field in paragraph.iter(qn("w:fldSimple"))]
            if any(_PAGE.match(code) for code in codes):
                found.append(self._line(paragraph, _("top margin"), 0, None))
        return found


def _piece(child: Any) -> str:
    if child.tag == qn("w:t"):
        return child.text or ""
    return {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:noBreakHyphen"): "-"}.get(child.tag, "")
