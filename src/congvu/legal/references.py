"""Legal references as people write and type them: parsed, never guessed.

"điểm a khoản 2 Điều 5 Nghị định 30/2020/NĐ-CP", "khoan 2 dieu 113 bo luat lao dong", "Đ.113 k.2 BLLĐ", "nđ 30".
The grammar works on the folded text, so typing without diacritics reads the same; spans refer to the text as given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from congvu.legal.names import Name, find_names
from congvu.text import fold_with_offsets

_POINT = "a b c d đ e g h i k l m n o p q r s t u v x y".split()
_NUMBER = r"\d{1,3}[a-z]?(?![\w])"
_ROMAN = r"(?:[ivxl]{1,7}|\d{1,3})(?![\w])"
_SEP = r"\s*(?:,|;|va|hoac|&)\s*(?:(?:khoan|diem|dieu|cac)\s+)?"
_LEVELS: tuple[tuple[str, str], ...] = (
    ("point", r"(?<![\w])(?P<w>(?:cac\s+)?diem|d(?=\.\s?[a-z]\b(?!\.)))\.?\s+(?P<n>[a-z]\d?(?![\w])|\d{1,2}\.\d{1,2}(?![\w]))"),
    ("clause", r"(?<![\w])(?P<w>(?:cac\s+)?khoan|k(?=\.?\s?\d))\.?\s*(?P<n>\d{1,3}[a-z]?(?![\w]))"),
    ("article", r"(?<![\w])(?P<w>(?:cac\s+|tu\s+)?dieu|d(?=\.?\s?\d))\.?\s*(?P<n>\d{1,3}[a-z]?(?![\w]))"),
    ("subsection", rf"(?<![\w])(?P<w>tieu muc)\s+(?P<n>{_ROMAN})"),
    ("section", rf"(?<![\w])(?P<w>muc)\s+(?P<n>{_ROMAN})"),
    ("chapter", rf"(?<![\w])(?P<w>chuong)\s+(?P<n>{_ROMAN})"),
    ("part", r"(?<![\w])(?P<w>phan)\s+(?:thu\s+)?(?P<n>nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi|[ivx]{1,5}(?![\w])|\d{1,2}(?![\w]))"),
    ("annex", r"(?<![\w])(?P<w>phu luc)\s+(?:so\s+)?(?P<n>[ivxl]{1,6}(?![\w])|\d{1,2}[a-z]?(?![\w]))"),
)  # fmt: skip
_PATTERNS = tuple((level, re.compile(pattern)) for level, pattern in _LEVELS)
_MORE = re.compile(r"\s*(?:,|;|va|hoac)\s*(?P<n>\d{1,3}[a-z]?(?![\w])|[a-z](?![\w]))(?!\s*(?:dong|ngay|thang|nam|%|gio|tuoi))")
_RANGE = re.compile(r"\s*(?:-|den)\s*(?:(?:dieu|khoan|diem)\s*)?(?P<n>\d{1,3}[a-z]?(?![\w]))")
_UNIT_WORD = re.compile(r"\s*(?:ngay|thang|nam|dong|nguoi|gio|tuoi|lan|kien|%)\b")
_JOIN = re.compile(r"(?:[\s,;()]|cua|thuoc|tai|trong|theo|o|luat so|so|quy dinh tai)*")
_RELATIVE = re.compile(
    r"(?<![\w])(?:dieu|khoan|diem|muc|chuong|luat|bo luat|nghi dinh|thong tu|quyet dinh|phap lenh|nghi quyet)\s+nay(?![\w])"
)
_RANK = {level: i for i, (level, _) in enumerate(_LEVELS)}
_MAX_RANGE = 30


@dataclass(frozen=True, slots=True)
class LegalReference:
    """Where a text points to. Numbers are as in citations ("12a", "đ", "II"); ``start``/``end`` are offsets.

    ``document_symbol`` is canonical; ``document_number`` a bare number ("30") whose symbol was not given in full;
    ``document_name`` is as written. ``relative`` marks "Điều này", "Luật này": the text it stands in is meant.
    """

    point: str | None = None
    clause: str | None = None
    article: str | None = None
    subsection: str | None = None
    section: str | None = None
    chapter: str | None = None
    part: str | None = None
    annex: str | None = None
    document_symbol: str | None = None
    document_number: str | None = None
    document_name: str | None = None
    document_kind: str | None = None
    year: int | None = None
    relative: bool = False
    start: int = 0
    end: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    level: str
    numbers: tuple[str, ...]
    start: int
    end: int


def parse_references(text: str) -> tuple[LegalReference, ...]:
    """Every reference of a text in order; a list ("Điều 5 và Điều 7") gives one for each; never raises."""
    folded, offsets = fold_with_offsets(text)
    names = find_names(text, folded, offsets)
    pieces = _pieces(text, folded, offsets, names)
    references = _assembled(folded, pieces, names)
    relatives = [
        LegalReference(relative=True, start=m.start(), end=m.end())
        for m in _RELATIVE.finditer(folded)
        if not any(r.start < m.end() and m.start() < r.end for r in references)
    ]
    ends = [*offsets, len(text)]
    spanned = [
        replace(r, start=ends[r.start], end=_end(offsets, r.end, len(text)), text=text[ends[r.start] : _end(offsets, r.end, len(text))])
        for r in sorted([*references, *relatives], key=lambda r: r.start)
    ]
    return tuple(spanned)


def _end(offsets: list[int], end: int, length: int) -> int:
    return offsets[end - 1] + 1 if 0 < end <= len(offsets) else length


def parse_reference(text: str) -> LegalReference | None:
    """The one reference of a text; None if there is none or more than one."""
    found = parse_references(text)
    return found[0] if len(found) == 1 else None


def _pieces(text: str, folded: str, offsets: list[int], names: tuple[Name, ...]) -> list[_Piece]:
    taken = [(n.start, n.end) for n in names]
    pieces: list[_Piece] = []
    for level, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            if any(a <= match.start() < b for a, b in taken) or not _real(level, match, text, folded, offsets):
                continue
            numbers, end = _numbers(level, match, text, folded, offsets)
            if level == "article" and _UNIT_WORD.match(folded, end) and len(numbers) == 1:
                continue
            pieces.append(_Piece(level, numbers, match.start(), end))
    pieces.sort(key=lambda p: (p.start, -p.end))
    kept: list[_Piece] = []
    for piece in pieces:
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return kept


def _real(level: str, match: re.Match[str], text: str, folded: str, offsets: list[int]) -> bool:
    """Not prose: "thời điểm a", "tài khoản 2", "bưu điện"; typed diacritics decide where folding confuses."""
    before = folded[max(0, match.start() - 8) : match.start()].split()
    last = before[-1] if before and match.start() and folded[match.start() - 1].isspace() else ""
    if level == "point" and last in {"thoi", "dia", "quan", "uu", "khuyet", "dac", "cao", "trong", "diem"}:
        return False
    if level == "clause" and last in {"tai", "dieu", "khoan"}:
        return False
    word = text[offsets[match.start("w")] : offsets[match.end("w") - 1] + 1].lower()
    head = word.split()[-1]
    allowed = {
        "point": {"điểm", "diem", "đ", "d"},
        "clause": {"khoản", "khoan", "k"},
        "article": {"điều", "dieu", "đ", "d"},
    }.get(level)
    return allowed is None or head in allowed or not any(ord(c) > 127 for c in head)


def _letter(number: str, at: int, text: str, offsets: list[int]) -> str:
    """Folding turned đ into d: look at what was typed; a point typed without diacritics stays d."""
    return "đ" + number[1:] if number[:1] == "d" and text[offsets[at]] in "đĐ" else number


def _numbers(
    level: str, match: re.Match[str], text: str, folded: str, offsets: list[int]
) -> tuple[tuple[str, ...], int]:
    first = _letter(match["n"], match.start("n"), text, offsets) if level == "point" else match["n"]
    numbers, end = [_shown(level, first)], match.end()
    if level not in {"point", "clause", "article"}:
        return tuple(numbers), end
    if match["w"].startswith("tu ") or level == "article":
        ranged = _RANGE.match(folded, end)
        if ranged and numbers[0].isdigit() and ranged["n"].isdigit() and not _UNIT_WORD.match(folded, ranged.end()):
            low, high = int(numbers[0]), int(ranged["n"])
            if low < high <= low + _MAX_RANGE:
                return tuple(str(i) for i in range(low, high + 1)), ranged.end()
    while more := _MORE.match(folded, end):
        number = _letter(more["n"], more.start("n"), text, offsets) if level == "point" else more["n"]
        if number[0].isdigit() != numbers[0][0].isdigit() or (level == "point") == number.isdigit():
            break
        numbers.append(number)
        end = more.end()
    return tuple(numbers), end


def _shown(level: str, number: str) -> str:
    return number.upper() if level in {"section", "chapter", "annex", "part"} and not number.isdigit() else number


def _assembled(folded: str, pieces: list[_Piece], names: tuple[Name, ...]) -> list[LegalReference]:
    """Neighbouring pieces that go from small to large (or large to small) are one reference, then the document."""
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups and _continues(folded, groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    used: set[int] = set()
    references: list[LegalReference] = []
    waiting: list[LegalReference] = []
    for number, group in enumerate(groups):
        start, end = group[0].start, group[-1].end
        name = _name_near(folded, names, start, end)
        found = _expanded(group)
        if name is not None:
            used.add(names.index(name))
            start, end = min(start, name.start), max(end, name.end)
            found = [_with(r, name) for r in found]
        following = groups[number + 1][0].start if number + 1 < len(groups) else None
        placed = [replace(r, start=start, end=end) for r in found]
        listed = following is not None and re.fullmatch(r"\s*(?:,|;|va|hoac)\s*", folded[end:following]) is not None
        if name is None and listed:
            waiting += placed
            continue
        if name is not None:
            references += [_with(r, name) for r in waiting]
        else:
            references += waiting
        waiting = []
        references += placed
    alone = [
        _with(LegalReference(start=n.start, end=n.end), n) for i, n in enumerate(names) if i not in used
    ]
    return [*references, *waiting, *alone]


def _continues(folded: str, group: list[_Piece], piece: _Piece) -> bool:
    gap = folded[group[-1].end : piece.start]
    if _JOIN.fullmatch(gap) is None or len(gap) > 20 or piece.level in {p.level for p in group}:
        return False
    rising = _RANK[piece.level] > _RANK[group[-1].level]
    return len(group) == 1 or rising == (_RANK[group[1].level] > _RANK[group[0].level])


def _name_near(folded: str, names: tuple[Name, ...], start: int, end: int) -> Name | None:
    for name in names:
        after = name.start >= end and _JOIN.fullmatch(folded, end, name.start) and name.start - end <= 24
        before = name.end <= start and re.fullmatch(r"[\s,:;(-]*(?:(?:co|tai|quy dinh tai|o)\s+)?", folded[name.end : start])
        if after or before:
            return name
    return None


def _expanded(group: list[_Piece]) -> list[LegalReference]:
    """One reference per listed number: "các điều 12, 13" gives two; lists at two levels are not multiplied."""
    many = next((p for p in group if len(p.numbers) > 1), None)
    base = {p.level: p.numbers[0] for p in group}
    values = many.numbers if many else (None,)
    return [LegalReference(**(base | ({many.level: v} if many else {}))) for v in values]  # type: ignore[arg-type] # levels are field names


def _with(reference: LegalReference, name: Name) -> LegalReference:
    return replace(
        reference,
        document_symbol=name.symbol,
        document_number=name.number,
        document_name=name.name,
        document_kind=name.kind,
        year=name.year,
    )


def format_reference(ref: LegalReference) -> str:
    """The reference as it is cited: "điểm b khoản 1 Điều 113 Bộ luật Lao động 2019"."""
    parts = [
        f"{word} {number}"
        for word, number in (
            ("điểm", ref.point),
            ("khoản", ref.clause),
            ("Điều", ref.article),
            ("Tiểu mục", ref.subsection),
            ("Mục", ref.section),
            ("Chương", ref.chapter),
            ("Phần", ref.part),
            ("Phụ lục", ref.annex),
        )
        if number
    ]
    document = ref.document_name or ""
    if ref.document_symbol and ref.document_symbol not in document:
        document = f"{document} {ref.document_symbol}".strip()
    return " ".join([*parts, document]).strip()
