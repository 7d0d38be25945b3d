"""Agencies through time: what can be recorded, what is refused, and that all of it is in the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation

from congvu.accounts.agencies import (
    AgencyData,
    add_code,
    create_agency,
    end_agency,
    move_agency,
    record_succession,
    rename_agency,
)
from congvu.accounts.models import Agency, AgencyCode, AgencyName, AgencyParent, Succession
from congvu.accounts.queries import agencies_on, agency_by_code
from congvu.accounts.types import CodeScheme
from congvu.common import audit
from congvu.common.errors import InvalidInputError
from congvu.common.models import AuditEvent

Kind = Succession.Kind


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=dt.UTC).date()


def make(code: str, name: str, since: str = "", parent: Agency | None = None) -> Agency:
    return create_agency(AgencyData(code, name, starts_on=day(since) if since else None, parent=parent))


def refused(act: Callable[[], object]) -> str:
    """What the refusal says; nothing may have been written."""
    before = AuditEvent.objects.count()
    with pytest.raises(InvalidInputError) as caught, translation.override("en"):
        act()
    assert AuditEvent.objects.count() == before
    assert caught.value.message
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    return str(caught.value)


def names(agency: Agency) -> list[tuple[str, dt.date | None, dt.date | None]]:
    rows = sorted(agency.names.all(), key=lambda row: row.starts_on or dt.date.min)
    return [(row.name, row.starts_on, row.ends_on) for row in rows]


pytestmark = pytest.mark.django_db


def test_creating_leaves_name_place_and_event() -> None:
    province = make("ubnd-tinh", "UBND tỉnh Ví Dụ")
    agency = create_agency(
        AgencyData("so-x", " Sở  X ", short_name="SX", parent=province, starts_on=day("01/03/2025"), ordered_by="01/NQ")
    )
    row, place = agency.names.get(), agency.parents.get()
    assert (row.name, row.short_name, row.starts_on, row.ordered_by) == ("Sở X", "SX", day("01/03/2025"), "01/NQ")
    assert row.search_key
    assert (place.parent, place.starts_on) == (province, day("01/03/2025"))
    event = AuditEvent.objects.order_by("-seq").first()
    assert event is not None
    assert (event.action, event.object_id) == ("agency.created", str(agency.pk))
    assert event.detail["on"] == "2025-03-01"
    assert audit.verify().intact


def test_codes_of_ours_are_never_used_again() -> None:
    end_agency(make("so-x", "Sở X"), day("01/03/2025"))
    assert "taken" in refused(lambda: make("so-x", "Sở Y"))
    assert "so-noi-vu" in refused(lambda: make("Sở X", "Sở X"))
    assert "name" in refused(lambda: make("so-z", "  "))


def test_the_unit_above_must_exist_on_the_first_day() -> None:
    above = make("ubnd-tinh", "UBND tỉnh", "01/07/2025")
    assert "01/07/2025" in refused(lambda: make("so-x", "Sở X", "01/03/2025", above))


def test_names_follow_each_other() -> None:
    agency = make("so-x", "Sở X")
    rename_agency(agency, "Sở Y", day("01/03/2025"), ordered_by="12/NQ-HĐND")
    rename_agency(agency, "Sở Z", day("01/07/2025"))
    assert names(agency) == [
        ("Sở X", None, day("01/03/2025")),
        ("Sở Y", day("01/03/2025"), day("01/07/2025")),
        ("Sở Z", day("01/07/2025"), None),
    ]
    assert [agency.name(day(d)) for d in ("28/02/2025", "01/03/2025", "30/06/2025", "01/07/2025")] == [
        "Sở X", "Sở Y", "Sở Y", "Sở Z",
    ]  # fmt: skip


def test_a_name_of_before_is_put_between_those_that_are_known() -> None:
    agency = make("so-x", "Sở X")
    rename_agency(agency, "Sở Z", day("01/07/2025"))
    rename_agency(agency, "Sở Y", day("01/03/2025"))
    assert [name for name, _start, _end in names(agency)] == ["Sở X", "Sở Y", "Sở Z"]
    assert names(agency)[1][1:] == (day("01/03/2025"), day("01/07/2025"))


def test_renaming_twice_on_one_day_corrects_and_saying_it_again_changes_nothing() -> None:
    agency = make("so-x", "Sở X")
    rename_agency(agency, "Sở Yy", day("01/03/2025"))
    rename_agency(agency, "Sở Y", day("01/03/2025"))
    before = AuditEvent.objects.count()
    rename_agency(agency, "Sở Y", day("01/03/2025"))
    rename_agency(agency, "Sở Y", day("01/05/2025"))
    assert AuditEvent.objects.count() == before
    assert [name for name, _start, _end in names(agency)] == ["Sở X", "Sở Y"]


def test_nothing_happens_to_an_agency_outside_of_its_time() -> None:
    agency = make("so-x", "Sở X", "01/01/2020")
    end_agency(agency, day("01/03/2025"))
    for wrong in ("31/12/2019", "01/03/2025"):
        said = refused(lambda wrong=wrong: rename_agency(agency, "Sở Y", day(wrong)))
        assert wrong in said
        assert "from 01/01/2020, before 01/03/2025" in said
        refused(lambda wrong=wrong: move_agency(agency, None, day(wrong)))
    refused(lambda: add_code(agency, "H62.01", starts_on=day("01/04/2025")))
    refused(lambda: add_code(agency, "H62.01", starts_on=day("31/12/2019")))


def test_refusals_are_told_in_vietnamese() -> None:
    agency = make("so-x", "Sở X", "01/01/2020")
    with translation.override("vi"), pytest.raises(InvalidInputError) as caught:
        rename_agency(agency, "Sở Y", day("31/12/2019"))
    assert "không tồn tại" in str(caught.value)
    assert "từ 01/01/2020" in str(caught.value)


def test_codes_find_their_agency_however_they_are_written() -> None:
    agency = make("so-x", "Sở X")
    add_code(agency, "000.00.01.H62", ends_on=day("01/10/2020"))
    add_code(agency, "H62.01", starts_on=day("01/10/2020"))
    for written in ("H62.01", "h62-01", " H62 01 ", "000.00.01.H62", "00000 01 h62", "so-x", "SO-X"):
        assert agency_by_code(written) == agency
    for written in ("H62.02", "", "...", "H62"):
        assert agency_by_code(written) is None
    assert set(agency.codes.values_list("scheme", flat=True)) == {CodeScheme.QCVN102, CodeScheme.QD20}


def test_a_code_is_one_agencys_at_a_time_and_may_be_given_again() -> None:
    old, new = make("so-x", "Sở X"), make("so-y", "Sở Y")
    add_code(old, "H62.01")
    assert "Sở X" in refused(lambda: add_code(new, "h62/01", starts_on=day("01/01/2026")))
    end_agency(old, day("01/03/2025"))
    add_code(new, "H62.01", starts_on=day("01/03/2025"))
    assert agency_by_code("H62.01", day("28/02/2025")) == old
    assert agency_by_code("H62.01", day("01/03/2025")) == new
    refused(lambda: add_code(new, "---"))
    refused(lambda: add_code(new, "A1", starts_on=day("02/02/2025"), ends_on=day("01/02/2025")))


def test_the_same_code_twice_is_one_row_and_the_database_holds_it_too() -> None:
    agency = make("so-x", "Sở X")
    assert add_code(agency, "H62.01") == add_code(agency, "h62.01")
    with pytest.raises(IntegrityError), transaction.atomic():
        AgencyCode.create(make("so-y", "Sở Y"), "H6201")


def test_moving_is_dated_and_goes_in_no_circle() -> None:
    old, new = make("yb", "UBND tỉnh Cũ"), make("lc", "UBND tỉnh Mới")
    agency = make("so-x", "Sở X", parent=old)
    below = make("tt-x", "Trung tâm X", parent=agency)
    move_agency(agency, new, day("01/07/2025"), ordered_by="202/2025/QH15")
    move_agency(agency, new, day("01/08/2025"))
    rows = agency.parents.order_by("ends_on").values_list("parent__code", "starts_on", "ends_on")
    assert list(rows) == [("yb", None, day("01/07/2025")), ("lc", day("01/07/2025"), None)]
    assert "Trung tâm X" in refused(lambda: move_agency(agency, below, day("01/08/2025")))
    refused(lambda: move_agency(agency, agency, day("01/08/2025")))
    move_agency(below, None, day("01/09/2025"))
    refused(lambda: move_agency(agency, below, day("01/08/2025")))
    move_agency(agency, below, day("01/10/2025"))
    refused(lambda: move_agency(below, agency, day("01/09/2025")))  # in a month it would be a circle
    move_agency(agency, new, day("01/10/2025"))
    assert [row.parent for row in agency.parents.all() if row.holds(day("02/10/2025"))] == [new]


def test_what_ends_ends_with_all_that_it_had() -> None:
    above = make("ubnd", "UBND tỉnh")
    agency = make("so-x", "Sở X", parent=above)
    add_code(agency, "H62.01")
    ended = end_agency(agency, day("01/03/2025"), ordered_by="12/NQ-HĐND")
    assert (ended.ends_on, ended.ended_by) == (day("01/03/2025"), "12/NQ-HĐND")
    for rows in (agency.names, agency.codes, agency.parents):
        assert rows.get().ends_on == day("01/03/2025")
    assert agency not in agencies_on(day("01/03/2025"))
    assert agency in agencies_on(day("28/02/2025"))
    assert ended.known_as(day("01/01/2026")) == "Sở X"
    events = AuditEvent.objects.count()
    end_agency(agency, day("01/03/2025"))
    assert AuditEvent.objects.count() == events
    assert "01/03/2025" in refused(lambda: end_agency(agency, day("01/04/2025")))


def test_nothing_ends_before_what_is_recorded_of_it() -> None:
    above, agency = make("ubnd", "UBND"), make("so-x", "Sở X", "01/01/2020")
    refused(lambda: end_agency(agency, day("01/01/2020")))
    rename_agency(agency, "Sở Y", day("01/06/2025"))
    refused(lambda: end_agency(agency, day("01/06/2025")))
    move_agency(agency, above, day("01/07/2025"))
    refused(lambda: end_agency(agency, day("01/07/2025")))
    assert "1 agency" in refused(lambda: end_agency(above, day("01/08/2025")))
    end_agency(agency, day("01/08/2025"))
    end_agency(above, day("01/08/2025"))


def test_merging_ends_the_one_and_not_the_other() -> None:
    one, other = make("so-x", "Sở X"), make("so-y", "Sở Y")
    row = record_succession(one, other, Kind.MERGED, day("01/03/2025"), ordered_by="12/NQ-HĐND")
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.ends_on, one.ended_by, other.ends_on) == (day("01/03/2025"), "12/NQ-HĐND", None)
    assert (row.old_name, row.new_name) == ("Sở X", "Sở Y")
    assert record_succession(one, other, Kind.MERGED, day("01/03/2025")) == row
    actions = AuditEvent.objects.order_by("seq").values_list("action", flat=True)
    assert list(actions)[2:] == ["agency.ended", "agency.succession"]
    # what is merged is no more, so it takes nothing over and is not merged again
    refused(lambda: record_succession(other, one, Kind.MERGED, day("01/03/2025")))
    refused(lambda: record_succession(one, other, Kind.MERGED, day("01/04/2025")))
    refused(lambda: end_agency(other, day("01/03/2025")))
    refused(lambda: record_succession(one, one, Kind.MERGED, day("01/03/2025")))


def test_taking_over_a_part_ends_nothing_and_the_successor_must_be_there() -> None:
    one, other = make("so-x", "Sở X"), make("so-y", "Sở Y", "01/07/2025")
    refused(lambda: record_succession(one, other, Kind.FUNCTION, day("30/06/2025")))
    record_succession(one, other, Kind.FUNCTION, day("01/07/2025"), function="việc làm")
    record_succession(one, other, Kind.SPLIT, day("01/07/2025"))
    one.refresh_from_db()
    assert one.ends_on is None
    assert record_succession(other, one, Kind.FUNCTION, day("01/01/2026")).pk  # and back again: that happens


def test_the_database_itself_refuses_an_agency_that_follows_itself() -> None:
    agency = make("so-x", "Sở X")
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(predecessor=agency, successor=agency, kind=Kind.MERGED, on=day("01/03/2025"))
    with pytest.raises(IntegrityError), transaction.atomic():
        AgencyParent.objects.create(agency=agency, parent=agency)


@pytest.mark.django_db(transaction=True)
def test_parents_and_names_of_before_are_carried_over() -> None:
    before, after = [("accounts", "0007_people_found_and_sorted")], [("accounts", "0008_agencies_through_time")]
    executor = MigrationExecutor(connection)
    executor.migrate(before)
    old = executor.loader.project_state(before).apps
    above = old.get_model("accounts", "Agency").objects.create(code="ubnd")
    below = old.get_model("accounts", "Agency").objects.create(code="so-x", parent=above)
    old.get_model("accounts", "AgencyName").objects.create(agency=below, name="Sở Nội vụ", sort_key="x")
    executor = MigrationExecutor(connection)
    executor.migrate(after)
    assert AgencyParent.objects.get().parent.code == "ubnd"
    assert "=snv " in AgencyName.objects.get().search_key
    executor = MigrationExecutor(connection)
    executor.migrate(before)
    again = executor.loader.project_state(before).apps.get_model("accounts", "Agency")
    assert again.objects.get(code="so-x").parent.code == "ubnd"
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
