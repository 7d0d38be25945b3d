"""The agencies of the demo: the 27 of the pilot letter, what came after them, and the two provinces above them.

The letter is công văn 1951/UBND-VX of 06/6/2024 (Yên Bái): its appendix gives ``AGENCIES``, in its order and under its
names. It says nothing of what came later; ``successions`` does, and says from where. The codes are ours. Official
codes (Quyết định 20/2020/QĐ-TTg) are in neither source and are not made up: a province enters its own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from congvu.accounts.agencies import AgencyData, create_agency, end_agency, move_agency, record_succession
from congvu.accounts.models import Agency
from congvu.config.demo.successions import DEPARTMENTS_MERGED, PROVINCES_MERGED, SUCCESSIONS, TWO_TIERS, WHOLE, Text

DEPARTMENT, DISTRICT = Agency.Kind.DEPARTMENT, Agency.Kind.DISTRICT
PROVINCE, COMMUNE = Agency.Kind.PROVINCE, Agency.Kind.COMMUNE


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """Code, name, kind, and the day it was founded where that is known."""

    code: str
    name: str
    kind: Agency.Kind = DEPARTMENT
    starts_on: dt.date | None = None


AGENCIES = (
    DemoAgency("stttt", "Sở Thông tin và Truyền thông"),
    DemoAgency("ubnd-yen-binh", "UBND huyện Yên Bình", DISTRICT),
    DemoAgency("ubnd-tp-yen-bai", "UBND Thành phố Yên Bái", DISTRICT),
    DemoAgency("ubnd-van-yen", "UBND huyện Văn Yên", DISTRICT),
    DemoAgency("ubnd-luc-yen", "UBND huyện Lục Yên", DISTRICT),
    DemoAgency("sct", "Sở Công Thương"),
    DemoAgency("ubnd-van-chan", "UBND huyện Văn Chấn", DISTRICT),
    DemoAgency("ubnd-tran-yen", "UBND huyện Trấn Yên", DISTRICT),
    DemoAgency("snnptnt", "Sở Nông nghiệp và PTNT"),
    DemoAgency("svhttdl", "Sở Văn hóa, Thể thao và Du lịch"),
    DemoAgency("skhdt", "Sở Kế hoạch và Đầu tư"),
    DemoAgency("stp", "Sở Tư pháp"),
    DemoAgency("sgtvt", "Sở Giao thông vận tải"),
    DemoAgency("sxd", "Sở Xây dựng"),
    DemoAgency("syt", "Sở Y tế"),
    DemoAgency("ubnd-nghia-lo", "UBND thị xã Nghĩa Lộ", DISTRICT),
    DemoAgency("stc", "Sở Tài chính"),
    DemoAgency("snv", "Sở Nội vụ"),
    DemoAgency("stnmt", "Sở Tài nguyên và Môi trường"),
    DemoAgency("ubnd-mu-cang-chai", "UBND huyện Mù Cang Chải", DISTRICT),
    DemoAgency("sldtbxh", "Sở Lao động, Thương binh và Xã Hội"),
    DemoAgency("skhcn", "Sở Khoa học và Công nghệ"),
    DemoAgency("ubnd-tram-tau", "UBND huyện Trạm Tấu", DISTRICT),
    DemoAgency("bdt", "Ban Dân tộc"),
    DemoAgency("bqlkcn", "Ban Quản lý các KCN tỉnh"),
    DemoAgency("ttt", "Thanh Tra tỉnh"),
    DemoAgency("sgddt", "Sở Giáo dục và Đào tạo"),
)


# The provinces; from then on Lào Cai is the unit above (Nghị quyết 202/2025/QH15).
BEFORE = DemoAgency("ubnd-tinh-yen-bai", "UBND tỉnh Yên Bái", PROVINCE)
AFTER = DemoAgency("ubnd-tinh-lao-cai", "UBND tỉnh Lào Cai", PROVINCE)

FOUNDED = (
    DemoAgency("snnmt", "Sở Nông nghiệp và Môi trường", starts_on=DEPARTMENTS_MERGED),
    DemoAgency("sdttg", "Sở Dân tộc và Tôn giáo", starts_on=DEPARTMENTS_MERGED),
    # Fifteen of the 99 communes and wards of Lào Cai: those of the former Yên Bái that our sources name.
    *(
        DemoAgency(code, name, COMMUNE, PROVINCES_MERGED)
        for code, name in (
            ("ubnd-p-yen-bai", "UBND phường Yên Bái"),
            ("ubnd-p-nam-cuong", "UBND phường Nam Cường"),
            ("ubnd-p-van-phu", "UBND phường Văn Phú"),
            ("ubnd-p-au-lau", "UBND phường Âu Lâu"),
            ("ubnd-p-nghia-lo", "UBND phường Nghĩa Lộ"),
            ("ubnd-p-trung-tam", "UBND phường Trung Tâm"),
            ("ubnd-p-cau-thia", "UBND phường Cầu Thia"),
            ("ubnd-x-luc-yen", "UBND xã Lục Yên"),
            ("ubnd-x-mau-a", "UBND xã Mậu A"),
            ("ubnd-x-tran-yen", "UBND xã Trấn Yên"),
            ("ubnd-x-yen-binh", "UBND xã Yên Bình"),
            ("ubnd-x-thac-ba", "UBND xã Thác Bà"),
            ("ubnd-x-van-chan", "UBND xã Văn Chấn"),
            ("ubnd-x-tram-tau", "UBND xã Trạm Tấu"),
            ("ubnd-x-mu-cang-chai", "UBND xã Mù Cang Chải"),
        )
    ),
)
EVERYBODY = (BEFORE, AFTER, *AGENCIES, *FOUNDED)


def ensure_agencies() -> int:
    """Make the agencies that are missing and record what became of them; returns how many were new.

    Where none is missing nothing is touched: what somebody has changed in the meantime stays.
    """
    known = {agency.code: agency for agency in Agency.objects.filter(code__in=[item.code for item in EVERYBODY])}
    missing = [item for item in EVERYBODY if item.code not in known]
    for item in missing:
        known[item.code] = create_agency(
            AgencyData(
                item.code,
                item.name,
                kind=item.kind,
                parent=_above(item, known),
                starts_on=item.starts_on,
                ordered_by=Text.COMMUNES if item.kind == COMMUNE else "",
            )
        )
    if missing:
        _tell_what_became(known)
    return len(missing)


def _above(item: DemoAgency, known: dict[str, Agency]) -> Agency | None:
    if item.kind == PROVINCE:
        return None
    return known[AFTER.code if item.kind == COMMUNE else BEFORE.code]


def _tell_what_became(known: dict[str, Agency]) -> None:
    """Districts end; departments are merged, and those that are left come under the new province; Yên Bái ends last."""
    for item in AGENCIES:
        if item.kind == DISTRICT:
            end_agency(known[item.code], TWO_TIERS, ordered_by=Text.TWO_TIERS)
    for step in SUCCESSIONS:
        record_succession(
            known[step.predecessor],
            known[step.successor],
            step.kind,
            step.on,
            function=step.function,
            ordered_by=step.ordered_by,
        )
    gone = {step.predecessor for step in SUCCESSIONS if step.kind in WHOLE}
    for item in (*AGENCIES, *FOUNDED):
        if item.kind == DEPARTMENT and item.code not in gone:
            move_agency(known[item.code], known[AFTER.code], PROVINCES_MERGED, ordered_by=Text.PROVINCES)
    record_succession(known[BEFORE.code], known[AFTER.code], "merged", PROVINCES_MERGED, ordered_by=Text.PROVINCES)
