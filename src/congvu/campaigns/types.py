"""What a campaign comes to, agency by agency; the one form in which dashboards and reports get it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParticipationRow:
    """One agency in a period. ``None`` is a figure that nobody knows, as in an imported table that lacks it.

    ``accounts`` are those of the roster, ``users`` those of them who took part; ``valid`` are the questions that count
    by the campaign's rule, ``questions`` all of them.
    """

    agency_id: int | None
    agency: str
    accounts: int | None
    users: int
    likes: int
    dislikes: int
    questions: int
    valid: int | None = None


@dataclass(frozen=True, slots=True)
class Participation:
    """A campaign's figures from ``starts_on`` to ``ends_on`` (both included), rows in the order they are shown in.

    ``imported_from`` names the document that the figures were taken from; empty where they were counted here.
    """

    campaign: str
    title: str
    starts_on: dt.date
    ends_on: dt.date
    rule_version: str
    rows: tuple[ParticipationRow, ...]
    imported_from: str = ""

    def total(self) -> ParticipationRow:
        """The sum of all rows; None where one of them is not known."""

        def known(values: list[int | None]) -> int | None:
            numbers = [value for value in values if value is not None]
            return sum(numbers) if len(numbers) == len(values) else None

        return ParticipationRow(
            None,
            "",
            known([row.accounts for row in self.rows]),
            sum(row.users for row in self.rows),
            sum(row.likes for row in self.rows),
            sum(row.dislikes for row in self.rows),
            sum(row.questions for row in self.rows),
            known([row.valid for row in self.rows]),
        )
