"""From cells to people, row by row; every row that cannot be read says why."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from congvu.accounts.roster.types import Column, Person, Problem, Table

_LONGEST = {Column.USERNAME: 150, Column.FULL_NAME: 150, Column.EMAIL: 254, Column.TITLE: 150}


def read_rows(table: Table) -> tuple[list[Person], list[Problem]]:
    """Everybody whose row stands by itself, and what is wrong with the other rows; agencies are not looked up."""
    people: list[Person] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, cells in table.rows:
        person = _person(number, cells)
        wrong = _wrong(person)
        first = seen.setdefault(person.username.casefold(), number) if person.username else number
        if not wrong and first != number:
            said = _("the same person is in row {row}").format(row=first)
            wrong.append(Problem(number, Column.USERNAME, person.username, said))
        problems += wrong
        if not wrong:
            people.append(person)
    return people, problems


def _person(number: int, cells: dict[Column, str]) -> Person:
    def get(column: Column) -> str:
        return cells.get(column, "")

    name = get(Column.FULL_NAME) or f"{get(Column.FAMILY_NAME)} {get(Column.GIVEN_NAME)}".strip()
    email = get(Column.EMAIL).lower()
    # Where a list has no user names the address is one: it is unique, and what the province's sign-on often uses.
    username = get(Column.USERNAME) or email
    return Person(number, username, name, email, get(Column.AGENCY_CODE), get(Column.AGENCY_NAME), get(Column.TITLE))


def _wrong(person: Person) -> list[Problem]:
    found: list[Problem] = []

    def note(column: Column, value: str, message: str) -> None:
        found.append(Problem(person.row, column, value[:80], message))

    if not person.full_name:
        note(Column.FULL_NAME, "", _("the name is missing"))
    elif not _is_name(person.full_name):
        note(Column.FULL_NAME, person.full_name, _("this is not a person's name"))
    if not person.username:
        note(Column.USERNAME, "", _("user name and e-mail are both missing: one is needed to sign in"))
    elif any(c.isspace() or unicodedata.category(c).startswith("C") for c in person.username):
        note(Column.USERNAME, person.username, _("a user name has no spaces"))
    elif person.username[0] in "=+-@#":
        note(Column.USERNAME, person.username, _("this is not a user name"))
    if person.email and not _is_email(person.email):
        note(Column.EMAIL, person.email, _("this is not an e-mail address"))
    if not (person.agency_code or person.agency_name):
        note(Column.AGENCY_NAME, "", _("the agency is missing"))
    for column, longest in _LONGEST.items():
        value = str(getattr(person, column))
        if len(value) > longest:
            note(column, value, _("longer than {count} characters").format(count=longest))
    return found


def _is_name(text: str) -> bool:
    return any(c.isalpha() for c in text) and all(c.isalpha() or c in " .'’-,()" for c in text) and text[0].isalpha()


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
