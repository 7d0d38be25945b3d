"""References to parts of documents: as printed, as typed, in lists, and the prose that only looks like one."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.legal import LegalReference, format_reference, parse_reference, parse_references
from congvu.legal.reference_types import POINT_LETTERS


def cited(text: str) -> list[str]:
    return [format_reference(reference) for reference in parse_references(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("khoản 2 Điều 113 Bộ luật Lao động nói gì?", ["khoản 2 Điều 113 Bộ luật Lao động"]),
        ("khoan 2 dieu 113 bo luat lao dong noi gi", ["khoản 2 Điều 113 bo luat lao dong"]),
        ("Đ.113 k.2 BLLĐ", ["khoản 2 Điều 113 Bộ luật Lao động"]),
        ("BLLĐ điều 113 khoản 2", ["khoản 2 Điều 113 Bộ luật Lao động"]),
        ("Bộ luật Lao động 2019, Điều 113, khoản 1", ["khoản 1 Điều 113 Bộ luật Lao động 2019"]),
        ("Điều 5 khoản 2 điểm a luật đất đai", ["điểm a khoản 2 Điều 5 luật đất đai"]),
        ("điểm b khoản 1 Điều 113 BLLĐ 2019", ["điểm b khoản 1 Điều 113 Bộ luật Lao động 2019"]),
        ("điểm đ khoản 3a Điều 12a", ["điểm đ khoản 3a Điều 12a"]),
        ("Ðiều 113 của Luật này", ["Điều 113 Luật này"]),
        ("Điều 15 Luật 60/2014/QH13", ["Điều 15 Luật 60/2014/QH13"]),
        ("Điều 3 Mục 2 Chương III", ["Điều 3 Mục 2 Chương III"]),
        ("Phần thứ nhất của Bộ luật Dân sự", ["Phần thứ nhất Bộ luật Dân sự"]),
        ("Phụ lục I Nghị định số 30/2020/NĐ-CP", ["Phụ lục I Nghị định 30/2020/NĐ-CP"]),
        ("khoản 2 Điều này", ["khoản 2 Điều này"]),
        ("điểm a khoản này", ["điểm a khoản này"]),
        ("**Điều 7**. Quyền", ["Điều 7"]),
        ("quy định tại khoản 2 Điều 5", ["khoản 2 Điều 5"]),
        ("nêu trong điểm a khoản 1", ["điểm a khoản 1"]),
        ("quy dinh tai khoan 2 dieu 5", ["khoản 2 Điều 5"]),
    ],
)
def test_one_reference_in_any_order_and_spelling(text: str, expected: list[str]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điều 5 và Điều 7 Luật Đất đai 2013", ["Điều 5 Luật Đất đai 2013", "Điều 7 Luật Đất đai 2013"]),
        ("các điều 12, 13 và 15", ["Điều 12", "Điều 13", "Điều 15"]),
        ("khoản 1 và khoản 3 Điều 5", ["khoản 1 Điều 5", "khoản 3 Điều 5"]),
        ("Điều 5 khoản 1 và khoản 2", ["khoản 1 Điều 5", "khoản 2 Điều 5"]),
        ("điểm a khoản 1 và khoản 3 Điều 5", ["điểm a khoản 1 Điều 5", "khoản 3 Điều 5"]),
        ("BLLĐ Điều 5 và Điều 7", ["Điều 5 Bộ luật Lao động", "Điều 7 Bộ luật Lao động"]),
        ("từ Điều 3 đến Điều 6", ["Điều 3", "Điều 4", "Điều 5", "Điều 6"]),
        (
            "từ điểm c đến điểm e khoản 2",
            ["điểm c khoản 2", "điểm d khoản 2", "điểm đ khoản 2", "điểm e khoản 2"],
        ),
        (
            "Điều 5, khoản 1 Điều 7 và điểm a, b khoản 2 Điều 9 của Luật này",
            [
                "Điều 5 Luật này",
                "khoản 1 Điều 7 Luật này",
                "điểm a khoản 2 Điều 9 Luật này",
                "điểm b khoản 2 Điều 9 Luật này",
            ],
        ),
        ("Điều 5 Luật Đầu tư và Điều 7 Luật Doanh nghiệp", ["Điều 5 Luật Đầu tư", "Điều 7 Luật Doanh nghiệp"]),
        ("Luật Đầu tư, Điều 7 Luật Doanh nghiệp", ["Luật Đầu tư", "Điều 7 Luật Doanh nghiệp"]),
        ("các điều 3, 4, khoản 1 Điều 26", ["Điều 3", "Điều 4", "khoản 1 Điều 26"]),
        ("Điều 10, 12 và 5 ngày nghỉ", ["Điều 10", "Điều 12"]),
    ],
)
def test_lists_and_ranges_give_one_reference_each(text: str, expected: list[str]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "year"),
    [
        ("Bộ luật Lao động nói gì?", "Bộ luật Lao động", None),
        ("Luật Cán bộ, công chức quy định nghỉ phép", "Luật Cán bộ, công chức", None),
        ("Luật Phòng, chống tác hại của rượu, bia có cấm không", "Luật Phòng, chống tác hại của rượu, bia", None),
        ("luật đầu tư công năm 2019 thì sao", "luật đầu tư công năm 2019", 2019),
        ("luật đầu tư cho phép gì", "luật đầu tư", None),
        ("Hiến pháp năm 2013 ghi nhận", "Hiến pháp năm 2013", 2013),
        ("Luật Trồng Rau Sạch quy định", "Luật Trồng Rau Sạch", None),
        ("Luật Thương mại ngày 10 tháng 5 năm 1997 hết hiệu lực", "Luật Thương mại 1997", 1997),
        ("theo BLDS 2015", "Bộ luật Dân sự 2015", 2015),
        ("Pháp lệnh Ưu đãi người có công với cách mạng và", "Pháp lệnh Ưu đãi người có công với cách mạng", None),
    ],
)
def test_the_name_of_a_law_ends_where_a_reader_ends_it(text: str, name: str, year: int | None) -> None:
    reference = parse_reference(text)
    assert reference is not None
    assert (reference.document_name, reference.year) == (name, year)


@pytest.mark.parametrize(
    ("text", "kind", "number", "year", "symbol"),
    [
        ("nghị định 30 quy định gì", "NĐ", "30", None, None),
        ("nd 30", "NĐ", "30", None, None),
        ("NĐ30/2020", "NĐ", "30", 2020, None),
        ("TT 01/2022", "TT", "01", 2022, None),
        ("nghị định 30 năm 2020", "NĐ", "30", 2020, None),
        ("Nghị định số 30/2020/nd-cp", "NĐ", "30", 2020, "30/2020/NĐ-CP"),
        ("Công văn 1951/UBND-VX yêu cầu", "CV", "1951", None, "1951/UBND-VX"),
        ("Bộ luật số 45/2019/QH14", "BL", "45", 2019, "45/2019/QH14"),
        ("quyết định số 749", "QĐ", "749", None, None),
    ],
)
def test_documents_named_by_number(text: str, kind: str, number: str, year: int | None, symbol: str | None) -> None:
    reference = parse_reference(text)
    assert reference is not None
    assert (reference.document_kind, reference.document_number) == (kind, number)
    assert (reference.year, reference.document_symbol) == (year, symbol)
    assert reference.names_document


@pytest.mark.parametrize(
    "prose",
    [
        "thời điểm a, địa điểm b và quan điểm c",
        "điểm thi số 5 và điểm y tế",
        "tài khoản 1, điều khoản 2",
        "điều kiện, điều 5 ngày",
        "khoản 5 triệu đồng",
        "cổ phần I, danh mục 1",
        "điều này cho thấy",
        "quyết định 3 vấn đề",
        "luật được ban hành",
        "luật sư có quyền",
        "theo quy định của pháp luật về đất đai",
        "phap luat lao dong",
        "kỷ luật cán bộ, công chức",
        "tư vấn pháp luật, trợ giúp pháp lý",
        "Luật nào quy định",
        "thoi diem a, tai khoan 2",
        "khoan 2 giếng nước ở xã",
        "diều 5 cánh",
        "kế hoạch 5 năm, báo cáo 6 tháng",
        "tăng 1.500 điểm",
    ],
)
def test_prose_that_only_looks_like_a_reference_gives_none(prose: str) -> None:
    assert parse_references(prose) == ()


def test_a_relative_reference_says_what_is_this_one() -> None:
    article, document = parse_reference("khoản 2 Điều này"), parse_reference("khoản 1 Điều 5 Nghị định này")
    assert article is not None
    assert document is not None
    assert (article.relative, article.relative_level, article.document_name) == (True, "article", None)
    assert (document.relative, document.relative_level, document.document_kind) == (True, "document", "NĐ")
    assert not document.names_document


def test_an_amending_law_is_one_document() -> None:
    text = "Luật số 62/2010/QH12 sửa đổi, bổ sung một số điều của Luật Chứng khoán"
    assert [(found.document_symbol, found.text) for found in parse_references(text)] == [("62/2010/QH12", text)]


def test_parse_reference_answers_only_for_exactly_one() -> None:
    assert parse_reference("Điều 5") is not None
    assert parse_reference("Điều 5 và Điều 7") is None
    assert parse_reference("xin chào") is None


def test_a_heading_does_not_join_the_line_before() -> None:
    assert cited("theo khoản 1\nĐiều 5. Phạm vi") == ["khoản 1", "Điều 5"]
    assert cited("quy định tại\nkhoản 1\nĐiều 584 của Bộ luật Dân sự") == ["khoản 1 Điều 584 Bộ luật Dân sự"]


def test_spans_are_the_words_of_the_reference() -> None:
    text = "Theo khoản 2 Điều 113 Bộ luật Lao động, người lao động"
    reference = parse_reference(text)
    assert reference is not None
    assert text[reference.start : reference.end] == reference.text == "khoản 2 Điều 113 Bộ luật Lao động"


_DOCUMENTS = st.sampled_from(
    [
        LegalReference(),
        LegalReference(document_name="Bộ luật Lao động 2019", document_kind="BL", year=2019),
        LegalReference(document_name="Luật Phòng, chống ma túy", document_kind="L"),
        LegalReference(document_symbol="30/2020/NĐ-CP", document_number="30", document_kind="NĐ", year=2020),
        LegalReference(document_symbol="1951/UBND-VX", document_number="1951", document_kind="CV"),
        LegalReference(document_number="01", document_kind="TT", year=2022),
        LegalReference(document_kind="L", relative=True, relative_level="document"),
        LegalReference(relative=True, relative_level="article"),
    ]
)


@given(
    document=_DOCUMENTS,
    point=st.none() | st.sampled_from(POINT_LETTERS),
    clause=st.none() | st.integers(1, 40).map(str) | st.just("3a"),
    article=st.none() | st.integers(1, 700).map(str) | st.just("12a"),
    chapter=st.none() | st.sampled_from(["I", "IV", "IX", "XIV", "3"]),
)
def test_a_formatted_reference_parses_to_the_same(
    document: LegalReference, point: str | None, clause: str | None, article: str | None, chapter: str | None
) -> None:
    if document.relative_level == "article":
        article = chapter = None
    wanted = replace(document, point=point if clause else None, clause=clause, article=article, chapter=chapter)
    written = format_reference(wanted)
    if not written:
        return
    parsed = parse_reference(written)
    assert parsed is not None
    assert replace(parsed, start=0, end=0, text="") == wanted
    assert parsed.text == written


_PIECES = st.sampled_from(
    "điểm a|khoản 1|Điều 5|,|và|đến|các|7|b|Luật này|Luật Đất đai|nghị định 30|30/2020/NĐ-CP|Chương II|năm 2019|của|"
    "\n|.|từ|này".split("|")
)


@given(st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=14).map(" ".join)))
def test_any_text_is_accepted_and_spans_hold(s: str) -> None:
    for reference in parse_references(s):
        assert 0 <= reference.start < reference.end <= len(s)
        assert s[reference.start : reference.end] == reference.text
        assert reference.names_unit or reference.names_document or reference.relative


HOSTILE = ["1", "điều ", " ", "điều 1, ", "điểm a, ", "luật ", "Luật sửa đổi, bổ sung một số điều của ", "khoản 1 ",
           "Luật Đầu tư và ", "đ.1", "từ Điều 1 đến Điều 99, ", "nghị định ", "luật\n", "a", ",", "của "]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        started = time.process_time()
        parse_references(piece * (length // len(piece)))
        return time.process_time() - started

    seconds(1_000)
    short = min(seconds(4_000), seconds(4_000))
    assert min(seconds(32_000), seconds(32_000)) < 24 * short + 0.1


def test_ranges_cannot_grow_without_bound() -> None:
    assert len(parse_references("từ Điều 1 đến Điều 99, " * 600)) < 7_000
