"""Ten thousand questions after other people's papers, and not a word of them comes back.

``CANARY_QUESTIONS=10000 pytest tests/integration/permissions/test_canaries.py`` asks them all; otherwise a few hundred
of the same sequence are asked. ``CANARY_FIRST`` leaves out what another process asks: 0 here, 5000 there.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from congvu.accounts.models import User
from congvu.accounts.notice import accept
from congvu.accounts.queries import viewer_for
from congvu.accounts.types import Viewer
from congvu.answering.actions import ask, produce
from congvu.answering.models import Conversation
from congvu.answering.queries import answer_for, answer_payload
from congvu.config.commands.search import payload
from congvu.corpus.models import Passage
from congvu.index.types import SearchFilter
from congvu.retrieval import service
from congvu.retrieval.candidates import Found
from tests.integration.permissions.world import Asked, World, leaks, questions

QUESTIONS = int(os.environ.get("CANARY_QUESTIONS", "240"))
FIRST = int(os.environ.get("CANARY_FIRST", "0"))
PAGES_EVERY = 8
"""Whole pages are fetched for every so many questions: they show what the events show, in more words."""
CARRIED_ON_EVERY = 4
_TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[A-Za-z0-9]+')


@dataclass
class Asking:
    """Asks as people do and looks through everything that comes back; ``found`` are the leaks, ``own`` counts
    questions whose answer held a canary of the asker's own.
    """

    world: World
    monkeypatch: pytest.MonkeyPatch
    found: list[str] = field(default_factory=list)
    own: int = 0
    candidates: list[Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        search = service._search

        def spied(*args: Any) -> Found:
            self.candidates.append(search(*args))
            return self.candidates[-1]

        self.monkeypatch.setattr(service, "_search", spied)
        by_document = {paper.document.pk: paper for paper in self.world.papers}
        passages = Passage.objects.values_list("pk", "version__document_id")
        self.owners = {pk: by_document[document] for pk, document in passages if document in by_document}
        self.talks: dict[int, tuple[Conversation, list[str]]] = {}
        self.browsers: dict[int, Client] = {}

    def ask(self, number: int, asked: Asked) -> None:
        user = asked.user
        talk, typed = self.talks.get(user.pk, (None, [])) if number % CARRIED_ON_EVERY == 0 else (None, [])
        answer = ask(user, asked.text, conversation=talk)
        typed = [*typed, asked.text]
        self.talks[user.pk] = (answer.question.conversation, typed)
        events = [(event.name, event.data()) for event in produce(answer.pk, pause=lambda _seconds: None)]
        viewer = viewer_for(user)
        told = json.dumps([_joined(events), answer_payload(answer_for(viewer, answer.pk), viewer)], ensure_ascii=False)
        found = service.retrieve(viewer, asked.text, explain=True)
        echoes = [*typed, found.query.search_text]
        searched = json.dumps([payload(found), [asdict(e) for e in found.evidence]], ensure_ascii=False, default=str)
        self._look(user, "answer", told, echoes)
        self._look(user, "search", searched, echoes)
        self.own += any(c in told for paper in self.world.own(user) for c in paper.silent)
        for one in self.candidates:
            for hit in (*one.candidates, *one.by_words, *one.by_vector):
                paper = self.owners.get(hit.passage_id)
                if paper is not None and user.pk not in paper.readers:
                    self.found.append(f"candidate of {paper.bait} for {user.username}")
        self.candidates.clear()
        if number % PAGES_EVERY == 0:
            self._pages(user, answer.question.conversation_id, asked, echoes)

    def _pages(self, user: User, conversation: object, asked: Asked, echoes: list[str]) -> None:
        browser = self._browser(user)
        bait = asked.lured.bait if asked.lured else "zzz"
        addresses = [
            reverse("chat:conversation", args=[conversation]),
            reverse("chat:home"),
            f"{reverse('library:list')}?q={bait}",
            reverse("library:list"),
        ]
        if asked.lured:
            paper = asked.lured.document
            addresses += [reverse("library:document", args=[paper.pk])]
            addresses += [reverse("library:original", args=[paper.current_id])]
        for address in addresses:
            response = browser.get(address, follow=True)
            body = b"".join(response.streaming_content if response.streaming else [response.content]).decode()
            # Random letters, thousands of them: sooner or later they spell a canary.
            body = _TOKEN.sub("", body)
            self._look(user, address, body, [*self._all_typed(user), *echoes, bait])
            if "?q=" in address and response.context["page"].paginator.count:
                self.found.append(f"count of {bait} for {user.username}")

    def _all_typed(self, user: User) -> list[str]:
        """Titles of one's own earlier conversations stand in the side bar, cut to a line."""
        return list(Conversation.objects.filter(user=user).values_list("title", flat=True))

    def _browser(self, user: User) -> Client:
        if user.pk not in self.browsers:
            accept(user)
            self.browsers[user.pk] = Client()
            self.browsers[user.pk].force_login(user)
        return self.browsers[user.pk]

    def _look(self, user: User, where: str, output: str, echoes: list[str]) -> None:
        self.found += [f"{canary} for {user.username} in {where}" for canary in leaks(self.world, user, output, echoes)]


def _joined(events: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, Any]]:
    """The pieces of each block as one: what was typed is recognised in an echo that came in pieces."""
    texts: dict[Any, str] = {}
    for name, data in events:
        if name == "delta":
            texts[data["block"]] = texts.get(data["block"], "") + data["text"]
    return [*((name, data) for name, data in events if name != "delta"), ("deltas", texts)]


AskAll = Callable[[int], Asking]


@pytest.fixture
def ask_all(world: World, monkeypatch: pytest.MonkeyPatch) -> AskAll:
    def asked(count: int) -> Asking:
        asking = Asking(world, monkeypatch)
        for number, one in islice(enumerate(questions(world, FIRST + count)), FIRST, None):
            asking.ask(number, one)
        return asking

    return asked


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_no_canary_of_others_in_anything_that_anybody_is_shown(ask_all: AskAll) -> None:
    asking = ask_all(QUESTIONS)
    assert asking.found == []
    assert asking.own > QUESTIONS / 100, "the questions reach papers at all"


def test_an_echo_is_no_leak_and_everything_else_is(world: World) -> None:
    user = world.people[0]
    paper = world.foreign(user)[0]
    typed = f"theo {paper.bait}, mức chi cho mua sắm văn phòng phẩm là bao nhiêu?"
    assert leaks(world, user, f"{typed} <aside label='{typed[:59]}…'>", [typed]) == []
    assert leaks(world, user, f"{typed} {paper.bait}", [typed]) == [paper.bait]
    assert leaks(world, user, f"{typed[:40]}…", [typed]) == [paper.bait]
    assert leaks(world, user, f"{typed} {paper.silent[0]}", [typed, paper.silent[0]]) == [paper.silent[0]]


def test_everybody_finds_the_canary_of_their_own_papers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Asking(world, monkeypatch)
    readers = [(user, paper) for paper in world.papers for user in world.people if user.pk in paper.readers]
    for user, paper in readers:
        before = asking.own
        asking.ask(1, Asked(user, f"Mức chi của {paper.bait} là bao nhiêu đồng?", None))
        assert asking.own == before + 1, (user, paper)
        browser = asking._browser(user)
        assert paper.silent[0] in browser.get(paper.document.get_absolute_url()).content.decode()
        assert browser.get(f"{reverse('library:list')}?q={paper.bait}").context["page"].paginator.count == 1
    assert asking.found == []


def test_without_the_filter_the_canaries_are_noticed(
    world: World, ask_all: AskAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = frozenset(token for paper in world.papers for token in paper.document.access) | {"p"}
    monkeypatch.setattr(Viewer, "access", property(lambda self: everything))
    asking = ask_all(20)
    for place in ("candidate of", "in answer", "in search", "in /van-ban/", "in /hoi-thoai/", "count of"):
        assert any(place in leak for leak in asking.found), place


def test_an_index_that_filters_nothing_still_shows_nobody_what_is_not_theirs(
    ask_all: AskAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "SearchFilter", lambda access, on: SearchFilter(access=None, on=on))
    asking = ask_all(40)
    assert any("candidate of" in leak for leak in asking.found), "the index was open"
    assert [leak for leak in asking.found if "candidate of" not in leak] == []
