from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.common import audit
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.models import AuditEvent
from congvu.reports import actions, definitions
from congvu.reports.actions import file_of, issue, verify
from congvu.reports.exporters import Format, export
from congvu.reports.frozen import Given, freeze, hash_of, thaw
from congvu.reports.models import ReportRun
from congvu.reports.queries import Change, compare
from tests.factories import People, make_people
from tests.unit.reports.seed import ISSUE, campaign, made_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def eve(people: People) -> User:
    return people.eve


def given(**values: Any) -> Given:
    return replace(Given(definitions.load(definitions.LETTER), made_up(), ISSUE, {"roll_up": "as_was"}), **values)


def test_what_is_frozen_comes_back_equal(eve: User) -> None:
    run = ReportRun.objects.get(pk=issue(eve, given()).pk)
    assert thaw(run.content) == given()
    assert hash_of(run.content) == run.hash == hash_of(freeze(given()))
    assert file_of(run, Format.DOCX) == export(given().definition, made_up(), ISSUE, Format.DOCX)


def test_issuing_twice_is_one_run_and_one_event(eve: User) -> None:
    first, second = issue(eve, given()), issue(eve, given())
    assert first == second
    assert AuditEvent.objects.filter(action="report.issued").count() == 1
    assert issue(eve, given(filters={"roll_up": "as_of_today"})) != first
    assert audit.verify().intact


def test_only_operators_issue_and_see(people: People) -> None:
    for user in (people.alice, people.carol, people.dana):
        with pytest.raises(NotAllowedError):
            issue(user, given())
    run = issue(people.eve, given())
    for user in (people.alice, people.carol, people.dana):
        assert not ReportRun.objects.visible_to(viewer_for(user)).exists()
        with pytest.raises(NotAllowedError):
            verify(user, run)
    assert ReportRun.objects.visible_to(viewer_for(people.eve)).count() == 1


def test_a_report_that_cannot_be_made_leaves_nothing(eve: User) -> None:
    with pytest.raises(InvalidInputError):
        issue(eve, given(definition=definitions.load(definitions.SHEET)))
    assert not ReportRun.objects.exists()
    assert not AuditEvent.objects.exists()


def test_issuing_is_all_or_nothing(eve: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise RuntimeError("log")

    monkeypatch.setattr(actions.audit, "record", fail)
    with pytest.raises(RuntimeError):
        issue(eve, given())
    assert not ReportRun.objects.exists()


def test_the_database_refuses_to_change_or_delete_a_run(eve: User) -> None:
    run = issue(eve, given())
    for change in (
        lambda: ReportRun.objects.filter(pk=run.pk).update(title="x"),
        lambda: ReportRun.objects.filter(pk=run.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    ReportRun.objects.filter(pk=run.pk).update(issued_by=None)


def tampered(run: ReportRun, **values: Any) -> ReportRun:
    """As somebody would do it who can drop the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_reportrun DISABLE TRIGGER report_runs_stay")
    ReportRun.objects.filter(pk=run.pk).update(**values)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_reportrun ENABLE TRIGGER report_runs_stay")
    return ReportRun.objects.get(pk=run.pk)


def test_an_issued_run_is_verified_and_that_is_logged(eve: User) -> None:
    verdict = verify(eve, issue(eve, given()))
    assert (verdict.intact, verdict.files_equal) == (True, True)
    event = AuditEvent.objects.get(action="report.verified")
    assert (event.outcome, event.actor_label) == ("ok", "eve")


def test_changed_figures_show(eve: User) -> None:
    run = issue(eve, given())
    content = freeze(given())
    content["participation"]["rows"][0]["questions"] += 1
    assert not verify(eve, tampered(run, content=content)).intact
    # with its hash made anew: the audit log still tells the one that was issued
    again = tampered(run, content=content, hash=hash_of(content), rows=content["participation"]["rows"])
    assert verify(eve, again).problem == "The audit log tells another hash."
    assert set(AuditEvent.objects.filter(action="report.verified").values_list("outcome", flat=True)) == {"broken"}


def test_changed_rows_beside_the_content_show(eve: User) -> None:
    run = issue(eve, given())
    assert not verify(eve, tampered(run, rows=[])).intact


def test_another_version_may_set_it_otherwise(eve: User) -> None:
    run = issue(eve, given())
    assert verify(eve, tampered(run, docx_hash="0" * 64)).problem == "The file comes out differently."
    verdict = verify(eve, tampered(run, program="0.0.0"))
    assert (verdict.intact, verdict.files_equal) == (True, None)


def test_two_runs_are_compared(eve: User) -> None:
    rows = list(made_up().rows)
    later = campaign([replace(rows[0], questions=2700), rows[1], replace(rows[2], agency_id=9, agency="Sở Mới")])
    found = compare(issue(eve, given()), issue(eve, given(participation=later)))
    assert found.gone == ("Ban Dân tộc", "UBND huyện Văn Yên")
    assert found.new == ("Sở Mới",)
    assert found.changes == (Change("Sở Nội vụ", "questions", 2600, 2700),)


def test_runs_without_identities_are_compared_by_name(eve: User) -> None:
    rows = [replace(row, agency_id=None) for row in made_up().rows]
    later = campaign([replace(rows[0], accounts=None), *rows[1:]])
    found = compare(issue(eve, given(participation=campaign(rows))), issue(eve, given(participation=later)))
    assert (found.gone, found.new, found.changes) == ((), (), (Change("Sở Nội vụ", "accounts", 60, None),))
