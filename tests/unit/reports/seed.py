"""The seed's letter and its 27 rows, read from the development data beside the checkout."""

from __future__ import annotations

import datetime as dt

from congvu.campaigns.types import Participation, ParticipationRow
from congvu.reports.types import Issue
from tests.shared_data import shared

LETTER = "seed/cong-van-1951-UBND-VX.txt"
ISSUE = Issue(
    number=1951,
    issued_on=dt.date(2024, 6, 6),
    accounts=9747,
    target=50,
    deadline=dt.date(2024, 6, 17),
    words={
        "best": "Sở Công thương, Sở Nông nghiệp và Phát triển nông thôn, "
        "Ủy ban nhân dân huyện Yên Bình, Văn Yên, Lục Yên"
    },
)


def letter() -> str:
    return shared(LETTER).read_text("utf-8")


def seed() -> Participation:
    """The appendix as the campaigns room would hand it over."""
    rows = []
    for line in letter().splitlines():
        cells = line.split("\t")
        if len(cells) == 6 and cells[0].isdigit():
            users, likes, dislikes, questions = (int(cell.replace(".", "")) for cell in cells[2:])
            rows.append(ParticipationRow(None, cells[1], None, users, likes, dislikes, questions))
    return campaign(rows)


def made_up() -> Participation:
    """A small campaign for tests that run without the development data."""
    return campaign(
        [
            ParticipationRow(1, "Sở Nội vụ", 60, 52, 41, 15, 2600, 2500),
            ParticipationRow(2, "UBND huyện Yên Bình", 300, 265, 81, 27, 2657, 2600),
            ParticipationRow(3, "Ban Dân tộc", 20, 14, 0, 0, 147, 140),
            ParticipationRow(4, "UBND huyện Văn Yên", 250, 9, 1, 2, 12, 12),
        ]
    )


def campaign(rows: list[ParticipationRow]) -> Participation:
    return Participation(
        "thi-diem-2024", "Thí điểm Trợ lý ảo", dt.date(2024, 3, 1), dt.date(2024, 5, 31), "1", tuple(rows)
    )
