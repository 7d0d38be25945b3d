"""The rights of a person: of which day, whose, and in one statement."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from congvu.accounts.models import AccessGroup, Membership, RoleGrant, WorkField
from congvu.accounts.queries import viewer_for
from congvu.accounts.types import Role
from tests.factories import People, make_people

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 1)
BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)


@pytest.fixture
def people() -> People:
    people = make_people()
    Membership.objects.all().delete()
    RoleGrant.objects.all().delete()
    return people


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "holds"),
    [
        (None, None, True),
        (DAY, None, True),
        (None, AFTER, True),
        (DAY, AFTER, True),
        (AFTER, None, False),
        (None, DAY, False),
        (BEFORE, DAY, False),
    ],
)
def test_a_period_begins_with_its_first_day_and_ends_before_its_last(
    people: People, starts_on: dt.date | None, ends_on: dt.date | None, holds: bool
) -> None:
    land = WorkField.objects.create(name="Đất đai")
    period = {"user": people.alice, "starts_on": starts_on, "ends_on": ends_on}
    Membership.objects.create(agency=people.north, **period)
    RoleGrant.objects.create(role=Role.OPERATOR, **period)
    RoleGrant.objects.create(role=Role.COORDINATOR, agency=people.south, **period)
    RoleGrant.objects.create(role=Role.EXPERT, field=land, **period)
    viewer = viewer_for(people.alice, DAY)
    assert viewer.agency_ids == ({people.north.pk} if holds else set())
    given = {(Role.OPERATOR, None), (Role.COORDINATOR, people.south.pk)} if holds else set()
    assert viewer.agency_roles == {(Role.MEMBER, None), *given}
    assert viewer.field_roles == ({(Role.EXPERT, land.pk)} if holds else set())


def test_rights_are_ones_own_and_read_in_one_statement(people: People, django_assert_num_queries: Any) -> None:
    for name, members in (("Một", [people.alice]), ("Hai", [people.alice, people.bob]), ("Ba", [people.bob])):
        AccessGroup.objects.create(name=name).members.set(members)
    Membership.objects.create(user=people.bob, agency=people.north)
    RoleGrant.objects.create(user=people.bob, role=Role.OPERATOR)
    with django_assert_num_queries(1):
        viewer = viewer_for(people.alice)
    assert viewer.group_ids == set(AccessGroup.objects.filter(name__in=["Một", "Hai"]).values_list("pk", flat=True))
    assert viewer.agency_ids == set()
    assert viewer.agency_roles == {(Role.MEMBER, None)}
    people.bob.is_active = False
    assert viewer_for(people.bob).access == {"p", f"u:{people.bob.pk}"}
