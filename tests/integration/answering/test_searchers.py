"""Answers made by a search process: the other end of the pair is served here, between two steps of whoever asks."""

from __future__ import annotations

import pickle
import socket
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest
from django.utils import translation

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.answering import making, production, searchers
from congvu.answering.actions import ask, produce
from congvu.answering.events import DoneEvent, EvidenceEvent, FailedEvent, WaitingEvent
from congvu.answering.making import Made
from congvu.answering.models import Answer
from congvu.answering.types import AnswerStatus
from congvu.common.errors import UnavailableError
from congvu.corpus.models import Document
from tests.integration.answering.conftest import DISABLED

pytestmark = pytest.mark.django_db


class Pair:
    """Both ends; ``serve`` does the jobs that wait."""

    def __init__(self) -> None:
        self.asking, self.searching = searchers.pair()
        self.searching.setblocking(False)

    def serve(self) -> None:
        try:
            searchers.serve(self.searching)
        except BlockingIOError:
            return

    def close(self) -> None:
        self.asking.close()
        self.searching.close()


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    monkeypatch.setattr(searchers, "TICK_S", 0.01)
    monkeypatch.setattr(searchers, "_own", [])
    both = Pair()
    searchers.use(both.asking)
    yield both
    both.close()


def end(asked: Generator[None, None, Made | None]) -> Made | None:
    try:
        while True:
            next(asked)
    except StopIteration as told:
        made: Made | None = told.value
        return made


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch, module: object) -> Iterator[list[str]]:
    calls: list[str] = []

    def make(question: object, viewer: object) -> Made:
        calls.append(str(question))
        return making.make(question, viewer)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(module, "make", make)
        yield calls


def asked_of(answer: Answer, user: User) -> Generator[None, None, Made | None]:
    others = searchers.searchers()
    assert others is not None
    return others.ask(answer.question, viewer_for(user))


def test_a_search_process_makes_what_would_be_made_here(alice: User, law: Document, pair: Pair) -> None:
    answer = ask(alice, DISABLED)
    asked = asked_of(answer, alice)
    next(asked)  # sent; nothing yet
    pair.serve()
    made, own = end(asked), making.make(answer.question, viewer_for(alice))
    assert made is not None
    assert (made.draft, made.evidence, made.confidence) == (own.draft, own.evidence, own.confidence)
    assert made.ground is not None
    assert own.ground is not None
    assert made.ground.trees == own.ground.trees


def test_the_answer_is_told_as_ever_and_made_once(
    alice: User, law: Document, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask(alice, DISABLED)
    with counted(monkeypatch, searchers) as there, counted(monkeypatch, production) as here:
        events = produce(answer.pk, pause=lambda _seconds: None)
        assert isinstance(next(events), WaitingEvent)
        pair.serve()
        told = [event for event in events if not isinstance(event, WaitingEvent)]
    assert (len(there), len(here)) == (1, 0)
    assert isinstance(told[0], EvidenceEvent)
    assert isinstance(told[-1], DoneEvent)
    answer.refresh_from_db()
    assert answer.status == AnswerStatus.ANSWERED


def test_the_answer_speaks_the_language_of_whoever_asks(alice: User, pair: Pair) -> None:
    answer = ask(alice, "Thời tiết hôm nay ở Sao Hỏa thế nào?")
    texts = []
    for language in ("vi", "en"):
        with translation.override(language):
            asked = asked_of(answer, alice)
            next(asked)
        pair.serve()
        made = end(asked)
        assert made is not None
        texts.append([block.text for block in made.draft.blocks])
    assert texts[0] != texts[1]


@pytest.mark.parametrize("how", ["gone", "ends in the middle", "does not begin"])
def test_without_a_search_process_the_answer_is_made_here(
    alice: User, law: Document, pair: Pair, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    answer = ask(alice, DISABLED)
    monkeypatch.setattr(searchers, "BEGUN_WITHIN_S", 0.05)
    if how == "gone":
        pair.searching.close()
    events = produce(answer.pk, pause=lambda _seconds: None)
    if how == "ends in the middle":
        next(events)
        message, (descriptor,), _flags, _address = socket.recv_fds(pair.searching, 65_536, 1)
        assert message
        with socket.socket(fileno=descriptor) as asker:
            asker.sendall(b"+" + (1_000_000).to_bytes(8, "big") + b"half of it")
    assert isinstance([*events][-1], DoneEvent)
    answer.refresh_from_db()
    assert answer.status == AnswerStatus.ANSWERED


def test_more_jobs_than_the_kernel_keeps_are_done_here(
    alice: User, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask(alice, DISABLED)
    monkeypatch.setattr(searchers, "TICK_S", 0.0001)
    waiting = []
    for _job in range(5_000):
        waiting.append(asked_of(answer, alice))
        if next(waiting[-1], "refused") == "refused":
            break
    else:
        pytest.fail("the kernel keeps any number")
    assert len(waiting) > 50
    for asked in waiting:
        asked.close()


def test_who_goes_away_takes_the_question_back(
    alice: User, law: Document, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask(alice, DISABLED)
    events = produce(answer.pk, pause=lambda _seconds: None)
    next(events)
    answer.refresh_from_db()
    assert answer.started_at is not None
    events.close()  # type: ignore[attr-defined]
    answer.refresh_from_db()
    assert answer.started_at is None
    with counted(monkeypatch, searchers) as there:
        pair.serve()
    assert there == []


def test_a_fault_of_the_search_is_met_and_stored_here(alice: User, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_question: object, _viewer: object) -> Made:
        raise UnavailableError("the index does not answer")

    monkeypatch.setattr(searchers, "make", fails)
    monkeypatch.setattr(production, "make", fails)
    answer = ask(alice, DISABLED)
    events = produce(answer.pk, pause=lambda _seconds: None)
    next(events)
    pair.serve()
    last = [*events][-1]
    assert isinstance(last, FailedEvent)
    assert last.retry


def test_a_job_that_cannot_be_read_ends_nobody(pair: Pair) -> None:
    mine, theirs = socket.socketpair()
    with mine, theirs:
        socket.send_fds(pair.asking, [b"no job"], [theirs.fileno()])
        socket.send_fds(pair.asking, [pickle.dumps("no job either")], [theirs.fileno()])
        theirs.close()
        pair.serve()
        assert mine.recv(10) == b"++"
        assert mine.recv(10) == b""
