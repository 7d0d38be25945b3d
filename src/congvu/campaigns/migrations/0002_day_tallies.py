"""Sums of each person and day, kept by the database itself: whatever writes or deletes a question, a rating or a
verdict changes its tally in the same transaction, so the two cannot come apart by a crash or a retry."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_TALLY = "campaigns_daytally"
_KEY = "user_id, agency_id, day, rule"
_QUESTIONS = """
    SELECT c.user_id, q.agency_id, (q.asked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, '' AS rule,
           {sign} AS questions, 0 AS valid, 0 AS likes, 0 AS dislikes
      FROM {rows} q JOIN answering_conversation c ON c.id = q.conversation_id
"""
_RATINGS = """
    SELECT r.user_id, q.agency_id, (q.asked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, '' AS rule,
           0 AS questions, 0 AS valid, {sign} * r.liked::int AS likes, {sign} * (1 - r.liked::int) AS dislikes
      FROM {rows} r JOIN answering_answer a ON a.id = r.answer_id JOIN answering_question q ON q.id = a.question_id
"""
_RATINGS_MOVED = """
    SELECT r.user_id, q.agency_id, (q.asked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, '' AS rule,
           0 AS questions, 0 AS valid, {sign} * r.liked::int AS likes, {sign} * (1 - r.liked::int) AS dislikes
      FROM {rows} q JOIN answering_answer a ON a.question_id = q.id JOIN feedback_rating r ON r.answer_id = a.id
"""
_VERDICTS = """
    SELECT v.user_id, v.agency_id, v.day, v.rule, 0 AS questions, {sign} AS valid, 0 AS likes, 0 AS dislikes
      FROM {rows} v WHERE v.valid
"""
_TABLES = {
    "answering_question": ((_QUESTIONS,), (_QUESTIONS, _RATINGS_MOVED)),
    "feedback_rating": ((_RATINGS,), (_RATINGS,)),
    "campaigns_verdict": ((_VERDICTS,), (_VERDICTS,)),
}
"""For each table what a row of it adds to the tallies: when it comes or goes, and when it changes."""
_SIGNS = {"insert": {"new_rows": 1}, "update": {"old_rows": -1, "new_rows": 1}, "delete": {"old_rows": -1}}


def _function(table: str, what: str) -> str:
    """A trigger per statement: many rows at once cost one addition per person and day."""
    queries = _TABLES[table][what == "update"]
    signs = _SIGNS[what]
    changes = " UNION ALL ".join(q.format(rows=rows, sign=sign) for rows, sign in signs.items() for q in queries)
    name = f"congvu_tally_{table}_{what}"
    transition = " ".join(f"{rows.partition('_')[0].upper()} TABLE AS {rows}" for rows in signs)
    empty = f"""
    DELETE FROM {_TALLY} t USING (SELECT DISTINCT {_KEY} FROM ({changes}) x) k
     WHERE t.user_id = k.user_id AND t.agency_id IS NOT DISTINCT FROM k.agency_id AND t.day = k.day AND t.rule = k.rule
       AND t.questions = 0 AND t.valid = 0 AND t.likes = 0 AND t.dislikes = 0;
    """
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {_TALLY} AS t ({_KEY}, questions, valid, likes, dislikes)
    SELECT {_KEY}, sum(questions), sum(valid), sum(likes), sum(dislikes) FROM ({changes}) x
     GROUP BY {_KEY}
    HAVING sum(questions) <> 0 OR sum(valid) <> 0 OR sum(likes) <> 0 OR sum(dislikes) <> 0
     ORDER BY {_KEY}
    ON CONFLICT (rule, day, user_id, agency_id) DO UPDATE SET
        questions = t.questions + excluded.questions, valid = t.valid + excluded.valid,
        likes = t.likes + excluded.likes, dislikes = t.dislikes + excluded.dislikes;
    {"" if what == "insert" else empty}
    RETURN NULL;
END $$;
CREATE TRIGGER day_tally_{what} AFTER {what.upper()} ON {table} REFERENCING {transition}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


_FIRST = " UNION ALL ".join(
    adds[0].format(rows=table, sign=1) for table, (adds, _changes) in _TABLES.items()
)
MAKE = "".join(_function(table, what) for table in _TABLES for what in _SIGNS) + f"""
INSERT INTO {_TALLY} ({_KEY}, questions, valid, likes, dislikes)
SELECT {_KEY}, sum(questions), sum(valid), sum(likes), sum(dislikes) FROM ({_FIRST}) x GROUP BY {_KEY};
CREATE STATISTICS congvu_day_tally_people (ndistinct) ON agency_id, user_id FROM {_TALLY};
"""
REMOVE = "DROP STATISTICS congvu_day_tally_people;" + "".join(
    f"DROP TRIGGER day_tally_{what} ON {table}; DROP FUNCTION congvu_tally_{table}_{what}();"
    for table in _TABLES
    for what in _SIGNS
)


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_initial"),
        ("accounts", "0009_notice"),
        ("answering", "0002_answer_names"),
        ("feedback", "0002_activity_tally"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("rule", models.CharField(blank=True, max_length=8)),
                ("questions", models.IntegerField(default=0)),
                ("valid", models.IntegerField(default=0)),
                ("likes", models.IntegerField(default=0)),
                ("dislikes", models.IntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="daytally",
            constraint=models.UniqueConstraint(
                fields=("rule", "day", "user", "agency"),
                include=("questions", "valid", "likes", "dislikes"),
                name="day_tally_once",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(MAKE, REMOVE),
        migrations.AddIndex(
            model_name="verdict",
            index=models.Index(
                condition=models.Q(("valid", False)),
                fields=["rule", "day", "reason", "user", "agency"],
                name="verdict_not_counted",
            ),
        ),
    ]
