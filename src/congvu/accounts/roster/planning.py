"""What a table would do to the roster as it is now; reads only."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from congvu.accounts.models import Agency, Membership, RoleGrant, User, holds_on
from congvu.accounts.roster.rows import read_rows
from congvu.accounts.roster.types import Change, Column, Effect, Person, Plan, Problem, Table
from congvu.accounts.types import Role
from congvu.common.clock import today
from congvu.common.hashing import canonical_json, sha256_hex
from congvu.text import fold


class Agencies:
    """Agencies of a day by whatever a clerk calls them; two queries however many rows ask."""

    def __init__(self, day: dt.date) -> None:
        self._codes: dict[str, Agency] = {}
        self._names: dict[str, set[int]] = defaultdict(set)
        self._ended: dict[str, Agency] = {}
        self.names: dict[int, str] = {}
        for agency in Agency.objects.prefetch_related("names"):
            if not agency.holds(day):
                self._ended |= {_plain(n): agency for n in (agency.code, *(name.name for name in agency.names.all()))}
                continue
            self._codes[_plain(agency.code)] = agency
            self.names[agency.pk] = agency.name(day)
            for name in agency.names.all():
                # A name of the past still says which agency is meant, as long as no other has it now.
                for text in filter(None, (name.name, name.short_name)):
                    self._names[_plain(text)].add(agency.pk)

    def find(self, person: Person) -> int | Problem:
        """The agency's key. A code decides; a name must be that of exactly one agency."""
        if person.agency_code:
            known = self._codes.get(_plain(person.agency_code))
            if known is not None:
                return known.pk
            return self._problem(person.row, Column.AGENCY_CODE, person.agency_code)
        found = self._names.get(_plain(person.agency_name), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            said = _("several agencies are called so: write the code")
            return Problem(person.row, Column.AGENCY_NAME, person.agency_name[:80], said)
        return self._problem(person.row, Column.AGENCY_NAME, person.agency_name)

    def by_any_name(self, text: str) -> int | None:
        """The agency that a text names by its code or, where only one is called so, by its name."""
        known = self._codes.get(_plain(text))
        found = {known.pk} if known is not None else self._names.get(_plain(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def _problem(self, row: int, column: Column, value: str) -> Problem:
        ended = self._ended.get(_plain(value))
        if ended is not None and ended.ends_on is not None:
            said = _("this agency ended on {date}").format(date=f"{ended.ends_on:%d/%m/%Y}")
        else:
            said = _("there is no such agency")
        return Problem(row, column, value[:80], said)


def plan_for(table: Table, *, complete: bool) -> Plan:
    """Compare a table with the roster of today.

    ``complete``: the table is the whole list of the agencies that occur in it, so whoever belongs to one of them and is
    not listed has left. Accounts that run the system (operators, auditors) are never ended by a list.
    """
    day = today()
    people, problems = read_rows(table)
    agencies = Agencies(day)
    everybody = list(User.objects.only(*_USER_FIELDS))
    users = _by_what_a_list_says(everybody)
    belongs = _memberships(day)
    changes: list[Change] = []
    touched: set[int] = set()
    for person in people:
        agency = agencies.find(person)
        if isinstance(agency, Problem):
            problems.append(agency)
            continue
        touched.add(agency)
        user = users.get(person.username.casefold())
        if user is not None and not user.is_active:
            said = _("this account has ended: take it back on its own page first")
            problems.append(Problem(person.row, Column.USERNAME, person.username, said))
            continue
        changes.append(_change(person, agency, user, belongs.get(user.pk, []) if user else [], agencies))
    kept: list[str] = []
    if complete:
        # Somebody whose row has a flaw is in the list all the same: nobody is ended for a slip of the clerk.
        listed = {cells.get(Column.USERNAME, "").casefold() for _row, cells in table.rows}
        listed |= {cells.get(Column.EMAIL, "").casefold() for _row, cells in table.rows}
        ending, kept = _missing(touched, listed, everybody, belongs, agencies, day)
        changes += ending
    problems.sort(key=lambda problem: problem.row)
    digest = sha256_hex(
        canonical_json([[dataclasses.astuple(c) for c in changes], [dataclasses.astuple(p) for p in problems]])
    )
    return Plan(tuple(changes), tuple(problems), tuple(kept), digest)


_USER_FIELDS = ("username", "full_name", "email", "is_active")


def _by_what_a_list_says(everybody: Iterable[User]) -> dict[str, User]:
    """Accounts by user name and, for lists that have none, by an address that only one account has."""
    found: dict[str, User] = {}
    shared: set[str] = set()
    for user in everybody:
        address = user.email.casefold()
        if address in found:
            shared.add(address)
        elif address:
            found[address] = user
    for address in shared:
        del found[address]
    return found | {user.username.casefold(): user for user in everybody}


def _memberships(day: dt.date) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = defaultdict(list)
    for membership in Membership.objects.filter(holds_on(day)).order_by("pk"):
        found[membership.user_id].append(membership)
    return found


def _change(person: Person, agency: int, user: User | None, now: list[Membership], agencies: Agencies) -> Change:
    effect, username, key, email, before = Effect.CREATED, person.username, 0, person.email, ""
    if user is not None:
        effect, username, key, email = Effect.UNCHANGED, user.username, user.pk, person.email or user.email
        if len(now) != 1 or now[0].agency_id != agency:
            effect, before = Effect.MOVED, ", ".join(agencies.names.get(m.agency_id, "") for m in now)
        elif (user.full_name, user.email, now[0].title) != (person.full_name, email, person.title):
            effect = Effect.CHANGED
    name = agencies.names[agency]
    return Change(person.row, effect, username, person.full_name, email, agency, name, person.title, key, before)


def _missing(
    touched: set[int],
    listed: set[str],
    users: Iterable[User],
    belongs: dict[int, list[Membership]],
    agencies: Agencies,
    day: dt.date,
) -> tuple[list[Change], list[str]]:
    running = RoleGrant.objects.filter(holds_on(day), role__in=(Role.OPERATOR, Role.AUDITOR))
    needed = set(running.values_list("user_id", flat=True))
    ending: list[Change] = []
    kept: list[str] = []
    for user in users:
        memberships = belongs.get(user.pk, [])
        # Somebody who also belongs to an agency that is not in the list is not known to have left.
        if not user.is_active or not memberships or not {m.agency_id for m in memberships} <= touched:
            continue
        if user.username.casefold() in listed or (user.email and user.email.casefold() in listed):
            continue
        if user.pk in needed:
            kept.append(user.username)
            continue
        agency = memberships[-1]
        ending.append(
            Change(
                0, Effect.ENDED, user.username, user.full_name, user.email, 0, "", agency.title, user.pk,
                agencies.names.get(agency.agency_id, ""),
            )
        )  # fmt: skip
    return ending, kept


def _plain(text: str) -> str:
    return " ".join(fold(text).replace(".", " ").replace("-", " ").split())
