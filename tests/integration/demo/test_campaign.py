"""The demo's campaign says what the letter of 06/6/2024 says, row by row."""

from __future__ import annotations

import re

import pytest

from congvu.accounts.models import Agency, User
from congvu.campaigns.models import Campaign, ImportedRow
from congvu.config.demo import agencies, campaign, people
from congvu.config.demo.loader import OPERATOR
from tests.shared_data import shared

ROW = re.compile(r"^(\d+)\t([^\t]+)\t([\d.]+)\t([\d.]+)\t([\d.]+)\t([\d.]+)$", re.MULTILINE)
TOTAL = re.compile(r"^\tTổng\t([\d.]+)\t([\d.]+)\t([\d.]+)\t([\d.]+)", re.MULTILINE)


def number(text: str) -> int:
    return int(text.replace(".", ""))


@pytest.fixture
def pilot(db: None) -> Campaign:
    agencies.ensure_agencies()
    people.ensure_fields()
    people.ensure_people("một mật khẩu để thử")
    operator = User.objects.get(username=OPERATOR)
    assert campaign.ensure_campaigns(operator) == 2
    assert campaign.ensure_campaigns(operator) == 0
    return Campaign.objects.get(code="thi-diem-2024")


def test_the_rows_are_those_of_the_letter_in_its_order(pilot: Campaign) -> None:
    letter = shared("seed/cong-van-1951-UBND-VX.txt").read_text(encoding="utf-8")
    expected = [(int(no), name, *map(number, figures)) for no, name, *figures in ROW.findall(letter)]
    assert len(expected) == 27
    rows = ImportedRow.objects.filter(figures__campaign=pilot)
    assert list(rows.values_list("ordinal", "name", "users", "likes", "dislikes", "questions")) == expected
    (total,) = TOTAL.findall(letter)
    assert tuple(map(number, total)) == tuple(map(sum, zip(*(row[2:] for row in expected), strict=True)))


def test_the_totals_and_the_source_are_there_without_the_letter(pilot: Campaign) -> None:
    rows = list(ImportedRow.objects.filter(figures__campaign=pilot))
    sums = [sum(getattr(row, name) for row in rows) for name in ("users", "likes", "dislikes", "questions")]
    assert sums == [2154, 1048, 581, 23303]
    figures = pilot.imported.get()
    assert "1951/UBND-VX" in figures.source
    assert pilot.agencies.count() == 27
    assert set(pilot.agencies.all()) == set(Agency.objects.filter(code__in=campaign.FIGURES))
