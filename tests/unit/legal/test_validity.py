from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.legal import find_effective_date, find_repeals
from tests.unit.legal.hostile_texts import HOSTILE, hostile_text

IN_FORCE = "Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2021.\n"
DAY = dt.date(2021, 1, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (IN_FORCE, DAY),
        ("Điều 9. Hiệu lực\n1. Quyết định này có hiệu lực kể từ ngày 01/9/2025, trừ Điều 3.", dt.date(2025, 9, 1)),
        ("Nghị quyết này đã được Hội đồng thông qua ngày 02 tháng 6 năm 2022 và có hiệu lực thi hành từ ngày "
         "01 tháng 01 năm 2023.", dt.date(2023, 1, 1)),
        ("Luật này có hiệu lực thi hành từ ngày 01 tháng 01 ngày 2012.", dt.date(2012, 1, 1)),
        ("Luật này có hiệu lực thi hành từ năm ngân sách 2017.", dt.date(2017, 1, 1)),
        ("Quyết định này có hiệu lực thi hành kể từ\nngày 01 tháng 9 năm 2025.", dt.date(2025, 9, 1)),
        ("Khoản 3 Điều 29 của Luật này có hiệu lực thi hành từ ngày 01 tháng 02 năm 2021.", None),
        ("Luật Đất đai có hiệu lực từ ngày 01 tháng 7 năm 2014.", None),
        ("Sửa đổi Điều 5 như sau:\n“Luật này có hiệu lực từ ngày 01 tháng 7 năm 2014.”", None),
        ("Quyết định này có hiệu lực kể từ ngày ký.", None),
        ("Luật này có hiệu lực từ ngày 31 tháng 02 năm 2014.", None),
    ],
)  # fmt: skip
def test_effective_date(text: str, day: dt.date | None) -> None:
    assert find_effective_date(text) == day


def test_in_force_from_signing_is_the_day_of_issue_if_that_is_known() -> None:
    assert find_effective_date("Quyết định này có hiệu lực kể từ ngày ký.", DAY) == DAY


def ended(text: str) -> list[str | None]:
    return [repeal.symbol or repeal.name for repeal in find_repeals(IN_FORCE + text) if repeal.part is None]


SINCE = "hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành"


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        (f"2. Luật Cư trú số 81/2006/QH11 {SINCE}.", ["81/2006/QH11"]),
        (f"Luật A số 70/2006/QH11 và Luật số 62/2010/QH12 sửa đổi, bổ sung một số điều của Luật A {SINCE}.",
         ["70/2006/QH11", "62/2010/QH12"]),
        (f"Luật A số 15/2003/QH11 đã được sửa đổi, bổ sung một số điều theo Luật số 47/2005/QH11, "
         f"Luật số 32/2009/QH12 và Luật số 39/2013/QH13 {SINCE}.", ["15/2003/QH11"]),
        (f"Luật bầu cử B năm 1997 đã được sửa đổi theo Luật số 31/2001/QH10 và Luật số 63/2010/QH12, "
         f"Luật bầu cử C số 12/2003/QH11 đã được sửa đổi theo Luật số 63/2010/QH12 {SINCE}.",
         ["Luật bầu cử B", "12/2003/QH11"]),
        (f"Luật nhà ở số 56/2005/QH11 đã được sửa đổi theo Luật số 34/2009/QH12, Nghị quyết số 19/2008/QH12 "
         f"của Quốc hội về thí điểm {SINCE}.", ["56/2005/QH11", "19/2008/QH12"]),
        (f"Pháp lệnh D ngày 26 tháng 02 năm 1998; Pháp lệnh sửa đổi một số điều của Pháp lệnh D năm 2000 {SINCE}.",
         ["Pháp lệnh D", "Pháp lệnh sửa đổi một số điều của Pháp lệnh D"]),
        (f"Luật làm việc ở nước ngoài số 72/2006/QH11 {SINCE}, trừ Điều 5.", ["72/2006/QH11"]),
        ("Luật này thay thế Luật thương mại ngày 10 tháng 5 năm 1997.", ["Luật thương mại"]),
        ("Quyết định này thay thế Quyết định số\n05/2025/QĐ-UBND ngày 20 tháng 8 năm 2025.", ["05/2025/QĐ-UBND"]),
        ("Bãi bỏ Pháp lệnh an toàn bức xạ ngày 25 tháng 6 năm 1996.", ["Pháp lệnh an toàn bức xạ"]),
        ("2. Luật này thay thế các luật sau đây:\na) Luật E năm 1997;\nb) Luật F số 07/2003/QH11.\nĐiều 9. Luật G",
         ["Luật E", "07/2003/QH11"]),
    ],
)  # fmt: skip
def test_whole_documents_that_a_text_ends(text: str, symbols: list[str]) -> None:
    assert ended(text) == symbols


@pytest.mark.parametrize(
    "text",
    [
        "Bãi bỏ khoản 6 Điều 19 của Luật Viễn thông số 41/2009/QH12.",
        "2. Bãi bỏ các điều 223, 224 và 234 Mục 5 Chương XIV của Bộ luật lao động số 10/2012/QH13.",
        f"Các quy định về bưu chính của Pháp lệnh bưu chính số 43/2002/PL-UBTVQH10 {SINCE}.",
        f"Các quy định về A của Luật B số 71/2006/QH11; Chương IX của Luật C số 76/2006/QH11 {SINCE}.",
        "Bãi bỏ các quy định tại Luật A số 05/1998/QH10; Luật sửa đổi Luật A số 08/2003/QH11.",
        "Những quy định trước đây trái với Luật này đều bãi bỏ.",
        "Luật này hết hiệu lực khi có Luật khác thay thế.",
        "“Luật A số 70/2006/QH11 hết hiệu lực kể từ ngày Luật này có hiệu lực.”",
        "Chứng thư điện tử hết hiệu lực kể từ ngày 01 tháng 01 năm 2020.",
        "Quyền bãi bỏ Nghị quyết của Hội đồng nhân dân cấp dưới.",
        "Luật A số 70/2006/QH11 bị thay thế bởi Luật B số 80/2010/QH12.",
    ],
)
def test_parts_quotations_and_the_text_itself_are_left_out(text: str) -> None:
    assert ended(text) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Bãi bỏ khoản 6 Điều 19 của Luật Viễn thông số 41/2009/QH12.", [("41/2009/QH12", "khoản 6 Điều 19")]),
        (
            "2. Bãi bỏ các điều 223, 224 và khoản 1 Điều 230 của Bộ luật lao động số 10/2012/QH13.",
            [("10/2012/QH13", "Điều 223"), ("10/2012/QH13", "Điều 224"), ("10/2012/QH13", "khoản 1 Điều 230")],
        ),
        (
            "Bãi bỏ Điều 57 của Luật A số 66/2006/QH11; Điều 2 của Luật số 34/2009/QH12 sửa đổi, bổ sung Điều 121 "
            "của Luật đất đai; Điều 4 của Luật số 38/2009/QH12.",
            [("66/2006/QH11", "Điều 57"), ("34/2009/QH12", "Điều 2"), ("38/2009/QH12", "Điều 4")],
        ),
        (f"Điều 67 đến Điều 69 Luật hôn nhân và gia đình {SINCE}.", [
            ("Luật hôn nhân và gia đình", f"Điều {number}") for number in (67, 68, 69)
        ]),
        ("Bãi bỏ khoản 2 Điều 5 của Luật này.", []),
        ("Tòa án kiến nghị bãi bỏ Điều 5 Luật Đất đai số 45/2013/QH13.", []),
    ],
)  # fmt: skip
def test_parts_of_documents_that_a_text_ends(text: str, parts: list[tuple[str, str]]) -> None:
    found = find_repeals(IN_FORCE + text)
    assert [(repeal.symbol or repeal.name, repeal.part) for repeal in found] == parts
    assert not any(repeal.whole for repeal in found)


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("trường hợp quy định tại khoản 1 Điều 152 của Luật này", True),
        ("các trường hợp sau đây", True),
        ("Điều 75 của Luật Đầu tư số 67/2014/QH13", False),
        ("các quy định tại Điều 159 tiếp tục có hiệu lực thi hành đến hết ngày 31 tháng 12 năm 2026", False),
    ],
)
def test_a_text_of_which_provisions_are_kept_is_not_ended_whole(words: str, whole: bool) -> None:
    (repeal,) = find_repeals(f"{IN_FORCE}2. Luật Đầu tư số 67/2014/QH13 {SINCE}, trừ {words}.")
    assert (repeal.whole, repeal.exceptions) == (whole, words)
    assert repeal.effective_on == DAY


def test_an_exception_above_a_list_holds_for_every_item() -> None:
    found = find_repeals(
        f"{IN_FORCE}2. Các pháp lệnh sau đây {SINCE}, trừ trường hợp quy định tại Điều 113 của Luật này:\n"
        "a) Pháp lệnh A số 42/2002/PL-UBTVQH10;\nb) Pháp lệnh B số 20/2004/PL-UBTVQH11."
    )
    assert [repeal.exceptions for repeal in found] == ["trường hợp quy định tại Điều 113 của Luật này"] * 2


def test_a_text_in_force_from_signing_ends_others_on_the_day_of_issue() -> None:
    text = f"Nghị định này có hiệu lực kể từ ngày ký ban hành.\nNghị định số 110/2004/NĐ-CP {SINCE}."
    assert [repeal.effective_on for repeal in find_repeals(text, DAY)] == [DAY]
    assert [repeal.effective_on for repeal in find_repeals(text)] == [None]


def test_the_day_of_the_end_is_the_texts_own_unless_it_names_another() -> None:
    first, second = find_repeals(
        f"{IN_FORCE}Luật A số 1/2001/QH10 {SINCE}.\nLuật B số 2/2002/QH11 hết hiệu lực kể từ ngày 01 tháng 7 năm 2022."
    )
    assert (first.effective_on, second.effective_on) == (DAY, dt.date(2022, 7, 1))
    assert first.whole
    assert first.quote == "Luật A số 1/2001/QH10"


def test_spans_of_the_quote_point_into_the_text() -> None:
    text = f"{IN_FORCE}“bị bỏ qua”\n2. Luật A số 70/2006/QH11 {SINCE}."
    (repeal,) = find_repeals(text)
    assert text[repeal.start : repeal.end] == repeal.quote == "Luật A số 70/2006/QH11"


@pytest.mark.parametrize("name", [*HOSTILE, "quoted"])
def test_hostile_texts_end(name: str) -> None:
    text = "“" * 50_000 if name == "quoted" else hostile_text(name, 50_000)
    assert find_effective_date(text) is None
    assert find_repeals(text) == ()


MIXTURE = [IN_FORCE, "Luật A số 1/2001/QH10", f" {SINCE}.", "\n", "“", "”", '"', ", ", " và ", "; ", "Điều 5"]
MIXTURE += ["Bãi bỏ ", "Luật này thay thế ", "đã được sửa đổi", "sau đây:"]


def test_a_long_line_of_repeals_is_read_once() -> None:
    assert len(find_repeals("Bãi bỏ Luật A số 1/2001/QH10. " * 2_000)) == 2_000


@given(st.lists(st.sampled_from(MIXTURE)))
def test_any_mixture_is_read_and_every_span_fits(pieces: list[str]) -> None:
    text = "".join(pieces)
    for repeal in find_repeals(text):
        assert text[repeal.start : repeal.end] == repeal.quote
        assert repeal.symbol or repeal.name


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert all(repeal.quote for repeal in find_repeals(text))
    find_effective_date(text)
