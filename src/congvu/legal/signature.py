"""Who signed: the last lines of a document, "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Trần Văn A"."""

from __future__ import annotations

import re

from congvu.legal.titles import issuer_case

_POSITION = (
    r"(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH VĂN PHÒNG|CHÁNH THANH TRA|CHÁNH ÁN|"
    r"VIỆN TRƯỞNG|CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|VỤ TRƯỞNG|TRƯỞNG BAN|TRƯỞNG PHÒNG|HIỆU TRƯỞNG|BÍ THƯ|TỔNG THANH TRA|"
    r"TỔNG KIỂM TOÁN|THỐNG ĐỐC|CHỦ NHIỆM|TRƯỞNG CÔNG AN|TỔNG BÍ THƯ|CHI CỤC TRƯỞNG)"
)
_UPPER = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_WORD = rf"[{_UPPER}][^\W\d_A-Z]*"
_LINE = re.compile(
    rf"(?P<title>{_POSITION}(?: [{_UPPER} ,-]{{1,60}}?)?)\s*(?P<name>{_WORD}(?: {_WORD}){{1,4}})?[.]?"
)
_PERSON = re.compile(rf"(?:(?:TS|ThS|PGS|GS|Đại tá|Thượng tá|Trung tá|Thiếu tướng|Trung tướng|Đại tướng)[.\s]+){{0,3}}(?P<name>{_WORD}(?: {_WORD}){{1,4}})")
_SIGNED = re.compile(r"[(\[]?\s*(?:đã ký|ký tên|ký tên, đóng dấu|signed)[^)\]]*[)\]]?", re.IGNORECASE)
_FIND = re.compile(_POSITION)
_WINDOW = 8


def find_signer(text: str) -> tuple[str | None, str | None]:
    """Name and position of the first signature in a text: ("Trần Văn Ví Dụ", "Phó Chủ tịch"); None where absent."""
    best: tuple[str | None, str | None] = (None, None)
    for hit in _FIND.finditer(text):
        line_start = text.rfind("\n", max(0, hit.start() - 60), hit.start()) + 1
        lead = text[line_start : hit.start()].strip() if line_start or hit.start() < 60 else "?"
        if lead and not re.fullmatch(r"(?:TM|KT|TL|TUQ|Q)\..{0,50}", lead):
            continue
        rest = text[hit.start() : hit.start() + 400].split("\n")[:_WINDOW]
        found = _read(rest)
        if found:
            return found
    return best


def _read(lines: list[str]) -> tuple[str, str] | None:
    first = _LINE.fullmatch(" ".join(lines[0].split()))
    if first is None:
        return None
    title = issuer_case(first["title"].strip(" ,-"))
    if first["name"]:
        return first["name"], title
    for raw in lines[1:]:
        line = " ".join(raw.strip(" *_\t").split())
        if not line or _SIGNED.fullmatch(line):
            continue
        person = _PERSON.fullmatch(line)
        return (person["name"], title) if person else None
    return None
