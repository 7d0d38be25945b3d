"""The pages of the agencies: the list, the search by names of before, the history of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congvu.accounts.agencies import (
    AgencyData,
    add_code,
    create_agency,
    end_agency,
    move_agency,
    record_succession,
    rename_agency,
)
from congvu.accounts.models import Agency, Succession
from congvu.common.clock import frozen
from tests.factories import People
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

MARCH = dt.date(2025, 3, 1)
LIST = "/don-vi/"


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with frozen(dt.datetime(2026, 11, 26, 3, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def reader(people: People, sign_in: SignIn) -> Client:
    return sign_in(people.alice)


@pytest.fixture
def merged() -> tuple[Agency, Agency]:
    old = create_agency(AgencyData("stttt", "Sở Thông tin và Truyền thông"))
    new = create_agency(AgencyData("skhcn", "Sở Khoa học và Công nghệ"))
    record_succession(old, new, Succession.Kind.MERGED, MARCH, ordered_by="Nghị quyết <12>/NQ-HĐND")
    return old, new


def page(client: Client, address: str = LIST, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def test_those_that_exist_are_listed_and_those_that_ended_apart(reader: Client, merged: tuple[Agency, Agency]) -> None:
    there = page(reader)
    assert "Sở Khoa học và Công nghệ" in there
    assert "Sở Thông tin" not in there
    gone = page(reader, ended="1")
    assert "Sở Thông tin và Truyền thông" in gone
    assert "sáp nhập, hợp nhất vào" in gone
    assert "Sở Phía Nam" not in gone  # the reader's own is in the menu


@pytest.mark.parametrize("typed", ["sở thông tin", "so thong tin", "STTTT", "Sở TT&TT"])
def test_a_name_of_before_says_who_took_over_when_and_by_which_text(
    reader: Client, merged: tuple[Agency, Agency], typed: str
) -> None:
    found = page(reader, q=typed)
    assert "1 đơn vị phù hợp" in found
    assert "từ ngày 01/03/2025, theo Nghị quyết &lt;12&gt;/NQ-HĐND." in found
    assert '<a href="/don-vi/skhcn/">Sở Khoa học và Công nghệ</a>' in found


def test_a_former_name_of_one_that_lives_is_told(reader: Client, people: People) -> None:
    rename_agency(people.north, "Sở Miền Núi", MARCH)
    found = page(reader, q="phía bắc")
    assert "Sở Miền Núi" in found
    assert "Tìm thấy theo “Sở Phía Bắc”, đến trước ngày 01/03/2025." in found


def test_the_list_of_another_day(reader: Client, merged: tuple[Agency, Agency]) -> None:
    before = page(reader, on="2025-02-28")
    assert "Sở Thông tin và Truyền thông" in before
    assert "Tính đến ngày 28/02/2025" in before
    assert "Sở Thông tin" in page(reader, on="28/02/2025")
    assert "errorlist" in page(reader, on="hôm qua")


def test_nothing_found_says_what_to_do(reader: Client) -> None:
    for query in ({"q": "không có đâu"}, {"ended": "1"}, {"q": "\x00"}, {"q": "x" * 300}):
        assert "/don-vi/" in page(reader, **query)
    assert "Chưa có đơn vị nào kết thúc" in page(reader, ended="1")


def test_the_page_of_one_that_ended(reader: Client, merged: tuple[Agency, Agency]) -> None:
    old, _new = merged
    body = page(reader, f"/don-vi/{old.code}/")
    assert "Đã kết thúc từ ngày 01/03/2025" in body
    assert "Đơn vị kế thừa hiện nay" in body
    assert '<a href="/don-vi/skhcn/">' in body
    assert "Đã tiếp nhận" in page(reader, "/don-vi/skhcn/")


def test_an_end_without_a_successor_says_whom_to_ask(reader: Client) -> None:
    end_agency(create_agency(AgencyData("ban-x", "Ban X")), MARCH, ordered_by="Quyết định 1")
    body = page(reader, "/don-vi/ban-x/")
    assert "Chưa ghi nhận đơn vị kế thừa" in body
    assert "Kết thúc theo Quyết định 1." in body
    assert "Chưa ghi nhận" in page(reader, q="ban x")


def test_the_whole_history_is_on_the_page(reader: Client, people: People) -> None:
    above = create_agency(AgencyData("ubnd", "UBND tỉnh Ví Dụ", kind=Agency.Kind.PROVINCE))
    move_agency(people.north, above, MARCH, ordered_by="Nghị quyết 5")
    rename_agency(people.north, "Sở Miền Núi", MARCH, ordered_by="Nghị quyết 4")
    add_code(people.north, "000.00.01.H62", ends_on=dt.date(2021, 1, 1))
    add_code(people.north, "H62.01", starts_on=dt.date(2021, 1, 1))
    body = page(reader, "/don-vi/so-bac/")
    for said in ("Sở Phía Bắc", "Nghị quyết 4", "Nghị quyết 5", "000.00.01.H62", "H62.01", "UBND tỉnh Ví Dụ", "QCVN"):
        assert said in body
    assert "Sở Miền Núi" in page(reader, "/don-vi/ubnd/")


def test_every_code_leads_to_the_one_address(reader: Client, people: People) -> None:
    add_code(people.north, "H62.01")
    for code in ("H62.01", "h62-01", "SO-BAC"):
        response = reader.get(f"/don-vi/{code}/")
        assert (response.status_code, response.headers["Location"]) == (302, "/don-vi/so-bac/")
    assert reader.get("/don-vi/H62.02/").status_code == 404


def test_pages_ask_as_much_for_many_as_for_few(reader: Client, merged: tuple[Agency, Agency]) -> None:
    queries = [{}, {"ended": "1"}, {"q": "trung tâm"}]
    counts = []
    for round_ in range(2):
        for n in range(2 if round_ == 0 else 20):
            gone = create_agency(AgencyData(f"t{round_}-{n}", f"Trung tâm {round_} {n}"))
            record_succession(gone, merged[1], Succession.Kind.MERGED, dt.date(2025, 7, 1))
        counted = []
        for query in queries:
            page(reader, **query)
            with CaptureQueriesContext(connection) as asked:
                page(reader, **query)
            counted.append(len(asked))
        counts.append(counted)
    assert counts[0] == counts[1]


def test_the_way_there_is_on_every_page(reader: Client) -> None:
    home = page(reader, reverse("chat:home"))
    assert f'href="{LIST}"' in home
    assert 'href="/don-vi/so-bac/"' in home
