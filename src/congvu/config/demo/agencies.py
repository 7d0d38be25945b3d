"""The 27 agencies of the pilot letter of 06/6/2024, in the order and under the names of its appendix.

The codes are ours. Districts ended on 01/7/2025 with two-tier local government. What became of the
departments after the letter (mergers, new names) is not recorded here: the letter does not say, and the demo
invents nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from congvu.accounts.models import Agency, AgencyName

DISTRICTS_ENDED = dt.date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """Code, name, and whether it was a district (which ended) or a department."""

    code: str
    name: str
    district: bool = False

    @property
    def ends_on(self) -> dt.date | None:
        return DISTRICTS_ENDED if self.district else None


AGENCIES = (
    DemoAgency("stttt", "Sở Thông tin và Truyền thông"),
    DemoAgency("ubnd-yen-binh", "UBND huyện Yên Bình", district=True),
    DemoAgency("ubnd-tp-yen-bai", "UBND Thành phố Yên Bái", district=True),
    DemoAgency("ubnd-van-yen", "UBND huyện Văn Yên", district=True),
    DemoAgency("ubnd-luc-yen", "UBND huyện Lục Yên", district=True),
    DemoAgency("sct", "Sở Công Thương"),
    DemoAgency("ubnd-van-chan", "UBND huyện Văn Chấn", district=True),
    DemoAgency("ubnd-tran-yen", "UBND huyện Trấn Yên", district=True),
    DemoAgency("snnptnt", "Sở Nông nghiệp và PTNT"),
    DemoAgency("svhttdl", "Sở Văn hóa, Thể thao và Du lịch"),
    DemoAgency("skhdt", "Sở Kế hoạch và Đầu tư"),
    DemoAgency("stp", "Sở Tư pháp"),
    DemoAgency("sgtvt", "Sở Giao thông vận tải"),
    DemoAgency("sxd", "Sở Xây dựng"),
    DemoAgency("syt", "Sở Y tế"),
    DemoAgency("ubnd-nghia-lo", "UBND thị xã Nghĩa Lộ", district=True),
    DemoAgency("stc", "Sở Tài chính"),
    DemoAgency("snv", "Sở Nội vụ"),
    DemoAgency("stnmt", "Sở Tài nguyên và Môi trường"),
    DemoAgency("ubnd-mu-cang-chai", "UBND huyện Mù Cang Chải", district=True),
    DemoAgency("sldtbxh", "Sở Lao động, Thương binh và Xã Hội"),
    DemoAgency("skhcn", "Sở Khoa học và Công nghệ"),
    DemoAgency("ubnd-tram-tau", "UBND huyện Trạm Tấu", district=True),
    DemoAgency("bdt", "Ban Dân tộc"),
    DemoAgency("bqlkcn", "Ban Quản lý các KCN tỉnh"),
    DemoAgency("ttt", "Thanh Tra tỉnh"),
    DemoAgency("sgddt", "Sở Giáo dục và Đào tạo"),
)


def ensure_agencies() -> int:
    """Make the agencies that are missing, leave the others as they are; returns how many were new."""
    known = set(Agency.objects.filter(code__in=[a.code for a in AGENCIES]).values_list("code", flat=True))
    for item in AGENCIES:
        if item.code not in known:
            _make(item)
    return len(AGENCIES) - len(known)


def _make(item: DemoAgency) -> None:
    kind = Agency.Kind.DISTRICT if item.district else Agency.Kind.DEPARTMENT
    agency = Agency.objects.create(code=item.code, kind=kind, ends_on=item.ends_on)
    AgencyName.create(agency, item.name, ends_on=item.ends_on)
