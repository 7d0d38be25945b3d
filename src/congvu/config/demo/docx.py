"""A Word file from a plain administrative text, as clerks make them: header in two columns, tables as tables.

The demo's texts are kept as plain text, which people can review; some are turned into DOCX so that the demo
goes through that reader too. The same text always gives the same bytes, or every start would look like a new
version.
"""

from __future__ import annotations

import io
from itertools import groupby
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from congvu.common.archives import repeatable

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def build_docx(text: str) -> bytes:
    """A DOCX: the lines before the first empty one are the header, lines with tabs are rows of a table."""
    header, _empty, body = text.partition("\n\n")
    document = Document()
    _header(document, header.splitlines())
    for is_row, lines in groupby(body.splitlines(), key=lambda line: "\t" in line):
        if is_row:
            _table(document, [line.split("\t") for line in lines])
        else:
            for line in filter(None, lines):
                document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return repeatable(buffer.getvalue())


def _header(document: Any, lines: list[str]) -> None:
    """Issuer and number on the left, motto and date on the right: a borderless table, as in real letters."""
    motto = lines.index(MOTTO)
    left = [*lines[:motto], *lines[motto + 2 : -1]]
    right = [*lines[motto : motto + 2], lines[-1]]
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    for cell, part in zip(cells, (left, right), strict=True):
        cell.text = "\n".join(part)
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=max(len(row) for row in rows))
    table.style = "Table Grid"
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=False):
            cell.text = value
