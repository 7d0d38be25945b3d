"""Counting from the rows: questions, ratings, verdicts, and the tallies of what is deleted by now.

This is the one place where they are added. Counts are always made anew from what is stored once each, so nothing can be
counted twice by a retry or lost by a crash. A rating belongs to the day and the agency of its question.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from congvu.accounts.models import Membership
from congvu.answering.models import Answer, Conversation, Question
from congvu.campaigns.models import Verdict
from congvu.common.clock import VIETNAM
from congvu.feedback.models import ActivityTally, Rating


@dataclass(frozen=True, slots=True)
class Activity:
    """What one person did while in one agency; agency None is a person of no agency."""

    agency_id: int | None
    user_id: int
    questions: int
    valid: int
    likes: int
    dislikes: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day in Việt Nam: accounts of the roster that day, people who asked, questions."""

    day: dt.date
    accounts: int
    users: int
    questions: int
    valid: int


_EVENTS = f"""
    SELECT q.agency_id, c.user_id, (q.asked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day,
           1 AS questions, 0 AS valid, 0 AS likes, 0 AS dislikes
      FROM {Question._meta.db_table} q JOIN {Conversation._meta.db_table} c ON c.id = q.conversation_id
     WHERE q.asked_at >= %(begin)s AND q.asked_at < %(end)s
    UNION ALL
    SELECT q.agency_id, r.user_id, (q.asked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 0, 0,
           r.liked::int, 1 - r.liked::int
      FROM {Rating._meta.db_table} r JOIN {Answer._meta.db_table} a ON a.id = r.answer_id
      JOIN {Question._meta.db_table} q ON q.id = a.question_id
     WHERE q.asked_at >= %(begin)s AND q.asked_at < %(end)s
    UNION ALL
    SELECT v.agency_id, v.user_id, v.day, 0, 1, 0, 0
      FROM {Verdict._meta.db_table} v WHERE v.rule = %(rule)s AND v.valid AND v.day BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT t.agency_id, t.user_id, t.day, t.questions, 0, t.likes, t.dislikes
      FROM {ActivityTally._meta.db_table} t WHERE t.day BETWEEN %(first)s AND %(last)s
"""  # noqa: S608  # names of our own tables
_SUMS = "sum(questions)::int, sum(valid)::int, sum(likes)::int, sum(dislikes)::int"


def activity(
    rule: str, first: dt.date, last: dt.date, agency_ids: list[int] | None = None, user_id: int | None = None
) -> list[Activity]:
    """Every person in every agency of that day, from ``first`` to ``last``, both included; one statement.

    Of some agencies or of one person only, if given.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT agency_id, user_id, {_SUMS} FROM ({_EVENTS}) e
             WHERE (%(agencies)s::bigint[] IS NULL OR agency_id = ANY(%(agencies)s::bigint[]))
               AND (%(user)s::bigint IS NULL OR user_id = %(user)s::bigint)
             GROUP BY agency_id, user_id
            """,  # noqa: S608
            {**_values(rule, first, last), "agencies": agency_ids, "user": user_id},
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
                FROM ({_EVENTS}) e
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
            {**_values(rule, first, last), "agencies": agency_ids, "user": user_id},
        )
        return [DayFigures(*row) for row in cursor.fetchall()]


def _values(rule: str, first: dt.date, last: dt.date) -> dict[str, Any]:
    return {
        "rule": rule,
        "first": first,
        "last": last,
        "begin": dt.datetime.combine(first, dt.time(), VIETNAM),
        "end": dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), VIETNAM),
    }
