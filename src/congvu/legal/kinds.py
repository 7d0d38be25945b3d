"""The kinds of Vietnamese documents, with their abbreviations.

The 29 administrative kinds and their abbreviations are those of Nghị định 30/2020/NĐ-CP (Điều 7, Phụ lục III);
the kinds of law are those of the laws on the promulgation of legal normative documents, old ones included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from congvu.text import fold

KindGroup = Literal["law", "normative", "administrative", "party"]


@dataclass(frozen=True)
class DocumentKind:
    """One kind: its code as symbols write it, its Vietnamese name, its group.

    `also_normative` marks an administrative kind that is normative when its symbol carries a year.
    """

    code: str
    name: str
    group: KindGroup
    also_normative: bool = False


KINDS: tuple[DocumentKind, ...] = (
    DocumentKind("HP", "Hiến pháp", "law"),
    DocumentKind("BL", "Bộ luật", "law"),
    DocumentKind("L", "Luật", "law"),
    DocumentKind("PL", "Pháp lệnh", "normative"),
    DocumentKind("SL", "Sắc lệnh", "normative"),
    DocumentKind("LCTN", "Lệnh", "normative"),
    DocumentKind("NĐ", "Nghị định", "normative"),
    DocumentKind("TT", "Thông tư", "normative"),
    DocumentKind("TTLT", "Thông tư liên tịch", "normative"),
    DocumentKind("NQLT", "Nghị quyết liên tịch", "normative"),
    DocumentKind("VBHN", "Văn bản hợp nhất", "normative"),
    DocumentKind("NQ", "Nghị quyết", "administrative", also_normative=True),
    DocumentKind("QĐ", "Quyết định", "administrative", also_normative=True),
    DocumentKind("CT", "Chỉ thị", "administrative", also_normative=True),
    DocumentKind("QC", "Quy chế", "administrative"),
    DocumentKind("QyĐ", "Quy định", "administrative"),
    DocumentKind("TC", "Thông cáo", "administrative"),
    DocumentKind("TB", "Thông báo", "administrative"),
    DocumentKind("HD", "Hướng dẫn", "administrative"),
    DocumentKind("CTr", "Chương trình", "administrative"),
    DocumentKind("KH", "Kế hoạch", "administrative"),
    DocumentKind("PA", "Phương án", "administrative"),
    DocumentKind("ĐA", "Đề án", "administrative"),
    DocumentKind("DA", "Dự án", "administrative"),
    DocumentKind("BC", "Báo cáo", "administrative"),
    DocumentKind("BB", "Biên bản", "administrative"),
    DocumentKind("TTr", "Tờ trình", "administrative"),
    DocumentKind("HĐ", "Hợp đồng", "administrative"),
    DocumentKind("CV", "Công văn", "administrative"),
    DocumentKind("CĐ", "Công điện", "administrative"),
    DocumentKind("BGN", "Bản ghi nhớ", "administrative"),
    DocumentKind("BTT", "Bản thỏa thuận", "administrative"),
    DocumentKind("GUQ", "Giấy ủy quyền", "administrative"),
    DocumentKind("GM", "Giấy mời", "administrative"),
    DocumentKind("GGT", "Giấy giới thiệu", "administrative"),
    DocumentKind("GNP", "Giấy nghỉ phép", "administrative"),
    DocumentKind("PG", "Phiếu gửi", "administrative"),
    DocumentKind("PC", "Phiếu chuyển", "administrative"),
    DocumentKind("PB", "Phiếu báo", "administrative"),
    # The decree gives the personal official letter no abbreviation; symbols never carry this code.
    DocumentKind("ThC", "Thư công", "administrative"),
    DocumentKind("KL", "Kết luận", "party"),
    DocumentKind("TTCĐ", "Thông tri", "party"),
    DocumentKind("ĐL", "Điều lệ", "party"),
)

_BY_CODE = {kind.code: kind for kind in KINDS}
_BY_FOLDED_CODE: dict[str, DocumentKind] = {}
for _kind in KINDS:
    _BY_FOLDED_CODE.setdefault(fold(_kind.code), _kind)
_BY_NAME = {fold(kind.name): kind for kind in KINDS}

# As typed without diacritics the code "tt" is both, "hd" too: the commoner one in symbols wins.
_BY_FOLDED_CODE["tt"] = _BY_CODE["TT"]
_BY_FOLDED_CODE["hd"] = _BY_CODE["HD"]
_BY_FOLDED_CODE["lct"] = _BY_CODE["L"]


def kind_by_code(code: str) -> DocumentKind | None:
    """The kind of an abbreviation: exact first ("HĐ" is not "HD"), then without diacritics and case ("qd")."""
    return _BY_CODE.get(code) or _BY_FOLDED_CODE.get(fold(code))


def kind_by_name(name: str) -> DocumentKind | None:
    """The kind of a Vietnamese name, in any case, with or without diacritics ("nghi dinh")."""
    return _BY_NAME.get(" ".join(fold(name).split()))
