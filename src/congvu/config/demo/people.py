"""The accounts of the demo. Their names are plainly made up ("Ví Dụ" is "example"), their rights are real."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from congvu.accounts.models import Agency, Membership, RoleGrant, User, WorkField
from congvu.accounts.types import Role
from congvu.common.errors import InvalidInputError
from congvu.config.commands.people import SHELL
from congvu.config.words import _

SINCE = dt.date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An account: the agency it belongs to, its position, and the role granted beyond asking.

    ``own_agency`` limits the role to that agency; ``fields`` name the fields of an expert or reviewer.
    """

    username: str
    full_name: str
    agency: str
    title: str
    role: Role = Role.MEMBER
    own_agency: bool = False
    fields: tuple[str, ...] = ()


FIELDS = {
    "lao-dong": "Lao động",
    "dan-su": "Dân sự",
    "hinh-su": "Hình sự",
    "to-tung": "Tố tụng",
    "hang-hai": "Hàng hải",
    "van-thu": "Văn thư, lưu trữ",
    "chuyen-doi-so": "Chuyển đổi số",
}

PEOPLE = (
    DemoPerson("quantri", "Đỗ Thị Ví Dụ", "skhcn", "Chuyên viên", Role.OPERATOR),
    DemoPerson("daumoi", "Nguyễn Văn Ví Dụ", "snv", "Văn thư", Role.COORDINATOR, own_agency=True),
    DemoPerson(
        "chuyengia",
        "Trần Thị Ví Dụ",
        "stp",
        "Chuyên viên chính",
        Role.EXPERT,
        fields=("lao-dong", "dan-su", "hinh-su"),
    ),
    DemoPerson(
        "nguoiduyet",
        "Lê Văn Ví Dụ",
        "stp",
        "Trưởng phòng",
        Role.REVIEWER,
        fields=("lao-dong", "dan-su", "hinh-su"),
    ),
    DemoPerson("canbo1", "Phạm Thị Ví Dụ", "snv", "Chuyên viên"),
    DemoPerson("canbo2", "Hoàng Văn Ví Dụ", "snv", "Chuyên viên"),
    DemoPerson("canbo3", "Vũ Thị Ví Dụ", "stp", "Chuyên viên"),
    DemoPerson("canbo4", "Bùi Thị Ví Dụ", "snv", "Chuyên viên"),
)


def refuse_among_real_accounts() -> None:
    """Raises InvalidInputError where people already have accounts: the demo never mixes with real use."""
    if User.objects.filter(is_demo=False).exclude(username=SHELL).exists():
        raise InvalidInputError(
            _("This database holds accounts that are not the demo's."),
            _("Set CONGVU_DATA_DIR to an empty folder for the demo."),
        )


def ensure_fields() -> None:
    """Make the fields of work that are missing."""
    for code, name in FIELDS.items():
        WorkField.objects.get_or_create(code=code, defaults={"name": name})


def ensure_people(password: str) -> int:
    """Make the accounts that are missing, and give all of them ``password`` if they do not have it.

    Returns how many were new. They share the encoded form as they share the password: making and testing one is
    slow by design.
    """
    users = {user.username: user for user in User.objects.filter(is_demo=True)}
    missing = [person for person in PEOPLE if person.username not in users]
    first = next(iter(users.values()), None)
    if first is not None and first.check_password(password):
        encoded = first.password
    else:
        encoded = make_password(password)
        User.objects.filter(pk__in=[user.pk for user in users.values()]).update(password=encoded)
    for person in missing:
        _make(person, encoded)
    return len(missing)


def _make(person: DemoPerson, encoded: str) -> None:
    user = User.objects.create(username=person.username, password=encoded, full_name=person.full_name, is_demo=True)
    agency = Agency.objects.get(code=person.agency)
    Membership.objects.create(user=user, agency=agency, title=person.title, starts_on=SINCE)
    for field in _fields(person.fields):
        if person.role != Role.MEMBER:
            RoleGrant.objects.create(
                user=user,
                role=person.role,
                agency=agency if person.own_agency else None,
                field=field,
                starts_on=SINCE,
            )


def _fields(codes: Sequence[str]) -> list[WorkField | None]:
    """One grant for each field; one without a field where the role has none."""
    return [WorkField.objects.get(code=code) for code in codes] or [None]
