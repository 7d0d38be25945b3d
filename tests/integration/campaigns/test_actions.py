"""Campaigns are made, changed and closed by operators; figures of a document come in as a whole or not at all."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

import pytest
import xlsxwriter

from congvu.campaigns.actions import (
    CampaignData,
    change_campaign,
    close_campaign,
    create_campaign,
    import_figures,
    remove_figures,
)
from congvu.campaigns.imports import ReadFigures, read_rows
from congvu.campaigns.models import Campaign, ImportedFigures
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.models import AuditEvent
from tests.factories import People, make_people

CSV = (
    "Phụ lục\n"
    "TT;ĐƠN VỊ;SỐ LƯỢNG NGƯỜI DÙNG;SỐ LƯỢT LIKE;SỐ LƯỢT DISLIKE;SỐ CÂU CHAT\n"
    "(1);(2);(3);(4);(5);(6)\n"
    "1;Sở Phía Bắc;40;276;188;3.212\n"
    "2;so-nam;5;0;0;12\n"
    ";Tổng;45;276;188;3.224\n"
)


@pytest.fixture
def people(db: None) -> People:
    return make_people()


@pytest.fixture
def data() -> CampaignData:
    day = dt.date(2024, 3, 1)
    return CampaignData("thi-diem", "Thí điểm", day, dt.date(2024, 6, 30), dt.date(2024, 6, 17), 50)


def read(content: bytes = CSV.encode()) -> ReadFigures:
    return ReadFigures("Công văn số 1", dt.date(2024, 3, 1), dt.date(2024, 5, 31), read_rows(content))


def test_only_operators_make_campaigns(people: People, data: CampaignData) -> None:
    for person in (people.alice, people.carol, people.dana):
        with pytest.raises(NotAllowedError):
            create_campaign(data, actor=person)
    assert create_campaign(data, actor=people.eve).state == Campaign.State.OPEN
    assert AuditEvent.objects.filter(action="campaign.created").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"code": "tao"},
        {"ends_on": dt.date(2024, 2, 1)},
        {"deadline": dt.date(2024, 3, 1)},
        {"target": 0},
        {"rule": "v0"},
    ],
)
def test_what_cannot_be_is_refused(people: People, data: CampaignData, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInputError):
        create_campaign(dataclasses.replace(data, **wrong), actor=people.eve)  # type: ignore[arg-type]
    assert not Campaign.objects.exists()


def test_changes_are_audited_once_and_end_with_closing(people: People, data: CampaignData) -> None:
    campaign = create_campaign(data, actor=people.eve)
    changed = dataclasses.replace(data, target=60, agencies=(people.north,))
    for _again in range(2):
        campaign = change_campaign(campaign, changed, actor=people.eve)
    assert campaign.target == 60
    assert AuditEvent.objects.filter(action="campaign.changed").count() == 1
    close_campaign(campaign, actor=people.eve)
    with pytest.raises(InvalidInputError):
        change_campaign(campaign, data, actor=people.eve)
    with pytest.raises(InvalidInputError):
        import_figures(campaign, read(), actor=people.eve)


def test_figures_come_in_in_the_order_of_the_document(people: People, data: CampaignData) -> None:
    campaign = create_campaign(data, actor=people.eve)
    figures = import_figures(campaign, read(), actor=people.eve)
    rows = list(figures.rows.values_list("name", "agency", "users", "likes", "dislikes", "questions", "accounts"))
    assert rows == [
        ("Sở Phía Bắc", people.north.pk, 40, 276, 188, 3212, None),
        ("so-nam", people.south.pk, 5, 0, 0, 12, None),
    ]
    with pytest.raises(InvalidInputError):
        import_figures(campaign, read(), actor=people.eve)
    remove_figures(figures, actor=people.eve)
    assert not ImportedFigures.objects.exists()
    assert AuditEvent.objects.filter(action__in=("figures.imported", "figures.removed")).count() == 2


def test_an_excel_file_says_the_same(people: People) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for n, line in enumerate(CSV.splitlines()):
            for column, cell in enumerate(line.split(";")):
                plain = cell.replace(".", "")
                sheet.write(n, column, int(plain) if plain.isdigit() else cell)
    assert read_rows(file.getvalue()) == read_rows(CSV.encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3.224", "3.225"),
        ("Sở Phía Bắc", "Sở Không Có"),
        ("so-nam", "Sở Phía Bắc"),
        ("276;188;3.212", "276;x;3.212"),
        ("ĐƠN VỊ", "TÊN LẠ"),
    ],
)
def test_a_table_that_is_not_understood_is_refused_whole(people: People, old: str, new: str) -> None:
    with pytest.raises(InvalidInputError):
        read_rows(CSV.replace(old, new, 1).encode())


def test_figures_stay_inside_the_campaign_and_its_agencies(people: People, data: CampaignData) -> None:
    campaign = create_campaign(dataclasses.replace(data, agencies=(people.north,)), actor=people.eve)
    with pytest.raises(InvalidInputError):
        import_figures(campaign, read(), actor=people.eve)
    late = dataclasses.replace(read(), ends_on=dt.date(2024, 7, 1))
    with pytest.raises(InvalidInputError):
        import_figures(campaign, late, actor=people.eve)


def test_a_campaign_of_the_whole_country_stays_one_when_it_is_changed(people: People, data: CampaignData) -> None:
    national = dataclasses.replace(data, level=Campaign.Level.NATION)
    made = create_campaign(national, actor=people.eve)
    assert made.level == Campaign.Level.NATION
    changed = change_campaign(made, dataclasses.replace(national, title="Tên khác"), actor=people.eve)
    assert (changed.level, changed.title) == (Campaign.Level.NATION, "Tên khác")
