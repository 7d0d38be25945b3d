from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.legal import law_key, law_keys_in, law_year
from congvu.text import fold


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Bộ luật Lao động 2019", "luat lao dong"),
        ("Luật Cán bộ, công chức", "luat can bo cong chuc"),
        ("luat dat dai nam 2024", "luat dat dai"),
        ("Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam", "hien phap"),
        ("Luật về Sĩ quan Quân đội nhân dân Việt Nam", "luat si quan quan doi nhan dan viet nam"),
        ("Luật Quốc tịch Việt Nam", "luat quoc tich"),
        ("Nghị định 30/2020/NĐ-CP", ""),
        ("Luật", ""),
        ("", ""),
    ],
)
def test_the_key_of_a_name(name: str, key: str) -> None:
    assert law_key(name) == key
    assert law_key(fold(name)) == key


def test_the_year_of_a_name() -> None:
    assert law_year("Bộ luật Lao động 2019") == 2019
    assert law_year("Luật Đất đai") is None


@pytest.mark.parametrize(
    ("text", "key", "year"),
    [
        ("theo luat dat dai 2024 thi", "luat dat dai", 2024),
        ("Luật Đất đai năm 2013 quy định", "luat dat dai", 2013),
        ("luật cán bộ công chức quy định gì", "luat can bo cong chuc", None),
        ("điều 5 BLHS 2015", "luat hinh su", 2015),
        ("bllđ", "luat lao dong", None),
        ("điều 4 hiến pháp", "hien phap", None),
        ("hiến pháp năm 2013", "hien phap", 2013),
    ],
)
def test_names_that_stand_in_a_question(text: str, key: str, year: int | None) -> None:
    assert [place[2] for place in law_keys_in(text)[key]] == [year]


@pytest.mark.parametrize("text", ["pháp luật lao động", "kỷ luật lao động", "quy luật", "luật", ""])
def test_other_words_with_luat_name_no_law(text: str) -> None:
    assert not law_keys_in(text)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    law_key(text)
    for places in law_keys_in(text).values():
        assert all(start < end for start, end, _ in places)
