"""Retention: what is too old is gone, what is not stays, and the counts add up before and after."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Sum

from congvu.accounts.models import Membership, SamlExchange, SignOnSession, UsedToken
from congvu.answering.models import Answer, AnswerBlock, Citation, Conversation, Question
from congvu.common.clock import VIETNAM, now, today
from congvu.common.models import AuditEvent
from congvu.feedback.actions import rate
from congvu.feedback.models import ActivityTally, Rating
from congvu.privacy import actions
from congvu.privacy.tasks import purge_old_conversations
from tests.factories import People
from tests.integration.privacy.conftest import Asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thirty_days(settings: Any) -> None:
    settings.CONGVU_KEEP_CONVERSATIONS_DAYS = 30


def test_old_questions_go_with_everything_made_of_them(people: People, asked: Asked) -> None:
    old, new = asked(people.alice, "câu hỏi cũ", days=31), asked(people.alice, "câu hỏi mới", days=29)
    rate(people.alice, old, False, ["wrong"], "sai rồi")
    expected = actions.would_purge()
    assert Question.objects.count() == 2, "counting deletes nothing"
    done = actions.purge()
    assert done.deleted == expected.deleted
    assert done.people == expected.people == 1
    assert done.deleted.data() == {"conversations": 1, "questions": 1, "ratings": 1}
    assert Question.objects.get() == new.question
    assert Conversation.objects.count() == Answer.objects.count() == Citation.objects.count() == 1
    assert AnswerBlock.objects.get().answer == new
    assert not Rating.objects.exists()


def test_the_event_has_counts_only_and_a_purge_of_nothing_has_none(people: People, asked: Asked) -> None:
    asked(people.alice, "câu hỏi cũ", days=31)
    actions.purge()
    event = AuditEvent.objects.get(action="privacy.purged")
    assert set(event.detail) == {"before", "people", "conversations", "questions", "ratings"}
    assert (event.object_id, event.actor_id) == ("", "")
    assert actions.purge().deleted.questions == 0
    assert AuditEvent.objects.filter(action="privacy.purged").count() == 1


def test_a_conversation_that_goes_on_keeps_no_words_of_what_is_gone(people: People, asked: Asked) -> None:
    first = asked(people.alice, "nghỉ ốm fép năm", days=40)
    later = asked(people.alice, "thế còn thai sản", days=3, conversation=first.question.conversation)
    Answer.objects.filter(pk=later.pk).update(
        versions={"congvu": "1", "resolved_question": "thế còn thai sản; nghỉ ốm fép năm", "reading_notes": "1"}
    )
    AnswerBlock.objects.create(answer=later, ordinal=0, kind="note", text="“fép” đọc là “phép”")
    used = Conversation.objects.get().updated_at
    assert actions.would_purge().deleted == actions.purge().deleted
    conversation = Conversation.objects.get()
    assert (conversation.title, conversation.updated_at) == ("thế còn thai sản", used)
    later.refresh_from_db()
    assert later.versions == {"congvu": "1"}
    assert [block.kind for block in later.blocks.all()] == ["lead"]


def test_counts_stay_with_the_person_and_the_agency_of_that_day(people: People, asked: Asked) -> None:
    liked, other = asked(people.alice, "một", days=31), asked(people.alice, "hai", days=31)
    rate(people.alice, liked, True)
    rate(people.alice, other, False, ["wrong"])
    Membership.objects.filter(user=people.alice).update(agency=people.south)
    moved = asked(people.alice, "ba", days=31)
    asked(people.eve, "không thuộc đơn vị nào", days=31)
    day = moved.question.asked_at.astimezone(VIETNAM).date()
    actions.purge()
    columns = ("user__username", "agency__code", "day", "questions", "likes", "dislikes")
    assert set(ActivityTally.objects.values_list(*columns)) == {
        ("alice", "so-bac", day, 2, 1, 1),
        ("alice", "so-nam", day, 1, 0, 0),
        ("eve", None, day, 1, 0, 0),
    }


def test_a_second_purge_adds_to_the_counts_of_a_day(people: People, asked: Asked, settings: Any) -> None:
    asked(people.alice, "một", days=31)
    actions.purge()
    asked(people.alice, "hai", days=31)
    actions.purge()
    assert [tally.questions for tally in ActivityTally.objects.all()] == [2]


def test_the_day_of_a_count_is_the_one_in_viet_nam(people: People, asked: Asked) -> None:
    answer = asked(people.alice, "nửa đêm")
    late = dt.datetime(2026, 3, 1, 18, 30, tzinfo=dt.UTC)  # 01:30 on the second
    Question.objects.filter(pk=answer.question_id).update(asked_at=late)
    actions.purge()
    assert ActivityTally.objects.get().day == dt.date(2026, 3, 2)


def test_nothing_is_lost_between_batches(people: People, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    for user in (people.alice, people.bob):
        for number in range(3):
            rate(user, asked(user, f"câu {number}", days=31 + number), True)
    done = actions.purge()
    assert (done.people, done.deleted.questions, done.deleted.ratings) == (2, 6, 6)
    assert AuditEvent.objects.filter(action="privacy.purged").count() == 3
    assert ActivityTally.objects.aggregate(n=Sum("questions"), likes=Sum("likes")) == {"n": 6, "likes": 6}
    assert today() > max(ActivityTally.objects.values_list("day", flat=True))


def test_what_has_expired_goes_too(people: People) -> None:
    live, dead = SessionStore(), SessionStore()
    for store in (live, dead):
        store.create()
    before = now() - dt.timedelta(minutes=1)
    Session.objects.filter(session_key=dead.session_key).update(expire_date=before)
    for key in (live.session_key, dead.session_key):
        SignOnSession.objects.create(session_key=key, user=people.alice, provider="p", issuer="i", subject="s")
    for name, at in (("live", now() + dt.timedelta(minutes=1)), ("dead", before)):
        SamlExchange.objects.create(request_id=name, provider="p", purpose="sign_in", expires_at=at, said={"a": 1})
        UsedToken.objects.create(issuer="i", token_id=name, expires_at=at)
    actions.purge()
    assert [row.session_key for row in Session.objects.all()] == [live.session_key]
    assert [row.session_key for row in SignOnSession.objects.all()] == [live.session_key]
    assert [row.request_id for row in SamlExchange.objects.all()] == ["live"]
    assert [row.token_id for row in UsedToken.objects.all()] == ["live"]


def test_the_worker_purges_every_day(people: People, asked: Asked) -> None:
    from procrastinate.contrib.django import app

    asked(people.alice, "câu hỏi cũ", days=31)
    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert crons["congvu.privacy.tasks.purge_old_conversations"] == "20 19 * * *"
    purge_old_conversations(timestamp=0)
    assert not Question.objects.exists()
