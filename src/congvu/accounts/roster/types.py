"""What a table of people becomes on its way into the roster."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    """A column that the roster knows; other columns of a table are named and left aside."""

    USERNAME = "username"
    FULL_NAME = "full_name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    EMAIL = "email"
    AGENCY_CODE = "agency_code"
    AGENCY_NAME = "agency_name"
    TITLE = "title"


class Effect(StrEnum):
    """What a row does to the roster."""

    CREATED = "created"
    CHANGED = "changed"
    MOVED = "moved"
    UNCHANGED = "unchanged"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it lies in the file: ``rows`` are (row number as the clerk sees it, cells by column)."""

    columns: tuple[Column, ...]
    ignored: tuple[str, ...]
    rows: tuple[tuple[int, dict[Column, str]], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken: ``column`` is empty where the row as a whole is meant."""

    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Person:
    """A row that can be read; the agency is still as the clerk wrote it, both may be empty."""

    row: int
    username: str
    full_name: str
    email: str
    agency_code: str
    agency_name: str
    title: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one account.

    ``row`` and ``agency_id`` are 0 for those who end because the complete list lacks them; ``user_id`` is 0 for a new
    account.
    """

    row: int
    effect: Effect
    username: str
    full_name: str
    email: str
    agency_id: int
    agency_name: str
    title: str
    user_id: int = 0
    before: str = ""
    """The agency that somebody moves away from; for people."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that taking a table over would do, now. ``digest`` is equal when it would do the same."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    kept: tuple[str, ...]
    """User names that a complete list lacks and that are not ended all the same: they run the system."""
    digest: str

    def count(self, effect: Effect) -> int:
        return sum(change.effect == effect for change in self.changes)

    def counts(self) -> dict[str, int]:
        return {effect.value: self.count(effect) for effect in Effect} | {"problems": len(self.problem_rows())}

    def problem_rows(self) -> frozenset[int]:
        return frozenset(problem.row for problem in self.problems)
