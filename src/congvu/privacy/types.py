"""What was deleted, in numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Deleted:
    """How much of people's words is gone."""

    conversations: int = 0
    questions: int = 0
    ratings: int = 0

    def __add__(self, other: Deleted) -> Deleted:
        return Deleted(
            self.conversations + other.conversations, self.questions + other.questions, self.ratings + other.ratings
        )

    def data(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Purge:
    """One purge: what ``people`` had asked before ``before``, ``days`` days ago, is gone, or would be."""

    days: int
    before: dt.datetime
    people: int
    deleted: Deleted

    def data(self) -> dict[str, object]:
        return {
            "days": self.days,
            "before": self.before.isoformat(),
            "people": self.people,
            **self.deleted.data(),
        }
