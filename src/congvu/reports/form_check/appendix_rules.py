"""Rules on appendices and the tables of figures in them (Mục III.1, and what every office expects of a table)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from congvu.reports.form_check.asking import fault, missing, reads, size, style
from congvu.reports.form_check.locating import Parts
from congvu.reports.form_check.types import Block, Fault, Line, Table
from congvu.text import fold

_ROMAN = re.compile(r"^Phụ lục [IVXLC]+$", re.IGNORECASE)
_SYMBOL = re.compile(r"số\s+(\d+/[\wĐ-]+)")
_WHOLE = re.compile(r"^\d{1,3}(\.\d{3})*$")
_WITHOUT_DOTS = re.compile(r"^\d{4,}$|^\d{1,3}(,\d{3})+$")


def check(parts: Parts) -> Iterator[Fault]:
    for appendix in parts.appendices:
        yield from _appendix(appendix, parts)
    if len(parts.appendices) > 1:
        for appendix in parts.appendices:
            word = appendix[0]
            if isinstance(word, Line) and not _ROMAN.match(word.text):
                yield reads("appendix-numeral", word)
    if parts.appendices and parts.body and not any("phu luc" in fold(line.text) for line in parts.body):
        yield missing("appendix-mention", parts.body[0].where)
    for table in parts.tables:
        yield from _table(table)


def _appendix(blocks: list[Block], parts: Parts) -> Iterator[Fault]:
    lines = [block for block in blocks if isinstance(block, Line) and block.seen]
    tables = [block for block in blocks if isinstance(block, Table)]
    word = lines[0]
    if not word.text.startswith("Phụ lục"):
        yield reads("appendix-case", word)
    yield from style("appendix-style", word, bold=True, italic=False, align="center")
    yield from size("appendix-size", word, "appendix")
    place = next((n for n, line in enumerate(lines) if fold(line.text).startswith("(kem theo")), None)
    if place is None:
        yield missing("appendix-reference", word.where)
        titles = lines[1:2]
    else:
        titles = lines[1:place]
        yield from _reference(lines[place], parts)
    for line in titles:
        if line.text != line.text.upper():
            yield reads("appendix-title-case", line)
        yield from style("appendix-title-style", line, bold=True, italic=False, align="center")
        yield from size("appendix-title-size", line, "appendix_title")
    for table in tables:
        yield from _table(table)


def _reference(line: Line, parts: Parts) -> Iterator[Fault]:
    yield from style("appendix-reference-style", line, bold=False, italic=True, align="center")
    yield from size("appendix-reference-size", line, "appendix_reference")
    found = _SYMBOL.search(line.text)
    if found and parts.number is not None and found[1] not in parts.number.text.replace(" ", ""):
        yield reads("appendix-reference-number", line)


def _table(table: Table) -> Iterator[Fault]:
    """A short table fits on its page; a long one repeats its header, and its figures are written and summed right."""
    if len(table.rows) > 12 and not table.header_repeats:
        yield missing("table-header", table.where)
    texts = [[" ".join(line.text for line in cell) for cell in row] for row in table.rows]
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, text in zip(row, cells, strict=True):
            if _WITHOUT_DOTS.match(text):
                yield fault("table-dots", cell[0].where, _("it reads “%(text)s”") % {"text": text})
    yield from _sums(table, texts)


def _sums(table: Table, texts: list[list[str]]) -> Iterator[Fault]:
    if len(texts) < 3 or not any(fold(text).startswith(("tong", "cong")) for text in texts[-1]):
        return
    for column, total in enumerate(texts[-1]):
        values = [row[column] for row in texts[1:-1] if column < len(row)]
        if _WHOLE.match(total) and values and all(map(_WHOLE.match, values)):
            wanted = sum(int(value.replace(".", "")) for value in values)
            if wanted != int(total.replace(".", "")):
                where = table.rows[-1][column][0].where
                yield fault("table-sum", where, _("%(found)s instead of %(sum)d") % {"found": total, "sum": wanted})
