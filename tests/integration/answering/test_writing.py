"""Written answers through the real gateway and a scripted server: what is shown, what is stored, what is left out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.answering.actions import ask, produce, stop
from congvu.answering.events import BlockEvent, DoneEvent, Event, EvidenceEvent, WaitingEvent
from congvu.answering.models import Answer, AnswerBlock, Citation
from congvu.answering.queries import answer_for, answer_view
from congvu.answering.types import AnswerStatus
from congvu.corpus.models import Document
from congvu.llm.chat import gateway
from congvu.llm.scripted import Behaviour, ScriptedServer
from congvu.llm.scripted.scripts import inventing, quoting
from tests.integration.answering.conftest import DISABLED

pytestmark = pytest.mark.django_db

Models = Callable[..., ScriptedServer]
MOST_STATEMENTS = 36
"""Of an answer, but for four a sentence; measured: 33."""
_FRAMES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def model(settings: Any) -> Iterator[ScriptedServer]:
    """A scripted server that is in the settings; its script and behaviour may be changed."""
    with ScriptedServer(quoting) as server:
        settings.CONGVU_LLM_URLS = (server.url,)
        settings.CONGVU_LLM_FIRST_WORD_SECONDS = 0.5
        settings.CONGVU_LLM_SECONDS = 2
        yield server
        models = gateway()
        if models is not None:
            models.close()


def told(answer: Answer) -> list[Event]:
    events = produce(answer.pk, pause=lambda _seconds: None)
    return [event for event in events if not isinstance(event, WaitingEvent)]


def texts(answer: Answer, kind: str) -> list[str]:
    return list(AnswerBlock.objects.filter(answer=answer, kind=kind).values_list("text", flat=True))


def test_sentences_are_told_with_their_citations_after_the_evidence(
    alice: User, law: Document, model: ScriptedServer
) -> None:
    answer = ask(alice, DISABLED)
    events = told(answer)
    answer.refresh_from_db()
    assert isinstance(events[0], EvidenceEvent)
    assert isinstance(events[-1], DoneEvent)
    written = [e for e in events if isinstance(e, BlockEvent) and e.kind == "written"]
    assert written
    assert all(e.citations for e in written)
    assert answer.status in {AnswerStatus.ANSWERED, AnswerStatus.PARTIAL}
    assert answer.versions["composer"].startswith("generative")
    assert Citation.objects.filter(answer=answer, version=law.current).exists()
    assert [e.data() for e in told(answer)] == [e.data() for e in events], "a replay tells the same"


def test_a_written_answer_costs_few_statements(alice: User, law: Document, model: ScriptedServer) -> None:
    """One to write a sentence, one to renew the claim, two to tell it; the rest is the search and the two ends."""
    told(ask(alice, DISABLED))  # what a process looks up once
    answer = ask(alice, DISABLED)
    with CaptureQueriesContext(connection) as taken:
        told(answer)
    sentences = AnswerBlock.objects.filter(answer=answer, kind="written").count()
    assert sentences
    statements = [query["sql"] for query in taken.captured_queries if not query["sql"].startswith(_FRAMES)]
    assert len(statements) <= MOST_STATEMENTS + 4 * sentences, "\n".join(statements)


def test_what_no_source_says_is_left_out(alice: User, law: Document, model: ScriptedServer) -> None:
    model.script = inventing
    answer = ask(alice, DISABLED)
    told(answer)
    answer.refresh_from_db()
    everything = " ".join(AnswerBlock.objects.filter(answer=answer).values_list("text", flat=True))
    assert "99" not in everything
    assert "Z9" not in everything
    assert "http" not in everything
    assert texts(answer, "quote"), "nothing was left, so that the provisions are quoted"


FAULTS = [behaviour for behaviour in Behaviour if behaviour is not Behaviour.OK]


@pytest.mark.parametrize("behaviour", FAULTS)
def test_every_fault_is_labelled_and_nothing_is_lost(
    alice: User, law: Document, model: ScriptedServer, behaviour: Behaviour
) -> None:
    model.behaviour = behaviour
    answer = ask(alice, DISABLED)
    events = told(answer)
    answer.refresh_from_db()
    assert isinstance(events[0], EvidenceEvent)
    assert isinstance(events[-1], DoneEvent)
    view = answer_view(answer_for(viewer_for(alice), answer.pk), viewer_for(alice))
    if behaviour not in {Behaviour.WRONG_EVENTS}:
        assert answer.status in {AnswerStatus.DEGRADED, AnswerStatus.PARTIAL}
        assert "model_fault" in answer.versions or "refused_sentences" in answer.versions
        assert any(block.kind == "note" for block in view.blocks)
    assert all(block.citations for block in view.blocks if block.kind in {"written", "quote"})
    assert view.citations


def test_too_many_questions_are_answered_with_quotes_at_once(
    alice: User, law: Document, model: ScriptedServer, settings: Any
) -> None:
    settings.CONGVU_LLM_PER_PERSON = 1
    models = gateway()
    assert models is not None
    with models.admission.enter(str(alice.pk), "") or pytest.fail("no turn"):
        answer = ask(alice, DISABLED)
        begun = time.monotonic()
        told(answer)
    answer.refresh_from_db()
    assert time.monotonic() - begun < 2
    assert answer.status == AnswerStatus.DEGRADED
    assert answer.versions["model_fault"] == "overloaded"
    assert texts(answer, "quote")


def test_a_reader_who_goes_away_frees_the_turn_and_the_answer_is_made_for_the_next(
    alice: User, law: Document, model: ScriptedServer
) -> None:
    model.behaviour = Behaviour.HANG
    models = gateway()
    assert models is not None
    answer = ask(alice, DISABLED)
    events = produce(answer.pk, pause=lambda _seconds: None)
    assert isinstance(next(events), EvidenceEvent)
    while not isinstance(next(events), WaitingEvent):
        pass
    assert models.admission.running == 1
    events.close()  # type: ignore[attr-defined]
    assert models.admission.running == 0
    deadline = time.monotonic() + 5
    while model.streaming and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not model.streaming
    model.behaviour = Behaviour.OK
    told(answer)
    answer.refresh_from_db()
    assert answer.finished_at is not None
    ordinals = list(AnswerBlock.objects.filter(answer=answer).values_list("ordinal", flat=True))
    assert ordinals == list(range(len(ordinals)))


def test_writing_can_be_stopped(alice: User, law: Document, model: ScriptedServer, settings: Any) -> None:
    settings.CONGVU_LLM_FIRST_WORD_SECONDS = 30
    model.behaviour = Behaviour.SLOW
    answer = ask(alice, DISABLED)
    events = produce(answer.pk, pause=lambda _seconds: None)
    next(events)
    assert stop(alice, answer)
    begun = time.monotonic()
    for _event in events:
        pass
    answer.refresh_from_db()
    assert time.monotonic() - begun < 4
    assert answer.finished_at is not None
    assert any(re.search("stopped at your request", text) for text in texts(answer, "note"))
