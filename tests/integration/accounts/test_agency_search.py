"""Finding agencies by old and new names, and who stands in the place of those that ended."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.accounts.agencies import (
    AgencyData,
    add_code,
    create_agency,
    end_agency,
    record_succession,
    rename_agency,
)
from congvu.accounts.agency_search import agencies_ended, find_agencies, known_names, successors, successors_of
from congvu.accounts.models import Agency, Succession
from congvu.accounts.queries import agencies_on

pytestmark = pytest.mark.django_db

Kind = Succession.Kind
MARCH, JULY, LATER = dt.date(2025, 3, 1), dt.date(2025, 7, 1), dt.date(2026, 6, 1)


def make(code: str, name: str, since: dt.date | None = None) -> Agency:
    return create_agency(AgencyData(code, name, starts_on=since))


def found(text: str, on: dt.date = LATER) -> list[str]:
    return [item.agency.code for item in find_agencies(text, on)]


@pytest.fixture
def departments() -> dict[str, Agency]:
    """Two departments that became one, one that was merged into another, one that was renamed."""
    made = {
        code: make(code, name)
        for code, name in (
            ("stttt", "Sở Thông tin và Truyền thông"),
            ("skhcn", "Sở Khoa học và Công nghệ"),
            ("snnptnt", "Sở Nông nghiệp và PTNT"),
            ("stnmt", "Sở Tài nguyên và Môi trường"),
            ("sdl", "Sở Du lịch"),
            ("sdd", "Sở Đất đai"),
        )
    }
    made["snnmt"] = make("snnmt", "Sở Nông nghiệp và Môi trường", MARCH)
    record_succession(made["stttt"], made["skhcn"], Kind.MERGED, MARCH, ordered_by="01/NQ-HĐND")
    for old in ("snnptnt", "stnmt"):
        record_succession(made[old], made["snnmt"], Kind.MERGED, MARCH)
    rename_agency(made["sdl"], "Sở Văn hóa và Du lịch", MARCH)
    return made


@pytest.mark.parametrize("typed", ["Sở Thông tin và Truyền thông", "so thong tin", "STTTT", "sở tt&tt", "truyền thông"])
def test_an_old_name_finds_who_took_over(departments: dict[str, Agency], typed: str) -> None:
    (item,) = find_agencies(typed, LATER)
    assert (item.matched, item.ends_on, item.ended) == ("Sở Thông tin và Truyền thông", MARCH, True)
    (after,) = item.successors
    assert after.agency == departments["skhcn"]
    assert [(s.kind, s.on, s.ordered_by) for s in after.steps] == [(Kind.MERGED, MARCH, "01/NQ-HĐND")]


def test_on_a_day_before_it_simply_exists_and_what_came_later_is_not_there(departments: dict[str, Agency]) -> None:
    (item,) = find_agencies("sở thông tin", dt.date(2025, 2, 28))
    assert (item.ended, item.successors) == (False, ())
    assert found("nông nghiệp", dt.date(2025, 2, 28)) == ["snnptnt"]
    assert found("văn hóa", dt.date(2025, 2, 28)) == []
    assert found("nông nghiệp") == ["snnmt", "snnptnt"]


def test_a_former_name_of_one_that_lives_is_told_with_its_period(departments: dict[str, Agency]) -> None:
    (item,) = find_agencies("Sở Du lịch", LATER)[:1]
    assert (item.matched, item.name, item.ended) == ("Sở Du lịch", "Sở Văn hóa và Du lịch", False)
    assert (item.starts_on, item.ends_on, item.by_another_name) == (None, MARCH, True)


def test_of_two_names_that_fit_alike_the_present_one_is_told(departments: dict[str, Agency]) -> None:
    (item,) = find_agencies("du lịch", LATER)
    assert item.matched == "Sở Văn hóa và Du lịch"


def test_codes_find_in_every_way_of_writing(departments: dict[str, Agency]) -> None:
    add_code(departments["skhcn"], "H62.05")
    add_code(departments["skhcn"], "000.00.05.H62", ends_on=dt.date(2021, 1, 1))
    for typed in ("H62.05", "h62 05", "000.00.05.H62", "skhcn"):
        assert found(typed) == ["skhcn"]
    assert found("H62.06") == []


def test_what_fits_as_a_whole_comes_first_then_the_order_is_vietnamese(departments: dict[str, Agency]) -> None:
    make("nn", "Nông nghiệp")
    assert found("nông nghiệp") == ["nn", "snnmt", "snnptnt"]
    assert found("so") == ["sdd", "skhcn", "snnmt", "snnptnt", "stnmt", "stttt", "sdl"]


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "&", "'; --", "sở không có", "\x00", "s\x00ở x"])
def test_nothing_comes_of_nothing(departments: dict[str, Agency], typed: str) -> None:
    assert find_agencies(typed, LATER) == ()


def test_a_chain_of_three_is_told_step_by_step() -> None:
    first, second, third = make("a", "Ban A"), make("b", "Ban B"), make("c", "Ban C")
    record_succession(first, second, Kind.MERGED, dt.date(2010, 1, 1))
    record_succession(second, third, Kind.RENAMED, MARCH)
    rename_agency(third, "Sở C", JULY)
    (after,) = successors(first, LATER)
    assert after.agency == third
    assert [(s.old_name, s.new_name) for s in after.steps] == [("Ban A", "Ban B"), ("Ban B", "Ban C")]
    assert [s.agency for s in successors(first, dt.date(2020, 1, 1))] == [second]
    assert successors(first, dt.date(2009, 1, 1)) == ()


def test_split_into_two_and_work_given_away() -> None:
    old, east, west, other = make("o", "Sở O"), make("e", "Sở Đ", MARCH), make("w", "Sở T", MARCH), make("x", "Sở A")
    record_succession(old, east, Kind.SPLIT, MARCH)
    record_succession(old, west, Kind.SPLIT, MARCH)
    record_succession(old, other, Kind.FUNCTION, MARCH, function="thống kê")
    end_agency(old, MARCH)
    after = successors(old, LATER)
    assert [(s.agency, s.in_part) for s in after] == [(east, False), (west, False), (other, True)]


def test_work_that_went_and_came_back_ends_nowhere_and_never_loops() -> None:
    one, other = make("a", "Ban A"), make("b", "Ban B")
    record_succession(one, other, Kind.FUNCTION, MARCH)
    record_succession(other, one, Kind.FUNCTION, JULY)
    end_agency(one, dt.date(2025, 9, 1))
    assert [s.agency for s in successors(one, LATER)] == [other]
    end_agency(other, dt.date(2025, 9, 1))
    assert successors(one, LATER) == successors(other, LATER) == ()


def test_the_number_of_queries_does_not_grow(departments: dict[str, Agency]) -> None:
    with CaptureQueriesContext(connection) as few:
        assert len(find_agencies("thông tin", LATER)) == 1
    for n in range(15):
        record_succession(make(f"ttx-{n}", f"Trung tâm Thông tin {n}"), departments["skhcn"], Kind.MERGED, JULY)
    with CaptureQueriesContext(connection) as many:
        items = find_agencies("thông tin", LATER)
        assert len(items) == 16
        assert all(item.successors[0].steps[0].old_name and item.successors[0].agency.known_as() for item in items)
    assert len(many) == len(few)
    everybody = list(Agency.objects.all())
    with CaptureQueriesContext(connection) as all_of_them:
        successors_of(everybody, LATER)
    assert len(all_of_them) <= 3


def test_lists_are_in_vietnamese_order_whatever_the_language_of_the_database() -> None:
    for code, name in enumerate(["Sở Ê", "Sở E", "Sở Đ", "Sở D", "Sở Ân B", "Sở Ân", "Sở An", "Sở Ăn", "Sở A Na"]):
        make(f"s{code}", name)
    expected = ["Sở A Na", "Sở An", "Sở Ăn", "Sở Ân", "Sở Ân B", "Sở D", "Sở Đ", "Sở E", "Sở Ê"]
    assert [a.name() for a in agencies_on(LATER)] == expected
    assert [item.name for item in find_agencies("sở", LATER)] == expected
    for agency in Agency.objects.all():
        end_agency(agency, JULY)
    assert [a.known_as(LATER) for a in agencies_ended(LATER)] == expected
    assert list(agencies_ended(MARCH)) == []


def test_names_of_before_say_who_is_meant_now(departments: dict[str, Agency]) -> None:
    def former(on: dt.date) -> set[tuple[str, tuple[str, ...], dt.date | None]]:
        return {(k.name, k.now, k.since) for k in known_names(on) if k.since}

    assert former(LATER) == {
        ("Sở Thông tin và Truyền thông", ("Sở Khoa học và Công nghệ",), MARCH),
        ("Sở Nông nghiệp và PTNT", ("Sở Nông nghiệp và Môi trường",), MARCH),
        ("Sở Tài nguyên và Môi trường", ("Sở Nông nghiệp và Môi trường",), MARCH),
        ("Sở Du lịch", ("Sở Văn hóa và Du lịch",), MARCH),
    }
    assert former(dt.date(2025, 2, 1)) == set()
    in_use = {k.name for k in known_names(LATER) if not k.since}
    assert in_use == {"Sở Khoa học và Công nghệ", "Sở Nông nghiệp và Môi trường", "Sở Văn hóa và Du lịch", "Sở Đất đai"}
    make("sdl-2", "Sở Du lịch", JULY)
    assert "Sở Du lịch" not in {name for name, _now, _since in former(LATER)}
