"""Operators record what becomes of agencies; everybody sees it at once, and a day that cannot be is one clear line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client

from congvu.accounts.models import Agency
from congvu.accounts.queries import agency_by_code
from congvu.common.clock import frozen
from congvu.common.models import AuditEvent
from tests.factories import People
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
NEW = "/don-vi/ghi-nhan/don-vi-moi/"


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with frozen(dt.datetime(2026, 11, 26, 3, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def eve(people: People, sign_in: SignIn) -> Client:
    return sign_in(people.eve)


def record(client: Client, code: str, what: str, /, **sent: object) -> None:
    response = client.post(f"/don-vi/{code}/ghi-nhan/{what}/", sent)
    assert response.status_code == 302, response.content.decode()


def test_a_merger_from_the_first_page_to_the_answer_of_the_list(eve: Client, people: People) -> None:
    made = eve.post(NEW, {"name": "Sở Mới", "code": "so-moi", "kind": "department", "on": "2025-03-01"})
    assert made.headers["Location"] == "/don-vi/so-moi/"
    north, south = people.north.code, people.south.code
    new = Agency.objects.get(code="so-moi")
    for code in (north, south):
        record(eve, code, "ke-thua", kind="merged", successor=new.pk, on="01/03/2025", ordered_by="Nghị quyết số 9")
    page = eve.get(f"/don-vi/{north}/").content.decode()
    assert "Sở Mới" in page
    assert "Nghị quyết số 9" in page
    found = agency_by_code(north)
    assert found is not None
    assert found.ends_on == dt.date(2025, 3, 1)
    assert AuditEvent.objects.filter(action="agency.succession", actor_label="eve").count() == 2


def test_names_codes_and_places_are_recorded_with_their_days(eve: Client, people: People) -> None:
    north, south = people.north.code, people.south
    record(eve, north, "ten", name="Sở Tên Khác", on="2026-01-01", ordered_by="Quyết định số 1")
    record(eve, north, "ma", code="H62.77", starts_on="2026-01-01")
    record(eve, north, "truc-thuoc", parent=south.pk, on="2026-01-01")
    page = eve.get("/don-vi/H62.77/", follow=True).content.decode()
    for word in ("Sở Tên Khác", "Sở Phía Bắc", "H62.77", "Sở Phía Nam", "Quyết định số 1"):
        assert word in page
    record(eve, north, "cham-dut", on="2026-02-01")
    found = agency_by_code(north)
    assert found is not None
    assert found.ends_on == dt.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("what", "sent", "said"),
    [
        ("ten", {"name": "", "on": "2026-01-01"}, "field__help"),
        ("ten", {"name": "Sở A", "on": "hôm qua"}, "errorlist"),
        ("ke-thua", {"kind": "merged", "successor": "999999", "on": "2026-01-01"}, "errorlist"),
        ("truc-thuoc", {"parent": "self", "on": "2026-01-01"}, "alert"),
        ("ma", {"code": "???"}, "alert"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_is_said_beside_the_form_and_changes_nothing(
    what: str, sent: dict[str, str], said: str, eve: Client, people: People
) -> None:
    body = {name: people.north.pk if value == "self" else value for name, value in sent.items()}
    before = AuditEvent.objects.filter(action__startswith="agency.").count()
    response = eve.post(f"/don-vi/{people.north.code}/ghi-nhan/{what}/", body)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert AuditEvent.objects.filter(action__startswith="agency.").count() == before


def test_a_code_that_is_taken_or_no_code_is_refused(eve: Client, people: People) -> None:
    for code in (people.north.code, "Sở Mới"):
        response = eve.post(NEW, {"name": "Sở Mới", "code": code, "kind": "department"})
        assert response.status_code == 422
        assert "alert" in response.content.decode()


def test_unknown_kinds_of_change_and_agencies_are_not_found(eve: Client, people: People) -> None:
    assert eve.get(f"/don-vi/{people.north.code}/ghi-nhan/xoa/").status_code == 404
    assert eve.get("/don-vi/khong-co/ghi-nhan/ten/").status_code == 404


def test_others_see_no_way_to_change_anything(people: People, sign_in: SignIn) -> None:
    client = sign_in(people.alice)
    for address in ("/don-vi/", f"/don-vi/{people.north.code}/"):
        assert "ghi-nhan" not in client.get(address).content.decode()
