"""Lists of people as clerks make them: Excel with titles above, CSV, and thousands of rows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

HEADER = ("STT", "Họ và tên", "Tài khoản", "Thư điện tử", "Mã đơn vị", "Chức vụ", "Ghi chú")


def excel(rows: Iterable[Sequence[object]], header: Sequence[str] = HEADER, title: bool = True) -> bytes:
    """An .xlsx with, as in offices, two lines of title and an empty one above the header."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("Danh sách")
    at = 0
    if title:
        sheet.write(0, 1, "ỦY BAN NHÂN DÂN TỈNH")
        sheet.write(1, 1, "DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC")
        at = 3
    for n, row in enumerate([header, *rows], at):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(n, column, value)  # also where it looks like a formula
            else:
                sheet.write(n, column, value)
    book.close()
    return file.getvalue()


def csv_text(rows: Iterable[Sequence[object]], header: Sequence[str] = HEADER, separator: str = ",") -> str:
    return "\r\n".join(separator.join(map(str, row)) for row in [header, *rows])


def many(count: int, codes: Sequence[str], wrong_every: int = 0) -> list[tuple[object, ...]]:
    """``count`` people spread over the agencies; every ``wrong_every``-th row lacks its name."""
    family = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ")
    given = ("Thị Ánh", "Văn Đức", "Hữu Nghĩa", "Thu Hằng", "Quốc Ý", "Minh Uyên")
    rows: list[tuple[object, ...]] = []
    for n in range(1, count + 1):
        name = "" if wrong_every and n % wrong_every == 0 else f"{family[n % 8]} {given[n % 6]}"
        rows.append((n, name, f"cb{n:05}", f"cb{n:05}@tinh.gov.vn", codes[n % len(codes)], "Chuyên viên", ""))
    return rows
