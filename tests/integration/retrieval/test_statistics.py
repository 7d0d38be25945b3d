"""The snapshot of what the corpus is made of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from congvu.retrieval import statistics
from congvu.retrieval.models import TermStatistics
from tests.factories import LAW, make_document

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
