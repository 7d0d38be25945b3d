"""Nobody asks before the notice: every way to store a question leads there first."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from congvu.accounts import notice
from congvu.accounts.models import NoticeAcceptance, User
from congvu.answering.models import Question
from congvu.common.models import AuditEvent
from tests.factories import People
from tests.web.conftest import Exchange, SignIn

pytestmark = pytest.mark.django_db


def newcomer(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent_to_the_notice(address: str) -> bool:
    return address.startswith(reverse("account:notice"))


@pytest.mark.parametrize("demo", [False, True])
def test_a_question_is_not_stored_before_the_notice_is_accepted(people: People, demo: bool) -> None:
    User.objects.filter(pk=people.alice.pk).update(is_demo=demo)
    client = newcomer(people.alice)
    sent = client.post(reverse("chat:ask"), {"text": "Nghỉ hằng năm bao nhiêu ngày?"})
    assert sent_to_the_notice(sent.headers["Location"])
    by_script = client.post(reverse("chat:ask"), {"text": "Nghỉ?"}, headers={"HX-Request": "true"})
    assert sent_to_the_notice(by_script.headers["HX-Redirect"])
    assert not Question.objects.exists()


def test_streams_and_ratings_wait_for_the_notice_too(people: People, exchange: Exchange) -> None:
    client = newcomer(people.alice)
    watched = reverse("chat:stream", args=[exchange.answer.pk])
    assert client.get(watched, headers={"Accept": "text/event-stream"}).status_code == 401
    rated = client.post(reverse("chat:rate", args=[exchange.answer.pk]), {"verdict": "like"})
    assert sent_to_the_notice(rated.headers["Location"])
    assert not exchange.answer.ratings.exists()


def test_the_notice_says_how_long_and_its_button_needs_no_script(people: People, settings: Any) -> None:
    settings.CONGVU_KEEP_CONVERSATIONS_DAYS = 1234
    client = newcomer(people.alice)
    page = client.get(reverse("account:notice")).content.decode()
    assert "1.234 ngày" in page
    assert '<form method="post">' in page
    assert client.post(reverse("account:notice"), {"next": "/"}).headers["Location"] == "/"
    kept = NoticeAcceptance.objects.get()
    assert (kept.user, kept.version, kept.days) == (people.alice, notice.VERSION, 1234)
    event = AuditEvent.objects.get(action="notice.accepted")
    assert (event.actor_id, event.detail) == (str(people.alice.pk), {"version": notice.VERSION, "days": 1234})


def test_accepting_twice_is_one_row_and_one_event(people: People) -> None:
    client = newcomer(people.alice)
    for _time in range(2):
        client.post(reverse("account:notice"))
    assert NoticeAcceptance.objects.count() == 1
    assert AuditEvent.objects.filter(action="notice.accepted").count() == 1


def test_a_new_wording_asks_again_in_the_same_session(
    people: People, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(people.alice)
    assert client.get("/").status_code == 200
    monkeypatch.setattr(notice, "VERSION", notice.VERSION + 1)
    assert sent_to_the_notice(client.get("/").headers["Location"])
    client.post(reverse("account:notice"))
    assert client.get("/").status_code == 200
    assert NoticeAcceptance.objects.filter(user=people.alice).count() == 2


@pytest.mark.parametrize(("days", "asked_again"), [(364, False), (366, True)])
def test_only_a_longer_period_asks_again(
    people: People, sign_in: SignIn, settings: Any, days: int, asked_again: bool
) -> None:
    client = sign_in(people.alice)
    assert client.get("/").status_code == 200
    settings.CONGVU_KEEP_CONVERSATIONS_DAYS = days
    assert (client.get("/").status_code == 302) == asked_again


def test_who_accepted_an_older_wording_is_asked(people: People) -> None:
    from congvu.common.clock import now

    NoticeAcceptance.objects.create(user=people.alice, version=notice.VERSION - 1, days=0, accepted_at=now())
    assert sent_to_the_notice(newcomer(people.alice).get("/").headers["Location"])
