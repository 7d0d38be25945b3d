"""What texts say of each other: many forms of amending, ending, guiding, consolidating and citing."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from congvu.legal.inline_notes import find_notes
from congvu.legal.partial_force import find_unit_dates
from congvu.legal.relation_types import SURE, FoundRelation, RelationKind
from congvu.legal.relations import find_relations
from congvu.legal.structure import parse_structure
from congvu.legal.validity import guide_ends_on
from tests.unit.legal.hostile_texts import HOSTILE, hostile_text

A = "Luật Ví dụ số 10/2015/QH13"


def relations(text: str, **front: str) -> list[FoundRelation]:
    return list(find_relations(text, parse_structure(text), **front))


def said(text: str, **front: str) -> set[tuple[str, str, str | None]]:
    return {
        (r.kind.value, r.part, r.affected.symbol or r.affected.name if r.affected else None)
        for r in relations(text, **front)
    }


@pytest.mark.parametrize(
    ("sentence", "kind", "part"),
    [
        (f"Điều 5. Sửa đổi, bổ sung khoản 3 Điều 12 của {A} như sau:", "amends", "khoản 3 Điều 12"),
        (f"1. Sửa đổi điểm b khoản 1 Điều 7 của {A} như sau:", "amends", "điểm b khoản 1 Điều 7"),
        (f"1. Bổ sung, sửa đổi Điều 9 {A} như sau:", "amends", "Điều 9"),
        (f"2. Khoản 4 Điều 8 của {A} được sửa đổi, bổ sung như sau:", "amends", "khoản 4 Điều 8"),
        (f"2. Bổ sung Điều 12a vào sau Điều 12 của {A} như sau:", "amends", "Điều 12a"),
        (f"2. Bổ sung khoản 3a vào sau khoản 3 Điều 12 của {A} như sau:", "amends", "khoản 3a Điều 12"),
        (f"a) Bổ sung điểm đ vào sau điểm d khoản 2 Điều 4 của {A} như sau:", "amends", "điểm đ khoản 2 Điều 4"),
        (f"c) Bãi bỏ khoản 5 Điều 3 của {A}.", "repeals", "khoản 5 Điều 3"),
        (f"Bãi bỏ Chương III của {A}.", "repeals", "Chương III"),
        (f"Đính chính khoản 2 Điều 6 của {A} như sau:", "corrects", "khoản 2 Điều 6"),
        (f"Sửa đổi Phụ lục II ban hành kèm theo {A} như sau:", "amends", "Phụ lục II"),
    ],
)
def test_a_change_names_the_unit_and_its_text(sentence: str, kind: str, part: str) -> None:
    assert (kind, part, "10/2015/QH13") in said(sentence)


def test_several_points_of_one_clause_end_together() -> None:
    found = said(f"1. Bãi bỏ các điểm a, b và c khoản 1 Điều 5 của {A}.")
    assert {part for kind, part, _ in found if kind == "repeals"} == {
        f"điểm {letter} khoản 1 Điều 5" for letter in "abc"
    }


AMENDING = f"""Điều 1. Sửa đổi, bổ sung một số điều của {A}
1. Sửa đổi, bổ sung khoản 2 Điều 3 như sau:
“2. Bãi bỏ khoản 9 Điều 9 của Luật số 99/2009/QH12.”.
2. Sửa đổi, bổ sung một số khoản của Điều 7 như sau:
a) Sửa đổi khoản 1 như sau:
“1. Mới.”;
b) Bãi bỏ khoản 2.
3. Thay thế cụm từ “thủ trưởng” bằng cụm từ “người đứng đầu” tại khoản 1 Điều 8 và Điều 9.
Điều 2. Sửa đổi khoản 1 Điều 4 của Luật Khác số 11/2016/QH14 như sau:
“1. Khác.”.
"""


def test_the_lines_above_say_in_which_text_and_unit() -> None:
    found = said(AMENDING)
    assert {
        ("amends", "", "10/2015/QH13"),
        ("amends", "khoản 2 Điều 3", "10/2015/QH13"),
        ("amends", "khoản 1 Điều 7", "10/2015/QH13"),
        ("repeals", "khoản 2 Điều 7", "10/2015/QH13"),
        ("amends", "khoản 1 Điều 8", "10/2015/QH13"),
        ("amends", "Điều 9", "10/2015/QH13"),
        ("amends", "khoản 1 Điều 4", "11/2016/QH14"),
    } == found


def test_the_new_wording_is_the_quotation_behind_the_line_and_nothing_in_it_is_a_sentence_of_the_law() -> None:
    amended = {r.part: r for r in relations(AMENDING)}
    new = amended["khoản 2 Điều 3"].new_text
    assert new is not None
    assert AMENDING[new[0] : new[1]] == "2. Bãi bỏ khoản 9 Điều 9 của Luật số 99/2009/QH12."
    assert all(r.affected is None or r.affected.symbol != "99/2009/QH12" for r in amended.values())


def test_a_changed_phrase_amends_the_unit_and_both_words_are_kept() -> None:
    [first, _] = [r for r in relations(AMENDING) if r.phrase]
    assert (first.old_words, first.new_words) == ("thủ trưởng", "người đứng đầu")
    assert first.kind is RelationKind.AMENDS


def test_an_ended_piece_of_a_clause_does_not_end_the_clause() -> None:
    found = said(f"3. Bãi bỏ đoạn 2 khoản 1 Điều 27 của {A}.")
    assert ("repeals", "khoản 1 Điều 27", "10/2015/QH13") not in found


def test_a_text_in_whose_place_another_comes_is_replaced_one_that_ends_is_repealed() -> None:
    text = (
        "1. Nghị định này có hiệu lực thi hành từ ngày 05 tháng 3 năm 2020 và thay thế Nghị định số 110/2004/NĐ-CP "
        "ngày 08 tháng 4 năm 2004 của Chính phủ.\n"
        "2. Nghị định số 09/2010/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực thi hành."
    )
    found = {r.affected.symbol: r for r in relations(text) if r.affected}
    assert found["110/2004/NĐ-CP"].kind is RelationKind.REPLACES
    assert found["09/2010/NĐ-CP"].kind is RelationKind.REPEALS
    assert all(r.whole and r.effective_on == dt.date(2020, 3, 5) for r in found.values())


def test_a_text_that_is_only_named_needs_its_year_to_be_sure() -> None:
    by_day = relations("Luật này thay thế Luật Khoáng sản ngày 20 tháng 3 năm 1996.")[0]
    bare = relations("Luật này thay thế Luật Khoáng sản.")[0]
    assert by_day.affected is not None
    assert by_day.affected.name == "Luật Khoáng sản 1996"
    assert by_day.confidence >= SURE > bare.confidence


def test_guiding_is_read_from_title_and_scope_to_the_unit() -> None:
    text = (
        f"NGHỊ ĐỊNH\nQuy định chi tiết một số điều của {A}\nCăn cứ {A};\nĐiều 1. Phạm vi\n"
        f"Nghị định này quy định chi tiết khoản 3 Điều 12, Điều 15 của {A}.\n"
    )
    found = said(text, title=f"Quy định chi tiết một số điều của {A}", kind="NĐ")
    assert {("guides", p, "10/2015/QH13") for p in ("", "khoản 3 Điều 12", "Điều 15")} == found


def test_a_consolidated_text_names_its_base_and_what_amended_it() -> None:
    text = (
        "VĂN BẢN HỢP NHẤT\nLuật Nhà ở số 65/2014/QH13 ngày 25 tháng 11 năm 2014 của Quốc hội, có hiệu lực kể từ ngày "
        "01 tháng 7 năm 2015, được sửa đổi, bổ sung bởi:\n"
        "1. Luật số 40/2019/QH14 ngày 13 tháng 6 năm 2019 của Quốc hội;\n"
        "2. Luật số 61/2020/QH14 ngày 17 tháng 6 năm 2020 của Quốc hội.\nĐiều 1. Phạm vi\n"
    )
    found = [r for r in relations(text, kind="VBHN") if r.kind is not RelationKind.CITES]
    assert [(r.kind.value, r.acting and r.acting.symbol, r.affected and r.affected.symbol) for r in found] == [
        ("consolidates", None, "65/2014/QH13"),
        ("amends", "40/2019/QH14", "65/2014/QH13"),
        ("amends", "61/2020/QH14", "65/2014/QH13"),
    ]


def test_the_legal_basis_is_cited_once_and_not_what_is_amended_too() -> None:
    found = said(f"Căn cứ {A};\nCăn cứ Luật Khác số 11/2016/QH14;\nCăn cứ Luật Khác số 11/2016/QH14;\nĐiều 1. A\n")
    assert found == {("cites", "", "10/2015/QH13"), ("cites", "", "11/2016/QH14")}


NOTED = """Điều 3. Phí
1. Mức phí là 2%. [Khoản này được sửa đổi bởi Điểm l Khoản 5 Điều 57 Luật Quy hoạch 2024 có hiệu lực từ ngày \
01/07/2025]
2. Trường hợp khác:
a) Một; [Điểm này bị bãi bỏ bởi Khoản 2 Điều 9 Nghị định 10/2023/NĐ-CP có hiệu lực thi hành kể từ ngày 01 tháng 9 năm \
2023 (VB hết hiệu lực: 01/03/2027)]
b) Hai theo quy hoạch [Cụm từ này bị thay thế bởi Khoản 3 Điều 6 Luật Thanh tra 2025 có hiệu lực từ ngày 01/01/2026].
[Điều này được hướng dẫn bởi Điều 4 đến Điều 7 Nghị định 95/2024/NĐ-CP có hiệu lực từ ngày 01/08/2024 Nội dung hướng \
dẫn Điều này tại Nghị định 95/2024/NĐ-CP nay được sửa đổi bởi Khoản 1 Điều 1 Nghị định 261/2025/NĐ-CP có hiệu lực từ \
ngày 10/10/2025]
"""


def test_a_note_says_who_what_which_unit_and_when() -> None:
    text = f"LUẬT\nVÍ DỤ\nĐiều 1. A\nA.\nĐiều 2. B\nB.\n{NOTED}"
    first, second, third, fourth, fifth = find_notes(text, parse_structure(text))
    assert (first.kind, first.part, first.acting_part) == ("amends", "khoản 1 Điều 3", "Điểm l Khoản 5 Điều 57")
    assert first.acting is not None
    assert first.acting.name == "Luật Quy hoạch 2024"
    assert (second.kind, second.part, second.effective_on, second.until) == (
        "repeals", "điểm a khoản 2 Điều 3", dt.date(2023, 9, 1), dt.date(2027, 3, 1),
    )  # fmt: skip
    assert (third.kind, third.phrase, third.part) == ("amends", True, "điểm b khoản 2 Điều 3")
    assert (fourth.kind, fourth.acting_part) == ("guides", "Điều 4 đến Điều 7")
    assert fifth.affected is not None
    assert (fifth.kind, fifth.affected.symbol, fifth.part) == ("amends", "95/2024/NĐ-CP", "")
    assert all(text[r.start : r.end] == r.quote for r in (first, second, third, fourth, fifth))


def test_who_applies_a_provision_by_another_text_is_a_less_certain_change() -> None:
    text = (
        "Điều 1. A\nA. [Trách nhiệm quy định tại Điều này do Ủy ban nhân dân cấp xã thực hiện bởi Khoản 1 Điều 9 "
        "Nghị định 140/2025/NĐ-CP có hiệu lực từ ngày 01/07/2025 (VB hết hiệu lực: 01/03/2027)]"
    )
    [found] = find_notes(text, parse_structure(text))
    assert found.kind is RelationKind.AMENDS
    assert found.confidence < SURE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Điều 60. Hiệu lực\n1. Luật này có hiệu lực từ ngày 01 tháng 01 năm 2021, trừ quy định tại khoản 2 Điều "
            "này.\n2. Khoản 3 Điều 8 của Luật này có hiệu lực từ ngày 01 tháng 7 năm 2022.",
            {"khoản 3 Điều 8": dt.date(2022, 7, 1)},
        ),
        (
            "Điều 9. Hiệu lực\n1. Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2016, trừ quy định tại điểm b "
            "khoản 1 và khoản 2 Điều 2 của Luật này thì có hiệu lực thi hành kể từ ngày 01 tháng 01 năm 2018.",
            {"điểm b khoản 1 Điều 2": dt.date(2018, 1, 1), "khoản 2 Điều 2": dt.date(2018, 1, 1)},
        ),
        ("Điều 9. Hiệu lực\nLuật này có hiệu lực từ ngày 01 tháng 01 năm 2016.", {}),
        ("Điều 2. A\nĐiều 5 của Luật số 9/2009/QH12 có hiệu lực từ ngày 01 tháng 7 năm 2010.", {}),
    ],
)
def test_provisions_with_a_day_of_their_own(text: str, expected: dict[str, dt.date]) -> None:
    assert dict(find_unit_dates(text)) == expected


@pytest.mark.parametrize(
    ("parents", "ends"),
    [
        ([dt.date(2024, 8, 1)], dt.date(2024, 8, 1)),
        ([dt.date(2025, 3, 31)], dt.date(2025, 3, 31)),
        ([dt.date(2025, 4, 1)], None),
        ([dt.date(2026, 1, 1)], None),
        ([dt.date(2020, 1, 1), None], None),
        ([dt.date(2020, 1, 1), dt.date(2022, 1, 1)], dt.date(2022, 1, 1)),
        ([dt.date(2020, 1, 1), dt.date(2025, 7, 1)], None),
        ([], None),
    ],
)
def test_guiding_texts_fell_with_their_parent_until_the_law_of_2025(
    parents: list[dt.date | None], ends: dt.date | None
) -> None:
    assert guide_ends_on(parents) == ends


@pytest.mark.parametrize("name", [*HOSTILE, "amendments", "notes", "dates"])
def test_no_text_breaks_the_reading_or_takes_long(name: str) -> None:
    own = {
        "amendments": "1. Sửa đổi khoản 1 Điều 2 như sau: “",
        "notes": "[Khoản này được sửa đổi bởi Khoản 2 Điều 6 Luật A 2020 có hiệu lực từ ngày 01/01/2020 ",
        "dates": "trừ khoản 2 Điều 3 có hiệu lực từ ngày ",
    }
    text = (own[name] * 200)[:8_000] if name in own else hostile_text(name, 8_000)
    structure = parse_structure(text)
    begun = time.process_time()
    found = find_relations(text, structure, title=text[:200])
    find_unit_dates(text)
    assert time.process_time() - begun < 1.5
    assert all(0 <= r.start <= r.end <= len(text) for r in found)
