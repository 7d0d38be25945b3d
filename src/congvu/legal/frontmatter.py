"""What a document says of itself: number, kind, title, issuer, date, addressees, stamps, and who signed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from congvu.legal.header import BODY, KIND_HEAD, NUMBER_LINE, PLACE_DATE, header_lines
from congvu.legal.issuers import OFFICE, find_issuer
from congvu.legal.kinds import DocumentKind, kind_by_code, kind_by_name
from congvu.legal.law_titles import law_title
from congvu.legal.signature import find_signer
from congvu.legal.stamps import find_secrecy, is_internal
from congvu.legal.symbols import Symbol, find_symbols, parse_symbol
from congvu.legal.titles import capital_first, is_capitals, title_case
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
_ABSTRACT = re.compile(r"(?:V/v|Về việc|Trích yếu)\s*:?\s*", re.IGNORECASE)
_ADDRESSED = re.compile(r"(?:Kính gửi|Kính trình)\s*:?\s*", re.IGNORECASE)
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
        issuer=find_issuer(lines[: number_at or 1], symbol, kind),
        issued_on=issued_on,
        effective_from=find_effective_date(text, issued_on),
        place=place,
        signer=signer,
        signer_title=position,
        secrecy=find_secrecy(text),
        internal_only=is_internal(text),
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
        if NUMBER_LINE.match(line):
            found = find_symbols(line)
            if found:
                return found[0][0], index
            return parse_symbol(NUMBER_LINE.sub("", line)), index
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
        by_symbol = (
            kind_by_code("NQ") if any(fold(x).startswith("nghi quyet") for x in lines[:12]) else kind_by_code("L")
        )
    return by_symbol, None


def _is_heading(line: str) -> bool:
    return is_capitals(line.split(":", maxsplit=1)[0]) and not line.endswith((";", ":"))


def _find_title(lines: list[str], kind: DocumentKind | None, kind_at: int | None) -> str:
    if kind_at is None or (kind is not None and kind.code == "CV"):
        return _abstract(lines)
    rest = lines[kind_at][len(kind.name) if kind else 0 :].strip(" :")
    law = kind is not None and kind.code in _LAW_KINDS
    pieces = [rest] if rest else []
    pieces += _following(lines, kind_at + 1, capitals_only=law or (bool(rest) and is_capitals(rest)), begun=bool(rest))
    title = (
        re.sub(r"\s+(?:HỘI ĐỒNG THẨM PHÁN|BỘ TRƯỞNG|CHỦ TỊCH|GIÁM ĐỐC)(?:\s[^\d]{3,80})?$", "", " ".join(pieces))
        if rest
        else " ".join(pieces)
    )
    return title_case(re.sub(r"[¹²³⁰-⁹]|\[\d+\]", "", title).strip(" ./"))


def _following(lines: list[str], start: int, *, capitals_only: bool, begun: bool) -> list[str]:
    pieces: list[str] = []
    for line in lines[start : start + 16]:
        if not line:
            if pieces or begun:
                break
            continue
        if PLACE_DATE.match(line) or NUMBER_LINE.match(line):
            continue
        if BODY.match(line) or line.startswith("(") or (KIND_HEAD.match(line) and is_capitals(line)):
            break
        capitals = is_capitals(line)
        if capitals_only and not capitals:
            break
        if capitals and (pieces or begun) and _begins_anew(line, pieces):
            break
        if not capitals_only and capitals and (pieces or begun or OFFICE.match(line)):
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
    return not goes_on and (OFFICE.match(line) is not None or line.startswith("CỦA QUỐC HỘI KH"))


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
            if PLACE_DATE.match(below) or NUMBER_LINE.match(below):
                continue
            if not below or BODY.match(below) or OFFICE.match(below) or len(below) > 120:
                break
            pieces.append(below)
        return title_case(" ".join(piece for piece in pieces if piece).strip(" ./"))
    return ""


def _find_place_and_date(lines: list[str], text: str) -> tuple[str | None, dt.date | None]:
    for line in lines:
        match = PLACE_DATE.match(line)
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
