"""Dictionary order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.text import sort_key


@pytest.mark.parametrize(
    "in_order",
    [
        ["ba", "bà", "bả", "bã", "bá", "bạ"],
        ["An", "An Bình", "Anh", "Ăn", "Ân"],
        ["Dũng", "Đặng", "Em"],
        ["Phường 2", "Phường 10", "Phường An"],
        ["Sở Công Thương", "Sở Nội vụ", "Sở Y tế"],
        ["hòa", "hoa hồng"][::-1],
        ["an", "An"],
    ],
)
def test_keys_give_vietnamese_dictionary_order(in_order: list[str]) -> None:
    shuffled = random.Random(7).sample(in_order, len(in_order))
    assert sorted(shuffled, key=sort_key) == in_order


@given(st.text(max_size=40))
def test_a_key_is_plain_text_for_any_input(s: str) -> None:
    assert sort_key(s).isascii()
    assert sort_key(s) == sort_key(s)
