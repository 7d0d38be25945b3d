"""What ends what: both orders of arrival, dates, circles of readers, and taking it back."""

from __future__ import annotations

import datetime as dt

import pytest

from congvu.corpus.actions import ensure_source, set_visibility, store_document, withdraw_document
from congvu.corpus.models import Document, Relation
from congvu.corpus.queries import state_of_force
from congvu.corpus.types import ForceState, StoreResult
from congvu.legal.relation_types import FoundRelation
from tests.factories import LAW, People, a_repeal, read_document

pytestmark = pytest.mark.django_db

OLD, NEW = "10/2012/QH13", "45/2019/QH14"
DAY = dt.date(2021, 1, 1)


def store(
    number: str,
    *repeals: FoundRelation,
    issued: dt.date | None = None,
    force: dt.date | None = DAY,
    people: People | None = None,
    text: str = "",
) -> StoreResult:
    """A law of this number; for one agency only where people are given."""
    read = read_document(
        f"{LAW}\n{number}{text}", number=number, title=f"Luật {number}", issued_on=issued, effective_from=force,
        relations=repeals,
    )  # fmt: skip
    return store_document(
        read,
        source=ensure_source("upload"),
        agency=people.north if people else None,
        visibility="agency" if people else "province",
        actor=None,
    )


def ends(symbol: str, on: dt.date | None = None, *, whole: bool = True, quote: str = "") -> FoundRelation:
    return a_repeal(symbol, on, whole=whole, quote=quote)


def until(number: str, **where: object) -> dt.date | None:
    return Document.objects.get(number=number, **where).force_until


def test_a_repeal_ends_a_text_that_is_there() -> None:
    store(OLD, force=None)
    result = store(NEW, ends(OLD))
    assert [document.number for document in result.affected] == [OLD]
    assert until(OLD) == DAY
    assert Relation.objects.get().target == Document.objects.get(number=OLD)


def test_a_repeal_waits_for_a_text_that_comes_later() -> None:
    store(NEW, ends(OLD))
    assert Relation.objects.get().target is None
    store(OLD, force=None)
    assert until(OLD) == DAY
    assert Relation.objects.get().target == Document.objects.get(number=OLD)


def test_its_own_day_counts_before_the_day_of_the_text() -> None:
    store(OLD)
    store(NEW, ends(OLD, dt.date(2022, 7, 1)))
    assert until(OLD) == dt.date(2022, 7, 1)


def test_the_earliest_of_several_ends_wins() -> None:
    store(OLD)
    store(NEW, ends(OLD, dt.date(2022, 7, 1)))
    store("99/2020/QH14", ends(OLD, dt.date(2021, 7, 1)))
    assert until(OLD) == dt.date(2021, 7, 1)


def test_a_partial_or_undated_repeal_or_one_by_name_is_only_recorded() -> None:
    store(OLD)
    store(NEW, ends(OLD, whole=False))
    store("2/2020/QH14", ends(OLD), force=None)
    store("3/2020/QH14", a_repeal("", DAY, name="Luật Lao động"))
    assert until(OLD) is None
    assert Relation.objects.count() == 3


def test_a_text_does_not_end_itself_nor_one_that_is_younger() -> None:
    store(NEW, ends(NEW), issued=dt.date(2019, 11, 20))
    assert until(NEW) is None
    store("1/2018/QH14", ends(NEW), issued=dt.date(2018, 1, 1))
    assert until(NEW) is None


def test_a_corrected_or_withdrawn_text_no_longer_ends_anything() -> None:
    store(OLD)
    store(NEW, ends(OLD))
    assert [d.number for d in store(NEW, text="sửa").affected] == [OLD]
    assert until(OLD) is None
    store(NEW, ends(OLD), text="sửa lại")
    assert until(OLD) == DAY
    assert [d.number for d in withdraw_document(None, Document.objects.get(number=NEW))] == [OLD]
    assert until(OLD) is None


def test_an_agency_s_paper_ends_nothing_of_the_province(people: People) -> None:
    store(OLD)
    store(OLD, people=people)
    store(NEW, ends(OLD), people=people)
    assert until(OLD, visibility="province") is None
    assert until(OLD, visibility="agency") == DAY


def test_the_province_s_text_ends_every_copy(people: People) -> None:
    store(OLD, people=people)
    store(NEW, ends(OLD))
    assert until(OLD) == DAY


def test_a_text_acts_from_the_moment_it_is_opened_to_the_province(people: People) -> None:
    store(OLD)
    store(NEW, ends(OLD), people=people)
    assert until(OLD) is None
    set_visibility(None, Document.objects.get(number=NEW), "province")
    assert until(OLD) == DAY


def test_a_number_without_a_year_needs_the_date_beside_it() -> None:
    for year in (2019, 2020):
        store("12/QĐ-UBND", issued=dt.date(year, 3, 5), text=str(year), force=None)
    store("50/2021/QĐ-UBND", ends("12/QĐ-UBND"), issued=dt.date(2021, 1, 1))
    assert not Document.objects.filter(force_until__isnull=False).exists()
    quote = "Quyết định số 12/QĐ-UBND ngày 05 tháng 3 năm 2020 hết hiệu lực."
    store("51/2021/QĐ-UBND", ends("12/QĐ-UBND", quote=quote), issued=dt.date(2021, 1, 1))
    assert [d.issued_on for d in Document.objects.filter(force_until=DAY)] == [dt.date(2020, 3, 5)]


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (None, None, ForceState.UNKNOWN),
        (DAY, None, ForceState.IN_FORCE),
        (dt.date(2021, 6, 2), None, ForceState.NOT_YET),
        (DAY, dt.date(2021, 6, 1), ForceState.ENDED),
        (None, dt.date(2021, 6, 1), ForceState.ENDED),
        (DAY, dt.date(2021, 6, 2), ForceState.IN_FORCE),
    ],
)
def test_states_of_force_on_a_day(start: dt.date | None, end: dt.date | None, state: ForceState) -> None:
    assert state_of_force(Document(force_from=start, force_until=end), dt.date(2021, 6, 1)) == state
