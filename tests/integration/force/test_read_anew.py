"""Reading a library's relations again, as after an update of the program."""

from __future__ import annotations

import datetime as dt

import pytest

from congvu.corpus.models import Document, Relation
from congvu.ingestion.relations import decide_relations, read_relations_anew
from tests.factories import People, make_document
from tests.integration.force.conftest import LAW_A, LAW_B, Shelve

pytestmark = pytest.mark.django_db


def test_what_was_stored_without_relations_gets_them_and_ends_what_it_ends(shelve: Shelve) -> None:
    shelve(LAW_A)
    make_document(
        text=LAW_B, number="05/2024/QH15", title="Luật sửa đổi Luật Phí đường thủy", effective_from=dt.date(2025, 1, 1)
    )
    assert not Relation.objects.filter(acting__number="05/2024/QH15").exists()
    assert read_relations_anew() == 2
    law = Document.objects.get(number="01/2019/QH14")
    assert law.current is not None
    assert law.current.units.get(path="Điều 3").force_until == dt.date(2025, 1, 1)


def test_decisions_of_people_stay(shelve: Shelve, people: People) -> None:
    law = shelve(LAW_A)
    shelve(LAW_B)
    ending = Relation.objects.get(kind="repeals")
    decide_relations(people.eve, [ending.pk], confirm=False)
    before = Relation.objects.count()
    read_relations_anew()
    again = Relation.objects.get(kind="repeals")
    assert again.state == Relation.State.REJECTED
    assert Relation.objects.count() == before
    assert law.current is not None
    assert law.current.units.get(path="Điều 3").force_until is None
