"""The auditor's page: what it finds, how it turns pages, whether it proves the chain, and what one takes along."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client

from congvu.accounts.types import Role
from congvu.common import audit, audit_log, clock
from congvu.common.audit_log import LogFilter
from congvu.common.models import AuditEvent
from congvu.web.audit import views
from congvu.web.audit.naming import kind_name
from tests.factories import People, make_user
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
LOG, FILE = "/nhat-ky/", "/nhat-ky/tai-ve/"


@pytest.fixture
def auditor(people: People, sign_in: SignIn) -> Client:
    return sign_in(make_user("kiem", "Kiều Văn Kiểm", None, Role.AUDITOR))


def at(day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, tzinfo=clock.VIETNAM)


@pytest.fixture
def week(people: People) -> None:
    """Seven days of events: alice reads document 1, bob signs in, and at the ends of a day."""
    for day in range(1, 8):
        with clock.frozen(at(day)):
            audit.record("document.read", actor=people.alice, target_type="Document", target_id="1")
            audit.record("signin", actor=people.bob, target=people.bob)
    for moment in (at(10, 0), at(10, 23) + dt.timedelta(minutes=59)):
        with clock.frozen(moment):
            audit.record("signout", actor=people.bob)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (LogFilter(actor="alice"), 7),
        (LogFilter(action="signin"), 7),
        (LogFilter(target="Document"), 7),
        (LogFilter(target="Document:1"), 7),
        (LogFilter(target="Document:2"), 0),
        (LogFilter(target="1"), 7),
        (LogFilter(first=dt.date(2026, 3, 3), last=dt.date(2026, 3, 4)), 4),
        (LogFilter(first=dt.date(2026, 3, 10), last=dt.date(2026, 3, 10)), 2),
        (LogFilter(first=dt.date(2026, 3, 3), actor="bob", action="signin"), 5),
    ],
)
def test_filters_narrow_by_day_person_kind_and_target(week: None, wanted: LogFilter, count: int) -> None:
    assert audit_log.events(wanted).count() == count


def test_pages_go_by_number_and_hold_every_event_once_while_new_ones_arrive(
    week: None, people: People, auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 5)
    everything = list(AuditEvent.objects.order_by("-seq").values_list("seq", flat=True))
    seen: list[int] = []
    address = LOG
    while address:
        page = auditor.get(address)
        seen += [event.seq for event, _kind in page.context["events"]]
        audit.record("signin", actor=people.bob)
        address = f"{LOG}?before={page.context['before']}" if page.context["before"] else ""
    assert seen == everything
    with connection.execute_wrapper(_no_offset):
        audit_log.page(LogFilter(), before=6, size=5)


def _no_offset(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # Django's own shape
    assert "OFFSET" not in sql.upper()
    return execute(sql, params, many, context)


def test_the_page_says_whether_its_events_are_whole(week: None, auditor: Client) -> None:
    assert "không bị thay đổi" in auditor.get(LOG).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE common_auditevent DISABLE TRIGGER events_stay")
        cursor.execute("UPDATE common_auditevent SET actor_label = 'charlie' WHERE seq = 3")
        cursor.execute("DELETE FROM common_auditevent WHERE seq = 5")
        cursor.execute("ALTER TABLE common_auditevent ENABLE TRIGGER events_stay")
    page = auditor.get(LOG)
    assert page.context["broken"] == [6, 3]
    assert "alert--bad" in page.content.decode()


def test_the_file_holds_what_was_filtered_as_text_and_is_an_event(people: People, auditor: Client) -> None:
    people.bob.username = '=HYPERLINK("http://x")'
    people.bob.save()
    audit.record("signin", actor=people.bob, detail={"note": "+1"})
    audit.record("signout", actor=people.alice)
    response = auditor.get(FILE, {"action": "signin"})
    assert response.headers["Content-Disposition"].endswith('.csv"')
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["actor"] for row in rows] == ["'=HYPERLINK(\"http://x\")"]
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    event = AuditEvent.objects.get(action="audit.exported")
    assert (event.actor_label, event.detail["rows"], event.detail["action"]) == ("kiem", 1, "signin")


def test_nonsense_in_the_address_is_no_error(week: None, auditor: Client) -> None:
    for query in ("before=x", "before=-1", f"before={'9' * 30}", "first=32/13/2026", "action=nothing", "target=%00"):
        assert auditor.get(f"{LOG}?{query}").status_code == 200


def test_nothing_on_the_page_changes_anything_and_the_menu_leads_to_it(
    week: None, auditor: Client, people: People, sign_in: SignIn
) -> None:
    for address in (LOG, FILE):
        assert auditor.post(address).status_code == 405
    assert f'href="{LOG}"' in auditor.get("/chuc-nang/").content.decode()
    assert f'href="{LOG}"' not in sign_in(people.carol).get("/chuc-nang/").content.decode()


def test_every_kind_of_event_that_people_cause_has_a_name() -> None:
    for kind in ("access.refused", "document.read", "group.left", "audit.exported", "signin"):
        assert kind_name(kind) != kind
    assert kind_name("something.new") == "something.new"
