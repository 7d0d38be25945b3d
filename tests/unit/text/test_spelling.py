from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.text import fold, from_telex, from_vni, is_syllable, nfc


@pytest.mark.parametrize("word", "nghi quyet dieu luat khoan giay gi gin quoc y uy thuong ban an hoc nghieng".split())
def test_words_of_the_law_can_be_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", "ngieng kuoc ghanh nd ubnd karaoke dats ddat luatj qyet hopdong".split())
def test_other_strings_cannot(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("luaatj", "luật"),
        ("ddaats", "đất"),
        ("nghij", "nghị"),
        ("ddinhj", "định"),
        ("dduwowngf", "đường"),
        ("nguowif", "người"),
        ("hoaf", "hòa"),
        ("quyeets", "quyết"),
    ],
)
def test_telex_that_was_left_as_letters(typed: str, meant: str) -> None:
    assert from_telex(typed) == nfc(meant)


@pytest.mark.parametrize(
    ("typed", "meant"), [("luat65", "luật"), ("d9at61", "đất"), ("nguo7i2", "người"), ("quye61t", "quyết")]
)
def test_vni_that_was_left_as_digits(typed: str, meant: str) -> None:
    assert from_vni(typed) == nfc(meant)


@pytest.mark.parametrize("word", ["luat", "book", "karaoke", "2020", "luật", "", "wwww", "30a"])
def test_plain_words_are_neither(word: str) -> None:
    assert from_telex(word) is None
    assert from_vni(word) is None


@given(st.text(max_size=20))
def test_any_text_gives_a_syllable_or_nothing(word: str) -> None:
    for read in (from_telex(word), from_vni(word)):
        assert read is None or is_syllable(fold(read))
