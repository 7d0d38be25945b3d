"""Proving that the tallies of the days equal the rows that they sum up, and mending them where they do not.

The tallies are kept by triggers (migration 0002), in the transaction that writes a question, a rating or a verdict: a
crash takes both back, a retry adds neither. This is the second way to the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from congvu.answering.models import Answer, Conversation, Question
from congvu.campaigns.models import DayTally, Verdict
from congvu.common import audit
from congvu.feedback.models import Rating

_TALLY = DayTally._meta.db_table
_DAY = "(q.asked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
_FROM_ROWS = f"""
    SELECT user_id, agency_id, day, rule, sum(questions)::int AS questions, sum(valid)::int AS valid,
           sum(likes)::int AS likes, sum(dislikes)::int AS dislikes
      FROM (
        SELECT c.user_id, q.agency_id, {_DAY} AS day, '' AS rule, 1 AS questions, 0 AS valid, 0 AS likes, 0 AS dislikes
          FROM {Question._meta.db_table} q JOIN {Conversation._meta.db_table} c ON c.id = q.conversation_id
        UNION ALL
        SELECT r.user_id, q.agency_id, {_DAY}, '', 0, 0, r.liked::int, 1 - r.liked::int
          FROM {Rating._meta.db_table} r JOIN {Answer._meta.db_table} a ON a.id = r.answer_id
          JOIN {Question._meta.db_table} q ON q.id = a.question_id
        UNION ALL
        SELECT v.user_id, v.agency_id, v.day, v.rule, 0, 1, 0, 0 FROM {Verdict._meta.db_table} v WHERE v.valid
      ) e GROUP BY user_id, agency_id, day, rule
"""  # noqa: S608  # names of our own tables
_APART = f"""
    SELECT coalesce(e.user_id, t.user_id) AS user_id, coalesce(e.agency_id, t.agency_id) AS agency_id,
           coalesce(e.day, t.day) AS day, coalesce(e.rule, t.rule) AS rule,
           coalesce(e.questions, 0) - coalesce(t.questions, 0) AS questions,
           coalesce(e.valid, 0) - coalesce(t.valid, 0) AS valid,
           coalesce(e.likes, 0) - coalesce(t.likes, 0) AS likes,
           coalesce(e.dislikes, 0) - coalesce(t.dislikes, 0) AS dislikes
      FROM ({_FROM_ROWS}) e
      FULL JOIN {_TALLY} t ON t.user_id = e.user_id AND coalesce(t.agency_id, 0) = coalesce(e.agency_id, 0)
       AND t.day = e.day AND t.rule = e.rule
     WHERE (coalesce(e.questions, 0), coalesce(e.valid, 0), coalesce(e.likes, 0), coalesce(e.dislikes, 0))
        IS DISTINCT FROM
           (coalesce(t.questions, 0), coalesce(t.valid, 0), coalesce(t.likes, 0), coalesce(t.dislikes, 0))
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Checked:
    """``rows`` tallies were compared with what they sum up; ``apart`` of them, or missing ones, are not equal."""

    rows: int
    apart: int


def check_tallies() -> Checked:
    """Compare every tally with the rows, in one statement, so that nothing changes between the two readings."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT count(*) FROM {_TALLY}), (SELECT count(*) FROM ({_APART}) x)"  # noqa: S608
        )
        rows, apart = cursor.fetchone()
    return Checked(rows, apart)


@transaction.atomic
def mend_tallies() -> int:
    """Make the tallies equal to the rows; how many were not. Nothing is asked or rated meanwhile (some seconds)."""
    tables = ", ".join(model._meta.db_table for model in (Question, Answer, Rating, Verdict))
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
        cursor.execute(
            f"""
            INSERT INTO {_TALLY} AS t (user_id, agency_id, day, rule, questions, valid, likes, dislikes)
            SELECT user_id, agency_id, day, rule, questions, valid, likes, dislikes FROM ({_APART}) x
            ON CONFLICT (rule, day, user_id, agency_id) DO UPDATE SET
              questions = t.questions + excluded.questions, valid = t.valid + excluded.valid,
              likes = t.likes + excluded.likes, dislikes = t.dislikes + excluded.dislikes
            """  # noqa: S608
        )
        mended = int(cursor.rowcount)
    DayTally.objects.filter(questions=0, valid=0, likes=0, dislikes=0).delete()
    if mended:
        audit.record("tallies.mended", outcome="ok", detail={"rows": mended})
    return mended
