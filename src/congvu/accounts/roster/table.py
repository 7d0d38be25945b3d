"""Excel and CSV files of clerks: titles above the table, empty lines, merged headings, numbers for text."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, ZipError

from congvu.accounts.roster.columns import column_of, expected, is_header
from congvu.accounts.roster.types import Column, Table
from congvu.common.errors import InvalidInputError

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_ROWS = 50_000
_HEADER_WITHIN = 30
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


def read_table(content: bytes) -> Table:
    """The first sheet, or the lines of a CSV, that has a header we know. Raises InvalidInputError with what to do."""
    if not content.strip():
        raise InvalidInputError(_("The file is empty."), _("Choose the file with the list of people."))
    if len(content) > MAX_BYTES:
        raise InvalidInputError(_("The file is larger than 20 MB."), _("Keep only the list of people in it."))
    sheets = workbook(content) if is_workbook(content) else iter([_lines(content)])
    for sheet in sheets:
        table = _table(sheet)
        if table is not None:
            return table
    raise InvalidInputError(
        _("No line of the file names its columns."),
        _("The first line should read: {headers}.").format(headers=expected()),
    )


def is_workbook(content: bytes) -> bool:
    """Whether these are the bytes of an Excel file, old or new."""
    return content.startswith((_OLE, _ZIP))


def workbook(content: bytes) -> Iterator[list[list[str]]]:
    """The sheets of an Excel file as cells of text, as clerks see them. Raises InvalidInputError for a damaged one."""
    try:
        if content.startswith(_ZIP):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
                    raise InvalidInputError(
                        _("The file is too large inside."), _("Keep only the list of people in it.")
                    )
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            yield [
                [_text(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
    except (CalamineError, ZipError, zipfile.BadZipFile) as error:
        raise InvalidInputError(
            _("The file is damaged, locked by a password, or no Excel file."),
            _("Open it, save it again as .xlsx without a password, and choose that."),
        ) from error


def _lines(content: bytes) -> list[list[str]]:
    """A CSV in UTF-8 or, by its mark, UTF-16; the separator is the one that cuts the header."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            _("The file is neither Excel nor a CSV in UTF-8."), _("Save it as .xlsx or as “CSV UTF-8” and choose that.")
        ) from error
    if "\x00" in text:
        raise InvalidInputError(_("The file is not a table."), _("Save the list as .xlsx or as “CSV UTF-8”."))
    first = next((line for line in text.splitlines()[:_HEADER_WITHIN] if any(map(is_header, _cut(line)))), "")
    separator = next((s for s in ";\t," if is_header(next(csv.reader([first], delimiter=s), []))), ",")
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return [[_text(cell) for cell in row] for row in rows]
    except csv.Error as error:
        raise InvalidInputError(
            _("The file is not a table."), _("Save the list as .xlsx or as “CSV UTF-8”.")
        ) from error


def _cut(line: str) -> Iterator[list[str]]:
    for separator in ";\t,":
        yield next(csv.reader([line], delimiter=separator), [])


def _table(sheet: Sequence[Sequence[str]]) -> Table | None:
    at = next((n for n, row in enumerate(sheet[:_HEADER_WITHIN]) if is_header(row)), None)
    if at is None:
        return None
    header = sheet[at]
    columns = _columns(header)
    rows = [(n, row) for n, row in enumerate(sheet[at + 1 :], at + 2) if any(row) and not _is_numbering(row)]
    if len(rows) > MAX_ROWS:
        raise InvalidInputError(
            _("The list has more than {count} rows.").format(count=f"{MAX_ROWS:,}".replace(",", ".")),
            _("Split it by agency."),
        )
    return Table(
        tuple(dict.fromkeys(columns.values())),
        tuple(name for n, name in enumerate(header) if name and n not in columns),
        tuple((n, {column: row[i] for i, column in columns.items() if i < len(row)}) for n, row in rows),
    )


def _columns(header: Sequence[str]) -> dict[int, Column]:
    """Which cell holds which column. Raises InvalidInputError where two claim to be the same."""
    found: dict[int, Column] = {}
    for n, name in enumerate(header):
        column = column_of(name) if name else None
        if column is None:
            continue
        if column in found.values():
            other = next(header[i] for i, c in found.items() if c == column)
            raise InvalidInputError(
                _("Two columns mean the same: “{first}” and “{second}”.").format(first=other, second=name),
                _("Delete or rename one of them."),
            )
        found[n] = column
    return found


def _is_numbering(row: Iterable[str]) -> bool:
    """The line (1) (2) (3) or A B 1 2 under the header of official tables."""
    cells = [cell.strip("()") for cell in row if cell]
    if len(cells) < 3 or any(len(cell) > 2 for cell in cells):
        return False
    digits = [int(cell) for cell in cells if cell.isdigit()]
    return len(digits) >= 2 and digits == list(range(digits[0], digits[0] + len(digits))) and digits[0] <= 2


def _text(cell: object) -> str:
    """A cell as the clerk sees it: whole numbers without ".0", one space between words, NFC."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize(
        "NFC", re.sub(r"[\s\u200b\ufeff]+", " ", str(cell if cell is not None else ""))
    ).strip()
