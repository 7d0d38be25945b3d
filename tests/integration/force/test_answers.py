"""What is answered about force, and what changes are told beside a quoted unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from congvu.corpus.models import Document, Relation, Unit
from congvu.ingestion.relations import decide_relations
from tests.factories import People
from tests.integration.force.conftest import DECREE_NEW, LAW_A, LAW_B, Shelve

pytestmark = pytest.mark.django_db

Ask = Callable[..., dict[str, Any]]
BEFORE, AFTER = dt.date(2023, 6, 1), dt.date(2026, 6, 1)


def words(answer: dict[str, Any]) -> str:
    return " ".join(block["text"] for block in answer["blocks"])


def cited(answer: dict[str, Any]) -> tuple[str, str]:
    first = answer["citations"][0]
    return first["document"]["number"], first["unit"]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Nghị định 110/2010/NĐ-CP còn hiệu lực không?", ("30/2021/NĐ-CP", "khoản 2 Điều 2")),
        ("nghi dinh 110/2010/nd-cp con hieu luc khong", ("30/2021/NĐ-CP", "khoản 2 Điều 2")),
        ("Nghị định 30 thay thế nghị định nào?", ("30/2021/NĐ-CP", "khoản 2 Điều 2")),
        ("Luật Phí đường thủy bị sửa đổi bởi văn bản nào?", ("05/2024/QH15", "Điều 1")),
        ("Khoản 2 Điều 2 Luật Phí đường thủy được sửa bởi luật nào?", ("05/2024/QH15", "khoản 1 Điều 1")),
        ("Văn bản nào hướng dẫn Luật Phí đường thủy?", ("30/2021/NĐ-CP", "")),
        ("Nghị định 30/2021/NĐ-CP hướng dẫn luật nào?", ("30/2021/NĐ-CP", "")),
    ],
)
def test_the_clause_that_says_so_is_the_first_citation(
    shelve: Shelve, ask: Ask, question: str, first: tuple[str, str]
) -> None:
    for text in (LAW_A, LAW_B, DECREE_NEW):
        shelve(text)
    answer = ask(question, AFTER)
    assert answer["status"] == "answered"
    number, unit = cited(answer)
    assert number == first[0]
    assert not first[1] or unit == first[1]


def test_a_question_about_a_contract_is_no_question_about_force(shelve: Shelve, ask: Ask) -> None:
    shelve(LAW_A)
    answer = ask("Hợp đồng vận chuyển có hiệu lực khi nào theo Luật Phí đường thủy?", AFTER)
    assert "no text in the library ends it" not in words(answer)


def test_an_amended_clause_is_answered_with_the_wording_of_the_day(shelve: Shelve, ask: Ask) -> None:
    shelve(LAW_A)
    shelve(LAW_B)
    question = "Khoản 2 Điều 2 Luật Phí đường thủy quy định mức phí bao nhiêu?"
    now, then = ask(question, AFTER), ask(question, BEFORE)
    assert cited(now) == ("05/2024/QH15", "khoản 1 Điều 1")
    assert "15.000 đồng" in now["citations"][0]["quote"]
    assert cited(then) == ("01/2019/QH14", "khoản 2 Điều 2")
    assert "10.000 đồng" in then["citations"][0]["quote"]
    assert "15.000" not in words(then)


def test_an_ended_article_says_so_after_its_day_and_not_before(shelve: Shelve, ask: Ask) -> None:
    law = shelve(LAW_A)
    shelve(LAW_B)
    assert law.current is not None
    assert Unit.objects.get(version=law.current, path="Điều 3").force_until == dt.date(2025, 1, 1)
    question = "Điều 3 Luật Phí đường thủy quy định gì?"
    assert "no longer in force" in words(ask(question, AFTER))
    assert "no longer in force" not in words(ask(question, BEFORE))
    assert "tàu cứu hộ" not in words(ask("Tàu cứu hộ có được miễn phí đường thủy không?", AFTER)).lower()
    assert "tàu cứu hộ" in words(ask("Tàu cứu hộ có được miễn phí đường thủy không?", BEFORE)).lower()


NOTED = LAW_A.replace(
    "Tàu cứu hộ được miễn phí đường thủy.",
    "Tàu cứu hộ được miễn phí đường thủy. [Điều này bị bãi bỏ bởi Khoản 2 Điều 1 Luật số 05/2024/QH15 có hiệu lực từ "
    "ngày 01/01/2025]",
)


def test_a_note_that_nobody_confirmed_is_told_and_takes_nothing_away(
    shelve: Shelve, ask: Ask, people: People
) -> None:
    shelve(NOTED)
    question = "Điều 3 Luật Phí đường thủy quy định gì?"
    told = words(ask(question, AFTER))
    assert "not confirmed yet" in told
    assert "no longer in force" not in told
    relation = Relation.objects.get(kind="repeals")
    decide_relations(people.eve, [relation.pk], confirm=True)
    told = words(ask(question, AFTER))
    assert "no longer in force" in told
    assert "not confirmed yet" not in told
    decide_relations(people.eve, [relation.pk], confirm=False)
    told = words(ask(question, AFTER))
    assert "ended by" not in told
    assert "no longer in force" not in told


PRIVATE = LAW_B.replace("05/2024/QH15", "12/QĐ-SB").replace("LUẬT\nSỬA ĐỔI", "QUYẾT ĐỊNH\nSỬA ĐỔI")


def test_what_an_agency_s_own_paper_changes_is_told_to_its_readers_only(
    shelve: Shelve, ask: Ask, people: People
) -> None:
    shelve(LAW_A)
    shelve(PRIVATE, visibility="agency", agency=people.north)
    question = "Luật Phí đường thủy bị sửa đổi bởi văn bản nào?"
    assert "12/QĐ-SB" in words(ask(question, AFTER))
    others = ask(question, AFTER, people.charlie)
    assert "12/QĐ-SB" not in words(others)
    assert all(citation["document"]["number"] == "01/2019/QH14" for citation in others["citations"])
    assert "15.000" not in words(ask("Khoản 2 Điều 2 Luật Phí đường thủy?", AFTER, people.charlie))


@pytest.mark.parametrize(
    ("ended", "falls"), [("01 tháng 7 năm 2023", True), ("01 tháng 7 năm 2025", False)]
)
def test_a_guiding_text_falls_with_its_law_before_the_law_of_2025_and_stays_after(
    shelve: Shelve, people: People, ended: str, falls: bool
) -> None:
    shelve(LAW_A)
    decree = shelve(DECREE_NEW)
    guides = Relation.objects.filter(kind="guides", acting=decree)
    decide_relations(people.eve, guides.values_list("pk", flat=True), confirm=True)
    shelve(
        "QUỐC HỘI\nLuật số: 09/2022/QH15\nLUẬT\nĐƯỜNG THỦY\nĐiều 1. Phạm vi\nLuật này quy định về đường thủy.\n"
        f"Điều 2. Hiệu lực thi hành\n1. Luật này có hiệu lực thi hành từ ngày {ended}.\n"
        "2. Luật Phí đường thủy số 01/2019/QH14 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành."
    )
    law, decree = Document.objects.get(number="01/2019/QH14"), Document.objects.get(number="30/2021/NĐ-CP")
    assert law.force_until is not None
    assert (decree.force_until == law.force_until) is falls
    assert (decree.force_until is None) is not falls


def test_of_a_text_that_is_not_here_others_that_cite_it_say_nothing(shelve: Shelve, ask: Ask) -> None:
    guide = (
        "HƯỚNG DẪN\nMột số nội dung\n\nCăn cứ Nghị định số 77/2019/NĐ-CP về lưu trữ, Sở hướng dẫn như sau:\n1. Ghi sổ."
    )
    shelve(guide)
    for text in ("Nghị định 77/2019/NĐ-CP còn hiệu lực không?", "nghi dinh 77/2019/nd-cp bi thay the boi van ban nao"):
        answer = ask(text, AFTER)
        assert (answer["status"], answer["citations"]) == ("no_evidence", [])
