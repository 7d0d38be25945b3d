"""Counting: the sums of questions, ratings and verdicts by person and day, and of what is deleted by now.

This is the one place where they are added. ``DayTally`` sums up rows that exist once each and is kept by the database in
the transaction that writes them (``tallies`` proves it), so nothing can be counted twice by a retry or lost by a crash.
A rating belongs to the day and the agency of its question.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from congvu.accounts.models import Membership
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
    """One day in Việt Nam: accounts of the roster that day, people who asked, questions."""

    day: dt.date
    accounts: int
    users: int
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
            WITH days AS (SELECT generate_series(%(first)s::date, %(last)s::date, '1 day')::date AS day),
            done AS (
              SELECT day, count(DISTINCT user_id) FILTER (WHERE questions > 0) AS users,
                     sum(questions) AS questions, sum(valid) AS valid
                FROM ({_DONE}) e
               WHERE (%(agencies)s::bigint[] IS NULL OR agency_id = ANY(%(agencies)s::bigint[]))
                 AND (%(user)s::bigint IS NULL OR user_id = %(user)s::bigint)
               GROUP BY day
            ),
            changes AS (
              SELECT day, sum(n) AS n FROM (
                SELECT greatest(coalesce(starts_on, %(first)s::date), %(first)s::date) AS day, 1 AS n
                  FROM {Membership._meta.db_table} m
                 WHERE coalesce(starts_on, %(first)s::date) <= %(last)s::date
                   AND (ends_on IS NULL OR ends_on > %(first)s::date)
                   AND (%(agencies)s::bigint[] IS NULL OR agency_id = ANY(%(agencies)s::bigint[]))
                UNION ALL
                SELECT ends_on, -1 FROM {Membership._meta.db_table} m
                 WHERE ends_on > %(first)s::date AND ends_on <= %(last)s::date
                   AND coalesce(starts_on, %(first)s::date) < ends_on
                   AND (%(agencies)s::bigint[] IS NULL OR agency_id = ANY(%(agencies)s::bigint[]))
              ) x GROUP BY day
            )
            SELECT days.day, coalesce(sum(changes.n) OVER (ORDER BY days.day), 0)::int, coalesce(users, 0)::int,
                   coalesce(questions, 0)::int, coalesce(valid, 0)::int
              FROM days LEFT JOIN done USING (day) LEFT JOIN changes USING (day) ORDER BY days.day
            """,  # noqa: S608
            {"rule": rule, "first": first, "last": last, "agencies": agency_ids, "user": user_id},
        )
        return [DayFigures(*row) for row in cursor.fetchall()]

