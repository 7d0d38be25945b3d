"""Words that name a part of a text, "khoản 2", "Điều 12a", "Chương III", as items for the grammar of references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from congvu.legal.reference_types import POINT_LETTERS
from congvu.legal.source import Source
from congvu.text import fold


@dataclass(frozen=True)
class Item:
    """One level and its value at a span of the folded text.

    `value` None means "this one" ("Điều này"). `weak`: an abbreviation or a bare spelling in an accented text, which
    counts only beside another level or a document.
    """

    level: str
    value: str | None
    start: int
    end: int
    weak: bool = False


_WORD_LEVELS = {
    "diem": ("point", "điểm"),
    "khoan": ("clause", "khoản"),
    "dieu": ("article", "Điều"),
    "tieu muc": ("subsection", "Tiểu mục"),
    "muc": ("section", "Mục"),
    "chuong": ("chapter", "Chương"),
    "phan": ("part", "Phần"),
    "phu luc": ("annex", "Phụ lục"),
}
_ROMAN = r"(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_END = r"(?![\w%]|[.,/:-]\d)"
_VALUES = {
    "point": rf"(?:[a-z]\d?|\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}){_END}",
    "clause": rf"\d{{1,3}}[a-z]?{_END}",
    "article": rf"\d{{1,4}}[a-z]{{0,2}}{_END}",
    "subsection": rf"(?:\d{{1,3}}[a-z]?|{_ROMAN}){_END}",
    "section": rf"(?:\d{{1,3}}[a-z]?|{_ROMAN}){_END}",
    "chapter": rf"(?:\d{{1,3}}[a-z]?|{_ROMAN}[a-z]?){_END}",
    "part": rf"(?:thu[ ](?:nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi)|\d{{1,2}}|{_ROMAN}){_END}",
    "annex": rf"(?:\d{{1,2}}[a-z]?|{_ROMAN}[a-z]?|[a-h]){_END}",
}
_VALUE = {level: re.compile(pattern) for level, pattern in _VALUES.items()}
_WORD = re.compile(rf"(?<!\w)(?P<word>{'|'.join(sorted(_WORD_LEVELS, key=len, reverse=True))})(?!\w)")
_SHORT = re.compile(r"(?<![\w.])(?P<word>[dk])(?:\.[ ]?|[ ])?(?=\d)")
_AFTER_WORD = re.compile(r"[ \n*]{1,4}(?:so[ :]{1,2})?")
_THIS = re.compile(r"[ ]{1,3}nay(?!\w)")
_MORE = re.compile(r"[ ]{0,2}(?:[,;&–-]|(?<!\w)(?:va|hoac|hay|den|toi)(?!\w))[ ]{0,2}(?:(?:va|hoac)[ ]{1,2})?")
_COUNTED = re.compile(
    r"\s{0,2}(?:%|(?:thang|tuan|trieu|ty|dong|nghin|nguoi|gio|phut|lan|km|m2|m3|ha|tuoi|cai|ban|trang|dieu kien|"
    r"noi dung|nhiem vu|tinh|huyen|xa|truong hop|nhom|loai|buoc)(?!\w)|ngay(?![ ]{1,2}\d)(?!\w)|"
    r"nam(?![ ]{1,2}\d{4})(?!\w))"
)
# What may follow a bare number of a list, and a point that stands alone.
_FOLLOWS = re.compile(
    r"\s{0,3}(?:$|[.,;:)\]?!\"”’*/]|(?:va|hoac|hay|den|toi|cua|dieu|khoan|diem|muc|chuong|phan|phu luc|bo luat|luat|"
    r"nghi|thong tu|quyet|phap lenh|hien phap|nay|noi|neu|tren|la|quy|co|thi|duoc|theo|tai|trong|nhu|ve|bi|khong|"
    r"bl\w{1,8}|nd|tt)(?!\w))"
)
# Words that make another word of the next: "thời điểm" (but "tại điểm a"), "tài khoản" (but "tại khoản 2").
_COMPOUNDS = {
    "point": "thời địa quan đặc trọng thí cao ưu nhược khuyết luận tọa tâm chấm cực hạn tiêu yếu phê nước giao trung",
    "clause": "tài điều",
    "section": "danh hạng chuyên đề đầu tiết",
    "part": "cổ thành học góp một bộ tỷ hợp cấu",
}
_NOT_AFTER = {level: {fold(word): word for word in words.split()} for level, words in _COMPOUNDS.items()}
_LAST_WORD = re.compile(r"(?<!\w)([^\W\d_]+)\s{1,2}$")
_LONGEST_WORD = 12


def find_items(source: Source, taken: list[tuple[int, int]]) -> list[Item]:
    """Every item outside the spans in `taken` (folded positions, ordered), in order of place."""
    items = [*_by_word(source), *_by_abbreviation(source)]
    items.sort(key=lambda item: (item.start, -item.end))
    kept: list[Item] = []
    spans = iter(taken)
    span = next(spans, None)
    for item in items:
        while span is not None and span[1] <= item.start:
            span = next(spans, None)
        if (span is None or item.end <= span[0]) and (not kept or item.start >= kept[-1].end):
            kept.append(item)
    return kept


def _by_word(source: Source) -> Iterator[Item]:
    for match in _WORD.finditer(source.folded):
        level, word = _WORD_LEVELS[match["word"]]
        compound = _compound(source, match.start(), level)
        if compound == "surely" or not source.spells(match.start(), match.end(), word):
            continue
        bare = compound == "perhaps" or (source.is_accented and source.written(*match.span()).isascii())
        this = _THIS.match(source.folded, match.end())
        if this and source.spells(this.end() - 3, this.end(), "này"):
            yield Item(level, None, match.start(), this.end(), weak=bare or not _is_named(source, match, level))
            continue
        at = _AFTER_WORD.match(source.folded, match.end())
        if at:
            yield from _values(source, level, match.start(), at.end(), bare=bare)


def _is_named(source: Source, match: re.Match[str], level: str) -> bool:
    """Whether "điều này" is this article, not "this thing": a capital, or a word of citing before it."""
    if level in {"chapter", "subsection", "annex"} or source.written(match.start(), match.start() + 1).isupper():
        return True
    before = source.folded[max(0, match.start() - _LONGEST_WORD) : match.start()].split()
    return level == "clause" and (match.start() == 0 or before[-1:] in (["tai"], ["cua"], ["theo"], ["o"]))


def _compound(source: Source, at: int, level: str) -> str:
    """Whether the word before makes another word of it: "surely", "perhaps" (typed without diacritics) or "no"."""
    if at == 0 or source.folded[at - 1] not in " \n":
        return "no"
    match = _LAST_WORD.search(source.folded, max(0, at - _LONGEST_WORD), at)
    word = _NOT_AFTER.get(level, {}).get(match[1]) if match else None
    if match is None or word is None or not source.spells(*match.span(1), word):
        return "no"
    return "perhaps" if source.written(*match.span(1)).isascii() and not word.isascii() else "surely"


def _by_abbreviation(source: Source) -> Iterator[Item]:
    for match in _SHORT.finditer(source.folded):
        level = "article" if match["word"] == "d" else "clause"
        # "Đ.113" with its capital and full stop is plain enough to stand alone.
        sure = source.written(match.start(), match.start() + 1) == "Đ" and "." in match.group()
        for item in _values(source, level, match.start(), match.end(), bare=not sure):
            yield item
            break


def _values(source: Source, level: str, start: int, at: int, *, bare: bool) -> Iterator[Item]:
    """The value after a level's word, then the bare values of a list ("các điều 12, 13 và 15")."""
    match = _VALUE[level].match(source.folded, at)
    if match is None:
        return
    value = _read(source, level, match)
    if value is None or _counted(source, level, match):
        return
    alone = level == "point" and _FOLLOWS.match(source.folded, match.end()) is None
    numeric_point = level == "point" and value[0].isdigit()
    # Without diacritics "muc 1" may be "mức 1", and "phan" is five words.
    loose = level in {"section", "part"} and not source.is_accented
    weak = bare or alone or numeric_point or loose
    yield Item(level, value, start, match.end(), weak=weak)
    while more := _MORE.match(source.folded, match.end()):
        following = _VALUE[level].match(source.folded, more.end())
        if following is None or not _FOLLOWS.match(source.folded, following.end()):
            return
        value_of = _read(source, level, following)
        if value_of is None or value_of[0].isdigit() != value[0].isdigit() or _counted(source, level, following):
            return
        yield Item(level, value_of, following.start(), following.end(), weak=weak)
        match = following


def _counted(source: Source, level: str, match: re.Match[str]) -> bool:
    """Whether the number counts something ("khoản 5 triệu đồng"), so that it names no part."""
    if not match.group()[0].isdigit():
        return False
    if _COUNTED.match(source.folded, match.end()) is None:
        return False
    # "Điều 5 Ngày nghỉ": a heading without its full stop goes on with a capital.
    return not (level == "article" and source.written(match.end() + 1, match.end() + 2).isupper())


def _read(source: Source, level: str, match: re.Match[str]) -> str | None:
    written = source.written(*match.span())
    if level == "point":
        value = written.lower().replace("ð", "đ")
        return value if value[0].isdigit() or value[0] in POINT_LETTERS else None
    if level in {"clause", "article"}:
        value = written.lower().replace("ð", "đ")
        return value if value[1:].isascii() or "đ" in value else None
    if level == "part" and match.group().startswith("thu"):
        return _ORDINALS[match.group()[4:]]
    if level == "annex" and written.isalpha() and len(written) == 1 and not written.isupper():
        return None
    digits = match.group()[0].isdigit()
    if not written.replace("đ", "d").replace("Đ", "D").isascii():
        return None
    return written.lower() if digits else _roman(written)


def _roman(written: str) -> str:
    """Roman numerals in capitals; the letter of an inserted chapter stays small ("IIa")."""
    upper = written.upper()
    return upper if set(upper) <= set("IVXL") or len(upper) == 1 else upper[:-1] + written[-1].lower()


_ORDINALS = {
    "nhat": "thứ nhất",
    "hai": "thứ hai",
    "ba": "thứ ba",
    "tu": "thứ tư",
    "nam": "thứ năm",
    "sau": "thứ sáu",
    "bay": "thứ bảy",
    "tam": "thứ tám",
    "chin": "thứ chín",
    "muoi": "thứ mười",
}
