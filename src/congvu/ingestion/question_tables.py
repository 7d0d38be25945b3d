"""Tables of questions and answers (CSV, Excel), made one document with a heading for each question.

Runs inside the sandbox. A table is taken over whole or not at all: an answer without a source, or a question without
an answer, refuses it and names the line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from python_calamine import CalamineError, CalamineWorkbook, ZipError

from congvu.ingestion.made_text import Part, Record
from congvu.ingestion.types import ReadError, Reason
from congvu.text import fold

PARSER = "questions-1"
MAX_ROWS = 20_000
_HEADER_WITHIN = 20
_COLUMNS = {
    "question": ("cau hoi", "noi dung cau hoi", "question"),
    "answer": ("tra loi", "cau tra loi", "noi dung tra loi", "dap an", "answer"),
    "source": ("nguon", "can cu", "can cu phap ly", "nguon trich dan", "source"),
}
_OFFICE = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")


def read_questions(data: bytes, name: str) -> Record:
    """The record of a table; ReadError with the line where it cannot be taken over."""
    workbook = data.startswith(_OFFICE)
    for sheet in _sheets(data) if workbook else [_lines(data)]:
        found = _header(sheet)
        if found is not None:
            first, columns = found
            return Record(
                title=PurePosixPath(name).stem.replace("_", " ") or "Hỏi đáp",
                parts=tuple(_parts(sheet, first, columns)),
                parser=PARSER,
                media_type="application/vnd.ms-excel" if workbook else "text/csv",
            )
    raise ReadError(Reason.UNSUPPORTED, "no line with the columns Câu hỏi, Trả lời, Nguồn")


def _parts(sheet: Sequence[Sequence[str]], first: int, columns: dict[str, int]) -> Iterator[Part]:
    rows = sheet[first + 1 :]
    if len(rows) > MAX_ROWS:
        raise ReadError(Reason.TOO_LARGE, f"{len(rows)} lines, limit {MAX_ROWS}")
    for line, row in enumerate(rows, start=first + 2):
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        if not any(cells.values()):
            continue
        missing = [name for name in _COLUMNS if not cells[name]]
        if missing:
            raise ReadError(Reason.DAMAGED, f"line {line} has no {', '.join(missing)}")
        yield Part(cells["question"], f"{cells['answer']}\nNguồn: {cells['source']}")


def _header(sheet: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    for number, row in enumerate(sheet[:_HEADER_WITHIN]):
        words = [" ".join(fold(cell).split()) for cell in row]
        columns = {
            name: next((at for at, word in enumerate(words) if word in known), -1) for name, known in _COLUMNS.items()
        }
        if min(columns.values()) >= 0:
            return number, columns
    return None


def _sheets(data: bytes) -> Iterator[list[list[str]]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield [[str(cell) for cell in row] for row in sheet]
    except (CalamineError, ZipError) as error:
        raise ReadError(Reason.DAMAGED, "not a readable workbook") from error


def _lines(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(Reason.UNDECODABLE, "CSV that is not UTF-8") from error
    head = text[:4096]
    delimiter = max(",;\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise ReadError(Reason.DAMAGED, "not a readable CSV") from error
