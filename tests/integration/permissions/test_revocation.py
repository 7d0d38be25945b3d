"""A right is taken away while people ask: whoever begins after the commit is shown nothing of the document.

Twenty questions a second are begun at fixed moments, each on a thread and connections of its own, whatever became of
those before. A question counts as begun after the revocation when its first statement came later than the return of
the commit, both read from one monotonic clock. Questions that were under way may show either.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.db import connections

from congvu.accounts.actions import AccountData, provision
from congvu.accounts.groups import remove_member
from congvu.accounts.models import AccessGroup, User
from congvu.accounts.queries import viewer_for
from congvu.accounts.types import AccountSource
from congvu.answering.actions import ask, produce
from congvu.answering.models import Answer
from congvu.answering.queries import answer_for, answer_payload
from congvu.corpus.models import Document, Visibility
from congvu.index.actions import active_generation, index_version
from congvu.index.backends import get_backend
from congvu.ingestion.actions import set_visibility, withdraw_document
from tests.factories import People, make_people, read_document

pytestmark = pytest.mark.django_db(transaction=True)

PER_SECOND = 20
SHOWN_BEFORE = 5
"""Answers that have shown the document before the right goes."""
AFTER_S = 1.0
CANARY = "qzrevoke7"
TEXT = f"QUY CHẾ\nĐiều 1. Lịch trực cơ quan\n1. Lịch trực cơ quan do {CANARY} lập vào thứ sáu.\n"
QUESTIONS = ("Lịch trực cơ quan do ai lập?", "Điều 1 Quy chế trực cơ quan", "thế còn khoản 1?")


@dataclass(frozen=True)
class Told:
    """When a question was begun (monotonic), and everything that its asker was shown."""

    begun: float
    answer: Answer
    output: str

    @property
    def leaked(self) -> bool:
        return CANARY in self.output or "Quy chế trực" in self.output


@dataclass(frozen=True)
class Scene:
    """alice reads the document until ``revoke`` has run."""

    people: People
    document: Document
    group: AccessGroup


Revoke = Callable[[Scene], None]


def _leave_group(scene: Scene) -> None:
    remove_member(scene.people.eve, scene.group, scene.people.alice)


def _move(scene: Scene) -> None:
    data = AccountData("alice", scene.people.alice.full_name, agency=scene.people.south)
    provision(data, source=AccountSource.LOCAL, actor=scene.people.eve)


def _narrow(scene: Scene) -> None:
    set_visibility(scene.people.carol, scene.document, Visibility.PRIVATE)


def _withdraw(scene: Scene) -> None:
    withdraw_document(scene.people.carol, scene.document)


REVOCATIONS: dict[str, tuple[str, Revoke]] = {
    "group membership": ("groups", _leave_group),
    "agency membership": ("agency", _move),
    "visibility": ("agency", _narrow),
    "withdrawal": ("agency", _withdraw),
}


@pytest.fixture
def people(transactional_db: None) -> Iterator[People]:
    yield make_people()
    get_backend().drop(active_generation().name)


def make_scene(people: People, visibility: str) -> Scene:
    from congvu.corpus.actions import ensure_source, store_document

    group = AccessGroup.objects.create(name="Tổ trực")
    group.members.add(people.alice)
    stored = store_document(
        read_document(TEXT, title="Quy chế trực cơ quan", number="", kind="quy-che", kind_name="Quy chế",
                      issuer="Sở Phía Bắc", effective_from=None, file_name="truc.txt"),
        source=ensure_source("upload"), agency=people.north, visibility=visibility, groups=[group],
        actor=people.carol, then=lambda result: index_version(result.version),
    )  # fmt: skip
    return Scene(people, stored.version.document, group)


def one_question(user: User, number: int, told: list[Told], talk: Answer | None) -> None:
    """Ask and be told, as the page and the command line do; every third question carries a conversation on."""
    try:
        begun = time.monotonic()
        carried = talk.question.conversation if talk is not None and number % 3 == 2 else None
        answer = ask(user, QUESTIONS[number % 3], conversation=carried)
        events = [event.data() for event in produce(answer.pk, pause=lambda _seconds: None)]
        viewer = viewer_for(user)
        output = json.dumps([events, answer_payload(answer_for(viewer, answer.pk), viewer)], ensure_ascii=False)
        told.append(Told(begun, answer, output))
    finally:
        connections.close_all()


def begin_regularly(until: threading.Event, begin: Callable[[int], object]) -> None:
    """Call ``begin`` at fixed moments, ``PER_SECOND`` of them, until told to stop."""
    start, number = time.monotonic(), 0
    while not until.wait(max(0.0, start + number / PER_SECOND - time.monotonic())):
        begin(number)
        number += 1


@pytest.mark.parametrize("what", REVOCATIONS)
def test_nothing_that_begins_after_the_commit_shows_the_document(what: str, people: People) -> None:
    visibility, revoke = REVOCATIONS[what]
    scene = make_scene(people, visibility)
    told: list[Told] = []
    one_question(people.alice, 0, told, None)
    assert told[0].leaked, "the document answers while the right is there"
    talk, stop = told[0].answer, threading.Event()
    with ThreadPoolExecutor(8) as askers:

        def begin(number: int) -> None:
            askers.submit(one_question, people.alice, number, told, talk)

        clock = threading.Thread(target=begin_regularly, args=(stop, begin))
        clock.start()
        patience = time.monotonic() + 60
        while sum(one.leaked for one in told) < SHOWN_BEFORE and time.monotonic() < patience:
            time.sleep(0.02)
        revoke(scene)
        committed = time.monotonic()
        time.sleep(AFTER_S)
        stop.set()
        clock.join()
    after = [one for one in told if one.begun > committed]
    before = [one for one in told if one.begun <= committed]
    print(f"{what}: {len(before)} begun before, {len(after)} after; {sum(o.leaked for o in before)} showed it before")
    assert sum(one.leaked for one in before) >= SHOWN_BEFORE
    assert len(after) > 5
    assert [one.output for one in after if one.leaked] == []
    viewer = viewer_for(people.alice)
    again = [answer_payload(answer_for(viewer, one.answer.pk), viewer) for one in told]
    assert not any(CANARY in json.dumps(one) or "Quy chế trực" in json.dumps(one, ensure_ascii=False) for one in again)
