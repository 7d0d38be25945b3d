"""A made-up province: 34 agencies that are reorganised in the middle of the year, and the people who work in them."""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.db import connection

from congvu.accounts.models import Agency, AgencyName, Membership, RoleGrant, Succession, User
from congvu.accounts.notice import accept
from congvu.accounts.types import Role
from congvu.common.clock import now

YEAR = 2025
FIRST, LAST = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
REORGANISED = dt.date(YEAR, 7, 1)

_DEPARTMENTS = (
    "Kế hoạch và Đầu tư", "Tài chính", "Giao thông vận tải", "Xây dựng", "Tài nguyên và Môi trường",
    "Nông nghiệp và Phát triển nông thôn", "Thông tin và Truyền thông", "Khoa học và Công nghệ",
    "Lao động - Thương binh và Xã hội", "Nội vụ", "Y tế", "Giáo dục và Đào tạo", "Công Thương", "Tư pháp",
    "Văn hóa, Thể thao và Du lịch", "Ngoại vụ",
)  # fmt: skip
_DISTRICTS = (
    "thành phố Sông Thao", "thị xã Nghĩa Bình", "huyện Đèo Gió", "huyện Khau Phạ", "huyện Mỏ Vàng", "huyện Suối Giàng",
    "huyện Hồ Thác", "huyện Bản Lìm", "huyện Đồng Quế", "huyện Lâm Sơn",
)  # fmt: skip
_OTHERS = (
    "Văn phòng Ủy ban nhân dân tỉnh", "Thanh tra tỉnh", "Ban Dân tộc", "Ban Quản lý các khu công nghiệp",
    "Ban Quản lý dự án đầu tư xây dựng", "Trường Cao đẳng nghề tỉnh", "Đài Phát thanh và Truyền hình tỉnh",
    "Quỹ Đầu tư phát triển tỉnh",
)  # fmt: skip
_MERGED = {  # pairs of departments that became one new one
    "Sở Tài chính": (0, 1), "Sở Xây dựng": (2, 3), "Sở Nông nghiệp và Môi trường": (4, 5),
    "Sở Khoa học và Công nghệ": (6, 7), "Sở Nội vụ": (8, 9),
}  # fmt: skip
_SPLIT = {16 + 8: ("Ủy ban nhân dân xã Đồng Quế", "Ủy ban nhân dân xã Quế Thượng"),
          16 + 9: ("Ủy ban nhân dân xã Lâm Sơn", "Ủy ban nhân dân phường Lâm Hạ")}  # fmt: skip
_ABSORBED = {15: 26}  # one department went into an office that stays
_RENAMED = {28: "Sở Dân tộc và Tôn giáo"}
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Lò", "Giàng", "Hà", "Nông", "Lý")
_MIDDLE = ("Văn", "Thị", "Minh", "Thu", "Đức", "Ngọc", "Quốc", "Thanh", "Hữu", "Thị Thanh")
_GIVEN = ("An", "Ánh", "Bình", "Chi", "Dũng", "Đạt", "Giang", "Hà", "Hùng", "Lan", "Long", "Mai", "Nam", "Phương",
          "Quân", "Sơn", "Thảo", "Trang", "Tuấn", "Vân", "Yến")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A person in one agency from ``first`` to ``last``, both included."""

    agency: int
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Person:
    user: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Province:
    """``operator`` sees everything; the agency with the most people at the end has a coordinator."""

    people: tuple[Person, ...]
    operator: User


def make_province(draw: random.Random, accounts: int) -> Province:
    """Agencies with names and successors, accounts with memberships and an agency of their own for each day."""
    old = _old_agencies()
    after = _reorganise(old)
    weights = list(accumulate(draw.lognormvariate(0, 0.7) for _agency in old))
    users = _users(draw, accounts)
    people = tuple(
        Person(user, tuple(_places(draw, old[bisect(weights, draw.random() * weights[-1])].pk, after)))
        for user in users
    )
    Membership.objects.bulk_create(
        [
            Membership(
                user_id=person.user,
                agency_id=place.agency,
                starts_on=None if place.first == FIRST else place.first,
                ends_on=None if place.last == LAST else place.last + dt.timedelta(days=1),
            )
            for person in people
            for place in person.places
        ],
        batch_size=2000,
    )
    staff: dict[int, list[int]] = {}
    for person in people:
        if person.places[-1].last == LAST:
            staff.setdefault(person.places[-1].agency, []).append(person.user)
    home = max(staff, key=lambda agency: len(staff[agency]))
    operator = User.objects.create_user("mau-quan-tri", full_name="Quản trị mẫu")
    RoleGrant.objects.create(user=operator, role=Role.OPERATOR)
    RoleGrant.objects.create(user_id=staff[home][0], role=Role.COORDINATOR, agency_id=home)
    for user in User.objects.filter(pk__in=[operator.pk, *staff[home][:2]]):
        accept(user)
    return Province(people, operator)


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Put rows into a table the fastest way; the rows pass the same constraints and triggers as any others."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _old_agencies() -> list[Agency]:
    names = [
        *((f"Sở {name}", Agency.Kind.DEPARTMENT) for name in _DEPARTMENTS),
        *((f"Ủy ban nhân dân {name}", Agency.Kind.DISTRICT) for name in _DISTRICTS),
        *((name, Agency.Kind.OTHER) for name in _OTHERS),
    ]
    return [_agency(f"mau-{n:02}", name, kind) for n, (name, kind) in enumerate(names, 1)]


def _agency(code: str, name: str, kind: str, starts_on: dt.date | None = None) -> Agency:
    made = Agency.objects.create(code=code, kind=kind, starts_on=starts_on)
    AgencyName.create(made, name, starts_on=starts_on)
    return made


def _reorganise(old: list[Agency]) -> dict[int, tuple[int, ...]]:
    """End, merge, split and rename; who may come after whom."""
    after: dict[int, tuple[int, ...]] = {}

    def follow(n: int, successors: list[Agency], kind: str) -> None:
        Agency.objects.filter(pk=old[n].pk).update(ends_on=REORGANISED)
        for successor in successors:
            Succession.objects.create(predecessor=old[n], successor=successor, kind=kind, on=REORGANISED)
        after[old[n].pk] = tuple(successor.pk for successor in successors)

    for number, (name, pair) in enumerate(_MERGED.items(), 1):
        made = _agency(f"mau-moi-{number}", name, Agency.Kind.DEPARTMENT, REORGANISED)
        for n in pair:
            follow(n, [made], Succession.Kind.MERGED)
    for n, names in _SPLIT.items():
        parts = [_agency(f"mau-xa-{n}-{k}", name, Agency.Kind.COMMUNE, REORGANISED) for k, name in enumerate(names, 1)]
        follow(n, parts, Succession.Kind.SPLIT)
    for n, into in _ABSORBED.items():
        follow(n, [old[into]], Succession.Kind.MERGED)
    for n, name in _RENAMED.items():
        AgencyName.objects.filter(agency=old[n]).update(ends_on=REORGANISED)
        AgencyName.create(old[n], name, starts_on=REORGANISED)
    return after


def _users(draw: random.Random, accounts: int) -> list[int]:
    """Accounts that nobody can sign in to."""
    made = []
    for n in range(1, accounts + 1):
        user = User(username=f"mau{n:05}", created_at=now())
        user.set_unusable_password()
        user.call(f"{draw.choice(_FAMILY)} {draw.choice(_MIDDLE)} {draw.choice(_GIVEN)}")
        made.append(user)
    return [user.pk for user in User.objects.bulk_create(made, batch_size=2000)]


def _places(draw: random.Random, agency: int, after: dict[int, tuple[int, ...]]) -> Iterable[Place]:
    """Most stay where they are; some come, leave or change in the course of the year, all move with their agency."""
    first, last = FIRST, LAST
    chance = draw.random()
    if chance < 0.05:
        first += dt.timedelta(days=draw.randrange(1, 300))
    elif chance < 0.08:
        last -= dt.timedelta(days=draw.randrange(1, 300))
    successors = after.get(agency)
    if not successors or last < REORGANISED:
        yield Place(agency, first, last)
        return
    if first < REORGANISED:
        yield Place(agency, first, REORGANISED - dt.timedelta(days=1))
    yield Place(draw.choice(successors), max(first, REORGANISED), last)
