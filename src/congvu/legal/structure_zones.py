"""Where the body of a text ends: the closing with its signature, and the annexes and attached texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from congvu.legal.structure_lines import Line
from congvu.legal.structure_markers import is_upper, read_heading, without_notes

_ADOPTED = re.compile(
    r"^(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Hiến pháp) này (?:đã )?(?:được|do) "
    r"(?:Quốc hội|[ỦU]y ban [Tt]hường vụ|Uỷ ban [Tt]hường vụ|Hội đồng nhân dân|HĐND)"
)
_RECIPIENTS = re.compile(r"^(?:Nơi nhận|NƠI NHẬN)\b")
_SIGNED = re.compile(r"^\W{0,3}\(?\s?(?:Đã ký|đã ký|ĐÃ KÝ)\s?\)?\W*$")
_ON_BEHALF = re.compile(r"^(?:TM|T/M|KT|TL|TUQ|Q)\s?\.\s*(?:$|[A-ZĐÂÊÔƠƯÀ-Ỹ])")
_OFFICE = re.compile(
    r"^(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|THỦ TƯỚNG|TỔNG BÍ THƯ|BÍ THƯ|BỘ TRƯỞNG|THỨ TRƯỞNG|CHỦ NHIỆM|GIÁM ĐỐC"
    r"|TỔNG GIÁM ĐỐC"
    r"|CHÁNH ÁN|VIỆN TRƯỞNG|TỔNG KIỂM TOÁN|THỐNG ĐỐC|CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|VỤ TRƯỞNG|CHÁNH VĂN PHÒNG"
    r"|CHÁNH THANH TRA|TỔNG THANH TRA|TRƯỞNG BAN|TRƯỞNG PHÒNG|HIỆU TRƯỞNG|TỔNG THƯ KÝ)(?:\s|$)"
)
_ANNEX = re.compile(
    r"^(PHỤ LỤC|Phụ lục)(?:\s+(?:SỐ|Số|số))?"
    r"(?:\s+([IVXLC]{1,7}|\d{1,3}[a-zA-Z]?|[A-ZĐ])(?!\w))?\s*([.:\-–—]*)\s*(.*)$"
)
_ATTACHED = re.compile(
    r"^(?:DANH MỤC|QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|KẾ HOẠCH|ĐỀ ÁN|CHƯƠNG TRÌNH|PHƯƠNG ÁN|QUY TRÌNH"
    r"|BIỂU|BẢNG|MẪU|NỘI QUY|HƯỚNG DẪN)"
    r"(?:\s|$)"
)
_ISSUED_WITH = re.compile(r"^\W{0,2}(?:Ban hành kèm|Kèm) theo")
_TITLE_LINES = 8
_LINES_OF_A_NOTE = 4


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex or an attached text: its first line, the first line below its title, number and title."""

    line: int
    below: int
    number: str
    title: str


def begins_closing(line: Line) -> bool:
    """Whether the line opens the closing formula, the recipients or the signature."""
    head = line.head
    if line.quoted or not head or len(head) > 600:
        return False
    return bool(
        _ADOPTED.match(head)
        or _RECIPIENTS.match(head)
        or _SIGNED.match(head)
        or (len(head) < 120 and is_upper(head) and _ON_BEHALF.match(head))
        or (len(head) < 90 and is_upper(head) and _OFFICE.match(head))
        or head in {"KT.", "TM.", "TL.", "TUQ.", "Q."}
    )


def find_closing(lines: Sequence[Line], first: int, last: int) -> int | None:
    """The first line of the closing in lines[first:last]."""
    for index in range(first, last):
        if begins_closing(lines[index]):
            return _name_above(lines, first, index) if _SIGNED.match(lines[index].head) else index
    return None


def _name_above(lines: Sequence[Line], first: int, signed: int) -> int:
    """Old laws put the name above "(Đã ký)"."""
    above = signed - 1
    while above >= first and lines[above].blank:
        above -= 1
    if above < first:
        return signed
    words = lines[above].head.split()
    name = (
        2 <= len(words) <= 5 and all(word[0].isupper() for word in words) and lines[above].head[-1].isalpha()
    )
    return above if name else signed


def find_annexes(lines: Sequence[Line]) -> list[Annex]:
    """Annexes wherever they stand; attached texts (QUY CHẾ, DANH MỤC, …) after the first signature."""
    found: list[Annex] = []
    signed = False
    below = 0
    for index, line in enumerate(lines):
        if line.blank or line.quoted or index < below:
            continue
        signed = signed or _ADOPTED.match(line.head) is not None or _RECIPIENTS.match(line.head) is not None
        annex = _read_annex(lines, index, signed=signed)
        if annex is not None:
            found.append(annex)
            below = annex.below
    return found


def _read_annex(lines: Sequence[Line], index: int, *, signed: bool) -> Annex | None:
    head = lines[index].head
    match = _ANNEX.match(head)
    if match is not None:
        rest = without_notes(match[4]).strip(" .:-–—*")
        if rest and not is_upper(rest) and not (match[3] and match[2] and rest[0].isupper()):
            return None
        below, title = _title_below(lines, index + 1, [rest] if rest else [])
        return Annex(index, below, match[2] or "", title)
    if signed and len(head) < 200 and is_upper(head) and _ATTACHED.match(head):
        below, title = _title_below(lines, index + 1, [head])
        if any(_ISSUED_WITH.match(lines[i].head) for i in range(index + 1, min(len(lines), below + 4))):
            return Annex(index, below, "", title)
    return None


def _title_below(lines: Sequence[Line], first: int, words: list[str]) -> tuple[int, str]:
    """The line after a title that may go on below, and the title."""
    below = first
    for index in range(first, min(len(lines), first + _TITLE_LINES)):
        line = lines[index]
        if line.blank:
            continue
        if not is_upper(line.head) or line.is_table or _ANNEX.match(line.head) or read_heading(line):
            break
        if re.match(r"^(?:[IVXLC]+|[A-Z]|\d+)\s?[.)]", line.head) or re.match(
            r"^(?:STT|TT|SỐ TT)$", line.head
        ):
            break
        words.append(line.head)
        below = index + 1
    return _below_issue_note(lines, below), " ".join(words)


def _below_issue_note(lines: Sequence[Line], below: int) -> int:
    """The line after "(Kèm theo Công văn số …)", which belongs to the head of an annex."""
    first = below
    while first < len(lines) and lines[first].blank:
        first += 1
    if first == len(lines) or not _ISSUED_WITH.match(lines[first].head):
        return below
    for index in range(first, min(len(lines), first + _LINES_OF_A_NOTE)):
        if lines[index].blank:
            return index
        if ")" in lines[index].tail:
            return index + 1
    return first + 1
