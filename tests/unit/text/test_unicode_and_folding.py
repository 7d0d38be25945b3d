"""Unicode form, folding and its offsets."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.text import clean, fold, fold_with_offsets, has_diacritics, nfc

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằấểễộớờửữỳýỵÀĐẾỚỤ ,.;:/-()0123456789\n", max_size=60)
ANYTHING = st.one_of(st.text(max_size=80), VIETNAMESE)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("Nghị\u00a0định", "Nghị định"),
        ("Nghị\u00ad định", "Nghị định"),
        ("\ufeffQuốc\u200b hội", "Quốc hội"),
        ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
        (unicodedata.normalize("NFD", "Điều lệ"), "Điều lệ"),
        ("Ðiều 113", "Điều 113"),
        ("ghi\x00 chú\x07", "ghi chú"),
        ("cột\tcột", "cột\tcột"),
        ("\ud800lạc", "lạc"),
    ],
)
def test_clean_leaves_plain_composed_text(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(ANYTHING)
def test_clean_is_idempotent_and_keeps_nothing_that_a_database_refuses(s: str) -> None:
    once = clean(s)
    assert clean(once) == once
    assert "\x00" not in once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đường Bộ", "duong bo"),
        ("NGHỊ ĐỊNH 30/2020/NĐ-CP", "nghi dinh 30/2020/nd-cp"),
        ("ＮĐ－ＣＰ", "nd-cp"),
        ("Ðiều", "dieu"),
        ("soft\u00adhyphen", "softhyphen"),
        ("İ", "i"),
    ],
)
def test_fold_gives_the_letters_under_the_marks(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(ANYTHING)
def test_fold_is_idempotent(s: str) -> None:
    assert fold(fold(s)) == fold(s)


@given(VIETNAMESE)
def test_fold_does_not_depend_on_the_unicode_form(s: str) -> None:
    assert fold(unicodedata.normalize("NFD", s)) == fold(unicodedata.normalize("NFC", s))


@given(ANYTHING, ANYTHING)
def test_fold_of_a_joined_text_is_the_join_of_the_folds(a: str, b: str) -> None:
    assert fold(a + b) == fold(a) + fold(b)


@given(ANYTHING)
def test_offsets_point_at_the_character_each_folded_one_came_from(s: str) -> None:
    folded, offsets = fold_with_offsets(s)
    assert folded == fold(s)
    assert len(offsets) == len(folded)
    assert offsets == sorted(offsets)
    for ch, index in zip(folded, offsets, strict=True):
        assert ch in fold(s[index])


@pytest.mark.parametrize(
    ("s", "expected"),
    [
        ("bo luat lao dong", False),
        ("Bộ luật", True),
        ("dieu 5 đ", True),
        ("", False),
        ("naïve", False),
        (unicodedata.normalize("NFD", "ạ"), True),
    ],
)
def test_has_diacritics_sees_vietnamese_marks_only(s: str, expected: bool) -> None:
    assert has_diacritics(s) is expected


@given(ANYTHING)
def test_nfc_is_the_composed_form(s: str) -> None:
    assert unicodedata.is_normalized("NFC", nfc(s))
