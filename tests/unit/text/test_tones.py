"""One placement of tone marks."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from congvu.text import fold, tone_normalise

LETTERS = st.text(alphabet="qgbhtlnmcoaeuyiàáảãạòóỏõọèéẻùúủỳýỷôơưÒÀÚÝQ ", max_size=40)


@pytest.mark.parametrize(
    ("typed", "official"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("Thuý", "Thúy"),
        ("hòa", "hòa"),
        ("hòan", "hoàn"),
        ("tóan", "toán"),
        ("hùynh", "huỳnh"),
        ("ngoài", "ngoài"),
        ("quý", "quý"),
        ("qúy", "quý"),
        ("qúa", "quá"),
        ("xoá đói, hoạ", "xóa đói, họa"),
        ("khuỷu", "khuỷu"),
        ("ủy ban, uỷ ban", "ủy ban, ủy ban"),
    ],
)
def test_tone_marks_move_to_one_place(typed: str, official: str) -> None:
    assert tone_normalise(typed) == official
    assert tone_normalise(unicodedata.normalize("NFD", typed)) == official


@given(LETTERS)
@example("QùọaQ")
def test_moving_tones_is_idempotent_and_changes_no_letter(s: str) -> None:
    once = tone_normalise(s)
    assert tone_normalise(once) == once
    assert fold(once) == fold(s)


@given(st.text(max_size=60))
def test_any_text_is_accepted(s: str) -> None:
    assert fold(tone_normalise(s)) == fold(unicodedata.normalize("NFC", s))
