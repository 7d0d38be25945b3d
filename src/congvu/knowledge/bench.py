"""Many experts take and settle many cases at once: whether any is lost or answered twice, and how long it takes.

Makes rows of its own, which stay: for a data folder made for it.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import connection

from congvu.accounts.models import RoleGrant, User, WorkField
from congvu.accounts.types import Role
from congvu.answering.models import Answer, Conversation, Question
from congvu.answering.types import AnswerStatus
from congvu.common.clock import now, today
from congvu.common.ids import new_id
from congvu.knowledge.actions import claim_next, close
from congvu.knowledge.models import Case, CaseEvent, Signal
from congvu.knowledge.opening import key_of
from congvu.knowledge.types import CaseState, Origin

Page = Callable[[User, Case], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Result:
    """``lost``: cases that nobody settled; ``doubled``: taken or settled more than once; times in milliseconds."""

    cases: int
    experts: int
    lost: int
    doubled: int
    seconds: float
    take_p50_ms: float
    take_p95_ms: float
    pages_p50_ms: dict[str, float]


def bench_cases(cases: int, experts: int, pages: Page | None = None, think_s: float = 0.0) -> Result:
    """``pages`` opens the pages of a case as an expert and gives how long each took, in milliseconds; then the expert
    thinks for about ``think_s`` seconds before the case is settled. Without thinking everybody presses at every moment.
    """
    tag = new_id(6)
    field = WorkField.objects.create(code=f"do-{tag}", name=f"Đo {tag}")
    people = [_expert(field, f"do-{tag}-{n}") for n in range(experts)]
    made = _cases(field, people[0], cases, tag)
    takes: list[float] = []
    seen: dict[str, list[float]] = {}
    begun = time.perf_counter()

    def work(user: User) -> None:
        try:
            time.sleep(think_s * random.random())  # noqa: S311  # not all in the same moment
            while True:
                start = time.perf_counter()
                case = claim_next(user)
                if case is None:
                    return
                takes.append((time.perf_counter() - start) * 1000)
                if pages is not None:
                    for name, milliseconds in pages(user, case).items():
                        seen.setdefault(name, []).append(milliseconds)
                time.sleep(think_s * random.uniform(0.5, 1.5))  # noqa: S311  # people, not secrets
                close(case, user, "Đo")
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=experts) as pool:
        list(pool.map(work, people))
    seconds = time.perf_counter() - begun
    events = CaseEvent.objects.filter(case__in=made, what__in=("claimed", "settled")).values_list("case", "what")
    counted = Counter(events)
    return Result(
        cases,
        experts,
        Case.objects.filter(pk__in=made).exclude(state=CaseState.SETTLED).count(),
        sum(times > 1 for times in counted.values()),
        round(seconds, 2),
        round(statistics.median(takes), 1),
        round(sorted(takes)[int(0.95 * (len(takes) - 1))], 1),
        {name: round(statistics.median(times), 1) for name, times in sorted(seen.items())},
    )


def _expert(field: WorkField, name: str) -> User:
    user = User.objects.create_user(name, None, full_name=name)
    RoleGrant.objects.create(user=user, role=Role.EXPERT, field=field)
    return user


def _cases(field: WorkField, asker: User, count: int, tag: str) -> list[int]:
    """Open cases, each about a question of its own."""
    moment, due = now(), today() + dt.timedelta(days=7)
    conversation = Conversation.objects.create(user=asker, title=tag)
    questions = Question.objects.bulk_create(
        Question(conversation=conversation, text=f"Câu hỏi {tag} số {n}?", on=today()) for n in range(count)
    )
    answers = Answer.objects.bulk_create(
        Answer(question=question, status=AnswerStatus.NO_EVIDENCE, finished_at=moment) for question in questions
    )
    cases = Case.objects.bulk_create(
        Case(key=key_of(question.text), field=field, origin=Origin.SAMPLE, opened_at=moment, due_on=due)
        for question in questions
    )
    Signal.objects.bulk_create(
        Signal(case=case, origin=Origin.SAMPLE, answer=answer, at=moment)
        for case, answer in zip(cases, answers, strict=True)
    )
    return [case.pk for case in cases]
