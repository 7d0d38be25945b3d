"""What the first page of a document says of it: number, kind, title, issuer, date, addressees, stamps, and who signed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from congvu.legal.header import BODY, KIND_HEAD, header_lines
from congvu.legal.kinds import DocumentKind, kind_by_code, kind_by_name
from congvu.legal.law_titles import law_title
from congvu.legal.signature import find_signer
from congvu.legal.symbols import Symbol, find_symbols, parse_symbol
from congvu.legal.titles import capital_first, is_capitals, issuer_case, title_case
from congvu.legal.validity import find_effective_date
from congvu.text import clean, find_dates, fold


@dataclass(frozen=True)
class FrontMatter:
    """What a document says of itself; None where it does not say.

    number: the canonical symbol; kind: a code of `KINDS`; title: the trích yếu, or the whole name of a law without
    its year ("Bộ luật Lao động"); secrecy: "MẬT", "TỐI MẬT" or "TUYỆT MẬT"; addressees: after "Kính gửi", in order.
    """

    number: str | None = None
    kind: str | None = None
    kind_name: str | None = None
    title: str | None = None
    issuer: str | None = None
    issued_on: dt.date | None = None
    effective_from: dt.date | None = None
    place: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    secrecy: str | None = None
    internal_only: bool = False
    addressees: tuple[str, ...] = ()


_LAW_KINDS = {"HP", "BL", "L", "PL"}
_STAMP = re.compile(r"(?:(?:ĐỘ|DẤU CHỈ ĐỘ|MỨC ĐỘ|DẤU ĐỘ) MẬT\s*:?\s*)?(TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT)", re.IGNORECASE)
_SPACED_STAMP = {"MẬT": "MẬT", "TỐIMẬT": "TỐI MẬT", "TUYỆTMẬT": "TUYỆT MẬT"}
_STAMP_REACH = 3000
_FRAME_CHARS = re.compile(r"[\s|()\[\]{}<>.*_\-–—=+#~:;\u2500-\u25ff\"'“”«»【】]+")
_INTERNAL = re.compile(r"(?:tài liệu )?lưu hành nội bộ", re.IGNORECASE)
_PLACE_DATE = re.compile(r"(?P<place>[^\W\d_]+(?: [^\W\d_]+){0,4})\s?,?\s(?i:ngày)\s?\d")
_NUMBER_LINE = re.compile(r"(?:(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định) )?[Ss]ố ?:", re.IGNORECASE)
_ABSTRACT = re.compile(r"(?:V/v|Về việc|Trích yếu)\s*:?\s*", re.IGNORECASE)
_ADDRESSED = re.compile(r"(?:Kính gửi|Kính trình)\s*:?\s*", re.IGNORECASE)
_OFFICES = (
    "CHÍNH PHỦ|QUỐC HỘI|ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|BỘ|SỞ|CỤC|TỔNG CỤC|CHI CỤC|VĂN PHÒNG|PHÒNG|BAN|THANH TRA|CÔNG AN|"
    "TÒA ÁN|TOÀ ÁN|VIỆN|NGÂN HÀNG|KIỂM TOÁN|ĐẢNG|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|THỦ TƯỚNG|CHỦ TỊCH NƯỚC|TRUNG TÂM|TRƯỜNG|BẢO HIỂM|"
    "KHO BẠC|LIÊN ĐOÀN|ĐOÀN|HỘI|MẶT TRẬN|ĐẠI HỌC|BỆNH VIỆN|TỔNG CÔNG TY|CÔNG TY|CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|ỦY VIÊN"
)
_OFFICE = re.compile(rf"(?:{_OFFICES})(?!\w)")
_SUPERIOR = re.compile(rf"(?:BỘ|UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN)(?!\w).{{2,80}}? (?=(?:SỞ|TỔNG CỤC|CỤC|CHI CỤC|VĂN PHÒNG|PHÒNG|BAN)\s)")
_TERRITORY = re.compile(r"(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|PHƯỜNG|XÃ|THỊ TRẤN|ĐẶC KHU)\s", re.IGNORECASE)
_ADOPTED = re.compile(r"(?:[^\W\d_]+(?: [^\W\d_]+)? này |\()[^.]{0,200}thông qua\s(?:vào\s)?(?=ngày\s)")
_TITLE_LIMIT = 600


def read_front_matter(text: str, filename: str = "") -> FrontMatter:
    """Everything that the document says of itself on its first page and in its signature. Never raises.

    `filename` helps only where a text lost its first page: laws are often stored under name and number.
    """
    lines = header_lines(text)
    symbol, number_at = _find_number(lines)
    if symbol is None:
        symbol = _symbol_of_filename(filename)
    kind, kind_at = _find_kind(lines, symbol)
    title = _find_title(lines, kind, kind_at)
    if kind is not None and kind.code in _LAW_KINDS:
        title = law_title(kind, title, text)
    place, issued_on = _find_place_and_date(lines, text)
    signer, position = find_signer(text)
    return FrontMatter(
        number=symbol.canonical if symbol else None,
        kind=kind.code if kind else None,
        kind_name=kind.name if kind else None,
        title=title or None,
        issuer=_find_issuer(lines, number_at, symbol, kind),
        issued_on=issued_on,
        effective_from=find_effective_date(text, issued_on),
        place=place,
        signer=signer,
        signer_title=position,
        secrecy=_find_secrecy(text),
        internal_only=_is_internal(text),
        addressees=_find_addressees(lines),
    )


def display_title(front: FrontMatter) -> str:
    """How lists and citations call the document; "" if it says nothing of itself.

    "Bộ luật Lao động 2019", "Công văn 1951/UBND-VX: về việc …", "Quyết định 14/2026/QĐ-UBND: quy định …".
    """
    if front.kind in _LAW_KINDS and front.title:
        year = _year(front)
        return f"{front.title} {year}" if year and not re.search(r"(?:19|20)\d\d$", front.title) else front.title
    head = " ".join(part for part in (front.kind_name, front.number) if part)
    if not front.title:
        return head
    about = front.title
    if front.kind == "CV" and not fold(about).startswith("ve viec"):
        about = f"về việc {about}"
    return f"{head}: {about}" if head else capital_first(about)


def _year(front: FrontMatter) -> int | None:
    symbol = parse_symbol(front.number) if front.number else None
    if symbol and symbol.year:
        return symbol.year
    return front.issued_on.year if front.issued_on else None


def _find_number(lines: list[str]) -> tuple[Symbol | None, int]:
    """The symbol after "Số:", else the first one of the header; with its line, or the line of the first body text."""
    body = next((i for i, line in enumerate(lines) if BODY.match(line)), len(lines))
    for index, line in enumerate(lines[: body + 3]):
        if _NUMBER_LINE.match(line):
            found = find_symbols(line)
            if found:
                return found[0][0], index
            return parse_symbol(_NUMBER_LINE.sub("", line)), index
    for index, line in enumerate(lines[:body]):
        found = find_symbols(line.replace("L.", "L-"))
        if found:
            return found[0][0], index
    return None, body


def _symbol_of_filename(filename: str) -> Symbol | None:
    match = re.search(r"(?<!\d)(\d{1,4})-((?:19|20)\d\d)-(QH\d{1,2}|[A-ZĐ]{2,4}-[A-ZĐ]{2,8})(?![A-Z\d])", filename)
    return parse_symbol("/".join(match.groups())) if match else None


def _find_kind(lines: list[str], symbol: Symbol | None) -> tuple[DocumentKind | None, int | None]:
    """The kind by its heading in capitals, else by the symbol; with the line of the heading."""
    by_symbol = kind_by_code(symbol.kind) if symbol and symbol.kind else None
    if by_symbol is None and symbol and symbol.is_official_letter:
        by_symbol = kind_by_code("CV")
    heads: list[tuple[DocumentKind, int]] = []
    for index, line in enumerate(lines):
        if BODY.match(line) and heads:
            break
        if re.match(r"(?:Điều|ĐIỀU|Chương|CHƯƠNG) ", line):
            break
        match = KIND_HEAD.match(line)
        named = kind_by_name(match["kind"]) if match else None
        if named is not None and _is_heading(line):
            heads.append((named, index))
    laws = [head for head in heads if head[0].group == "law"]
    for named, index in (*laws, *heads):
        if named.group == "law" or (by_symbol is not None and named.code == by_symbol.code):
            return named, index
    if by_symbol is not None and by_symbol.code == "CV":
        return by_symbol, None
    if heads:
        return heads[0]
    if by_symbol is None and symbol and re.match(r"QH\d", symbol.issuer or ""):
        by_symbol = kind_by_code("NQ") if any(fold(x).startswith("nghi quyet") for x in lines[:12]) else kind_by_code("L")
    return by_symbol, None


def _is_heading(line: str) -> bool:
    return is_capitals(line.split(":")[0]) and not line.endswith((";", ":"))


def _find_title(lines: list[str], kind: DocumentKind | None, kind_at: int | None) -> str:
    if kind_at is None or (kind is not None and kind.code == "CV"):
        return _abstract(lines)
    rest = lines[kind_at][len(kind.name) if kind else 0 :].strip(" :")
    law = kind is not None and kind.code in _LAW_KINDS
    pieces = [rest] if rest else []
    pieces += _following(lines, kind_at + 1, capitals_only=law or (bool(rest) and is_capitals(rest)), begun=bool(rest))
    title = re.sub(rf"\s+(?:HỘI ĐỒNG THẨM PHÁN|BỘ TRƯỞNG|CHỦ TỊCH|GIÁM ĐỐC)(?:\s[^\d]{{3,80}})?$", "", " ".join(pieces)) if rest else " ".join(pieces)
    title = title_case(re.sub(r"[¹²³⁰-⁹]|\[\d+\]", "", title).strip(" ./"))
    return title


def _following(lines: list[str], start: int, *, capitals_only: bool, begun: bool) -> list[str]:
    pieces: list[str] = []
    for line in lines[start : start + 16]:
        if not line:
            if pieces or begun:
                break
            continue
        if _PLACE_DATE.match(line) or _NUMBER_LINE.match(line):
            continue
        if BODY.match(line) or line.startswith("(") or KIND_HEAD.match(line) and is_capitals(line):
            break
        capitals = is_capitals(line)
        if capitals_only and not capitals:
            break
        if capitals and (pieces or begun) and _begins_anew(line, pieces):
            break
        if not capitals_only and capitals and (pieces or begun or _OFFICE.match(line)):
            break
        if pieces and (pieces[-1].endswith((".", ";", ":")) or len(line) > 250):
            break
        if sum(map(len, pieces)) + len(line) > _TITLE_LIMIT:
            break
        pieces.append(line)
    return pieces


def _begins_anew(line: str, pieces: list[str]) -> bool:
    """Whether a line in capitals below a title names who enacts it, and does not go on with the title."""
    goes_on = pieces and re.search(r"(?:,|CỦA|VÀ|VỀ|CHO|TẠI|VỚI|DO|TRONG|THUỘC)$", pieces[-1])
    return not goes_on and (_OFFICE.match(line) is not None or line.startswith("CỦA QUỐC HỘI KH"))


def _abstract(lines: list[str]) -> str:
    """The trích yếu of an official letter: "V/v …" up to a blank line, the date in its midst left out."""
    for index, line in enumerate(lines):
        match = _ABSTRACT.match(line)
        if not match:
            if re.match(r"(?:Điều|Chương) ", line):
                break
            continue
        pieces = [line[match.end() :]]
        for below in lines[index + 1 : index + 8]:
            if _PLACE_DATE.match(below) or _NUMBER_LINE.match(below):
                continue
            if not below or BODY.match(below) or _OFFICE.match(below) or len(below) > 120:
                break
            pieces.append(below)
        return title_case(" ".join(piece for piece in pieces if piece).strip(" ./"))
    return ""


def _find_place_and_date(lines: list[str], text: str) -> tuple[str | None, dt.date | None]:
    for line in lines:
        match = _PLACE_DATE.match(line)
        if match and len(line) < 90:
            days = find_dates(line)
            if days:
                return match["place"], days[0][0]
        if re.match(r"(?:Điều|ĐIỀU) \d", line):
            break
    for line in lines[:12]:
        if is_capitals(line) and (days := find_dates(line)):
            return None, days[0][0]
    adopted = [line for line in lines[:12] if line.startswith("(")] + clean(text[-3000:]).split("\n")
    for line in adopted:
        match = _ADOPTED.match(line.strip())
        days = find_dates(line[match.end() :]) if match else []
        if days:
            return None, days[0][0]
    return None, None


def _find_issuer(lines: list[str], number_at: int, symbol: Symbol | None, kind: DocumentKind | None) -> str | None:
    if symbol and re.match(r"QH\d|HĐNN|CTN", symbol.issuer or ""):
        return "Quốc hội"
    heads: list[str] = []
    for line in lines[: number_at or 1]:
        if not line or not is_capitals(line) or _NUMBER_LINE.match(line) or _PLACE_DATE.match(line):
            continue
        if KIND_HEAD.fullmatch(line):
            break
        if _SUPERIOR.match(line):
            cut = _SUPERIOR.match(line)
            if cut:
                heads += [line[: cut.end()].strip(), line[cut.end() :]]
        elif heads and (_TERRITORY.match(line) or not _OFFICE.match(line)):
            heads[-1] += f" {line}"
        elif _OFFICE.match(line):
            heads.append(line)
    if not heads:
        return "Quốc hội" if kind is not None and kind.code in {"L", "BL"} and symbol else None
    if len(heads) > 1 and heads[-1] == "VĂN PHÒNG":
        return f"Văn phòng {issuer_case(heads[-2])}"
    return issuer_case(heads[-1])


def _find_secrecy(text: str) -> str | None:
    """The stamp of a state secret: alone on a line or in a cell of the first page, boxed or bracketed or not."""
    page = clean(text.split("\f")[0][:_STAMP_REACH]).upper()
    for raw in page.split("\n"):
        for cell in (raw, *re.split(r"\t|\||\s{3,}", raw)):
            line = _FRAME_CHARS.sub(" ", cell).strip()
            match = _STAMP.fullmatch(line)
            if match and cell.upper() == cell:
                return " ".join(match[1].split())
            if line.replace(" ", "") in _SPACED_STAMP:
                return _SPACED_STAMP[line.replace(" ", "")]
    return None


def _is_internal(text: str) -> bool:
    page = clean(text.split("\f")[0][:_STAMP_REACH])
    cells = (cell for line in page.split("\n") for cell in (line, *re.split(r"\t|\||\s{3,}", line)))
    return any(_INTERNAL.fullmatch(_FRAME_CHARS.sub(" ", cell).strip()) for cell in cells)


def _find_addressees(lines: list[str]) -> tuple[str, ...]:
    for index, line in enumerate(lines):
        match = _ADDRESSED.match(line)
        if not match:
            continue
        found = [line[match.end() :]] if line[match.end() :].strip(" :-") else []
        for below in lines[index + 1 :]:
            if not below:
                if found:
                    break
                continue
            if not below.startswith(("-", "+", "–", "•")):
                break
            found.append(below)
        parts = (part for item in found for part in item.split(";"))
        return tuple(part.strip(" -+–•.;") for part in parts if part.strip(" -+–•.;"))
    return ()
