"""Dates in Vietnamese documents."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.text import find_dates, parse_vi_date

DAY = dt.date(2024, 6, 6)


@pytest.mark.parametrize(
    "s",
    [
        "ngày 06 tháng 6 năm 2024",
        "Yên Bái, ngày **06** tháng 6 năm 2024",
        "ngay 6 thang 06 nam 2024",
        "Hà Nội, ngày06 tháng 6 năm 2024",
        "06/6/2024",
        "6-6-2024",
        "06.06.2024.",
        "2024-06-06",
        "từ ngày 06/6/2024 (06/6/2024)",
    ],
)
def test_every_spelling_of_a_day_is_read(s: str) -> None:
    assert parse_vi_date(s) == DAY


@pytest.mark.parametrize(
    "s",
    ["31/02/2024", "ngày 32 tháng 1 năm 2024", "45/2019/QH14", "12/5/2019/QĐ", "1.000.2024", "tháng 6 năm 2024", ""],
)
def test_what_is_no_day_gives_none(s: str) -> None:
    assert find_dates(s) == []


def test_spans_cover_the_words_of_the_date() -> None:
    s = "từ 01/3/2024 đến ngày 31 tháng 5 năm 2024."
    assert [(day, s[start:end]) for day, start, end in find_dates(s)] == [
        (dt.date(2024, 3, 1), "01/3/2024"),
        (dt.date(2024, 5, 31), "ngày 31 tháng 5 năm 2024"),
    ]
    assert parse_vi_date(s) is None


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2199, 12, 31)))
def test_a_written_date_reads_back(day: dt.date) -> None:
    assert parse_vi_date(f"ngày {day.day:02} tháng {day.month} năm {day.year}") == day
    assert parse_vi_date(f"{day.day}/{day.month:02}/{day.year}") == day
