"""Names of documents in running text: "Bộ luật Lao động 2019", "Nghị định số 30/2020/NĐ-CP", "BLLĐ", "nđ 30"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from congvu.legal.kinds import kind_by_code, kind_by_name
from congvu.legal.symbols import find_symbols

_SHORT = {
    "blld": "Bộ luật Lao động",
    "blds": "Bộ luật Dân sự",
    "blhs": "Bộ luật Hình sự",
    "bltths": "Bộ luật Tố tụng hình sự",
    "bltds": "Bộ luật Tố tụng dân sự",
    "blttds": "Bộ luật Tố tụng dân sự",
    "ldd": "Luật Đất đai",
    "lccc": "Luật Cán bộ, công chức",
}
_NUMBERED_KINDS = (
    "nghi dinh|thong tu lien tich|thong tu|nghi quyet|quyet dinh|chi thi|cong van|ke hoach|thong bao|bao cao|huong dan|"
    "cong dien|to trinh|ket luan|phap lenh|van ban hop nhat|nd(?=[\\s\\d])|tt(?=[\\s\\d])|nq(?=[\\s\\d])|qd(?=[\\s\\d])"
)
_KIND_CODES = {"nd": "NĐ", "tt": "TT", "nq": "NQ", "qd": "QĐ"}
_NUMBERED = re.compile(
    rf"(?<![\w])(?P<kind>{_NUMBERED_KINDS})\s*(?:so\s*:?\s*)?(?P<no>\d{{1,5}})(?:\s?/\s?(?P<year>(?:19|20)\d{{2}}))?(?![\w/-])"
)
_LAW = re.compile(r"(?<![\w])(?P<kind>bo luat|luat|phap lenh|hien phap)(?P<rest>(?:\s+(?:so\s+)?[^\s.;:?!()\"“”]+){0,16})")
_SHORT_NAME = re.compile(rf"(?<![\w])(?P<short>{'|'.join(_SHORT)})(?:\s+(?:nam\s+)?(?P<year>(?:19|20)\d{{2}}))?(?![\w])")
# Words that end a law's name in running text: they ask, compare, cite or connect, and no law is named with them.
_STOP = re.compile(
    r"\s(?:noi|quy dinh|co(?! yeu)|la|thi|nhu the nao|the nao|ra sao|gi|ve viec|duoc|phai|khong|nay|do|hien hanh|cu the|theo|"
    r"tai|dieu|khoan|diem|chuong|muc|ngay|cho(?! vay)|khi|neu|bao nhieu|hien nay|con hieu luc|het hieu luc|va luat|va bo luat|hoac|"
    r"sua doi|duoc sua doi|thong qua|ban hanh nam|moi nhat|moi|cu|nao|nguoi nao|ai|o dau|so sanh|de|thuoc|voi)(?=\s|$)"
)
_YEAR = re.compile(r"\s+(?:(?:ban hanh\s+)?nam\s+)?(?P<year>(?:19|20)\d{2})$")
_MAX_WORDS = 14


@dataclass(frozen=True, slots=True)
class Name:
    """A document meant by a span ``start:end`` of the folded text."""

    start: int
    end: int
    name: str | None
    symbol: str | None
    number: str | None
    kind: str | None
    year: int | None


def find_names(text: str, folded: str, offsets: list[int]) -> tuple[Name, ...]:
    """Documents named in a text, in order, without overlaps; ``folded``/``offsets`` from ``fold_with_offsets``."""
    position = {source: i for i, source in reversed(list(enumerate(offsets)))}
    found = [
        *_by_symbol(text, folded, position),
        *(n for m in _SHORT_NAME.finditer(folded) if (n := _short(m))),
        *(n for m in _NUMBERED.finditer(folded) if (n := _numbered(m, text, offsets))),
        *(n for m in _LAW.finditer(folded) if (n := _law(m, text, offsets))),
    ]
    kept: list[Name] = []
    for name in sorted(found, key=lambda n: (n.start, n.symbol is None, -n.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return tuple(kept)


def _by_symbol(text: str, folded: str, position: dict[int, int]) -> list[Name]:
    names: list[Name] = []
    for symbol, start, end in find_symbols(text):
        low, high = position.get(start, 0), position.get(end - 1, len(folded) - 1) + 1
        head = re.search(r"(?<![\w])([^\W\d_]+(?:\s[^\W\d_]+){0,12})\s+(?:so\s*:?\s*)?$", folded[max(0, low - 90) : low])
        begin = low
        known = kind_by_code(symbol.kind) if symbol.kind else None
        kind = known.name if known else None
        if head:
            words = re.search(rf"(?:{_NUMBERED_KINDS}|bo luat|luat|phap lenh|van ban hop nhat)(?!.*(?:{_NUMBERED_KINDS}|\bluat))", head[1])
            if words:
                begin = low - len(head.group()) + words.start()
        names.append(Name(begin, high, kind, symbol.canonical, symbol.number, symbol.kind, symbol.year))
    return names


def _short(match: re.Match[str]) -> Name:
    year = int(match["year"]) if match["year"] else None
    name = _SHORT[match["short"]] + (f" {year}" if year else "")
    return Name(match.start(), match.end(), name, None, None, "BL" if match["short"].startswith("bl") else "L", year)


def _numbered(match: re.Match[str], text: str, offsets: list[int]) -> Name | None:
    code = _KIND_CODES.get(match["kind"])
    kind = kind_by_code(code) if code else kind_by_name(match["kind"])
    if kind is None:
        return None
    year = int(match["year"]) if match["year"] else None
    name = f"{kind.name} {match['no']}" + (f"/{year}" if year else "")
    return Name(match.start(), match.end(), name, None, match["no"], kind.code, year)


def _law(match: re.Match[str], text: str, offsets: list[int]) -> Name | None:
    rest = match["rest"]
    stop = _STOP.search(rest + " ")
    if stop:
        rest = rest[: stop.start()]
    rest = " ".join(rest.split(" ")[: _MAX_WORDS + 1]).rstrip(" ,")
    rest = re.sub(r"(?:\s+(?:va|cac|nhung|cua|,))+$", "", rest)
    if not rest.strip() and match["kind"] != "hien phap":
        return None
    end = match.start() + len(match["kind"]) + len(rest)
    whole = match["kind"] + rest
    found = _YEAR.search(whole)
    known = kind_by_name(match["kind"])
    kind = known.code if known else None
    name = text[offsets[match.start()] : offsets[end - 1] + 1]
    return Name(match.start(), end, " ".join(name.split()), None, None, kind, int(found["year"]) if found else None)
