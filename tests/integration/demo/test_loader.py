"""Loading the demo: through the ordinary actions, once, never among real accounts."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

from congvu.accounts.agency_search import find_agencies, successors
from congvu.accounts.models import Agency, AgencyName, AgencyParent, RoleGrant, Succession, User
from congvu.accounts.queries import agencies_on, current_agency, viewer_for
from congvu.accounts.types import Role
from congvu.common.clock import frozen
from congvu.common.errors import InvalidInputError
from congvu.common.models import AuditEvent
from congvu.config.commands.people import shell_account
from congvu.config.demo import corpus, loader, password
from congvu.config.demo.agencies import AGENCIES, EVERYBODY
from congvu.config.demo.corpus import Supply
from congvu.config.demo.people import PEOPLE
from congvu.corpus.models import Document, DocumentVersion, Visibility
from congvu.ingestion.actions import process_item
from congvu.ingestion.folder import Report, process_run
from congvu.ingestion.models import IngestionRun
from congvu.ingestion.queries import progress
from tests.shared_data import shared

pytestmark = pytest.mark.django_db

AUTUMN = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
OLD, NEW = "05/2025/QĐ-UBND", "14/2026/QĐ-UBND"


@pytest.fixture(autouse=True)
def _of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for the password; the six codes are left out, they take their time."""
    monkeypatch.setenv("CONGVU_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(corpus, "_codes", lambda: iter(()))
    monkeypatch.setattr(loader, "process_run", one_by_one)


def one_by_one(run: IngestionRun, report: Report) -> None:
    """Threads have connections of their own, which do not see what a test has not committed."""
    for item in run.items.all():
        process_item(item.pk)
        report(progress(run), item.file_name)


@pytest.fixture
def summary() -> loader.DemoSummary:
    return loader.load_demo()


def numbers_for(username: str) -> set[str]:
    viewer = viewer_for(User.objects.get(username=username))
    return set(Document.objects.visible_to(viewer).values_list("number", flat=True))


def test_everything_is_there_afterwards(summary: loader.DemoSummary) -> None:
    assert summary.failed == ()
    assert (summary.new_agencies, summary.new_accounts, summary.new_documents) == (len(EVERYBODY), 8, 14)
    assert summary.password == password.known(loader.conf.load().data_dir)
    assert AuditEvent.objects.filter(action="demo.load").count() == 1


def test_a_second_run_changes_nothing(summary: loader.DemoSummary) -> None:
    def state() -> tuple[object, ...]:
        tables = (User, RoleGrant, Document, DocumentVersion, IngestionRun, AuditEvent)
        agencies = (Agency, AgencyName, AgencyParent, Succession)
        counts = [table.objects.count() for table in (*tables, *agencies)]
        return (*counts, *User.objects.values_list("password", flat=True))

    before = state()
    again = loader.load_demo()
    assert not again.changed
    assert (again.documents, again.password) == (summary.documents, summary.password)
    assert state() == before


def test_a_run_that_was_cut_short_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(run: IngestionRun, _report: Report) -> None:
        process_item(run.items.all()[0].pk)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(loader, "process_run", cut)
        with pytest.raises(KeyboardInterrupt):
            loader.load_demo()
    assert Document.objects.count() == 1
    assert loader.load_demo().new_documents == 13
    assert Document.objects.count() == 14


def test_a_file_that_cannot_be_read_is_told_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    supply = Supply("", Visibility.PROVINCE, ("bad", "chi-thi"))
    good = corpus._written("chi-thi-ky-luat-ky-cuong")
    monkeypatch.setattr(corpus, "supplies", lambda: iter([(supply, [("bad.pdf", b"%PDF-1.4 stub"), good])]))
    summary = loader.load_demo()
    assert [name for name, _reason in summary.failed] == ["bad.pdf"]
    assert summary.documents == 1


def test_agencies_are_those_of_the_letter() -> None:
    letter = shared("seed/cong-van-1951-UBND-VX.txt").read_text("utf-8")
    rows = re.findall(r"^(\d+)\t([^\t]+)\t[\d.]+\t", letter, re.MULTILINE)
    assert [name for _number, name in rows] == [agency.name for agency in AGENCIES]


@pytest.mark.usefixtures("summary")
def test_districts_ended_with_two_tier_government() -> None:
    before, after = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
    kinds = {day: Counter(agencies_on(day).values_list("kind", flat=True)) for day in (before, after)}
    assert kinds[before] == {"province": 2, "department": 13, "district": 9}
    assert kinds[after] == {"province": 1, "department": 13, "commune": 15}
    district = Agency.objects.get(code="ubnd-luc-yen")
    assert district.name(before) == "UBND huyện Lục Yên"
    assert not district.holds(after)
    assert [s.agency.name() for s in successors(district)] == ["UBND xã Lục Yên"]


@pytest.mark.usefixtures("summary")
def test_in_the_months_of_the_letter_there_were_its_agencies_under_yen_bai() -> None:
    there = agencies_on(dt.date(2024, 5, 31)).exclude(kind="province")
    assert sorted(a.name(dt.date(2024, 5, 31)) for a in there) == sorted(a.name for a in AGENCIES)
    above = AgencyParent.objects.filter(agency__in=there, starts_on=None).values_list("parent__code", flat=True)
    assert set(above) == {"ubnd-tinh-yen-bai"}


@pytest.mark.usefixtures("summary")
def test_every_agency_of_the_letter_lives_or_has_a_successor_that_does() -> None:
    for agency in Agency.objects.filter(code__in=[a.code for a in AGENCIES]):
        assert agency.holds(AUTUMN.date()) or successors(agency, AUTUMN.date())
    (item,) = find_agencies("Sở TT&TT", AUTUMN.date())
    assert [s.agency.code for s in item.successors] == ["skhcn", "svhttdl"]


@pytest.mark.usefixtures("summary")
def test_people_belong_to_agencies_that_exist_and_hold_their_roles() -> None:
    with frozen(AUTUMN):
        existing = set(agencies_on().values_list("code", flat=True))
        for person in PEOPLE:
            user = User.objects.get(username=person.username)
            agency = current_agency(user)
            assert agency is not None
            assert agency.code == person.agency in existing
            viewer = viewer_for(user)
            assert viewer.has_role(person.role)
            roles = {role for role, _scope in viewer.agency_roles | viewer.field_roles}
            assert roles == {Role.MEMBER, person.role}
            assert user.is_demo
    members = [person.agency for person in PEOPLE if person.role is Role.MEMBER]
    assert sorted(members) == ["snv", "snv", "snv", "stp"]


@pytest.mark.usefixtures("summary")
def test_agency_documents_are_read_by_their_agency_alone() -> None:
    own = {"canbo1": {"37/QĐ-SNV", "15/TB-SNV"}, "canbo3": {"21/QĐ-STP"}}
    inside = {number for numbers in own.values() for number in numbers}
    for username, numbers in own.items():
        seen = numbers_for(username)
        assert seen & inside == numbers
        assert {OLD, NEW, "18/KH-UBND", "09/HD-SNV"} <= seen
    assert numbers_for("quantri") & inside == set()


@pytest.mark.usefixtures("summary")
def test_the_replaced_decision_is_out_of_force_from_the_day_of_the_new_one() -> None:
    old, new = Document.objects.get(number=OLD), Document.objects.get(number=NEW)
    assert (old.force_from, old.force_until) == (dt.date(2025, 9, 1), dt.date(2026, 3, 1))
    assert (new.force_from, new.force_until) == (dt.date(2026, 3, 1), None)


@pytest.mark.usefixtures("summary")
def test_first_pages_are_read() -> None:
    plan = Document.objects.get(number="18/KH-UBND")
    assert plan.issued_on == dt.date(2026, 1, 12)
    assert "chuyển đổi số" in plan.title.lower()
    assert "minh họa" in plan.issuer.lower()
    assert plan.current is not None
    assert plan.current.file_name.endswith(".docx")
    assert "Số hóa hồ sơ cán bộ" in plan.current.text


def test_real_accounts_keep_the_demo_out() -> None:
    User.objects.create_user("nguoi-that", "mat-khau-that-dai", full_name="Người Thật")
    with pytest.raises(InvalidInputError):
        loader.load_demo()
    assert not User.objects.filter(is_demo=True).exists()


def test_the_account_of_the_command_line_does_not_count_as_real() -> None:
    assert not shell_account().has_usable_password()
    assert loader.load_demo().new_accounts == 8


def test_a_lost_password_file_gives_everybody_a_new_password(summary: loader.DemoSummary) -> None:
    (loader.conf.load().data_dir / password.FILE).unlink()
    again = loader.load_demo()
    assert again.password != summary.password
    for user in User.objects.filter(is_demo=True):
        assert user.check_password(again.password)


def test_progress_reaches_the_total() -> None:
    seen: list[tuple[str, int, int]] = []
    loader.load_demo(lambda what, done, total: seen.append((what, done, total)))
    assert [done for _what, done, _total in seen] == list(range(1, 15))
    assert {total for _what, _done, total in seen} == {14}
    assert all(what for what, _done, _total in seen)


@pytest.mark.django_db(transaction=True)
def test_files_are_read_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "process_run", process_run)
    summary = loader.load_demo()
    assert (summary.failed, summary.new_documents) == ((), 14)
    assert not loader.load_demo().changed
