"""Applying the rule to the rows: verdicts for new questions, and everybody's anew.

A person is judged as a whole, under the lock that asking takes, so that two runs at once leave what one would. What a
person decided on appeal stays decided. Nothing changes the verdict of a question whose words are deleted.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from congvu.accounts.models import User
from congvu.answering.models import Question
from congvu.campaigns.models import Campaign, Seen, Verdict
from congvu.campaigns.rules import RULES, Asked, Reason
from congvu.campaigns.rules.engine import judge_person
from congvu.campaigns.rules.types import First
from congvu.common.clock import VIETNAM, now

PATIENCE = dt.timedelta(minutes=10)
"""A question whose answer takes longer is judged without it; it is judged again once its answer was seen."""


def judge_new() -> int:
    """Judge everybody who asked or looked at an answer since they were judged last; how many people."""
    people = 0
    for rule, since in rules_in_use().items():
        waiting = sorted(_waiting(rule, since))
        judge_people(waiting, rule)
        people += len(waiting)
    return people


def recount(rule: str) -> int:
    """Judge everybody anew, exactly as if all had been judged at once; how many people."""
    asking = User.objects.filter(conversations__isnull=False).distinct().order_by("pk")
    everybody = list(asking.values_list("pk", flat=True))
    judge_people(everybody, rule)
    return len(everybody)


def judge_people(user_ids: Sequence[int], rule: str) -> None:
    """Judge these people; first all their texts become known, so that the order in which they come does not matter."""
    for user_id in user_ids:
        _make_known(user_id, rule)
    for user_id in user_ids:
        _judge(user_id, rule)


def forget_likeness() -> int:
    """Verdicts whose question is deleted keep nothing that was made of its words; how many let go."""
    still = Question.objects.filter(pk=OuterRef("question"))
    return Verdict.objects.filter(likeness__isnull=False).exclude(Exists(still)).update(likeness=None)


def rules_in_use() -> dict[str, dt.date]:
    """Rules of campaigns that run, and since which day."""
    found: dict[str, dt.date] = {}
    for rule, since in Campaign.objects.filter(state=Campaign.State.OPEN).values_list("rule", "starts_on"):
        found[rule] = min(since, found.get(rule, since))
    return found


def _waiting(rule: str, since: dt.date) -> set[int]:
    judged = Verdict.objects.filter(question=OuterRef("pk"), rule=rule)
    seen = Seen.objects.filter(question=OuterRef("pk"))
    ready = Q(answer__finished_at__isnull=False) | Q(asked_at__lt=now() - PATIENCE)
    begin = dt.datetime.combine(since, dt.time(), VIETNAM)
    questions = Question.objects.filter(ready, asked_at__gte=begin).filter(
        ~Exists(judged) | (Exists(judged.filter(reason=Reason.UNSEEN.value, valid=False)) & Exists(seen))
    )
    return set(questions.values_list("conversation__user_id", flat=True))


def _stream(user_id: int) -> list[Asked]:
    seen = Exists(Seen.objects.filter(question=OuterRef("pk")))
    rows = (
        Question.objects.filter(conversation__user_id=user_id)
        .annotate(was_seen=seen)
        .order_by("asked_at", "pk")
        .values_list("pk", "agency_id", "asked_at", "text", "answer__status", "was_seen")
    )
    return [
        Asked(pk, user_id, agency, at.timestamp(), text, status or "pending", was_seen)
        for pk, agency, at, text, status, was_seen in rows
    ]


def _make_known(user_id: int, rule: str) -> None:
    known = set(Verdict.objects.filter(user_id=user_id, rule=rule).values_list("question", flat=True))
    new = [asked for asked in _stream(user_id) if asked.id not in known]
    Verdict.objects.bulk_create(
        [_verdict(asked, rule, Reason.UNSEEN.value, RULES[rule].sign(asked.text).likeness) for asked in new],
        ignore_conflicts=True,
        batch_size=1000,
    )


@transaction.atomic
def _judge(user_id: int, rule: str) -> None:
    list(User.objects.select_for_update(no_key=True).filter(pk=user_id).values_list("pk"))
    stream = _stream(user_id)
    signatures = [RULES[rule].sign(asked.text) for asked in stream]
    firsts = _firsts({signature.likeness for signature in signatures}, rule)
    overruled = set(
        Verdict.objects.filter(user_id=user_id, rule=rule, overruled=True).values_list("question", flat=True)
    )

    def others(other: int) -> list[tuple[float, frozenset[str]]]:
        return [(asked.at, RULES[rule].sign(asked.text).bag) for asked in _stream(other)]

    verdicts = []
    judged = judge_person(RULES[rule], stream, signatures, firsts.get, others)
    for asked, told in zip(stream, judged, strict=True):
        verdict = _verdict(asked, rule, told.reason, told.likeness)
        verdict.overruled = asked.id in overruled
        verdict.valid = verdict.valid or verdict.overruled
        verdicts.append(verdict)
    Verdict.objects.bulk_create(
        verdicts,
        update_conflicts=True,
        unique_fields=["question", "rule"],
        update_fields=["valid", "reason", "likeness"],
        batch_size=1000,
    )


def _verdict(asked: Asked, rule: str, reason: str, likeness: int) -> Verdict:
    at = dt.datetime.fromtimestamp(asked.at, dt.UTC)
    return Verdict(
        question=str(asked.id),
        rule=rule,
        user_id=asked.user,
        agency_id=asked.agency,
        day=at.astimezone(VIETNAM).date(),
        asked_at=at,
        valid=not reason,
        reason=reason,
        likeness=likeness,
    )


def _firsts(likenesses: Collection[int], rule: str) -> dict[int, First]:
    """Who asked each of these first, in every agency; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT DISTINCT ON (likeness, agency_id) likeness, agency_id, extract(epoch FROM asked_at)::float8, user_id
            FROM {Verdict._meta.db_table}
            WHERE rule = %s AND likeness = ANY(%s)
            ORDER BY likeness, agency_id, asked_at, user_id
            """,  # noqa: S608  # the name of a table of ours
            [rule, list(likenesses)],
        )
        rows = cursor.fetchall()
    agencies: dict[int, dict[int | None, tuple[float, int]]] = defaultdict(dict)
    for likeness, agency, at, user in rows:
        agencies[likeness][agency] = (at, user)
    return {likeness: First(min(entries.values()), entries) for likeness, entries in agencies.items()}
