"""Asking without scripts, and the stream as a browser gets it: over ASGI, from the whole stack of middleware."""

from __future__ import annotations

import asyncio
import json
import re
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings as django_settings
from django.core.asgi import get_asgi_application
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from congvu.answering.events import DeltaEvent, Event
from congvu.answering.models import Answer, Question
from congvu.corpus.models import Document
from congvu.index.actions import index_version
from congvu.web.chat import views
from tests.factories import People, make_version
from tests.web.conftest import Exchange, SignIn

QUESTION = "Người khuyết tật được nghỉ hằng năm bao nhiêu ngày?"


@pytest.fixture
def searchable(law: Document, settings: Any) -> Document:
    """The law, in the index; vectors without a model."""
    settings.CONGVU_EMBEDDER = "fake"
    index_version(make_version(law))
    return law


@pytest.mark.django_db
def test_without_scripts_the_answer_is_on_the_page_that_the_question_leads_to(
    people: People, searchable: Document, sign_in: SignIn
) -> None:
    client = sign_in(people.alice)
    token = str(uuid.uuid4())
    response = client.post(reverse("chat:ask"), {"text": QUESTION, "token": token})
    assert response.status_code == 302
    assert Answer.objects.get().finished_at is not None
    page = client.get(response.headers["Location"]).content.decode()
    assert "14 ngày đối với người khuyết tật" in page
    assert "<answer-stream" not in page
    again = client.post(reverse("chat:ask"), {"text": QUESTION, "token": token})
    assert again.headers["Location"] == response.headers["Location"]
    assert Question.objects.count() == 1


@pytest.mark.django_db
def test_a_follow_up_that_cannot_be_written_out_is_told_as_asked_after_the_question_before(
    people: People, searchable: Document, sign_in: SignIn
) -> None:
    client = sign_in(people.alice)
    client.post(reverse("chat:ask"), {"text": QUESTION})
    conversation = Question.objects.get().conversation_id
    sent = {"text": "thế còn bảo hiểm xã hội?", "conversation": str(conversation)}
    page = client.get(client.post(reverse("chat:ask"), sent).headers["Location"]).content.decode()
    assert f"Hỏi tiếp sau câu: “{QUESTION.rstrip('?')}”." in page
    assert "xã hội; " not in page


@pytest.mark.django_db
def test_with_scripts_the_answer_waits_for_its_stream(people: People, searchable: Document, sign_in: SignIn) -> None:
    client = sign_in(people.alice)
    response = client.post(reverse("chat:ask"), {"text": QUESTION, "live": "1"})
    answer = Answer.objects.get()
    assert answer.finished_at is None
    page = client.get(response.headers["Location"]).content.decode()
    assert f'data-src="{reverse("chat:stream", args=[answer.pk])}"' in page
    assert "<noscript>" in page, "and a way on for whoever has no scripts after all"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"text": "  "}, "Câu hỏi đang để trống"),
        ({"text": QUESTION, "on": "32/13/2026"}, "Ngày không dùng được"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_box_and_the_text_is_kept(
    sent: dict[str, str], words: str, people: People, sign_in: SignIn
) -> None:
    response = sign_in(people.alice).post(reverse("chat:ask"), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert sent["text"].strip() in page
    assert Question.objects.count() == 0


@pytest.mark.django_db
def test_nobody_carries_on_the_conversation_of_another(exchange: Exchange, people: People, sign_in: SignIn) -> None:
    sent = {"text": QUESTION, "conversation": str(exchange.conversation.pk)}
    assert sign_in(people.bob).post(reverse("chat:ask"), sent).status_code == 404
    assert exchange.conversation.questions.count() == 1


def stream_of(answer: Answer, client: Client) -> ApplicationCommunicator:
    """A request for the stream, as a browser makes it after a reconnect."""
    cookie = f"{django_settings.SESSION_COOKIE_NAME}={client.cookies[django_settings.SESSION_COOKIE_NAME].value}"
    return ApplicationCommunicator(
        get_asgi_application(),
        {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": reverse("chat:stream", args=[answer.pk]),
            "query_string": b"",
            "headers": [(b"host", b"testserver"), (b"accept", b"text/event-stream"), (b"cookie", cookie.encode())],
            "client": ("127.0.0.1", 50000),
            "server": ("testserver", 80),
        },
    )


async def read_all(stream: ApplicationCommunicator) -> tuple[dict[str, Any], list[tuple[int, str, Any]]]:
    """The response's start, and its events as (id, name, data)."""
    await stream.send_input({"type": "http.request", "body": b"", "more_body": False})
    start = await stream.receive_output(20)
    body = b""
    while True:
        part = await stream.receive_output(20)
        body += part.get("body", b"")
        if not part.get("more_body"):
            break
    found = re.findall(r"^id: (\d+)\nevent: (\w+)\ndata: (.*)$", body.decode(), re.MULTILINE)
    return start, [(int(number), name, json.loads(data)) for number, name, data in found]


def pending(people: People) -> Answer:
    return views.ask_question(people.alice, QUESTION)


@pytest.mark.django_db(transaction=True)
async def test_the_stream_tells_evidence_words_and_the_end_and_the_same_again_to_who_reconnects(
    people: People, searchable: Document, sign_in: SignIn
) -> None:
    client = await sync_to_async(sign_in)(people.alice)
    answer = await sync_to_async(pending)(people)
    start, first = await read_all(stream_of(answer, client))
    headers = {name.lower(): value for name, value in start["headers"]}
    assert start["status"] == 200
    assert headers[b"content-type"].startswith(b"text/event-stream")
    assert b"default-src 'self'" in headers[b"content-security-policy"]

    names = [name for _number, name, _data in first]
    assert [number for number, _name, _data in first] == list(range(1, len(first) + 1))
    assert names[0] == "evidence"
    assert names[-1] == "done"
    assert names.index("citation") < names.index("block")
    words = "".join(data["text"] for _number, name, data in first if name == "delta")
    assert "14 ngày đối với người khuyết tật" in words

    _start, second = await read_all(stream_of(answer, client))
    assert second == first


@pytest.mark.django_db(transaction=True)
async def test_a_browser_that_goes_away_frees_the_thread(
    people: People, exchange: Exchange, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = threading.Event()

    def endless(_answer_id: uuid.UUID) -> Iterator[Event]:
        try:
            while True:
                yield DeltaEvent(0, "chữ ")
        finally:
            closed.set()

    monkeypatch.setattr(views, "produce", endless)
    client = await sync_to_async(sign_in)(people.alice)
    stream = stream_of(exchange.answer, client)
    await stream.send_input({"type": "http.request", "body": b"", "more_body": False})
    assert (await stream.receive_output(20))["status"] == 200
    await stream.receive_output(20)
    assert any(thread.name == "event-stream" for thread in threading.enumerate())
    await stream.send_input({"type": "http.disconnect"})
    assert await asyncio.to_thread(closed.wait, 10)
    for thread in threading.enumerate():
        if thread.name == "event-stream":
            await asyncio.to_thread(thread.join, 10)
            assert not thread.is_alive()
    await stream.wait(10)


@pytest.mark.django_db
def test_a_stream_is_refused_not_redirected_where_nobody_is_signed_in(exchange: Exchange) -> None:
    address = reverse("chat:stream", args=[exchange.answer.pk])
    assert Client().get(address, headers={"Accept": "text/event-stream"}).status_code == 401


def test_a_database_that_does_not_answer_makes_the_site_unhealthy_without_telling_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Down:
        def cursor(self) -> None:
            raise OperationalError("connection to server at 10.1.2.3 failed for user congvu")

    monkeypatch.setattr("congvu.web.health.connection", Down())
    response = Client().get(reverse("health"))
    assert response.status_code == 503
    assert response.json()["status"] == "unavailable"
    assert response.json()["database"] is False
    assert "10.1.2.3" not in response.content.decode()
    assert "10.1.2.3" in caplog.text
