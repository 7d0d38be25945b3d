"""A list of people is shown, then taken over as a whole or not at all."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.utils import timezone

from congvu.accounts.actions import end_account, grant_role, take_back
from congvu.accounts.agencies import add_code, record_succession
from congvu.accounts.models import Agency, AgencyName, Membership, RosterImport, Succession, User
from congvu.accounts.queries import current_agency, viewer_for
from congvu.accounts.roster.actions import apply_import, discard_import, forget_unconfirmed, plan_again, show_import
from congvu.accounts.roster.types import Effect
from congvu.accounts.types import AccountState, Role
from congvu.common import audit
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.models import AuditEvent
from tests.factories import People, make_agency, make_people
from tests.roster_files import excel, many

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


def row(username: str, name: str, agency: str, title: str = "", email: str = "") -> tuple[object, ...]:
    return (1, name, username, email, agency, title, "")


def taken(
    people: People, rows: list[tuple[object, ...]], *, complete: bool = False, skip: bool = False
) -> RosterImport:
    found, plan = show_import("ds.xlsx", excel(rows), complete=complete, actor=people.eve)
    apply_import(found, skip_problems=skip, digest=plan.digest, actor=people.eve)
    found.refresh_from_db()
    return found


def test_showing_a_list_changes_nobody(people: People) -> None:
    before = list(User.objects.order_by("pk").values())
    _found, plan = show_import("ds.xlsx", excel([row("moi", "Mới Văn A", "so-bac")]), complete=True, actor=people.eve)
    assert plan.count(Effect.CREATED) == 1
    assert list(User.objects.order_by("pk").values()) == before


def test_new_people_are_provisioned_in_their_agency_and_cannot_sign_in_here(people: People) -> None:
    taken(people, [row("moi", "Mới Văn A", "SO-BAC", "Chuyên viên")])
    user = User.objects.get(username="moi")
    assert user.state == AccountState.PROVISIONED
    assert not user.has_usable_password()
    assert current_agency(user) == people.north
    assert user.memberships.get().title == "Chuyên viên"


def test_a_move_keeps_what_was_before(people: People) -> None:
    taken(people, [row("alice", people.alice.full_name, "so-nam")])
    assert current_agency(people.alice) == people.south
    old = people.alice.memberships.get(agency=people.north)
    assert old.ends_on is not None
    assert people.south.pk in viewer_for(people.alice).agency_ids
    assert people.north.pk not in viewer_for(people.alice).agency_ids


def test_a_list_that_says_what_is_known_changes_nothing(people: People) -> None:
    rows = [row("alice", people.alice.full_name, "so-bac")]
    _found, plan = show_import("ds.xlsx", excel(rows), complete=False, actor=people.eve)
    assert plan.count(Effect.UNCHANGED) == 1
    assert len(plan.changes) == 1


def test_a_complete_list_ends_those_who_are_missing_in_its_agencies_only(people: People) -> None:
    taken(people, [row("alice", people.alice.full_name, "so-bac")], complete=True)
    people.bob.refresh_from_db()
    people.charlie.refresh_from_db()
    assert people.bob.state == AccountState.ENDED
    assert people.charlie.is_active  # of the other agency


def test_a_complete_list_ends_nobody_for_a_slip_in_their_row(people: People) -> None:
    rows = [row("alice", people.alice.full_name, "so-bac"), row("bob", "", "so-bac")]
    taken(people, rows, complete=True, skip=True)
    people.bob.refresh_from_db()
    assert people.bob.is_active


def test_no_list_ends_who_runs_the_system(people: People) -> None:
    grant_role(people.bob, Role.OPERATOR)
    _found, plan = show_import(
        "ds.xlsx", excel([row("alice", people.alice.full_name, "so-bac")]), complete=True, actor=people.eve
    )
    assert "bob" in plan.kept
    assert "bob" not in {change.username for change in plan.changes}


def test_agencies_are_found_by_name_of_today_or_of_the_past(people: People) -> None:
    AgencyName.create(people.north, "Sở Xưa", starts_on=dt.date(2016, 1, 1), ends_on=dt.date(2025, 3, 1))
    header = ("Họ và tên", "Tài khoản", "Đơn vị")
    rows = [("An Văn A", "a1", "sở phía nam"), ("An Văn B", "a2", "SO XUA"), ("An Văn C", "a3", "Sở Không Có")]
    _found, plan = show_import("ds.xlsx", excel(rows, header=header), complete=False, actor=people.eve)
    assert [change.agency_id for change in plan.changes] == [people.south.pk, people.north.pk]
    assert [problem.value for problem in plan.problems] == ["Sở Không Có"]


def test_an_agency_that_ended_is_told_with_its_date(people: People) -> None:
    gone = make_agency("so-cu", "Sở Cũ")
    Agency.objects.filter(pk=gone.pk).update(ends_on=dt.date(2025, 7, 1))
    _found, plan = show_import("ds.xlsx", excel([row("a1", "An Văn A", "so-cu")]), complete=False, actor=people.eve)
    assert "01/07/2025" in plan.problems[0].message


def test_an_agency_that_was_merged_is_told_with_who_has_its_work(people: People) -> None:
    gone = make_agency("so-cu", "Sở Cũ")
    record_succession(gone, people.north, Succession.Kind.MERGED, dt.date(2025, 3, 1), ordered_by="NQ 1")
    header = ("Họ và tên", "Tài khoản", "Đơn vị")
    _found, plan = show_import(
        "ds.xlsx", excel([("An Văn A", "a1", "sở cũ")], header=header), complete=False, actor=people.eve
    )
    assert "Sở Phía Bắc" in plan.problems[0].message


@pytest.mark.parametrize("written", ["H62.01", "h62-01", "H6201"])
def test_an_agency_is_found_by_the_code_that_others_gave_it(people: People, written: str) -> None:
    add_code(people.south, "H62.01")
    _found, plan = show_import("ds.xlsx", excel([row("a1", "An Văn A", written)]), complete=False, actor=people.eve)
    assert [change.agency_id for change in plan.changes] == [people.south.pk]


def test_one_flaw_stops_everything_until_it_is_skipped_on_purpose(people: People) -> None:
    rows = [row("moi", "Mới Văn A", "so-bac"), row("hong", "", "so-bac")]
    found, plan = show_import("ds.xlsx", excel(rows), complete=False, actor=people.eve)
    with pytest.raises(InvalidInputError):
        apply_import(found, skip_problems=False, digest=plan.digest, actor=people.eve)
    assert not User.objects.filter(username="moi").exists()
    apply_import(found, skip_problems=True, digest=plan.digest, actor=people.eve)
    assert User.objects.filter(username="moi").exists()
    assert not User.objects.filter(username="hong").exists()


def test_what_was_not_shown_is_not_done(people: People) -> None:
    rows = [row("alice", "Tên Mới", "so-bac")]
    found, plan = show_import("ds.xlsx", excel(rows), complete=False, actor=people.eve)
    User.objects.filter(pk=people.alice.pk).update(email="alice@moi.vn")
    with pytest.raises(InvalidInputError):
        apply_import(found, skip_problems=False, digest=plan.digest, actor=people.eve)
    apply_import(found, skip_problems=False, digest=plan_again(found).digest, actor=people.eve)


def test_a_list_is_taken_over_once_and_its_people_are_not_kept(people: People) -> None:
    found = taken(people, [row("moi", "Mới Văn A", "so-bac")])
    assert found.state == RosterImport.State.APPLIED
    assert bytes(found.content) == b""
    with pytest.raises(InvalidInputError):
        apply_import(found, skip_problems=False, digest=found.digest, actor=people.eve)


def test_a_list_put_away_or_forgotten_keeps_nothing(people: People) -> None:
    content = excel([row("moi", "Mới Văn A", "so-bac")])
    away, _plan = show_import("ds.xlsx", content, complete=False, actor=people.eve)
    discard_import(away, actor=people.eve)
    old, _plan = show_import("ds.xlsx", content, complete=False, actor=people.eve)
    RosterImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=8))
    assert forget_unconfirmed() == 1
    assert {bytes(one.content) for one in RosterImport.objects.all()} == {b""}


def test_only_operators_change_the_roster(people: People) -> None:
    content = excel([row("moi", "Mới Văn A", "so-bac")])
    found, plan = show_import("ds.xlsx", content, complete=False, actor=people.eve)
    for somebody in (people.alice, people.carol, people.dana):
        with pytest.raises(NotAllowedError):
            show_import("ds.xlsx", content, complete=False, actor=somebody)
        with pytest.raises(NotAllowedError):
            apply_import(found, skip_problems=True, digest=plan.digest, actor=somebody)


def test_an_ended_account_is_not_taken_back_by_a_list(people: People) -> None:
    end_account(people.alice)
    _found, plan = show_import(
        "ds.xlsx", excel([row("alice", people.alice.full_name, "so-bac")]), complete=False, actor=people.eve
    )
    assert len(plan.problems) == 1
    take_back(User.objects.get(pk=people.alice.pk), people.north, actor=people.eve)
    assert current_agency(people.alice) == people.north


def test_every_account_that_changed_is_an_event_and_the_chain_holds(people: People) -> None:
    taken(people, [row(f"m{n}", "Mới Văn A", "so-bac") for n in range(5)])
    assert AuditEvent.objects.filter(action="account.created").count() == 5
    applied = AuditEvent.objects.get(action="roster.applied")
    assert (applied.actor_label, applied.detail["created"]) == ("eve", 5)
    assert "Mới" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))
    assert audit.verify().intact


def test_a_province_of_9747_people_comes_in_well_under_a_minute_and_with_flaws_not_at_all(people: People) -> None:
    codes = [make_agency(f"dv-{n}", f"Đơn vị số {n}").code for n in range(27)]
    flawed = excel(many(9747, codes, wrong_every=33))
    found, plan = show_import("ds.xlsx", flawed, complete=True, actor=people.eve)
    assert len(plan.problem_rows()) == 9747 // 33
    with pytest.raises(InvalidInputError):
        apply_import(found, skip_problems=False, digest=plan.digest, actor=people.eve)
    assert not User.objects.filter(username__startswith="cb").exists()
    started = time.monotonic()
    taken(people, many(9747, codes), complete=True)
    assert time.monotonic() - started < 60
    assert Membership.objects.filter(agency__code__startswith="dv-").count() == 9747
