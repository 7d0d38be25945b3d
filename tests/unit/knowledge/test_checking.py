"""Numbers, dates and references that a text has and its sources do not; two texts side by side; intervals."""

from __future__ import annotations

import pytest

from congvu.knowledge.checking import differences
from congvu.knowledge.comparing import compared
from congvu.knowledge.quality import wilson

QUOTE = "b) 14 ngày làm việc; mức bồi dưỡng 210.000 đồng, từ ngày 01 tháng 7 năm 2025."
NAMED = "điểm b khoản 1 Điều 113 Bộ luật Lao động 2019 (số 45/2019/QH14)"


@pytest.mark.parametrize(
    ("text", "numbers", "dates", "references"),
    [
        ("Được nghỉ 14 ngày, bồi dưỡng 210.000 đồng từ 01/7/2025.", (), (), ()),
        ("Được nghỉ 15 ngày.", ("15",), (), ()),
        ("Mức 210000 đồng.", (), (), ()),
        ("Mức 250.000 đồng.", ("250.000",), (), ()),
        ("Áp dụng từ 02/7/2025.", (), ("02/7/2025",), ()),
        ("Theo điểm b khoản 1 Điều 113 thì được 14 ngày.", (), (), ()),
        ("Theo khoản 2 Điều 114 thì được 14 ngày.", (), (), ("khoản 2 Điều 114",)),
        ("Theo Nghị định số 145/2020/NĐ-CP thì được 14 ngày.", (), (), ("Nghị định số 145/2020/NĐ-CP",)),
    ],
)
def test_what_is_not_in_the_sources_is_named(
    text: str, numbers: tuple[str, ...], dates: tuple[str, ...], references: tuple[str, ...]
) -> None:
    found = differences(text, [QUOTE], [NAMED])
    assert (found.numbers, found.dates, found.references) == (numbers, dates, references)
    assert bool(found) == bool(numbers or dates or references)


def test_both_sides_keep_their_texts_and_show_what_changed() -> None:
    sides = compared("Được nghỉ 15 ngày.\nHết.", "Được nghỉ 14 ngày làm việc.\nHết.")
    assert "".join(piece.text for piece in sides.before) == "Được nghỉ 15 ngày.\nHết."
    assert "".join(piece.text for piece in sides.after) == "Được nghỉ 14 ngày làm việc.\nHết."
    assert [piece.text for piece in sides.before if piece.changed] == ["15"]
    assert not sides.equal
    assert compared("a b", "a b").equal


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"), [(8, 10, 0.490, 0.943), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0)]
)
def test_wilsons_interval(hits: int, total: int, low: float, high: float) -> None:
    assert wilson(hits, total) == (pytest.approx(low, abs=0.001), pytest.approx(high, abs=0.001))
