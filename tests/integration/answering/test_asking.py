from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from django.db import connection

from congvu.accounts.models import Agency, User
from congvu.accounts.queries import viewer_for
from congvu.answering import queries
from congvu.answering.actions import ask
from congvu.answering.models import Answer, AnswerBlock, Conversation, Question
from congvu.answering.types import AnswerStatus
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_a_question_and_its_pending_answer_are_rows_with_the_agency_of_the_day(alice: User, agency: Agency) -> None:
    answer = ask(alice, "  Nghỉ hằng năm\u200b bao nhiêu ngày?  ")
    question = answer.question
    assert question.text == "Nghỉ hằng năm bao nhiêu ngày?"
    assert question.agency == agency
    assert answer.status == AnswerStatus.PENDING
    assert question.conversation.title == question.text


def test_a_second_question_joins_the_conversation_and_moves_it_up(alice: User) -> None:
    older = ask(alice, "câu hỏi cũ").question.conversation
    newer = ask(alice, "câu hỏi mới").question.conversation
    ask(alice, "thêm một câu", conversation=older)
    listed = list(queries.conversations_for(viewer_for(alice)))
    assert [c.pk for c in listed] == [older.pk, newer.pk]
    assert [c.question_count for c in listed] == [2, 1]


def test_conversations_of_the_same_moment_keep_one_order_from_page_to_page(alice: User) -> None:
    made = [ask(alice, f"câu hỏi số {number}").question.conversation for number in range(12)]
    Conversation.objects.update(updated_at=now())
    listed = queries.conversations_for(viewer_for(alice))
    assert listed.ordered
    pages = [conversation.pk for start in range(0, 12, 5) for conversation in listed[start : start + 5]]
    assert pages == sorted(conversation.pk for conversation in made)


def test_the_same_token_gives_the_same_answer_and_no_second_conversation(alice: User) -> None:
    token = uuid.uuid4()
    first = ask(alice, "một câu", token=token)
    again = ask(alice, "một câu", token=token)
    assert again == first
    assert Conversation.objects.count() == Question.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_posts_at_once_with_one_token_are_one_question(alice: User) -> None:
    token, answers = uuid.uuid4(), []
    barrier = threading.Barrier(2)

    def post() -> None:
        barrier.wait()
        try:
            answers.append(ask(alice, "một câu", token=token).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == 2
    assert len(set(answers)) == 1
    assert Question.objects.count() == 1


def test_one_persons_token_never_leads_to_anothers_answer(alice: User, charlie: User) -> None:
    token = uuid.uuid4()
    assert ask(alice, "một câu", token=token) != ask(charlie, "một câu", token=token)


def test_someone_elses_conversation_is_not_found(alice: User, charlie: User) -> None:
    conversation = ask(alice, "của alice").question.conversation
    with pytest.raises(NotAllowedError):
        ask(charlie, "chen vào", conversation=conversation)
    assert not Conversation.objects.visible_to(viewer_for(charlie)).filter(pk=conversation.pk).exists()
    with pytest.raises(NotAllowedError):
        queries.answer_for(viewer_for(charlie), Answer.objects.get().pk)
    with pytest.raises(NotAllowedError):
        queries.answer_payload(Answer.objects.get(), viewer_for(charlie))


def test_an_account_that_is_off_cannot_ask(alice: User) -> None:
    alice.is_active = False
    alice.save()
    with pytest.raises(NotAllowedError):
        ask(alice, "một câu")


@pytest.mark.parametrize("text", ["", "\x00", "a" * 10_000])
def test_what_is_no_question_leaves_no_row(alice: User, text: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        ask(alice, text)
    assert caught.value.hint
    assert not Question.objects.exists()
    assert not Conversation.objects.exists()


def test_markup_is_kept_as_the_text_it_is(alice: User) -> None:
    typed = "<script>alert(1)</script> nghỉ phép?"
    assert ask(alice, typed).question.text == typed


def everything_stored() -> str:
    rows: list[Any] = [
        *Question.objects.values_list("text", flat=True),
        *Conversation.objects.values_list("title", flat=True),
        *AnswerBlock.objects.values_list("text", flat=True),
        *Answer.objects.values_list("versions", flat=True),
        *AuditEvent.objects.values_list("detail", flat=True),
    ]
    return str(rows)


def test_a_state_secret_is_refused_at_once_and_no_word_of_it_is_stored(alice: User) -> None:
    answer = ask(alice, "Tóm tắt giúp tôi văn bản đóng dấu MẬT này: kế hoạch Alpha-77")
    assert answer.status == AnswerStatus.REFUSED_SECRET
    assert answer.finished_at is not None
    assert "Alpha" not in everything_stored()
    event = AuditEvent.objects.get(action="question.refused")
    assert (event.outcome, event.object_id) == ("refused", str(answer.pk))
    assert audit.verify().intact


def test_asking_is_audited_without_the_words(alice: User) -> None:
    answer = ask(alice, "bí danh Omega nghỉ phép")
    event = AuditEvent.objects.get(action="question.asked")
    assert (event.actor_id, event.object_id, event.detail) == (str(alice.pk), str(answer.pk), {})
