from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from congvu.retrieval.rewriting import rewrite
from congvu.retrieval.statistics import count_texts
from congvu.retrieval.types import NOTHING
from congvu.text import fold, syllables
from tests.unit.retrieval.vocabularies import SENTENCES, small


def read(text: str, on: dt.date | None = None) -> str:
    return rewrite(text, small(), on).text


def kinds(text: str) -> list[tuple[str, str, str]]:
    return [(r.typed, r.read, r.kind) for r in rewrite(text, small()).rewrites]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("UBND xã", "Ủy ban nhân dân xã"),
        ("ubnd xã làm gì", "Ủy ban nhân dân xã làm gì"),
        ("ubnd xa", "uy ban nhan dan xa"),
        ("UBND XÃ", "ỦY BAN NHÂN DÂN XÃ"),
        ("giải quyết TTHC", "giải quyết thủ tục hành chính"),
        ("KT-XH của tỉnh", "kinh tế - xã hội của tỉnh"),
        ("NLĐ và NSDLĐ", "người lao động và người sử dụng lao động"),
    ],
)
def test_abbreviations_are_written_out_as_the_question_is_typed(typed: str, meant: str) -> None:
    assert read(typed) == meant


def test_neighbours_decide_between_readings_of_an_abbreviation() -> None:
    assert read("thành lập DN khác") == "thành lập doanh nghiệp khác"
    assert read("DN ở đâu") == "DN ở đâu"


def test_an_abbreviation_that_the_corpus_uses_as_well_stays() -> None:
    both = count_texts(["Ủy ban nhân dân tỉnh"] * 10 + ["UBND tỉnh"] * 10).rarity()
    assert rewrite("UBND tỉnh", both).text == "UBND (Ủy ban nhân dân) tỉnh"


def test_a_full_form_is_searched_as_its_abbreviation_where_the_corpus_prefers_that() -> None:
    letters = count_texts(["ủy ban nhân dân tỉnh"] * 5 + ["UBND tỉnh"] * 10).rarity()
    assert rewrite("Ủy ban nhân dân tỉnh", letters).text == "Ủy ban nhân dân (UBND) tỉnh"
    assert read("Ủy ban nhân dân tỉnh") == "Ủy ban nhân dân tỉnh"


def test_a_word_that_is_spelt_like_an_abbreviation_is_left_alone() -> None:
    assert read("tha cho người lao động") == "tha cho người lao động"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("làm sổ đỏ", "cấp giấy chứng nhận quyền sử dụng đất"),
        ("bang lai xe", "giay phep lai xe"),
        ("bị đuổi việc", "sa thải, đơn phương chấm dứt hợp đồng lao động"),
    ],
)
def test_everyday_words_are_read_as_those_of_the_law(typed: str, meant: str) -> None:
    assert read(typed) == meant


def test_the_persons_words_stay_where_the_corpus_has_them() -> None:
    words = count_texts(["hộ khẩu thường trú"] * 5 + ["đăng ký thường trú"] * 20).rarity()
    assert rewrite("chuyển hộ khẩu", words).text == "chuyển hộ khẩu (đăng ký thường trú)"


def test_nothing_is_read_as_what_the_corpus_does_not_say() -> None:
    assert read("ly dị chồng") == "ly dị chồng"
    assert rewrite("ubnd, sổ đỏ, luaatj", NOTHING).text == "ubnd, sổ đỏ, luaatj"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nguoi lao dogn", "nguoi lao dong"),
        ("người lao độngg", "người lao động"),
        ("hopdong lao động", "hop dong lao động"),
        ("luaatj ddaats đai", "luật đất đai"),
        ("nghĩa vjụ của công dân", "nghĩa vụ của công dân"),
        ("điều5 luật đất đai", "điều 5 luật đất đai"),
        ("thời hạn 10ngày", "thời hạn 10 ngày"),
    ],
)
def test_slips_are_read_as_the_word_that_fits(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Nguyễn Văn Quyềnh ở Xuân Hoà",
        "karaoke, facebook, wifi",
        "gửi về hopdong@vidu.vn",
        "xe hạng B2 chạy 50km",
        "BTĐKT",
        "queen test",
        "30/2020/NĐ-CP và 15/QĐ-UBND, 1951/UBND-VX",
        "nđ 30, tt 01/2011, ND-CP 30/2020",
    ],
)
def test_what_is_no_slip_and_no_word_stays(typed: str) -> None:
    assert read(typed) == typed


def test_what_was_read_as_what_is_told() -> None:
    assert kinds("ubnd xã thu hồi bìa đỏ của nguoi lao dogn") == [
        ("dogn", "dong", "slip"),
        ("ubnd", "Ủy ban nhân dân", "abbreviation"),
        ("bìa đỏ", "giấy chứng nhận quyền sử dụng đất", "everyday"),
    ]


def test_an_old_agency_is_searched_with_its_new_name() -> None:
    assert read("Sở Kế hoạch và Đầu tư làm gì") == "Sở Kế hoạch và Đầu tư (Sở Tài chính) làm gì"
    assert read("Sở KHĐT") == "Sở KHĐT"  # the corpus does not know what it stands for


def test_an_old_place_is_searched_with_the_new_one() -> None:
    assert read("gia dat tinh yen bai") == "gia dat tinh yen bai (tinh lao cai)"
    assert read("giá đất tỉnh Yên Bái") == "giá đất tỉnh Yên Bái (tỉnh Lào Cai)"
    (told,) = rewrite("UBND huyện Lục Yên", small()).rewrites[1:]
    assert (told.typed, told.read, told.since) == ("huyện Lục Yên", "", dt.date(2025, 7, 1))


@pytest.mark.parametrize(
    "text",
    [
        "sống trong hòa bình",
        "quan hệ lao động",
        "công an huyện",
        "so lao dong cua tinh",
        "hoa binh va yen bai",
        "thành phố Hà Nội",
        "quân, Hải",
    ],
)
def test_plain_words_are_no_places(text: str) -> None:
    assert read(text) == text
    assert not rewrite(text, small()).rewrites


def test_names_of_a_day_gone_by_hold_on_that_day() -> None:
    assert not rewrite("Sở Kế hoạch và Đầu tư tỉnh Yên Bái, huyện Lục Yên", small(), dt.date(2024, 6, 6)).rewrites


WORDS = st.sampled_from(
    "ubnd UBND xã sổ đỏ so do bìa đuổi việc luaatj dogn DN TT tt nđ 30 30/2020/NĐ-CP dieu5 hopdong, ( ) ; Sở "
    "KHĐT Kế hoạch và Đầu tư tỉnh Yên Bái huyện Lục THA tha ko nghỉ đẻ bằng lái xe máy phép 12thang 2024 luật "
    "đất đai".split()
)


@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join)))
@settings(max_examples=300, deadline=None)
@example("UBND ubnd Ubnd")
@example("làm làm sổ đỏ đỏ")
def test_reading_twice_changes_nothing_more(text: str) -> None:
    once = rewrite(text, small())
    assert rewrite(once.text, small()).text == once.text


@given(st.lists(st.sampled_from(sorted(set(SENTENCES.split()))), max_size=20).map(" ".join))
@settings(deadline=None)
def test_words_that_the_corpus_knows_are_no_slips(text: str) -> None:
    found = rewrite(text, small())
    assert not [r for r in found.rewrites if r.kind == "slip"]
    missing = set(syllables(text)) - set(syllables(found.text))
    everyday = {s for r in found.rewrites for s in syllables(r.typed)}
    assert missing <= everyday


@given(
    st.integers(1, 9999),
    st.integers(1990, 2030),
    st.sampled_from(["NĐ-CP", "TT-BTC", "QĐ-UBND", "QH14"]),
    st.booleans(),
)
def test_symbols_are_never_touched(number: int, year: int, tail: str, bare: bool) -> None:
    symbol = f"{number}/{year}/{fold(tail) if bare else tail}"
    assert symbol in read(f"theo {symbol} của UBND xã")


def test_what_is_asked_stays_beside_the_word_of_the_law_and_nobody_need_be_told() -> None:
    words = count_texts(["đối tượng được thuê nhà"] * 5 + ["điều kiện hưởng"] * 5).rarity()
    found = rewrite("Những ai được thuê nhà?", words)
    assert found.text == "Những ai được (đối tượng được, điều kiện hưởng) thuê nhà?"
    assert [r.plain for r in found.rewrites] == [True]
