"""How agencies stand in a campaign: everything that a dashboard shows of one, as values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from congvu.campaigns.types import ParticipationRow

BANDS = ((0, 0), (1, 9), (10, 49), (50, None))
"""Questions of a person, from and to (both included), by which people are sorted."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One agency. ``started``, ``at_target`` and ``bands`` are of the roster's people at the end of the period.

    ``rank`` is by questions, equal numbers share it; ``moved`` is how many ranks it rose in the last week, None where
    there is nothing to compare. Imported figures tell nothing of single people.
    """

    row: ParticipationRow
    rank: int
    moved: int | None
    started: int
    at_target: int
    bands: tuple[int, int, int, int]
    imported: bool = False
    ended_on: dt.date | None = None
    """The day from which the agency is no more, where that lies in the period: another may have its name."""

    @property
    def per_head(self) -> float | None:
        """Questions for each account of the roster; for each user where the roster is not known."""
        heads = self.row.accounts if self.row.accounts else self.row.users
        return self.row.questions / heads if heads else None

    @property
    def not_started(self) -> int:
        return self.bands[0]


@dataclass(frozen=True, slots=True)
class Board:
    """All agencies of a campaign from ``first`` to ``last``, both included, in the order of their questions.

    ``users`` are the people who took part; who did so in two agencies is one of them, but a user of both.
    """

    first: dt.date
    last: dt.date
    standings: tuple[Standing, ...]
    sources: tuple[str, ...]
    users: int

    def of(self, agency_id: int) -> Standing | None:
        return next((s for s in self.standings if s.row.agency_id == agency_id), None)


def missing_per_head(row: ParticipationRow, target: int) -> int:
    """Questions that each person still has to ask for the agency to reach the target on average, rounded up."""
    heads = row.accounts or row.users
    counted = row.valid if row.valid is not None else row.questions
    return max(0, -(-(target * heads - counted) // heads)) if heads else 0
