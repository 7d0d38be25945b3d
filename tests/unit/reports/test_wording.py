from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.reports import wording


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (999, "999"), (1048, "1.048"), (23303, "23.303"), (10**6, "1.000.000")]
)
def test_thousands_have_dots(value: int, text: str) -> None:
    assert wording.number(value) == text


@given(st.integers(0, 10**12))
def test_dots_can_be_taken_out_again(value: int) -> None:
    assert int(wording.number(value).replace(".", "")) == value


@pytest.mark.parametrize(
    ("value", "text"), [("22.0991", "22,1"), ("0.05", "0,1"), ("1234.5", "1.234,5"), ("10.0", "10,0"), ("2.25", "2,3")]
)
def test_decimals_have_a_comma_and_halves_go_up(value: str, text: str) -> None:
    assert wording.decimal(Decimal(value)) == text


def test_a_share_of_nothing_is_not_known() -> None:
    assert wording.percent(2154, 9747) == "22,1%"
    assert wording.percent(0, 0) is None


def test_days_below_ten_and_months_one_and_two_are_padded() -> None:
    assert wording.date_in_words(dt.date(2024, 6, 6)) == "ngày 06 tháng 6 năm 2024"
    assert [wording.month(dt.date(2024, m, 10)) for m in range(1, 13)] == [
        *("01", "02", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
    ]
    assert wording.date_short(dt.date(2024, 2, 26)) == "26/02/2024"


def test_months_are_whole() -> None:
    assert wording.whole_months(dt.date(2024, 3, 1), dt.date(2024, 5, 31)) == 2
    assert wording.whole_months(dt.date(2024, 3, 15), dt.date(2025, 3, 15)) == 12


def test_the_word_of_committees_is_said_once() -> None:
    names = ["UBND huyện Yên Bình", "Sở Công Thương", "Ủy ban nhân dân thị xã Nghĩa Lộ"]
    assert wording.agencies(names) == "Sở Công Thương, Ủy ban nhân dân huyện Yên Bình, thị xã Nghĩa Lộ"
    assert wording.agencies([]) == ""


def test_cells() -> None:
    assert [wording.cell(value) for value in (None, 3212, "x", Decimal("80.3"))] == ["-", "3.212", "x", "80,3"]
    assert wording.cell(Decimal("0.2210"), in_percent=True) == "22,1%"
