"""Counting: the sums of questions, ratings and verdicts by person and day, and of what is deleted by now.

This is the one place where they are added. ``DayTally`` sums up rows that exist once each and is kept by the database in
the transaction that writes them (``tallies`` proves it), so nothing can be counted twice by a retry or lost by a crash.
A rating belongs to the day and the agency of its question.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

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


_DONE = f"""
    SELECT agency_id, user_id, day, questions, valid, likes, dislikes FROM {DayTally._meta.db_table}
     WHERE rule IN ('', %(rule)s) AND day BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT agency_id, user_id, day, questions, 0, likes, dislikes
      FROM {ActivityTally._meta.db_table} WHERE day BETWEEN %(first)s AND %(last)s
"""  # noqa: S608  # names of our own tables


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
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT agency_id, user_id, sum(questions)::int, sum(valid)::int, sum(likes)::int, sum(dislikes)::int,
                   coalesce(sum(questions) FILTER (WHERE day <= %(until)s::date), 0)::int
              FROM ({_DONE}) e
             WHERE (%(agencies)s::bigint[] IS NULL OR agency_id = ANY(%(agencies)s::bigint[]))
               AND (%(user)s::bigint IS NULL OR user_id = %(user)s::bigint)
             GROUP BY agency_id, user_id
            """,  # noqa: S608
            {"rule": rule, "first": first, "last": last, "until": until, "agencies": agency_ids, "user": user_id},
        )
        return [Activity(*row) for row in cursor.fetchall()]


def by_day(
    rule: str, first: dt.date, last: dt.date, agency_ids: list[int] | None = None, user_id: int | None = None
) -> list[DayFigures]:
    """Day by day, days without anything included; of some agencies or of one person only, if given; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH done AS (
              SELECT day, sum(questions)::int AS questions, sum(valid)::int AS valid FROM ({_DONE}) e
               WHERE (%(agencies)s::bigint[] IS NULL OR agency_id = ANY(%(agencies)s::bigint[]))
                 AND (%(user)s::bigint IS NULL OR user_id = %(user)s::bigint)
               GROUP BY day
            )
            SELECT days.day::date, coalesce(questions, 0), coalesce(valid, 0)
              FROM generate_series(%(first)s::date, %(last)s::date, '1 day') AS days (day)
              LEFT JOIN done ON done.day = days.day::date ORDER BY days.day
            """,  # noqa: S608
            {"rule": rule, "first": first, "last": last, "agencies": agency_ids, "user": user_id},
        )
        return [DayFigures(*row) for row in cursor.fetchall()]

