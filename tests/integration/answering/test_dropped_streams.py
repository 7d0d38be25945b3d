"""Readers who go away, over real connections to the real server: what they leave behind, and what they get back."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from django.core.asgi import get_asgi_application
from django.db import connection, connections
from django.test import Client

from congvu.accounts.models import User
from congvu.accounts.notice import accept
from congvu.answering.models import Answer, AnswerBlock
from congvu.config.streams.readers import Browser, Plan, drop
from congvu.corpus.models import Document
from congvu.llm.chat import gateway
from congvu.llm.chat.gateway import forget_servers
from congvu.llm.scripted import ScriptedServer
from congvu.llm.scripted.scripts import lengthy
from tests.integration.answering.conftest import DISABLED

pytestmark = pytest.mark.django_db(transaction=True)

SOON_S = 5.0


@dataclass
class Running:
    """A server on a thread of its own; ``pace`` is the scripted model's seconds between words."""

    url: str
    session: str
    loop: asyncio.AbstractEventLoop
    model: ScriptedServer
    connected: int
    pace: float = 0.05

    def held(self) -> dict[str, int]:
        """What may not stay once nobody reads."""
        models = gateway()
        assert models is not None
        return {
            "turns": models.admission.running + models.admission.waiting,
            "at the model": self.model.streaming,
            "streams": sum(thread.name == "event-stream" for thread in threading.enumerate()),
            "tasks": sum("process_request" in repr(task) for task in asyncio.all_tasks(self.loop)),
            "connections": max(0, _connected() - self.connected),
            "claims": Answer.objects.filter(status="pending", started_at__isnull=False).count(),
        }

    def nothing_is_held(self) -> float:
        """Seconds until nothing is held any more; fails after ``SOON_S``."""
        begun = time.monotonic()
        while any((held := self.held()).values()):
            assert time.monotonic() - begun < SOON_S, held
            time.sleep(0.05)
        return time.monotonic() - begun


def _connected() -> int:
    """Connections to this database beside the one that asks: other tests of the process may have left some."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        (count,) = cursor.fetchone() or (0,)
    return int(count)


@pytest.fixture
def site(alice: User, law: Document, settings: Any) -> Iterator[Running]:
    """The site with a scripted model that has room for everybody."""
    connections["default"].settings_dict["CONN_MAX_AGE"] = 0
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    server = uvicorn.Server(uvicorn.Config(get_asgi_application(), lifespan="off", log_config=None, ws="none"))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(server.serve([listening]),), daemon=True)
    with ScriptedServer(lengthy, timing=lambda _text, _start, end: end * running.pace / 12) as model:
        settings.CONGVU_LLM_URLS = (model.url,)
        settings.CONGVU_LLM_SLOTS = settings.CONGVU_LLM_PER_PERSON = 60
        accept(alice)
        browser = Client()
        browser.force_login(alice)
        session = browser.session.session_key
        running = Running(f"http://127.0.0.1:{listening.getsockname()[1]}", session or "", loop, model, _connected())
        thread.start()
        yield running
        server.should_exit = True
        thread.join(10)
        forget_servers()
    loop.close()
    connections["default"].settings_dict["CONN_MAX_AGE"] = None


def events(site: Running, stream: str, until: Callable[[str], bool], last: str = "") -> list[tuple[str, Any]]:
    """The events of a stream up to one that is waited for; then the connection is thrown away."""

    async def read() -> list[tuple[str, Any]]:
        found = []
        async with Browser(site.url) as browser:
            told = browser.events(site.session, stream, hard=True, last=last)
            async for name, data in told:
                found.append((name, json.loads(data or "{}")))
                if until(name):
                    break
            await told.aclose()
        return found

    return asyncio.run(read())


def asked(site: Running) -> str:
    async def post() -> str:
        async with Browser(site.url) as browser:
            return (await browser.ask(site.session, DISABLED))[0]

    return asyncio.run(post())


def test_dropped_streams_leave_no_task_turn_or_connection(site: Running) -> None:
    async def come_and_go() -> int:
        async with Browser(site.url) as browser:
            who = tuple((site.session, DISABLED) for _n in range(10))
            return await drop(browser, Plan(site.url, drops=50, at_once=10, sessions=who))

    assert asyncio.run(come_and_go()) == 0, "every stream could be opened"
    assert site.model.asked > 5, "some came as far as the model"
    site.nothing_is_held()


def test_a_closed_tab_frees_its_turn_while_the_model_writes_on(site: Running) -> None:
    site.pace = 5.0
    events(site, asked(site), lambda name: name == "evidence")
    assert site.nothing_is_held() < SOON_S


def test_a_reconnect_gets_the_whole_answer_once(site: Running) -> None:
    stream = asked(site)
    first = events(site, stream, lambda name: name == "block")
    again = events(site, stream, lambda name: name == "done", last=str(len(first) - 1))
    names = [name for name, _data in again]
    assert names[:2] == ["headers", "evidence"], again
    assert names.count("evidence") == names.count("done") == 1
    blocks = {data["block"]: data["text"] for name, data in again if name == "block"}
    words = {n: "".join(data["text"] for name, data in again if name == "delta" and data["block"] == n) for n in blocks}
    assert words == blocks
    stored = AnswerBlock.objects.filter(answer=Answer.objects.get()).values_list("ordinal", "text")
    assert dict(stored) == blocks
    assert names.count("block") == len(blocks) >= 1
    site.nothing_is_held()
