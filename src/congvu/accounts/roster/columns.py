"""Headers as clerks write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvu.accounts.roster.types import Column
from congvu.text import fold

_NAMES: dict[Column, tuple[str, ...]] = {
    Column.USERNAME: (
        "tên đăng nhập", "tài khoản", "tên tài khoản", "tài khoản sso", "tài khoản đăng nhập", "mã cán bộ",
        "mã cbccvc", "mã công chức", "username", "user name", "account", "login",
    ),
    Column.FULL_NAME: (
        "họ và tên", "họ tên", "họ, tên", "họ và tên cán bộ", "họ và tên cbccvc", "tên cán bộ", "full name", "fullname",
        "họ và tên công chức", "họ và tên công chức, viên chức", "name", "họ và tên cán bộ, công chức, viên chức",
    ),
    Column.FAMILY_NAME: ("họ đệm", "họ và tên đệm", "họ và đệm", "họ lót", "họ và chữ đệm", "họ", "family name"),
    Column.GIVEN_NAME: ("tên", "tên gọi", "given name", "first name"),
    Column.EMAIL: (
        "email", "e-mail", "thư điện tử", "địa chỉ thư điện tử", "địa chỉ email", "thư công vụ", "email công vụ",
        "thư điện tử công vụ", "hộp thư công vụ", "mail",
    ),
    Column.AGENCY_CODE: (
        "mã đơn vị", "mã cơ quan", "mã định danh", "mã định danh đơn vị", "mã định danh cơ quan", "agency code",
        "mã đơn vị công tác",
    ),
    Column.AGENCY_NAME: (
        "đơn vị", "cơ quan", "đơn vị công tác", "cơ quan công tác", "tên đơn vị", "tên cơ quan", "cơ quan, đơn vị",
        "cơ quan/đơn vị", "phòng ban", "agency", "nơi công tác", "đơn vị/cơ quan",
    ),
    Column.TITLE: ("chức vụ", "chức danh", "chức vụ/chức danh", "chức vụ, chức danh", "vị trí việc làm", "title",
                   "position"),
}  # fmt: skip
_FOLDED = {re.sub(r"\W+", " ", fold(name)).strip(): column for column, names in _NAMES.items() for name in names}


def column_of(header: str) -> Column | None:
    """The column that a header means, whatever its case, tones, hyphens, line breaks and remarks in brackets."""
    bare = re.sub(r"\([^)]*\)|\*", " ", header)
    return _FOLDED.get(re.sub(r"\W+", " ", fold(bare)).strip())


def is_header(cells: Sequence[str]) -> bool:
    """Whether a line of a table names its columns: a person's name, and one thing more."""
    found = {column_of(cell) for cell in cells if cell} - {None}
    named = Column.FULL_NAME in found or {Column.FAMILY_NAME, Column.GIVEN_NAME} <= found
    return named and bool(found - {Column.FULL_NAME, Column.FAMILY_NAME, Column.GIVEN_NAME})


def expected() -> str:
    """The headers to write, for people."""
    wanted = (Column.USERNAME, Column.FULL_NAME, Column.EMAIL, Column.AGENCY_CODE, Column.AGENCY_NAME, Column.TITLE)
    return ", ".join(_NAMES[column][0].capitalize() for column in wanted)
