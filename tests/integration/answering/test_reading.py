"""What was answered is read again under the rights of the moment."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.answering.actions import ask, produce
from congvu.answering.models import Answer, AnswerBlock, Citation
from congvu.answering.queries import answer_for, answer_payload, answer_view, turns_of
from congvu.corpus.models import Document
from tests.integration.answering.conftest import DISABLED

pytestmark = pytest.mark.django_db


def answered(user: User) -> Answer:
    answer = ask(user, DISABLED)
    list(produce(answer.pk, pause=lambda _seconds: None))
    answer.refresh_from_db()
    return answer


@pytest.mark.parametrize("loss", ["withdrawn", "moved"])
def test_a_source_that_may_no_longer_be_read_is_withheld_at_the_next_read(
    alice: User, law: Document, loss: str
) -> None:
    answer = answered(alice)
    before = answer_payload(answer, viewer_for(alice))
    quote = before["citations"][0]["quote"]
    if loss == "withdrawn":
        Document.objects.filter(pk=law.pk).update(withdrawn_at=timezone.now())
    else:
        Document.objects.filter(pk=law.pk).update(access=["a:999999"])
    after = answer_payload(answer, viewer_for(alice))
    assert after["citations"] == [{"n": 1, "document": None, "unit": None, "quote": None, "url": None}]
    whole = json.dumps(after, ensure_ascii=False)
    assert quote.splitlines()[0] not in whole
    assert law.title not in whole
    assert any("no longer available" in block["text"] for block in after["blocks"])
    events = json.dumps([e.data() for e in produce(answer.pk)], ensure_ascii=False)
    assert quote.splitlines()[0] not in events
    assert law.title not in events


def test_rights_given_back_show_the_quote_again(alice: User, law: Document) -> None:
    answer = answered(alice)
    before = answer_payload(answer, viewer_for(alice))
    Document.objects.filter(pk=law.pk).update(withdrawn_at=timezone.now())
    Document.objects.filter(pk=law.pk).update(withdrawn_at=None)
    assert answer_payload(answer, viewer_for(alice)) == before


def test_a_quote_whose_text_changed_underneath_is_not_shown(alice: User, law: Document) -> None:
    answer = answered(alice)
    Citation.objects.filter(answer=answer).update(quote_hash="0" * 64)
    assert answer_view(answer, viewer_for(alice)).citations[0].available is False


def test_the_history_tells_questions_and_answers_in_order(alice: User, law: Document) -> None:
    first = answered(alice)
    second = ask(alice, "thế còn khoản 2?", conversation=first.question.conversation)
    turns = turns_of(viewer_for(alice), first.question.conversation)
    assert [t.question.text for t in turns] == [DISABLED, "thế còn khoản 2?"]
    assert [t.view.finished for t in turns] == [True, False]
    assert turns[1].answer == second


def test_an_answer_is_read_in_three_statements_however_many_blocks_it_has(
    alice: User, law: Document, django_assert_num_queries: Any
) -> None:
    viewer = viewer_for(alice)
    answer = answer_for(viewer, answered(alice).pk)
    assert AnswerBlock.objects.filter(answer=answer).count() >= 2
    with django_assert_num_queries(3):
        answer_payload(answer, viewer)

def test_what_a_follow_up_was_read_with_goes_with_the_rights(alice: User, law: Document) -> None:
    """The name of a document that a follow-up was completed with is neither told again nor carried on."""
    first = answered(alice)
    talk = first.question.conversation
    second = ask(alice, "thế còn khoản 3?", conversation=talk)
    list(produce(second.pk, pause=lambda _seconds: None))
    second.refresh_from_db()
    assert law.number in answer_payload(second, viewer_for(alice))["versions"]["resolved_question"]
    Document.objects.filter(pk=law.pk).update(access=["a:999999"])
    assert law.number not in json.dumps(answer_payload(second, viewer_for(alice)))
    third = ask(alice, "thế còn người cao tuổi thì sao?", conversation=talk)
    events = [e.data() for e in produce(third.pk, pause=lambda _seconds: None)]
    assert law.number not in json.dumps(events, ensure_ascii=False)
    assert "thế còn khoản 3" in json.dumps(events, ensure_ascii=False), "what was typed is carried on"


def test_documents_offered_when_asking_back_go_with_the_rights(alice: User, law: Document) -> None:
    answered(alice)
    asked_back = ask(alice, "Điều 2 nói gì?")
    list(produce(asked_back.pk, pause=lambda _seconds: None))
    asked_back.refresh_from_db()
    assert law.title in json.dumps(answer_payload(asked_back, viewer_for(alice)), ensure_ascii=False)
    Document.objects.filter(pk=law.pk).update(withdrawn_at=timezone.now())
    after = answer_payload(asked_back, viewer_for(alice))
    assert law.title not in json.dumps(after, ensure_ascii=False)
    assert any("no longer available" in block["text"] for block in after["blocks"])
