"""Counting: the sums of questions, ratings and verdicts by person and day, and of what is deleted by now.

This is the one place where they are added. ``DayTally`` sums up rows that exist once each and is kept by the database
in the transaction that writes them (``tallies`` proves it), so nothing can be counted twice by a retry or lost by a
crash. A rating belongs to the day and the agency of its question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from congvu.campaigns.models import DayTally
from congvu.feedback.models import ActivityTally


@dataclass(frozen=True, slots=True)
class Activity:
    """What one person did while in one agency; agency None is a person of no agency.

    ``earlier`` are the questions until a day inside the period, where one was asked for.
    """

    agency_id: int | None
    user_id: int
    questions: int
    valid: int
    likes: int
    dislikes: int
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day in Việt Nam."""

    day: dt.date
    questions: int
    valid: int


def activity(
    rule: str,
    first: dt.date,
    last: dt.date,
    agency_ids: list[int] | None = None,
    user_id: int | None = None,
    until: dt.date | None = None,
) -> list[Activity]:
    """Every person in every agency of that day, from ``first`` to ``last``, both included; one statement.

    Of some agencies or of one person only, if given; ``earlier`` counts the questions to ``until``, included.
    """
    sums = (*_SUMS, "coalesce(sum(questions) FILTER (WHERE day <= %(until)s::date), 0)")
    given: dict[str, Any] = {"rule": rule, "first": first, "last": last, "until": until}
    given |= {"agencies": agency_ids, "user": user_id}
    with connection.cursor() as cursor:
        cursor.execute(_grouped("agency_id, user_id", sums), given)
        return [Activity(*row) for row in cursor.fetchall()]


def by_day(
    rule: str, first: dt.date, last: dt.date, agency_ids: list[int] | None = None, user_id: int | None = None
) -> list[DayFigures]:
    """Day by day, days without anything included; of some agencies or of one person only, if given; one statement."""
    given: dict[str, Any] = {"rule": rule, "first": first, "last": last, "agencies": agency_ids, "user": user_id}
    with connection.cursor() as cursor:
        cursor.execute(_grouped("day", _SUMS[:2]), given)
        found = {day: DayFigures(day, questions, valid) for day, questions, valid in cursor.fetchall()}
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return [found.get(day) or DayFigures(day, 0, 0) for day in days]


_SUMS = ("sum(questions)", "sum(valid)", "sum(likes)", "sum(dislikes)")
_CHOSEN = """
    day BETWEEN %(first)s AND %(last)s
    AND (%(agencies)s::bigint[] IS NULL OR agency_id = ANY(%(agencies)s::bigint[]))
    AND (%(user)s::bigint IS NULL OR user_id = %(user)s::bigint)
"""


def _grouped(keys: str, sums: Sequence[str]) -> str:
    """The statement for these sums by these keys. What stays and what is deleted are added up apart, and then together:
    so the database may use several processes for the first.
    """
    inner = ", ".join(f"{expression} AS s{n}" for n, expression in enumerate(sums))
    outer = ", ".join(f"sum(s{n})::int" for n in range(len(sums)))
    gone = f"(SELECT *, 0 AS valid FROM {ActivityTally._meta.db_table}) t"  # noqa: S608  # names of our own tables
    return f"""
        SELECT {keys}, {outer} FROM (
          SELECT {keys}, {inner} FROM {DayTally._meta.db_table}
           WHERE rule IN ('', %(rule)s) AND {_CHOSEN} GROUP BY {keys}
          UNION ALL
          SELECT {keys}, {inner} FROM {gone} WHERE {_CHOSEN} GROUP BY {keys}
        ) e GROUP BY {keys}
    """  # noqa: S608
