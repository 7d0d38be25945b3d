"""Who signed: the last lines of a document, "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Trần Văn A"."""

from __future__ import annotations

import re

from congvu.legal.titles import issuer_case
from congvu.text import nfc

_POSITION = (
    r"(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH VĂN PHÒNG|"
    r"CHÁNH THANH TRA|CHÁNH ÁN|"
    r"VIỆN TRƯỞNG|CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|VỤ TRƯỞNG|TRƯỞNG BAN|TRƯỞNG PHÒNG|HIỆU TRƯỞNG|BÍ THƯ|TỔNG THANH TRA|"
    r"TỔNG KIỂM TOÁN|THỐNG ĐỐC|CHỦ NHIỆM|TRƯỞNG CÔNG AN|TỔNG BÍ THƯ|CHI CỤC TRƯỞNG)"
)
_LETTERS = [chr(c) for c in (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA)) if chr(c).isalpha()]
_UPPER = "".join(letter for letter in _LETTERS if letter.isupper())
_WORD = rf"[{_UPPER}][{''.join(letter for letter in _LETTERS if letter.islower())}]+"
_LINE = re.compile(
    rf"(?P<title>{_POSITION}(?: [{_UPPER} ,-]{{1,60}}?)?)(?:\s(?P<name>{_WORD}(?: {_WORD}){{1,4}}))?[.]?"
)
_PERSON = re.compile(
    rf"(?:(?:TS|ThS|PGS|GS|Đại tá|Thượng tá|Trung tá|Thiếu tướng|Trung tướng|Đại tướng)[.\s]+){{0,3}}"
    rf"(?P<name>{_WORD}(?: {_WORD}){{1,4}})"
)
_SIGNED = re.compile(r"[(\[]?\s*(?:đã ký|ký tên|ký tên, đóng dấu|signed)[^)\]]*[)\]]?", re.IGNORECASE)
_LEAD = re.compile(r"(?:TM|KT|TL|TUQ|Q)\..{0,80}?(?=\s(?:CHỦ|PHÓ|GIÁM|BỘ|THỨ|CHÁNH|TRƯỞNG|CỤC))")
_STARTS = tuple("TM. KT. TL. TUQ Q. CHỦ PHÓ QUY THỦ BỘ THỨ GIÁ TỔN CHÁ VIỆ CỤC VỤ TRƯ HIỆ BÍ THỐ CHI".split())
_WINDOW = 8
_LONGEST = 200


def find_signer(text: str) -> tuple[str | None, str | None]:
    """Name and position of the first signature in a text: ("Trần Văn Ví Dụ", "Phó Chủ tịch"); None where absent."""
    lines = text.split("\n")
    for index, raw in enumerate(lines):
        line = raw.strip(" *_\t")
        if len(line) <= _LONGEST and line.startswith(_STARTS):
            found = _read([nfc(part) for part in (line, *lines[index + 1 : index + _WINDOW])])
            if found:
                return found
    return _name_beside_mark(lines), None


def _name_beside_mark(lines: list[str]) -> str | None:
    """The name above or below "(Đã ký)", where no position is given."""
    filled = [line.strip() for line in lines if line.strip()]
    for index, line in enumerate(filled):
        if len(line) < 30 and line.startswith(("(", "[")) and _SIGNED.fullmatch(line):
            for beside in filled[max(0, index - 1) : index + 2 : 2]:
                person = _PERSON.fullmatch(nfc(beside))
                if person:
                    return person["name"]
    return None


def _read(lines: list[str]) -> tuple[str, str] | None:
    line = " ".join(lines[0].split())
    lead = _LEAD.match(line)
    first = _LINE.fullmatch(line[lead.end() :].strip() if lead else line)
    if first is None:
        return None
    title = issuer_case(first["title"].strip(" ,-"))
    if first["name"]:
        return first["name"], title
    for raw in lines[1:]:
        below = " ".join(raw.strip(" *_\t").split())
        if not below or _SIGNED.fullmatch(below):
            continue
        person = _PERSON.fullmatch(below)
        return (person["name"], title) if person else None
    return None
