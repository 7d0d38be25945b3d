"""Stamps of the first page: state secrets, internal circulation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from congvu.text import clean

_STAMP = re.compile(r"(?P<label>(?:DẤU CHỈ |MỨC |DẤU )?ĐỘ MẬT\s*)?(?P<stamp>TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT)")
_ANY_STAMP = re.compile(
    rf"{_STAMP.pattern}|(?:TÀI LIỆU )?LƯU HÀNH NỘI BỘ|XEM XONG TRẢ LẠI|(?:HOẢ|HỎA) TỐC|(?:THƯỢNG )?KHẨN|DỰ THẢO|BẢN SAO"
)
_COLUMNS = re.compile(r"\t|\||\s{3,}")
_LONGEST_STAMP = 200
_SPACED_STAMP = {"MẬT": "MẬT", "TỐIMẬT": "TỐI MẬT", "TUYỆTMẬT": "TUYỆT MẬT"}
_STAMP_REACH = 3000
_FRAME_CHARS = re.compile(r"[\s|()\[\]{}<>.*_\-–—=+#~:;\u2500-\u25ff\"'“”«»【】]+")
_INTERNAL = re.compile(r"(?:tài liệu )?lưu hành nội bộ", re.IGNORECASE)


def is_stamp(line: str) -> bool:
    """Whether a line is nothing but a stamp: of secrecy, urgency or circulation."""
    cell = _FRAME_CHARS.sub(" ", line).strip()
    return _ANY_STAMP.fullmatch(cell.upper()) is not None


def find_secrecy(text: str) -> str | None:
    """The stamp of a state secret: alone on a line or in a cell of the first page, boxed or bracketed or not."""
    for cell in cells(text):
        match = _STAMP.fullmatch(cell.upper())
        if match and (match["label"] or cell.isupper()):
            return " ".join(match["stamp"].split())
        if cell.isupper() and cell.replace(" ", "") in _SPACED_STAMP:
            return _SPACED_STAMP[cell.replace(" ", "")]
    return None


def is_internal(text: str) -> bool:
    """Whether the first page bears "LƯU HÀNH NỘI BỘ" alone on a line: that restricts readers, it is no secret."""
    return any(_INTERNAL.fullmatch(cell) for cell in cells(text))


def cells(text: str) -> Iterator[str]:
    """What stands alone on the first page: whole lines and the cells of lines in columns, without frames."""
    page = clean(text[:_STAMP_REACH].split("\f", 1)[0])
    for line in page.split("\n"):
        for cell in (line, *_COLUMNS.split(line)):
            if len(cell) < _LONGEST_STAMP:
                yield _FRAME_CHARS.sub(" ", cell).strip()
