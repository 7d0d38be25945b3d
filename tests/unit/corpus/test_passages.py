"""Passages: where a text is cut, and that nothing is lost or said twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.corpus.passages import LIMIT, SLACK, plan_passages
from congvu.corpus.types import PassagePlan
from congvu.legal.structure import StructuredText, UnitLevel, citation_path, parse_structure

HEAD = "QUỐC HỘI\nLuật số: 1/2024/QH15\nLUẬT\nTHỬ NGHIỆM\nCăn cứ Hiến pháp;\nQuốc hội ban hành Luật Thử nghiệm.\n"


def words(count: int, end: str = ".") -> str:
    return " ".join(["người lao động được nghỉ"] * (count // 5 + 1)).rsplit(" ", 5 - count % 5)[0] + end


def planned(text: str) -> tuple[StructuredText, list[PassagePlan]]:
    structure = parse_structure(text)
    return structure, plan_passages(text, structure)


def body(text: str, plans: list[PassagePlan]) -> list[str]:
    return [text[plan.start : plan.end] for plan in plans]


def size(text: str) -> int:
    return len(text.split())


def test_a_short_article_is_one_passage_with_the_path_above_it() -> None:
    text = HEAD + "Chương I\nNGHỈ NGƠI\nĐiều 1. Nghỉ lễ\n1. Một.\n2. Hai.\nĐiều 2. Nghỉ hằng năm\nBa.\n"
    structure, plans = planned(text)
    assert body(text, plans) == ["Điều 1. Nghỉ lễ\n1. Một.\n2. Hai.\n", "Điều 2. Nghỉ hằng năm\nBa.\n"]
    assert plans[0].headings == "Chương I. NGHỈ NGƠI › Điều 1. Nghỉ lễ"
    assert citation_path(structure, plans[1].unit_index) == "Điều 2"


def test_a_long_article_is_cut_between_clauses_and_its_heading_stays_with_the_first() -> None:
    clauses = "".join(f"{n}. {words(140)}\n" for n in range(1, 5))
    text = HEAD + f"Điều 1. Dài\n{clauses}Điều 2. Ngắn\nHết.\n"
    structure, plans = planned(text)
    pieces = body(text, plans)
    assert [piece[:8] for piece in pieces] == ["Điều 1. ", "3. người", "Điều 2. "]
    assert pieces[0].startswith("Điều 1. Dài\n1. ")
    assert all(size(piece) <= LIMIT for piece in pieces)
    assert plans[1].headings.endswith("Điều 1. Dài")
    assert citation_path(structure, plans[1].unit_index) == "Điều 1"


def test_a_long_clause_is_cut_between_points_and_its_lead_in_is_told_in_the_headings() -> None:
    points = "".join(f"{letter}) {words(120, ';')}\n" for letter in "abcde")
    text = HEAD + f"Điều 1. Dài\n1. Ngắn.\n2. Người lao động có các quyền sau đây:\n{points}Điều 2. X\nHết.\n"
    structure, plans = planned(text)
    pieces = body(text, plans)
    starts = [piece[:2] for piece in pieces]
    assert starts[-1] == "Đi"
    assert all(start in {"1.", "2.", "a)", "b)", "c)", "d)", "e)", "Đi"} for start in starts)
    later = next(plan for plan in plans if text[plan.start :].startswith("c)"))
    assert later.headings.endswith("2. Người lao động có các quyền sau đây:")
    assert citation_path(structure, later.unit_index) in {"khoản 2 Điều 1", "điểm c khoản 2 Điều 1"}


def test_a_point_that_fits_is_never_cut_even_behind_a_long_lead_in() -> None:
    text = HEAD + f"Điều 1. Dài\n1. {words(250, ':')}\na) {words(280, ';')}\nb) {words(50)}\nĐiều 2. X\nHết.\n"
    _structure, plans = planned(text)
    pieces = body(text, plans)
    holding = [piece for piece in pieces if "a) " in piece]
    assert len(holding) == 1
    assert size(holding[0]) >= 280


def test_one_unit_that_is_too_long_is_cut_between_sentences() -> None:
    text = HEAD + "Điều 1. Dài\n" + " ".join(words(60) for _ in range(12)) + "\nĐiều 2. X\nHết.\n"
    _structure, plans = planned(text)
    pieces = body(text, plans)[:-1]
    assert len(pieces) == 3
    assert all(piece.rstrip().endswith(".") and size(piece) <= LIMIT for piece in pieces)


def test_text_without_spaces_is_cut_too() -> None:
    text = HEAD + "Điều 1. Dài\n" + "x" * 20_000 + "\nĐiều 2. X\nHết.\n"
    _structure, plans = planned(text)
    assert max(plan.end - plan.start for plan in plans) <= LIMIT * 12


def test_the_formulas_and_the_signature_of_a_law_are_no_passage() -> None:
    text = HEAD + "Điều 1. Một\nNội dung.\nLuật này được Quốc hội thông qua.\nCHỦ TỊCH QUỐC HỘI\nNguyễn Văn A\n"
    _structure, plans = planned(text)
    assert not any("Căn cứ" in piece for piece in body(text, plans))


def test_a_letter_is_cut_by_its_headings_and_keeps_its_opening() -> None:
    letter = (
        "UBND TỈNH A\nSố: 12/UBND-VX\nA, ngày 06 tháng 6 năm 2024\nV/v thí điểm trợ lý ảo trong công việc hằng ngày\n"
        "Kính gửi: Các sở, ban, ngành của tỉnh và Ủy ban nhân dân các huyện.\n"
        f"I. MỤC ĐÍCH\n1. Nâng cao chất lượng phục vụ.\n2. {words(40)}\n"
        f"II. NỘI DUNG\n1. {words(200)}\n2. {words(200)}\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nCHỦ TỊCH\nNguyễn Văn A\n"
    )
    _structure, plans = planned(letter)
    pieces = body(letter, plans)
    assert any("Kính gửi" in piece for piece in pieces)
    assert [piece[:3] for piece in pieces if piece.startswith(("I.", "II", "2. n"))] == ["I. ", "II.", "2. "]
    assert not any("MỤC ĐÍCH" in piece and "NỘI DUNG" in piece for piece in pieces)


def test_rows_of_a_table_are_cut_between_rows_only() -> None:
    rows = "".join(f"{n} | Kiểm định phương tiện loại {n} | {n}00.000 đồng\n" for n in range(1, 121))
    text = HEAD + f"Điều 1. Mức phí\n1. Theo bảng sau:\nSTT | Danh mục | Mức phí\n{rows}Điều 2. X\nHết.\n"
    _structure, plans = planned(text)
    for piece in body(text, plans):
        assert piece.endswith("\n")
        assert all(line.count("|") in {0, 2} for line in piece.splitlines())


_clause = st.integers(1, 400)
_article = st.lists(st.tuples(_clause, st.lists(st.integers(1, 200), max_size=4)), max_size=5)


@settings(max_examples=40, deadline=None)
@given(st.lists(_article, min_size=1, max_size=5), st.booleans())
def test_every_character_of_every_article_is_in_exactly_one_passage(
    articles: list[list[tuple[int, list[int]]]], chapters: bool
) -> None:
    parts = [HEAD]
    for number, clauses in enumerate(articles, 1):
        if chapters and number % 2:
            parts.append(f"Chương {'I' * ((number + 1) // 2)}\nTÊN CHƯƠNG\n")
        parts.append(f"Điều {number}. Tên điều\n")
        for k, (length, points) in enumerate(clauses, 1):
            parts.append(f"{k}. {words(length, ':' if points else '.')}\n")
            parts.extend(f"{'abcd'[p]}) {words(n, ';')}\n" for p, n in enumerate(points))
    text = "".join(parts)
    structure, plans = planned(text)
    covered = [0] * len(text)
    for plan in plans:
        unit = structure.units[plan.unit_index]
        assert unit.start <= plan.start < plan.end <= unit.end
        assert size(text[plan.start : plan.end]) <= LIMIT * SLACK
        for position in range(plan.start, plan.end):
            covered[position] += 1
    assert max(covered) <= 1
    for unit in structure.units:
        if unit.level is UnitLevel.ARTICLE:
            assert all(covered[unit.start : unit.end])
    assert [plan.start for plan in plans] == sorted(plan.start for plan in plans)
