"""The snapshot of what the corpus is made of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from congvu.common.clock import now
from congvu.corpus.models import Document
from congvu.retrieval import statistics
from congvu.retrieval.models import TermStatistics
from tests.factories import LAW, make_document, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_held() -> Iterator[None]:
    statistics.forget()
    yield
    statistics.forget()


def test_the_snapshot_counts_syllables_and_neighbours() -> None:
    for copy in range(4):
        make_document(text=f"{LAW}\n{copy}", number=f"0{copy}/2020/QH14", file_name=f"{copy}.txt")
    assert statistics.is_stale()
    assert statistics.refresh() == 12
    words = statistics.rarity()
    assert words.documents == 12
    assert words.frequency("dieu") == 12
    assert words.frequency("hieu_luc") == 4
    assert words.frequency("khong_dau") == 0
    assert not statistics.is_stale()


def test_a_snapshot_of_before_neighbours_were_counted_is_stale_and_still_weighs() -> None:
    make_document()
    TermStatistics.objects.create(documents=3, frequency={"dieu": 3})
    assert statistics.is_stale()
    assert statistics.rarity().frequency("dieu") == 3
    assert statistics.rarity().frequency("hieu_luc") == 0


def test_words_of_restricted_and_withdrawn_texts_are_not_counted() -> None:
    """A slip read as a word of somebody's own text would betray it to whoever mistypes."""
    people = make_people()
    make_document()
    for copy in range(6):
        make_document("agency", agency=people.north, text=f"QUY CHẾ\nDự án Khuê Trạng {copy}.\n", number="")
    gone = make_document(text="QUY CHẾ\nDự án Vĩnh Khuê.\n", number="")
    Document.objects.filter(pk=gone.pk).update(withdrawn_at=now())
    assert statistics.refresh() == 3
    assert statistics.rarity().frequency("khue") == 0
    assert statistics.rarity().frequency("trang") == 0
    assert not statistics.is_stale()


def test_a_snapshot_that_was_forgotten_and_is_gone_weighs_nothing_any_more() -> None:
    TermStatistics.objects.create(documents=3, frequency={"dieu": 3})
    assert statistics.rarity().documents == 3
    TermStatistics.objects.all().delete()
    statistics.forget()
    assert statistics.rarity().documents == 0
