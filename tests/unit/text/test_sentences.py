"""Sentence spans."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.text import sentences


def split(s: str) -> list[str]:
    return [s[start:end] for start, end in sentences(s)]


@pytest.mark.parametrize(
    ("s", "expected"),
    [
        ("Điều 5. Phạm vi điều chỉnh", ["Điều 5. Phạm vi điều chỉnh"]),
        (
            "Theo quy định tại Điều 5. Người lao động được nghỉ.",
            ["Theo quy định tại Điều 5.", "Người lao động được nghỉ."],
        ),
        ("Phạt 1.000.000 đồng. Không tái phạm.", ["Phạt 1.000.000 đồng.", "Không tái phạm."]),
        ("Trụ sở tại TP. Hà Nội. Điện thoại có.", ["Trụ sở tại TP. Hà Nội.", "Điện thoại có."]),
        ("1. Người lao động có quyền. Quyền đó gồm:", ["1. Người lao động có quyền.", "Quyền đó gồm:"]),
        ("a) Một;\nb) Hai.", ["a) Một;", "b) Hai."]),
        ("Đã xong chưa? Rồi! Tốt.", ["Đã xong chưa?", "Rồi!", "Tốt."]),
        ("Gồm sách, vở v.v. và bút.", ["Gồm sách, vở v.v. và bút."]),
        ("Ông Nguyễn V. A. Bình ký.", ["Ông Nguyễn V. A. Bình ký."]),
        ("Họ nói “Có.” Rồi đi.", ["Họ nói “Có.”", "Rồi đi."]),
        ("  \n \n", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(s: str, expected: list[str]) -> None:
    assert split(s) == expected


@given(st.text(alphabet="aBĐiều 5.,;\n?!1)“”", max_size=80))
def test_spans_are_trimmed_ordered_and_lose_no_word(s: str) -> None:
    spans = sentences(s)
    assert all(start < end and s[start:end] == s[start:end].strip() for start, end in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    assert "".join("".join(split(s)).split()) == "".join(s.split())
