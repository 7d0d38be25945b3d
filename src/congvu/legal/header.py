"""The first page of a document as plain header lines, however its two columns were flattened."""

from __future__ import annotations

import re

from congvu.legal.kinds import KINDS
from congvu.text import clean

FIRST_PAGE = 6000
"""Characters that the number, the title and the addressees are looked for in."""

_MOTTO = re.compile(r"(?<!NƯỚC )(?<!nước )C(?:Ộ|ộ)NG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM", re.IGNORECASE)
_FREEDOM = re.compile(r"Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc[.,]?", re.IGNORECASE)
_WIDE = re.compile(r" {4,}")
_RULE = re.compile(r"[-*_=—–.~]{3,}|\*\*|__")
_NUMBER = re.compile(
    r"[ \t]*((?:(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định)[ \t]+)?(?:Số|số)[ \t]*:)(?=\s*[*\d./…])"
)
_DATE = re.compile(
    r"(?i:ngày)[ \t*]{1,6}\d{1,2}[ \t*]{1,6}tháng[ \t*]{1,6}\d{1,2}[ \t*]{1,6}năm[ \t*]{1,6}\d{4}\**(?=\s|$)"
)
_PLACE = re.compile(r"(?:(?<!\S)[A-ZĐÀ-Ỹ][^\W\d_]*[ \t]+){0,3}(?<!\S)[A-ZĐÀ-Ỹ][^\W\d_]*[ \t]*,[ \t*]*$")
_STARTS = re.compile(r"[ \t]+(?=(?:V/v|Kính gửi|Căn cứ (?:vào )?(?:Luật|Hiến|Nghị|Bộ|Quyết)|QUYẾT NGHỊ:|QUYẾT ĐỊNH:))")
_SPLIT_NUMBER = re.compile(r"((?:Số|số)[ \t]*:)[ \t]*\n+[ \t]*(?=\d)")
_CELL = re.compile(r"[ \t]*\|[ \t]*|\t+")
_BROKEN_ASSEMBLY = re.compile(r"(?<=/QH) (?=\d)")
_LEGAL_NAMES = sorted((kind.name.upper() for kind in KINDS), key=len, reverse=True)
KIND_HEAD = re.compile(rf"(?P<kind>{'|'.join(_LEGAL_NAMES)})(?=$|[\s:])")
"""A line that begins with the name of a kind in capitals."""

PLACE_DATE = re.compile(r"(?P<place>[^\W\d_]+(?: [^\W\d_]+){0,4})\s?,?\s(?i:ngày)\s?\d")
NUMBER_LINE = re.compile(r"(?:(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định) )?[Ss]ố ?:", re.IGNORECASE)
BODY = re.compile(
    r"(?:Căn cứ|Xét |Theo đề nghị|Điều \d|ĐIỀU \d|Chương [IVX\d]|CHƯƠNG [IVX\d]|PHẦN |Phần thứ|Kính gửi|Kính trình|"
    r"[IVX]{1,4}\. |\d{1,2}\. |Để |Thực hiện |RA SẮC LỆNH|QUYẾT NGHỊ|Quốc hội ban hành|- )"
)
"""How the lines begin that follow the title."""


def header_lines(text: str) -> list[str]:
    """The lines of the first page, blank ones as "": columns parted, rules and emphasis taken out."""
    head = _WIDE.sub("   ", clean(text[:FIRST_PAGE]))
    head = _CELL.sub("\n", head)
    head = _MOTTO.sub("\n", head)
    head = _FREEDOM.sub("\n", head)
    head = _RULE.sub(" ", head)
    head = _SPLIT_NUMBER.sub(r"\1 ", _BROKEN_ASSEMBLY.sub("", head))
    head = _NUMBER.sub(r"\n\1", head)
    head = _part_dates(head)
    head = _STARTS.sub("\n", head)
    return [" ".join(line.split()) for line in head.split("\n")]


def _part_dates(head: str) -> str:
    """Each "Yên Bái, ngày 06 tháng 6 năm 2024" on a line of its own."""
    pieces: list[str] = []
    done = 0
    for date in _DATE.finditer(head):
        before = max(done, date.start() - 60)
        place = _PLACE.search(head[before : date.start()])
        if place:
            pieces += [head[done : before + place.start()], "\n", head[before + place.start() : date.end()], "\n"]
            done = date.end()
    return "".join(pieces) + head[done:]
