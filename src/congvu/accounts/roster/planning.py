"""What a table would do to the roster as it is now; reads only."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from congvu.accounts.agency_search import successors
from congvu.accounts.agency_text import bare_code, words_of
from congvu.accounts.models import Agency, Membership, RoleGrant, User, holds_on
from congvu.accounts.roster.rows import read_rows
from congvu.accounts.roster.types import Change, Column, Effect, Person, Plan, Problem, Table
from congvu.accounts.types import Role
from congvu.common.clock import today
from congvu.common.hashing import canonical_json, sha256_hex


class Agencies:
    """Agencies of a day by whatever a clerk calls them; a fixed number of queries however many rows ask."""

    def __init__(self, day: dt.date) -> None:
        self._day = day
        self._codes: dict[str, int] = {}
        self._names: dict[str, set[int]] = defaultdict(set)
        self._ended: dict[str, Agency] = {}
        self.names: dict[int, str] = {}
        for agency in Agency.objects.prefetch_related("names", "codes").order_by("pk"):
            codes = [bare_code(agency.code), *(code.bare for code in agency.codes.all())]
            names = [" ".join(words_of(text)) for n in agency.names.all() for text in (n.name, n.short_name) if text]
            if not agency.holds(day):
                self._ended |= dict.fromkeys([*codes, *names], agency)
                continue
            self.names[agency.pk] = agency.name(day)
            self._codes |= dict.fromkeys(codes, agency.pk)
            # A name of the past still says which agency is meant, as long as no other has it now.
            for text in names:
                self._names[text].add(agency.pk)

    def find(self, person: Person) -> int | Problem:
        """The agency's key. A code decides; a name must be that of exactly one agency."""
        column, text = (
            (Column.AGENCY_CODE, person.agency_code) if person.agency_code else (Column.AGENCY_NAME, person.agency_name)
        )
        found = self._by_code(text) if person.agency_code else self._by_name(text)
        if len(found) == 1:
            return next(iter(found))
        return Problem(person.row, column, text[:80], self._why_not(text, found))

    def by_any_name(self, text: str) -> int | None:
        """The agency that a text names by a code of its own or, where only one is called so, by its name."""
        found = self._by_code(text) or self._by_name(text)
        return next(iter(found)) if len(found) == 1 else None

    def _by_code(self, text: str) -> set[int]:
        known = self._codes.get(bare_code(text))
        return {known} if known is not None else set()

    def _by_name(self, text: str) -> set[int]:
        return self._names.get(" ".join(words_of(text)), set())

    def _why_not(self, text: str, found: set[int]) -> str:
        if found:
            return _("several agencies are called so: write the code")
        ended = self._ended.get(bare_code(text)) or self._ended.get(" ".join(words_of(text)))
        if ended is None or ended.ends_on is None:
            return _("there is no such agency")
        said = _("this agency ended on {date}").format(date=f"{ended.ends_on:%d/%m/%Y}")
        heirs = ", ".join(one.agency.known_as(self._day) for one in successors(ended, self._day) if not one.in_part)
        return f"{said}; {_('its work is now with: {agencies}').format(agencies=heirs)}" if heirs else said


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
