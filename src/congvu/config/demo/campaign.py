"""The pilot of the letter of 06/6/2024 with a draft of its scores, and a campaign of this year to try.

The figures are those of the letter, to the digit; a test compares them with it row by row.
"""

from __future__ import annotations

import datetime as dt

from congvu.accounts.models import Agency, User
from congvu.campaigns.actions import CampaignData, create_campaign, import_figures
from congvu.campaigns.imports import FigureRow, ReadFigures
from congvu.campaigns.models import Campaign, ReminderPlan, ScoreRun
from congvu.campaigns.reminders.actions import PlanData, save_plan
from congvu.campaigns.scoring.actions import import_set, open_draft
from congvu.campaigns.scoring.sets import PARTICIPATION, shipped
from congvu.common.clock import today
from congvu.config.demo.agencies import AGENCIES

PILOT = "thi-diem-2024"
SOURCE = "Công văn số 1951/UBND-VX ngày 06/6/2024 của Ủy ban nhân dân tỉnh Yên Bái"
FIRST_DAY, LAST_DAY = dt.date(2024, 3, 1), dt.date(2024, 6, 30)
FIGURES_UNTIL = dt.date(2024, 5, 31)
DEADLINE = dt.date(2024, 6, 17)
TARGET = 50

# Users, likes, dislikes, questions, by the code of the agency.
FIGURES: dict[str, tuple[int, int, int, int]] = {
    "stttt": (40, 276, 188, 3212),
    "ubnd-yen-binh": (265, 81, 27, 2657),
    "ubnd-tp-yen-bai": (214, 82, 28, 2476),
    "ubnd-van-yen": (231, 24, 8, 1733),
    "ubnd-luc-yen": (197, 30, 10, 1559),
    "sct": (47, 213, 112, 1558),
    "ubnd-van-chan": (140, 19, 12, 952),
    "ubnd-tran-yen": (172, 42, 4, 943),
    "snnptnt": (83, 12, 3, 748),
    "svhttdl": (40, 20, 11, 702),
    "skhdt": (45, 16, 26, 688),
    "stp": (38, 32, 19, 637),
    "sgtvt": (32, 14, 21, 591),
    "sxd": (34, 8, 7, 565),
    "syt": (33, 14, 3, 554),
    "ubnd-nghia-lo": (109, 10, 10, 517),
    "stc": (46, 13, 4, 507),
    "snv": (52, 41, 15, 455),
    "stnmt": (57, 23, 17, 446),
    "ubnd-mu-cang-chai": (89, 10, 3, 373),
    "sldtbxh": (36, 25, 7, 355),
    "skhcn": (22, 19, 14, 294),
    "ubnd-tram-tau": (73, 12, 9, 273),
    "bdt": (14, 0, 0, 147),
    "bqlkcn": (14, 9, 18, 143),
    "ttt": (19, 0, 0, 130),
    "sgddt": (12, 3, 5, 88),
}


def ensure_campaigns(operator: User) -> int:
    """Make the campaigns that are missing; how many were new."""
    new = _pilot(operator) + _this_year(operator)
    _scores(operator)
    _reminders(operator)
    return new


def _scores(operator: User) -> None:
    """A draft of the pilot's scores: its imported figures show what is said where a figure is not known."""
    pilot = Campaign.objects.get(code=PILOT)
    if not ScoreRun.objects.filter(campaign=pilot).exists():
        open_draft(pilot, import_set(shipped(PARTICIPATION), actor=operator), actor=operator)


def _reminders(operator: User) -> None:
    """A plan for this year's campaign, off: its preview shows whom it would reach."""
    campaign = Campaign.objects.get(code=f"dot-{today().year}")
    if not ReminderPlan.objects.filter(campaign=campaign).exists():
        save_plan(campaign, PlanData(not_started_after=14), actor=operator)


def _pilot(operator: User) -> int:
    if Campaign.objects.filter(code=PILOT).exists():
        return 0
    agencies = {agency.code: agency for agency in Agency.objects.filter(code__in=FIGURES)}
    campaign = create_campaign(
        CampaignData(
            PILOT,
            "Thí điểm Trợ lý ảo phục vụ cán bộ, công chức, viên chức tỉnh Yên Bái",
            FIRST_DAY,
            LAST_DAY,
            DEADLINE,
            TARGET,
            tuple(agencies[code] for code in FIGURES),
        ),
        actor=operator,
    )
    names = {item.code: item.name for item in AGENCIES}
    rows = tuple(FigureRow(agencies[code], names[code], *figures) for code, figures in FIGURES.items())
    import_figures(campaign, ReadFigures(SOURCE, FIRST_DAY, FIGURES_UNTIL, rows), actor=operator)
    return 1


def _this_year(operator: User) -> int:
    """So that a question asked in the demo counts somewhere."""
    year = today().year
    code = f"dot-{year}"
    if Campaign.objects.filter(code=code).exists():
        return 0
    end = dt.date(year, 12, 31)
    create_campaign(
        CampaignData(code, f"Đợt huấn luyện Trợ lý ảo năm {year}", dt.date(year, 1, 1), end, end, TARGET),
        actor=operator,
    )
    return 1
