"""Documents that a question names, looked up in the tables as they are at that moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.accounts.types import Viewer
from congvu.corpus.actions import withdraw_document
from congvu.corpus.models import Document
from congvu.retrieval.naming import named_documents
from congvu.retrieval.statistics import count_texts
from congvu.retrieval.structural import structural_candidates
from congvu.retrieval.understanding import understand
from tests.factories import LAW, make_agency, make_document

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 11, 25)
VIEWER = Viewer(user_id=1, agency_ids=frozenset(), group_ids=frozenset(), agency_roles=frozenset())


def law(title: str, number: str, year: int, kind: str = "L") -> Document:
    day = dt.date(year, 6, 1)
    text = LAW.replace("VÍ DỤ", title.upper())
    return make_document(text=text, title=title, number=number, kind=kind, issued_on=day, effective_from=day)


def named(text: str) -> list[str]:
    return [document.number for document in named_documents(VIEWER, understand(text, ON)).documents]


@pytest.fixture
def library() -> None:
    law("Luật Đất đai", "45/2013/QH13", 2013)
    law("Luật Đất đai", "31/2024/QH15", 2024)
    law("Bộ luật Lao động", "45/2019/QH14", 2019, "BL")
    law("Luật Cán bộ, công chức", "22/2008/QH12", 2008)
    law("Luật Giáo dục", "43/2019/QH14", 2019)
    law("Luật Giáo dục đại học", "08/2012/QH13", 2012)
    law("Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam", "", 2013, "HP")
    law("Nghị định về công tác văn thư", "30/2020/NĐ-CP", 2020, "NĐ")
    law("Thông tư về thể thức văn bản", "01/2011/TT-BNV", 2011, "TT")


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("luật đất đai quy định gì", "31/2024/QH15"),
        ("luat dat dai 2013", "45/2013/QH13"),
        ("Luật Đất đai năm 2024", "31/2024/QH15"),
        ("điều 2 BLLĐ", "45/2019/QH14"),
        ("bộ luật lao động 2019", "45/2019/QH14"),
        ("luật cán bộ công chức", "22/2008/QH12"),
        ("Luật Giáo dục đại học", "08/2012/QH13"),
        ("luat giao duc", "43/2019/QH14"),
        ("nđ 30", "30/2020/NĐ-CP"),
        ("nghi dinh 30", "30/2020/NĐ-CP"),
        ("ND-CP 30/2020", "30/2020/NĐ-CP"),
        ("tt 01/2011", "01/2011/TT-BNV"),
        ("30/2020/nd-cp", "30/2020/NĐ-CP"),
    ],
)
def test_documents_as_people_name_them(typed: str, number: str) -> None:
    assert named(typed) == [number]


@pytest.mark.usefixtures("library")
def test_the_constitution_is_named_by_its_kind() -> None:
    (found,) = named_documents(VIEWER, understand("điều 2 hiến pháp", ON)).documents
    assert found.kind == "HP"


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("typed", ["pháp luật lao động", "Luật Đất đai 1993", "nđ 99", "kỷ luật", "nghỉ hằng năm"])
def test_what_the_library_lacks_is_not_found(typed: str) -> None:
    assert named(typed) == []


@pytest.mark.usefixtures("library")
def test_abbreviations_in_names_are_read_with_the_corpus() -> None:
    words = count_texts(["cán bộ, công chức và viên chức"] * 5).rarity()
    (found,) = named_documents(VIEWER, understand("luật cbcc", ON, words)).documents
    assert found.number == "22/2008/QH12"


@pytest.mark.usefixtures("library")
def test_several_names_give_each_its_document() -> None:
    assert named("Luật Đất đai 2013 và Luật Đất đai 2024 khác gì nđ 30") == [
        "45/2013/QH13",
        "31/2024/QH15",
        "30/2020/NĐ-CP",
    ]


@pytest.mark.usefixtures("library")
def test_one_question_costs_at_most_two_queries() -> None:
    query = understand("khoản 1 điều 2 luật đất đai, nđ 30 và tt 01/2011", ON)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        named_documents(VIEWER, query)
    assert len(asked) == 2
    with CaptureQueriesContext(connection) as asked:
        named_documents(VIEWER, understand("nghỉ hằng năm bao nhiêu ngày", ON))
    assert len(asked) == 0


def test_what_arrives_and_what_goes_holds_at_the_next_question() -> None:
    assert named("luật đất đai") == []
    document = law("Luật Đất đai", "31/2024/QH15", 2024)
    assert named("luật đất đai") == ["31/2024/QH15"]
    withdraw_document(None, document)
    assert named("luật đất đai") == []


def test_a_law_of_an_agency_is_named_for_its_people_only() -> None:
    agency = make_agency("so-bac", "Sở Phía Bắc")
    make_document("agency", agency=agency, title="Luật Đất đai", number="31/2024/QH15", kind="L")
    assert named("luật đất đai") == []
    insider = replace(VIEWER, agency_ids=frozenset({agency.pk}))
    assert len(named_documents(insider, understand("luật đất đai", ON)).documents) == 1


@pytest.mark.usefixtures("library")
def test_a_unit_is_found_in_the_document_that_is_named() -> None:
    query = understand("khoản 1 điều 2 luật đất đai 2013", ON)
    names = named_documents(VIEWER, query)
    (found,) = structural_candidates(VIEWER, query, names)
    assert found.structural
    assert [d.number for d in names.documents] == ["45/2013/QH13"]
