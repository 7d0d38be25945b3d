"""XLSX with live totals: sums and quotients are formulas, text is text whatever it begins with."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from congvu.common.archives import repeatable
from congvu.common.errors import InvalidInputError
from congvu.reports.decree import FONT, MARGINS
from congvu.reports.types import Grid, GridColumn, Value

# Dots for thousands wherever the file is opened: "#,##0" would show the separator of the reader's own country.
_WHOLE = '[>=1000000]#"."000"."000;[>=1000]#"."000;0'
_PERCENT = "0.0%"
_WIDTH_PER_MM = 0.55
_LONGEST = 32_767
_ROW = 20
"""Points: one line of 13-point text; titles of columns have room for three."""
_HEAD = 2
"""Rows above the table: its title and an empty one."""


def write_xlsx(grid: Grid, title: str, dated: dt.date) -> bytes:
    """A workbook with one sheet, ready to be printed on A4. Raises InvalidInputError for a text that no cell holds."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"title": title, "created": dt.datetime(dated.year, dated.month, dated.day, tzinfo=dt.UTC)})
    book.set_calc_mode("auto")
    _Sheet(book, grid).write(title)
    book.close()
    return repeatable(target.getvalue())


class _Sheet:
    def __init__(self, book: Any, grid: Grid) -> None:
        self.book, self.grid = book, grid
        self.sheet = book.add_worksheet("Kết quả")
        self.formats: dict[tuple[str, ...], Any] = {}

    def write(self, title: str) -> None:
        grid, last = self.grid, len(self.grid.columns) - 1
        head = self._format("title")
        if last:
            self.sheet.merge_range(0, 0, 0, last, "", head)
        self._text(0, 0, title, head)
        self.sheet.set_default_row(_ROW)
        self.sheet.set_row(0, 2 * _ROW)
        self.sheet.set_row(_HEAD, 3 * _ROW)
        for place, column in enumerate(grid.columns):
            self.sheet.set_column(place, place, column.width * _WIDTH_PER_MM)
            self._text(_HEAD, place, column.title, self._format("header"))
        for number, row in enumerate(grid.rows, start=_HEAD + 1):
            for place, value in enumerate(row):
                self._cell(number, place, value, total=False)
        if grid.total:
            for place, value in enumerate(grid.total):
                self._cell(_HEAD + 1 + len(grid.rows), place, value, total=True)
        self._printing()

    def _cell(self, row: int, place: int, value: Value, *, total: bool) -> None:
        column = self.grid.columns[place]
        align = "center" if total and isinstance(value, str) else column.align
        style = self._format("total" if total else "cell", align, _number_format(column, value))
        formula = self._formula(row, place, column, total=total)
        if value is None:
            self.sheet.write_blank(row, place, None, style)
        elif isinstance(value, str):
            self._text(row, place, value, style)
        elif formula:
            self.sheet.write_formula(row, place, formula, style, _plain(value))
        else:
            self.sheet.write_number(row, place, float(value), style)

    def _formula(self, row: int, place: int, column: GridColumn, *, total: bool) -> str:
        """What the cell is computed from; rows of a sheet are counted from 1 there, from 0 here."""
        if column.ratio:
            above, below = (f"{xl_col_to_name(part)}{row + 1}" for part in column.ratio)
            return f"={above}/{below}"
        if column.adds:
            return "=" + "+".join(f"{xl_col_to_name(part)}{row + 1}" for part in column.adds)
        if total and column.summed and self.grid.rows:
            name = xl_col_to_name(place)
            return f"=SUM({name}{_HEAD + 2}:{name}{row})"
        return ""

    def _text(self, row: int, place: int, text: str, style: Any) -> None:
        if len(text) > _LONGEST:
            raise InvalidInputError(
                _("A text has %(length)d characters; a cell holds %(limit)d.")
                % {"length": len(text), "limit": _LONGEST},
                _("Shorten it."),
            )
        if text:
            self.sheet.write_string(row, place, text, style)
        else:
            self.sheet.write_blank(row, place, None, style)

    def _format(self, kind: str, align: str = "center", number: str = "") -> Any:
        key = (kind, align, number)
        if key not in self.formats:
            made = {"font_name": FONT, "font_size": 13, "valign": "vcenter", "align": align, "text_wrap": True}
            if kind != "title":
                made["border"] = 1
            if kind != "cell":
                made["bold"] = True
            if number:
                made["num_format"] = number
            self.formats[key] = self.book.add_format(made)
        return self.formats[key]

    def _printing(self) -> None:
        inch = 25.4
        sheet = self.sheet
        sheet.set_paper(9)  # A4
        sheet.set_margins(*(MARGINS[side].chosen / inch for side in ("left", "right", "top", "bottom")))
        sheet.repeat_rows(_HEAD)
        sheet.freeze_panes(_HEAD + 1, 0)
        sheet.fit_to_pages(1, 0)


def _number_format(column: GridColumn, value: Value) -> str:
    if isinstance(value, Decimal) or column.ratio or column.percent:
        return _PERCENT if column.percent else f"0.{'0' * column.places}"
    return _WHOLE if isinstance(value, int) else ""


def _plain(value: int | Decimal) -> int | float:
    return value if isinstance(value, int) else float(value)
