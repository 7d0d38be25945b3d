"""XLSX: the sheets in order, a line per row with its cells apart, each text in the code of its font."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import ParsedText, check_length, table_row, tidy
from congvu.ingestion.parsers.legacy import code_of_font, convert_lines, join_runs
from congvu.ingestion.parsers.office_extras import office_metadata, refuse_stamped_pictures
from congvu.ingestion.parsers.zipsafe import open_checked, read_xml
from congvu.ingestion.types import ReadError, Reason

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - the sheet's own calendar has no zone
_DATE_FORMATS = frozenset({14, 15, 16, 17, 22, 30, 36, 50, 57})
_DATE_CODE = re.compile(r"(?:^|[^\\])(?:d{1,4}.*m{1,4}|m{1,4}.*y{2,4}|y{2,4}.*m)", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|\[[^\]]*\]")
_MOST_COLUMNS = 400
_CELL_NAME = re.compile(r"([A-Z]{1,3})\d+")
_LAST_DATE = 2_958_466.0

_Runs = list[tuple[str, str | None]]
"""Pieces of a text with the font of each; None for the font of the cell."""


class SheetParser:
    name = "xlsx-1"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def parse(self, path: Path, limits: Limits, workdir: Path) -> ParsedText:
        with open_checked(path, limits) as archive:
            workbook = read_xml(archive, "xl/workbook.xml")
            if workbook is None:
                raise ReadError(Reason.DAMAGED, "no workbook")
            book = _Book(archive)
            lines: list[str] = []
            aside: list[str] = []
            for name, part in _sheets(archive, workbook):
                root = read_xml(archive, part)
                if root is None:
                    continue
                rows = [row for row in book.rows(root) if row]
                if rows:
                    lines += ["", name, *rows]
                aside += ["".join(element.itertext()) for element in root.iter(_S + "headerFooter")]
            metadata = office_metadata(archive)
            refuse_stamped_pictures(archive, "xl/media/", limits, workdir)
        text = tidy(convert_lines("\n".join(lines)))
        return ParsedText(check_length(text, limits), aside=tuple(map(_bare_header, aside)), metadata=metadata)


class _Book:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._strings = list(_shared(read_xml(archive, "xl/sharedStrings.xml")))
        self._fonts, self._dates = _cell_styles(read_xml(archive, "xl/styles.xml"))

    def rows(self, sheet: etree._Element) -> Iterator[str]:
        """The lines of a sheet; a row's cells stand apart, empty ones at its end left out."""
        for row in sheet.iter(_S + "row"):
            if row.get("hidden") in ("1", "true"):
                continue
            cells: list[str] = []
            for cell in row.iterchildren(_S + "c"):
                column = _column(cell.get("r"), len(cells))
                if column >= _MOST_COLUMNS:
                    break
                cells += [""] * (column - len(cells))
                cells.append(self._value(cell))
            while cells and not cells[-1].strip():
                cells.pop()
            yield table_row(cells)

    def _value(self, cell: etree._Element) -> str:
        style = int(cell.get("s") or 0)
        font = self._fonts[style] if style < len(self._fonts) else ""
        kind = cell.get("t")
        if kind == "inlineStr":
            element = cell.find(_S + "is")
            return _converted(_runs(element), font) if element is not None else ""
        value = cell.findtext(_S + "v") or ""
        if kind == "s":
            index = int(value) if value.isdigit() else -1
            return _converted(self._strings[index], font) if 0 <= index < len(self._strings) else ""
        if kind == "str":
            return _converted([(value, None)], font)
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return _number(value, is_date=style in self._dates)


def _sheets(archive: zipfile.ZipFile, workbook: etree._Element) -> Iterator[tuple[str, str]]:
    relations = read_xml(archive, "xl/_rels/workbook.xml.rels")
    parts = {one.get("Id"): one.get("Target") or "" for one in relations} if relations is not None else {}
    for sheet in workbook.iter(_S + "sheet"):
        target = parts.get(sheet.get(_R + "id"), "")
        if sheet.get("state") in ("hidden", "veryHidden") or not target:
            continue
        yield sheet.get("name") or "", posixpath.normpath(posixpath.join("xl", target)).lstrip("/")


def _shared(root: etree._Element | None) -> Iterator[_Runs]:
    for item in root.iterchildren(_S + "si") if root is not None else ():
        yield _runs(item)


def _runs(item: etree._Element) -> _Runs:
    runs: _Runs = []
    for child in item.iterchildren(etree.Element):
        if child.tag == _S + "t":
            runs.append((child.text or "", None))
        elif child.tag == _S + "r":
            font = child.find(f"{_S}rPr/{_S}rFont")
            runs.append((child.findtext(_S + "t") or "", font.get("val") if font is not None else None))
    return runs


def _converted(runs: _Runs, font: str) -> str:
    usual = code_of_font(font)
    return join_runs([(text, usual if own is None else code_of_font(own)) for text, own in runs])


def _cell_styles(root: etree._Element | None) -> tuple[list[str], set[int]]:
    """(the font of each cell style, the styles that show a number as a date)."""
    if root is None:
        return [], set()
    fonts = [
        name.get("val") or "" if (name := font.find(_S + "name")) is not None else ""
        for font in root.iterfind(f"{_S}fonts/{_S}font")
    ]
    codes = {
        int(one.get("numFmtId") or 0): one.get("formatCode") or "" for one in root.iterfind(f"{_S}numFmts/{_S}numFmt")
    }
    names: list[str] = []
    dates: set[int] = set()
    for index, style in enumerate(root.iterfind(f"{_S}cellXfs/{_S}xf")):
        font = int(style.get("fontId") or 0)
        names.append(fonts[font] if font < len(fonts) else "")
        number = int(style.get("numFmtId") or 0)
        if number in _DATE_FORMATS or _DATE_CODE.search(_QUOTED.sub("", codes.get(number, ""))):
            dates.add(index)
    return names, dates


def _number(value: str, *, is_date: bool) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    if is_date and 1 <= number < _LAST_DATE:
        return f"{_EPOCH + dt.timedelta(days=number):%d/%m/%Y}"
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.10g}"


def _column(name: str | None, following: int) -> int:
    """The column of a cell such as "AB12", from 0; the next one where the cell does not say."""
    match = _CELL_NAME.match(name or "")
    if match is None:
        return following
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return max(column - 1, following)


def _bare_header(text: str) -> str:
    """A page header without its codes for left, centre, right, fonts and page numbers."""
    return re.sub(r"&(?:\"[^\"]*\"|\d{1,2}|[A-Z])", " ", text)


