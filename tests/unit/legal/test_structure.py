"""Cutting texts into units: what each shape of text must give, and what must hold for any text at all."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.legal.structure import (
    StructuredText,
    UnitLevel,
    UnitNode,
    citation_path,
    parse_structure,
    unit_label,
)
from tests.unit.legal.hostile_texts import HOSTILE, hostile_text

LAW = """QUỐC HỘI
Luật số: 01/2030/QH16
LUẬT
THÍ DỤ
Căn cứ Hiến pháp;
Quốc hội ban hành Luật Thí dụ.
Chương I
NHỮNG QUY ĐỊNH
CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này quy định về thí dụ.
Điều 2. Giải thích từ ngữ
Trong Luật này:
1. Thí dụ là điều nêu ra.
Thí dụ có thể dài.
2. Người nêu thí dụ gồm:
a) Cán bộ;
b) Công chức.
Người khác không được nêu.
3. Từ khác.
3a. Từ thêm vào.
Chính phủ quy định chi tiết Điều này.
Chương II: ĐIỀU KHOẢN THI HÀNH
Mục 1. HIỆU LỰC
Điều 2a. Áp dụng
Việc áp dụng theo quy định tại
Điều 35 của Luật khác và
Điều 35. Không phải một điều.
Điều 3. Hiệu lực thi hành
Luật này có hiệu lực từ ngày 01 tháng 01 năm 2031.
Luật này được Quốc hội khóa XVI thông qua ngày 01 tháng 12 năm 2030.
CHỦ TỊCH QUỐC HỘI
Nguyễn Văn A
PHỤ LỤC I
DANH MỤC THÍ DỤ
(Ban hành kèm theo Luật số 01/2030/QH16)
A. NHÓM THỨ NHẤT
1. Thí dụ một;
2. Thí dụ hai.
"""

LETTER = """ỦY BAN NHÂN DÂN
TỈNH A
Số: 12/UBND-VX
Kính gửi:
- Các sở;
- Công an tỉnh.

Thực hiện kế hoạch của cấp trên về việc thí dụ, Ủy ban nhân dân tỉnh yêu cầu các sở làm những việc sau:

I. CÔNG VIỆC CHUNG
1. Giao Sở Nội vụ:
- Hướng dẫn các đơn vị;
- Báo cáo kết quả.
1.1. Thời hạn
a) Đợt một trước ngày 01/3.
b) Đợt hai trước ngày 01/6.
2. Các sở khác phối hợp thực hiện.
II. BÁO CÁO
Bảng 1. Số liệu
TT\tTên\tSố
1\tMột\t10
2\tHai\t20

TT\tTên\tSố
3\tBa\t30

Ủy ban nhân dân tỉnh yêu cầu các sở nghiêm túc thực hiện./.

Nơi nhận:
- Như trên;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Phụ lục
KẾT QUẢ THÍ DỤ
(Kèm theo Công văn số 12/UBND-VX
ngày 06/6/2030)
TT\tĐơn vị
1\tSở A
"""


def own(text: str, node: UnitNode) -> str:
    return text[node.start : node.own_end]


def whole(text: str, node: UnitNode) -> str:
    return text[node.start : node.end]


def named(structured: StructuredText, citation: str) -> UnitNode:
    """The first unit with this citation."""
    return next(u for u in structured.units if citation_path(structured, u.index) == citation)


def numbers(structured: StructuredText, level: UnitLevel) -> list[str]:
    return [unit.number for unit in structured.units if unit.level is level]


def check_invariants(text: str, structured: StructuredText) -> None:
    units = structured.units
    assert "".join(own(text, unit) for unit in units) == text
    assert units[0].start == 0
    assert units[-1].own_end == len(text)
    for position, unit in enumerate(units):
        assert unit.index == position
        assert unit.start <= unit.own_end <= unit.end <= len(text)
        if position:
            assert units[position - 1].start < unit.start == units[position - 1].own_end
        if unit.parent is not None:
            parent = units[unit.parent]
            assert parent.index < unit.index
            assert parent.start < unit.start
            assert unit.end <= parent.end
            assert unit in structured.children(parent.index)
        assert structured.path(position)[-1] == unit
        citation_path(structured, position)


class TestLaw:
    structured = parse_structure(LAW)

    def test_is_recognised(self) -> None:
        assert self.structured.kind == "law"

    def test_every_character_is_in_one_unit(self) -> None:
        check_invariants(LAW, self.structured)

    def test_preamble_ends_where_the_first_chapter_begins(self) -> None:
        assert self.structured.units[0].level is UnitLevel.PREAMBLE
        assert own(LAW, self.structured.units[0]).endswith("Quốc hội ban hành Luật Thí dụ.\n")

    def test_title_of_a_chapter_may_stand_below_it_on_two_lines(self) -> None:
        chapter = named(self.structured, "Chương I")
        assert chapter.title == "NHỮNG QUY ĐỊNH CHUNG"

    def test_title_of_a_chapter_may_stand_beside_it(self) -> None:
        assert named(self.structured, "Chương II").title == "ĐIỀU KHOẢN THI HÀNH"

    def test_articles_skip_references_on_wrapped_lines(self) -> None:
        assert numbers(self.structured, UnitLevel.ARTICLE) == ["1", "2", "2a", "3"]
        assert "Không phải một điều" in whole(LAW, named(self.structured, "Điều 2a"))

    def test_clause_keeps_its_second_paragraph(self) -> None:
        clause = named(self.structured, "khoản 1 Điều 2")
        assert own(LAW, clause) == "1. Thí dụ là điều nêu ra.\nThí dụ có thể dài.\n"

    def test_inserted_clause_follows_its_number(self) -> None:
        clauses = [u.number for u in self.structured.units if u.level is UnitLevel.CLAUSE]
        assert clauses == ["1", "2", "3", "3a"]

    def test_paragraph_after_the_points_belongs_to_the_clause(self) -> None:
        clause = named(self.structured, "khoản 2 Điều 2")
        assert [u.level for u in self.structured.children(clause.index)] == [
            UnitLevel.POINT,
            UnitLevel.POINT,
            UnitLevel.PARAGRAPH,
        ]
        assert whole(LAW, clause).endswith("Người khác không được nêu.\n")
        assert own(LAW, named(self.structured, "điểm b khoản 2 Điều 2")) == "b) Công chức.\n"

    def test_last_words_on_the_article_belong_to_the_article(self) -> None:
        article = named(self.structured, "Điều 2")
        last = self.structured.children(article.index)[-1]
        assert last.level is UnitLevel.PARAGRAPH
        assert own(LAW, last) == "Chính phủ quy định chi tiết Điều này.\n"

    def test_closing_and_annex_are_not_in_the_last_article(self) -> None:
        assert whole(LAW, named(self.structured, "Điều 3")).endswith("năm 2031.\n")
        closing = next(u for u in self.structured.units if u.level is UnitLevel.CLOSING)
        assert own(LAW, closing).startswith("Luật này được Quốc hội")
        assert closing.parent is None

    def test_annex_has_its_number_title_and_headings(self) -> None:
        annex = named(self.structured, "Phụ lục I")
        assert annex.title == "DANH MỤC THÍ DỤ"
        assert annex.parent is None
        assert named(self.structured, "mục A.2 Phụ lục I").start > annex.start

    def test_paths_run_from_the_top(self) -> None:
        point = named(self.structured, "điểm a khoản 2 Điều 2")
        assert [unit_label(u) for u in self.structured.path(point.index)] == [
            "Chương I",
            "Điều 2",
            "khoản 2",
            "điểm a",
        ]


class TestLetter:
    structured = parse_structure(LETTER)

    def test_is_recognised(self) -> None:
        assert self.structured.kind == "administrative"
        check_invariants(LETTER, self.structured)

    def test_preamble_holds_the_addressees(self) -> None:
        assert own(LETTER, self.structured.units[0]).rstrip().endswith("- Công an tỉnh.")

    def test_headings_are_cited_by_their_joined_numbers(self) -> None:
        cited = [citation_path(self.structured, u.index) for u in self.structured.units]
        for citation in ("mục I", "mục I.1", "mục I.1.1", "điểm b mục I.1.1", "mục I.2", "mục II"):
            assert citation in cited
        assert named(self.structured, "mục I.1").title == "Giao Sở Nội vụ"
        assert named(self.structured, "mục I.2").title == ""

    def test_table_is_one_paragraph_with_its_caption_across_a_page_break(self) -> None:
        table = next(u for u in self.structured.units if own(LETTER, u).startswith("Bảng 1"))
        assert table.level is UnitLevel.PARAGRAPH
        assert own(LETTER, table).rstrip().endswith("3\tBa\t30")

    def test_last_sentence_belongs_to_no_heading(self) -> None:
        last = next(u for u in self.structured.units if "nghiêm túc" in own(LETTER, u))
        assert last.level is UnitLevel.PARAGRAPH
        assert last.parent is None

    def test_annex_head_keeps_its_note(self) -> None:
        annex = named(self.structured, "Phụ lục")
        assert annex.title == "KẾT QUẢ THÍ DỤ"
        assert own(LETTER, annex).endswith("ngày 06/6/2030)\n")
        assert len(self.structured.children(annex.index)) == 1


def test_quoted_articles_and_clauses_are_not_units() -> None:
    text = (
        "Điều 1. Sửa đổi Luật khác\n"
        "1. Sửa đổi Điều 12 như sau:\n"
        "“Điều 2. Nội dung mới\n1. Khoản mới.\n2. Khoản nữa.\na) Điểm mới.”.\n"
        '2. Sửa đổi Điều 14 như sau:\n"Điều 14. Nội dung\n3. Khoản khác.\n4. Khoản cuối."\n'
        "3. Bãi bỏ Điều 15.\n"
        "Điều 2. Hiệu lực\nLuật này có hiệu lực ngay.\n"
    )
    structured = parse_structure(text, kind="law")
    assert numbers(structured, UnitLevel.ARTICLE) == ["1", "2"]
    assert named(structured, "Điều 2").title == "Hiệu lực"
    assert numbers(structured, UnitLevel.CLAUSE) == ["1", "2", "3"]
    assert numbers(structured, UnitLevel.POINT) == []


def test_a_quotation_that_is_never_closed_hides_nothing() -> None:
    text = "Điều 1. Một\nTheo cụm từ “chưa đóng thì thôi.\nĐiều 2. Hai\nAbc.\nĐiều 3. Ba\nAbc.\n"
    assert numbers(parse_structure(text), UnitLevel.ARTICLE) == ["1", "2", "3"]


def test_a_list_of_contents_is_not_the_law() -> None:
    contents = "CHƯƠNG I: CHUNG\nĐiều 1. Một\nĐiều 2. Hai\nCHƯƠNG II: RIÊNG\nĐiều 3. Ba\n"
    body = "Chương I\nCHUNG\nĐiều 1. Một\nLời.\nĐiều 2. Hai\nLời.\nChương II\nRIÊNG\nĐiều 3. Ba\nLời.\n"
    text = "LUẬT THÍ DỤ\n" + contents + body
    structured = parse_structure(text)
    assert numbers(structured, UnitLevel.ARTICLE) == ["1", "2", "3"]
    assert numbers(structured, UnitLevel.CHAPTER) == ["I", "II"]
    assert whole(text, structured.units[0]).endswith(contents)


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("Điều 1: PHẠM VI ÁP DỤNG.", "1", "PHẠM VI ÁP DỤNG"),
        ("Điều 1-", "1", ""),
        ("Điều 1.- Phạm vi", "1", "Phạm vi"),
        ("Điều 1", "1", ""),
        ("ĐIỀU 1. PHẠM VI", "1", "PHẠM VI"),
        ("Điều 1. Luật này quy định về thí dụ.", "1", ""),
        ("**Điều 1. Phạm vi**", "1", "Phạm vi"),
        ("Điều 1. Phạm vi [Điều này được sửa đổi bởi Luật X]", "1", "Phạm vi"),
    ],
)
def test_heads_of_articles(line: str, number: str, title: str) -> None:
    structured = parse_structure(f"LUẬT\n{line}\nNội dung của điều.\n")
    article = next(u for u in structured.units if u.level is UnitLevel.ARTICLE)
    assert (article.number, article.title) == (number, title)


@pytest.mark.parametrize(
    "lines",
    [
        ("1. A", "2. B"),
        ("1- A", "2- B"),
        ("1) A", "2) B"),
        ("1.A", "2.B"),
        ("1.", "A", "2.", "B"),
        ("1 A", "2 B"),
    ],
)
def test_heads_of_clauses(lines: tuple[str, ...]) -> None:
    structured = parse_structure("Điều 1. Tên\nGồm:\n" + "\n".join(lines) + "\nĐiều 2. Hai\nX.\n")
    assert numbers(structured, UnitLevel.CLAUSE) == ["1", "2"]


def test_points_follow_the_vietnamese_alphabet_and_may_be_inserted() -> None:
    text = "Điều 1. Tên\n1. Gồm:\n" + "".join(
        f"{letter}) Điểm;\n" for letter in ("a", "a1", "b", "c", "d", "đ", "e", "g")
    )
    assert numbers(parse_structure(text), UnitLevel.POINT) == ["a", "a1", "b", "c", "d", "đ", "e", "g"]


def test_points_in_the_latin_alphabet_are_tolerated() -> None:
    text = "Điều 1. Tên\n" + "".join(f"{letter}. Điểm;\n" for letter in "abcdefgh")
    assert "".join(numbers(parse_structure(text), UnitLevel.POINT)) == "abcdefgh"


def test_numbers_in_tables_and_prose_are_not_clauses() -> None:
    prose = "2.500 đồng;\n15 - 20\n2030. Năm sau\ntheo khoản\n2. Điều khác\n"
    text = f"Điều 1. Tên\n1. Mức thu là\n{prose}2. Mức chi.\n"
    structured = parse_structure(text)
    assert numbers(structured, UnitLevel.CLAUSE) == ["1", "2"]
    assert own(text, named(structured, "khoản 2 Điều 1")) == "2. Mức chi.\n"


def test_a_missing_article_leaves_its_text_outside_the_article_before() -> None:
    text = "Chương I\nCHUNG\nĐiều 1. Một\n1. A.\n2. B.\n1. Khoản của điều bị mất.\n2. Nữa.\nĐiều 3. Ba\nC.\n"
    structured = parse_structure(text)
    assert whole(text, named(structured, "Điều 1")).endswith("2. B.\n")
    stray = next(u for u in structured.units if "bị mất" in own(text, u))
    assert stray.level is UnitLevel.PARAGRAPH
    assert citation_path(structured, stray.index) == "Chương I"
    assert structured.warnings == ("Điều 1 is followed by Điều 3",)


def test_decision_with_an_attached_regulation_keeps_both_series_of_articles() -> None:
    text = (
        "QUYẾT ĐỊNH\nVề việc ban hành Quy chế\nCăn cứ Luật số 01/2030/QH16;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Ban hành Quy chế.\nĐiều 2. Hiệu lực từ ngày ký.\nĐiều 3. Chánh Văn phòng thi hành./.\n"
        "Nơi nhận:\n- Như Điều 3.\nCHỦ TỊCH\n"
        "QUY CHẾ\nTHÍ DỤ\n(Ban hành kèm theo Quyết định số 5/QĐ-UBND)\n"
        "Chương I\nCHUNG\nĐiều 1. Phạm vi\nX.\nĐiều 2. Đối tượng\n1. A.\n2. B.\n"
    )
    structured = parse_structure(text)
    assert structured.kind == "administrative"
    assert numbers(structured, UnitLevel.ARTICLE) == ["1", "2", "3", "1", "2"]
    assert named(structured, "khoản 2 Điều 2 Quy chế").number == "2"
    check_invariants(text, structured)


def test_articles_may_go_on_after_an_annex_in_the_middle() -> None:
    text = "Điều 1. Một\nA.\nĐiều 2. Hai\nB.\nPhụ lục I\nBẢNG\nNội dung bảng.\nĐiều 3. Ba\nC.\n"
    structured = parse_structure(text)
    assert citation_path(structured, named(structured, "Điều 3").index) == "Điều 3"
    assert whole(text, named(structured, "Phụ lục I")).endswith("Nội dung bảng.\n")


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            "Trách nhiệm của cơ quan,\ntổ chức, cá nhân\n1. Một.\n",
            "Trách nhiệm của cơ quan, tổ chức, cá nhân",
        ),
        ("Trách nhiệm của\nỦy ban nhân dân\n1. Một.\n", "Trách nhiệm của Ủy ban nhân dân"),
        ("Trách nhiệm\nỦy ban có trách nhiệm thi hành.\n", "Trách nhiệm"),
        ("Loại nhà và\ntiêu chuẩn nhà [Điều này được hướng dẫn bởi Luật X.]\n1. Một.\n", "Loại nhà và tiêu chuẩn nhà"),
        ("Giải thích từ\nngữ Trong Luật này, từ được hiểu như sau:\n1. Một.\n", "Giải thích từ ngữ"),
        ("Loại nhà và\ntiêu chuẩn nhà 1.\nNhà gồm nhiều loại.\n", "Loại nhà và tiêu chuẩn nhà"),
        ("\nNghĩa vụ của chủ nhà [Điều này được sửa đổi bởi Luật X]\n1. Một.\n", "Nghĩa vụ của chủ nhà"),
        ("\nNhà nước bảo hộ quyền của chủ nhà.\n1. Một.\n", ""),
        ("\nChủ nhà có quyền bán nhà\nvà cho thuê nhà.\n", ""),
    ],
)
def test_title_of_an_article_wrapped_by_a_narrow_page(lines: str, title: str) -> None:
    structured = parse_structure(f"LUẬT\nĐiều 1. {lines}Điều 2. Hai\nHết.\n")
    assert named(structured, "Điều 1").title == title


def test_parts_and_ordinals() -> None:
    text = "PHẦN THỨ NHẤT\nCHUNG\nChương I\nMỘT\nĐiều 1. A\nX.\nPhần thứ hai\nRIÊNG\nĐiều 2. B\nY.\n"
    structured = parse_structure(text)
    assert [unit_label(u) for u in structured.units if u.level is UnitLevel.PART] == [
        "Phần thứ nhất",
        "Phần thứ hai",
    ]
    assert structured.units[0].level is UnitLevel.PART


def test_notes_in_square_brackets_stay_in_their_unit() -> None:
    text = "Điều 1. A\n1. Một.\n[Khoản này được sửa đổi bởi Luật X có hiệu lực từ ngày 01/01/2031]\n2. Hai.\n"
    structured = parse_structure(text)
    assert "[Khoản này" in own(text, named(structured, "khoản 1 Điều 1"))


def test_decomposed_letters_are_read_and_offsets_stay_those_of_the_text() -> None:
    text = unicodedata.normalize("NFD", LAW)
    structured = parse_structure(text)
    check_invariants(text, structured)
    assert numbers(structured, UnitLevel.ARTICLE) == ["1", "2", "2a", "3"]
    assert named(structured, "Điều 1").title == "Phạm vi điều chỉnh"


def test_windows_line_ends_change_nothing() -> None:
    text = LAW.replace("\n", "\r\n")
    structured = parse_structure(text)
    check_invariants(text, structured)
    assert [(u.level, u.number, u.title) for u in structured.units] == [
        (u.level, u.number, u.title) for u in TestLaw.structured.units
    ]


def test_empty_text_is_one_empty_preamble() -> None:
    assert parse_structure("").units == (UnitNode(0, None, UnitLevel.PREAMBLE, "", "", 0, 0, 0),)


PIECES = st.sampled_from(
    [
        *(
            "Điều 1. Tên",
            "Điều 2. Tên",
            "Điều 3",
            "Điều 12a. Tên",
            "“Điều 5. Tên",
            "Chương I",
            "TIÊU ĐỀ IN HOA",
        ),
        *(
            "Mục 1. HAI",
            "Phần thứ nhất",
            "1. Một;",
            "2. Hai.",
            "3",
            "1.1. Con",
            "a) Điểm;",
            "b) Điểm.",
            "đ) Điểm",
        ),
        *(
            "I. ĐỀ MỤC",
            "A. NHÓM",
            "- gạch",
            "Đoạn văn.",
            "nối tiếp",
            "”;",
            '"',
            "TT\tTên",
            "1\tA",
            "Bảng 1",
            "TT",
        ),
        *(
            "PHỤ LỤC",
            "Phụ lục II",
            "(Kèm theo QĐ)",
            "QUY CHẾ",
            "Nơi nhận:",
            "KT. CHỦ TỊCH",
            "(Đã ký)",
            "Kính gửi:",
        ),
        *(
            "[Điều này được sửa đổi]",
            "Luật này được Quốc hội thông qua",
            "",
            "   ",
            "\t",
            "Hồ Chí Minh",
            "VI. SÁU",
        ),
    ]
)
KINDS = st.sampled_from([None, "law", "administrative"])


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=60), st.sampled_from(["\n", "\r\n", "\n\n", "\r"]), KINDS)
def test_invariants_hold_for_any_order_of_marked_lines(lines: list[str], end: str, kind: None) -> None:
    text = end.join(lines)
    check_invariants(text, parse_structure(text, kind=kind))


@settings(max_examples=200, deadline=None)
@given(st.text(), KINDS)
def test_invariants_hold_for_any_text(text: str, kind: None) -> None:
    check_invariants(text, parse_structure(text, kind=kind))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(LAW)), st.integers(0, len(LAW)))
def test_invariants_hold_for_a_law_with_a_piece_cut_out(first: int, second: int) -> None:
    text = LAW[: min(first, second)] + LAW[max(first, second) :]
    check_invariants(text, parse_structure(text))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_takes_no_more_than_its_length(name: str) -> None:
    text = hostile_text(name, 60_000)
    began = time.process_time()
    structured = parse_structure(text)
    assert time.process_time() - began < 3
    assert sum(unit.own_end - unit.start for unit in structured.units) == len(text)


def test_a_piece_of_a_law_begins_with_any_article_where_it_is_said_to_be_one() -> None:
    text = "Điều 7. Một\n1. Khoản một.\n2. Khoản hai."
    piece = parse_structure(text, kind="law")
    assert [(u.level, u.number) for u in piece.units] == [
        (UnitLevel.ARTICLE, "7"),
        (UnitLevel.CLAUSE, "1"),
        (UnitLevel.CLAUSE, "2"),
    ]
    assert not [u for u in parse_structure(text).units if u.level is UnitLevel.ARTICLE]
