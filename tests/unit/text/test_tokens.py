"""Syllables, bigrams and index terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.text import accented_syllables, bigrams, fold, index_terms, syllables


@pytest.mark.parametrize(
    ("s", "expected"),
    [
        ("30/2020/NĐ-CP", ["30", "2020", "nd", "cp"]),
        ("Luật số 45/2019/QH14", ["luat", "so", "45", "2019", "qh14"]),
        ("Điều 12a, khoản 3.", ["dieu", "12a", "khoan", "3"]),
        ("thuế_giá trị", ["thue", "gia", "tri"]),
        ("... — !", []),
    ],
)
def test_syllables_are_folded_runs_of_letters_and_digits(s: str, expected: list[str]) -> None:
    assert syllables(s) == expected


def test_accented_syllables_keep_diacritics_in_one_placement() -> None:
    assert accented_syllables("Hoà Bình, ĐẶNG Thuỷ") == ["hòa", "bình", "đặng", "thủy"]


@given(st.text(max_size=80))
def test_accented_and_folded_syllables_run_side_by_side(s: str) -> None:
    assert [fold(token) for token in accented_syllables(s)] == syllables(s)


def test_bigrams_join_neighbours() -> None:
    assert bigrams(["a", "b", "c"]) == ["a_b", "b_c"]
    assert bigrams(["a"]) == []


@pytest.mark.parametrize("end", [".", ";", ":", "\n", ". "])
def test_bigrams_do_not_cross_the_end_of_a_sentence(end: str) -> None:
    assert index_terms(f"nghỉ phép{end}tiền lương") == [
        "nghi", "phep", "tien", "luong", "nghi_phep", "tien_luong",
    ]  # fmt: skip


def test_a_full_stop_between_digits_ends_nothing() -> None:
    assert "1_000" in index_terms("phạt 1.000 đồng")
