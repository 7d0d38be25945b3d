"""Many experts at once: no case is lost, none is taken or settled twice."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from congvu.accounts.models import RoleGrant, User, WorkField
from congvu.accounts.types import Role
from congvu.answering.models import Answer, Conversation, Question
from congvu.common.clock import now, today
from congvu.common.errors import InvalidInputError
from congvu.knowledge.actions import claim
from congvu.knowledge.bench import bench_cases
from congvu.knowledge.models import Case, CaseEvent
from congvu.knowledge.opening import open_case
from congvu.knowledge.types import Origin

pytestmark = pytest.mark.django_db(transaction=True)


def test_forty_experts_settle_every_case_once() -> None:
    result = bench_cases(60, 40)
    assert (result.lost, result.doubled) == (0, 0)
    assert set(Counter(CaseEvent.objects.values_list("what", flat=True)).values()) == {60}


def test_one_case_that_many_want_is_taken_by_one() -> None:
    field = WorkField.objects.create(code="f", name="F")
    case = Case.objects.create(field=field, origin=Origin.SAMPLE, opened_at=now(), due_on=today())
    people = [User.objects.create_user(f"chuyen-gia-{n}") for n in range(20)]
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=Role.EXPERT, field=field) for user in people)
    together = threading.Barrier(len(people))

    def want(user: User) -> bool:
        try:
            together.wait(30)
            claim(case, user)
        except InvalidInputError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(people)) as pool:
        assert list(pool.map(want, people)).count(True) == 1
    assert CaseEvent.objects.filter(what="claimed").count() == 1


def test_the_same_question_from_many_at_once_is_one_case() -> None:
    users = [User.objects.create_user(f"can-bo-{n}") for n in range(12)]
    answers = []
    for user in users:
        conversation = Conversation.objects.create(user=user, title="t")
        question = Question.objects.create(conversation=conversation, text="Nghỉ mấy ngày?", on=today())
        answers.append(Answer.objects.create(question=question, status="no_evidence", finished_at=now()))
    together = threading.Barrier(len(users))

    def open_it(number: int) -> int:
        try:
            together.wait(30)
            case = open_case(answers[number], Origin.ASKED, users[number])
            assert case is not None
            return case.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(len(users)) as pool:
        assert len(set(pool.map(open_it, range(len(users))))) == 1
    assert Case.objects.get().signals.count() == 12
