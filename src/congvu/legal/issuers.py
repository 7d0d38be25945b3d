"""Who issued a document: the bodies named in the left column of its header."""

from __future__ import annotations

import re

from congvu.legal.header import KIND_HEAD, NUMBER_LINE, PLACE_DATE
from congvu.legal.kinds import DocumentKind
from congvu.legal.stamps import is_stamp
from congvu.legal.symbols import Symbol
from congvu.legal.titles import is_capitals, issuer_case

_OFFICES = (
    "CHÍNH PHỦ|QUỐC HỘI|ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|BỘ|SỞ|CỤC|TỔNG CỤC|CHI CỤC|VĂN PHÒNG|PHÒNG|"
    "BAN|THANH TRA|CÔNG AN|"
    "TÒA ÁN|TOÀ ÁN|VIỆN|NGÂN HÀNG|KIỂM TOÁN|ĐẢNG|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|THỦ TƯỚNG|CHỦ TỊCH NƯỚC|"
    "TRUNG TÂM|TRƯỜNG|BẢO HIỂM|"
    "KHO BẠC|LIÊN ĐOÀN|ĐOÀN|HỘI|MẶT TRẬN|ĐẠI HỌC|BỆNH VIỆN|TỔNG CÔNG TY|CÔNG TY|CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|ỦY VIÊN"
)
OFFICE = re.compile(rf"(?:{_OFFICES})(?!\w)")
_SUPERIOR = re.compile(
    r"(?:BỘ|UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN)(?!\w).{2,80}? (?=(?:SỞ|TỔNG CỤC|CỤC|CHI CỤC|VĂN PHÒNG|PHÒNG|BAN)\s)"
)
_TERRITORY = re.compile(r"(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|PHƯỜNG|XÃ|THỊ TRẤN|ĐẶC KHU)\s", re.IGNORECASE)


def find_issuer(lines: list[str], symbol: Symbol | None, kind: DocumentKind | None) -> str | None:
    """Who issued a document, from the lines above its number; the Quốc hội for its laws."""
    if symbol and re.match(r"QH\d|HĐNN|CTN", symbol.issuer or ""):
        return "Quốc hội"
    heads: list[str] = []
    for line in lines:
        if not line or not is_capitals(line) or NUMBER_LINE.match(line) or PLACE_DATE.match(line) or is_stamp(line):
            continue
        if KIND_HEAD.fullmatch(line):
            break
        cut = _SUPERIOR.match(line)
        if cut:
            heads += [line[: cut.end()].strip(), line[cut.end() :]]
        elif heads and (_TERRITORY.match(line) or not OFFICE.match(line)):
            heads[-1] += f" {line}"
        elif OFFICE.match(line):
            heads.append(line)
    if not heads:
        return "Quốc hội" if kind is not None and kind.code in {"L", "BL"} and symbol else None
    if len(heads) > 1 and heads[-1] == "VĂN PHÒNG":
        return f"Văn phòng {issuer_case(heads[-2])}"
    return issuer_case(heads[-1])
