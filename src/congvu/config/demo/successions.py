"""What became of the agencies of the pilot letter in 2025.

Taken from published texts: that the district level ended on 01/7/2025 (Luật 72/2025/QH15), that Yên Bái and Lào Cai
became Lào Cai that day (Nghị quyết 202/2025/QH15), and the communes and wards there (Nghị quyết 1673/NQ-UBTVQH15).

General knowledge, **to be checked locally before anybody relies on it**:

- which department was merged into which on 01/3/2025. All provinces followed one pattern (Nghị định 45/2025/NĐ-CP);
  the resolution of the People's Council of Yên Bái that ordered it is not known here, and the texts below say so;
- which work went elsewhere: it follows what the ministries handed to each other that day;
- which communes stand where a district stood. The list is not complete, and borders do not always follow old ones;
- on 01/7/2025 each department was joined with its namesake of the former Lào Cai. The demo knows only one of the two,
  which comes under the new province and stays what it was.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from congvu.accounts.models import Succession

DEPARTMENTS_MERGED = dt.date(2025, 3, 1)
TWO_TIERS = PROVINCES_MERGED = dt.date(2025, 7, 1)

MERGED, RENAMED = Succession.Kind.MERGED, Succession.Kind.RENAMED
FUNCTION = Succession.Kind.FUNCTION
WHOLE = frozenset({MERGED, RENAMED})
"""Kinds that end the predecessor."""


class Text:
    """Who ordered it, as it is shown."""

    DEPARTMENTS = "Nghị định 45/2025/NĐ-CP (nghị quyết của HĐND tỉnh: chưa nhập)"
    TWO_TIERS = "Luật Tổ chức chính quyền địa phương số 72/2025/QH15"
    PROVINCES = "Nghị quyết 202/2025/QH15"
    COMMUNES = "Nghị quyết 1673/NQ-UBTVQH15"


@dataclass(frozen=True, slots=True)
class DemoSuccession:
    """By codes: who took over from whom, and what, where it was not everything."""

    predecessor: str
    successor: str
    kind: Succession.Kind
    on: dt.date
    ordered_by: str
    function: str = ""


def _department(old: str, new: str, kind: Succession.Kind = MERGED, function: str = "") -> DemoSuccession:
    return DemoSuccession(old, new, kind, DEPARTMENTS_MERGED, Text.DEPARTMENTS, function)


def _district(old: str, *communes: str) -> tuple[DemoSuccession, ...]:
    here = "công việc của cấp huyện trên phần địa bàn của mình"
    return tuple(DemoSuccession(old, new, FUNCTION, TWO_TIERS, Text.TWO_TIERS, here) for new in communes)


SUCCESSIONS = (
    _department("stttt", "skhcn"),
    _department("skhdt", "stc"),
    _department("sgtvt", "sxd"),
    _department("sldtbxh", "snv"),
    _department("snnptnt", "snnmt"),
    _department("stnmt", "snnmt"),
    _department("bdt", "sdttg", RENAMED),
    _department("snv", "sdttg", FUNCTION, "tín ngưỡng, tôn giáo"),
    _department("stttt", "svhttdl", FUNCTION, "báo chí, xuất bản"),
    _department("sldtbxh", "syt", FUNCTION, "bảo trợ xã hội, trẻ em, phòng, chống tệ nạn xã hội"),
    _department("sldtbxh", "sgddt", FUNCTION, "giáo dục nghề nghiệp"),
    _department("sldtbxh", "snnmt", FUNCTION, "giảm nghèo"),
    *_district("ubnd-tp-yen-bai", "ubnd-p-yen-bai", "ubnd-p-nam-cuong", "ubnd-p-van-phu", "ubnd-p-au-lau"),
    *_district("ubnd-nghia-lo", "ubnd-p-nghia-lo", "ubnd-p-trung-tam", "ubnd-p-cau-thia"),
    *_district("ubnd-luc-yen", "ubnd-x-luc-yen"),
    *_district("ubnd-van-yen", "ubnd-x-mau-a"),
    *_district("ubnd-tran-yen", "ubnd-x-tran-yen"),
    *_district("ubnd-yen-binh", "ubnd-x-yen-binh", "ubnd-x-thac-ba"),
    *_district("ubnd-van-chan", "ubnd-x-van-chan"),
    *_district("ubnd-tram-tau", "ubnd-x-tram-tau"),
    *_district("ubnd-mu-cang-chai", "ubnd-x-mu-cang-chai"),
)
