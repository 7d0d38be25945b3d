"""Talks: which law is meant is asked back, and a long talk costs no more than a short one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congvu.accounts.models import User
from congvu.accounts.notice import accept
from congvu.accounts.queries import viewer_for
from congvu.answering.actions import ask, produce
from congvu.answering.forgetting import forget_questions
from congvu.answering.models import Answer, AnswerBlock, Conversation
from congvu.answering.queries import answer_payload
from congvu.answering.types import CHOICE
from congvu.corpus.models import Document
from congvu.retrieval import province, statistics, vectors
from tests.integration.answering.conftest import Supply

pytestmark = pytest.mark.django_db

DAY_S = 86_400.0
CIVIL = """LUẬT
TỐ TỤNG DÂN SỰ
Điều 1. Phạm vi điều chỉnh
Luật này quy định về thủ tục giải quyết vụ việc dân sự tại Tòa án.
Điều 2. Thời hạn kháng cáo
1. Thời hạn kháng cáo đối với bản án của Tòa án cấp sơ thẩm là 15 ngày, kể từ ngày tuyên án.
2. Đương sự vắng mặt thì thời hạn kháng cáo tính từ ngày nhận được bản án hoặc bản án được niêm yết.
"""
CRIMINAL = """LUẬT
TỐ TỤNG HÌNH SỰ
Điều 1. Phạm vi điều chỉnh
Luật này quy định trình tự, thủ tục khởi tố, điều tra, truy tố, xét xử vụ án hình sự.
Điều 2. Thời hạn kháng cáo
1. Thời hạn kháng cáo đối với bản án sơ thẩm là 10 ngày, kể từ ngày tuyên án hoặc từ ngày nhận được bản án.
2. Bị cáo, đương sự vắng mặt tại phiên tòa thì thời hạn kháng cáo tính từ ngày nhận được bản án.
"""
APPEAL = "Thời hạn kháng cáo là bao nhiêu ngày?"
CHOICES = [
    "Thời hạn kháng cáo là bao nhiêu ngày theo Luật Tố tụng hình sự?",
    "Thời hạn kháng cáo là bao nhiêu ngày theo Luật Tố tụng dân sự?",
]


@pytest.fixture
def two_laws(supply: Supply) -> tuple[Document, Document]:
    return (
        supply(CIVIL, number="92/2015/QH13", title="Luật Tố tụng dân sự"),
        supply(CRIMINAL, number="101/2015/QH13", title="Luật Tố tụng hình sự"),
    )


def answered(user: User, text: str, conversation: Conversation | None = None) -> Answer:
    answer = ask(user, text, conversation=conversation)
    for _event in produce(answer.pk, pause=lambda _seconds: None):
        pass
    answer.refresh_from_db()
    return answer


def offered(answer: Answer) -> list[str]:
    return list(AnswerBlock.objects.filter(answer=answer, kind=CHOICE).values_list("text", flat=True))


def test_where_two_laws_answer_each_is_offered_as_a_whole_question(alice: User, two_laws: tuple[Document, ...]) -> None:
    answer = answered(alice, APPEAL)
    assert sorted(offered(answer)) == sorted(CHOICES)
    assert answer_payload(answer, viewer_for(alice))["citations"], "the nearest provisions are quoted all the same"


@pytest.mark.parametrize("typed", [*CHOICES, "Thời hạn kháng cáo bản án dân sự là bao nhiêu ngày?"])
def test_a_question_that_says_which_is_not_asked_back(alice: User, two_laws: tuple[Document, ...], typed: str) -> None:
    answer = answered(alice, typed)
    assert offered(answer) == []
    wanted = "101/2015/QH13" if "hình sự" in typed else "92/2015/QH13"
    assert answer_payload(answer, viewer_for(alice))["citations"][0]["document"]["number"] == wanted


def test_one_law_alone_is_never_asked_back(alice: User, supply: Supply) -> None:
    supply(CIVIL, number="92/2015/QH13", title="Luật Tố tụng dân sự")
    assert offered(answered(alice, APPEAL)) == []


def test_choices_are_buttons_that_carry_the_talk_on(alice: User, two_laws: tuple[Document, ...]) -> None:
    accept(alice)
    client = Client()
    client.force_login(alice)
    first = answered(alice, APPEAL)
    page = client.get(reverse("chat:conversation", args=[first.question.conversation_id])).content.decode()
    assert page.count('name="text" value="Thời hạn kháng cáo là bao nhiêu ngày theo') == 2
    client.post(reverse("chat:ask"), {"text": CHOICES[0], "conversation": str(first.question.conversation_id)})
    last = Answer.objects.exclude(pk=first.pk).get()
    assert last.question.conversation_id == first.question.conversation_id
    assert answer_payload(last, viewer_for(alice))["citations"][0]["document"]["number"] == "101/2015/QH13"


def test_a_law_that_is_withdrawn_is_not_offered_any_more(alice: User, two_laws: tuple[Document, ...]) -> None:
    answer = answered(alice, APPEAL)
    Document.objects.filter(pk=two_laws[0].pk).update(access=[])
    texts = [block["text"] for block in answer_payload(answer, viewer_for(alice))["blocks"]]
    assert not any("dân sự" in text for text in texts)


def test_choices_made_of_an_earlier_question_go_with_it(alice: User, two_laws: tuple[Document, ...]) -> None:
    first = answered(alice, "Thời hạn kháng nghị là bao nhiêu ngày?")
    second = answered(alice, "thế còn kháng cáo thì sao?", first.question.conversation)
    assert second.versions["resolved_question"] == APPEAL
    assert offered(second)
    forget_questions([first.question_id])
    assert offered(second) == []


def test_a_question_after_a_hundred_costs_no_more_than_the_second(
    alice: User, law: Document, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What every process reads again after some seconds, whoever asks, is not read again in the middle.
    monkeypatch.setattr(province, "_REREAD_AFTER_S", DAY_S)
    monkeypatch.setattr(statistics, "_REREAD_AFTER_S", DAY_S)
    monkeypatch.setattr(vectors, "_ASK_AGAIN_S", DAY_S)
    monkeypatch.setattr(vectors, "_covered", {})
    first = answered(alice, "Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày?")
    conversation = first.question.conversation
    with CaptureQueriesContext(connection) as second:
        answered(alice, "thế còn khoản 3?", conversation)
    for number in range(98):
        answer = ask(alice, f"câu hỏi số {number}", conversation=conversation)
        Answer.objects.filter(pk=answer.pk).update(status="no_evidence", finished_at=answer.question.asked_at)
    answered(alice, "Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày?", conversation)
    with django_assert_max_num_queries(len(second)):
        last = answered(alice, "thế còn khoản 3?", conversation)
    assert last.versions["resolved_question"] == "thế còn khoản 3 Điều 2 Luật 45/2019/QH14?"
