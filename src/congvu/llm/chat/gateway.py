"""The way to the language models: the first server that works, in the order of the settings.

One event loop on a thread of its own talks to all servers; whoever asks gets the words through a queue and may stop at
any moment, which closes the connection to the server. A question is asked again only while no word of an answer has
been shown.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from congvu.llm.backends.openai_chat import OpenAIChat
from congvu.llm.chat.admission import Admission, Shares
from congvu.llm.chat.breaker import Breaker
from congvu.llm.chat.budget import DailyBudget
from congvu.llm.chat.seats import OwnSeats, Seats, SharedSeats
from congvu.llm.chat.types import RETRIED, ChatError, ChatRequest, Fault, Patience, ServerSettings

log = logging.getLogger(__name__)

TICK_S = 0.5
"""While no word comes, the caller gets None so often, and can see whether anybody still listens."""

_END = object()


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of one server: ``problem`` is empty where it works."""

    url: str
    problem: str


class _Server:
    def __init__(self, server: ServerSettings) -> None:
        self.settings = server
        self.client = OpenAIChat(server)
        self.breaker = Breaker()
        self.busy = 0


class Gateway:
    """All servers of the settings; safe to share between threads.

    What is bounded is so for all processes that have the same ``folder``: turns, shares and tokens of a day.
    """

    def __init__(
        self, servers: Sequence[ServerSettings], shares: Shares, daily_tokens: int = 0, folder: Path | None = None
    ) -> None:
        self._seats: Seats = SharedSeats(folder / "seats") if folder else OwnSeats()
        # Others may use other servers in the same folder: a command that measures, a site before a change of settings.
        self.admission = Admission(shares, self._seats, " ".join(server.url for server in servers))
        self.budget = DailyBudget(daily_tokens, file=folder / "tokens" if folder else None)
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._settings = tuple(servers)
        self._servers: list[_Server] = []

    def stream(self, request: ChatRequest) -> Generator[str | None, None, None]:
        """The words of an answer, and None whenever TICK_S passed without any. Raises ChatError.

        Closing the iterator stops the model.
        """
        reserved = request.size + request.max_tokens
        if not self.budget.take(reserved):
            raise ChatError(Fault.BUDGET)
        words: queue.SimpleQueue[object] = queue.SimpleQueue()
        future = asyncio.run_coroutine_threadsafe(self._answer(request, words), self._running_loop())
        spent = request.size
        try:
            while True:
                try:
                    item = words.get(timeout=TICK_S)
                except queue.Empty:
                    yield None
                    continue
                if item is _END:
                    break
                spent += 1
                yield str(item)
            _raise(future)
        finally:
            future.cancel()
            self.budget.give_back(max(0, reserved - spent))

    def health(self) -> list[Health]:
        """Ask every server now; a few seconds at most."""
        loop = self._running_loop()

        async def everyone() -> list[str]:
            return await asyncio.gather(*(server.client.healthy() for server in self._servers))

        found = asyncio.run_coroutine_threadsafe(everyone(), loop).result(timeout=10)
        return [Health(s.settings.url, problem) for s, problem in zip(self._servers, found, strict=True)]

    @property
    def all_down(self) -> bool:
        """Whether every server was left alone because it failed: known without asking."""
        return bool(self._servers) and all(server.breaker.resting for server in self._servers)

    @property
    def streams(self) -> int:
        """Answers that are being written at this moment."""
        return sum(server.busy for server in self._servers)

    def close(self) -> None:
        """Stop everything; for tests and for the end of a process."""
        with self._lock:
            loop, self._loop = self._loop, None
        if loop is None:
            self._seats.close()
            return

        async def finish() -> None:
            mine = asyncio.current_task()
            tasks = [task for task in asyncio.all_tasks() if task is not mine]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for server in self._servers:
                await server.client.close()

        asyncio.run_coroutine_threadsafe(finish(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        self._thread.join(10)
        loop.close()
        self._seats.close()

    async def _answer(self, request: ChatRequest, words: queue.SimpleQueue[object]) -> None:
        """Put the words of the first server that gives any into the queue; always ends it."""
        try:
            last = ChatError(Fault.OVERLOADED)
            for server in self._in_turn():
                name = f"server {server.settings.url}"
                seat = self._seats.take(name, server.settings.slots)
                if seat is None:
                    continue
                if not server.breaker.allows():
                    self._seats.leave(name, seat)
                    continue
                told = 0
                server.busy += 1
                try:
                    async with aclosing(server.client.stream(request)) as stream:
                        async for text in stream:
                            told += 1
                            words.put(text)
                    server.breaker.succeeded()
                    return
                except ChatError as error:
                    log.warning("language model at %s: %s", server.settings.url, error.message)
                    server.breaker.failed(error.fault)
                    last = error
                    if told or error.fault not in RETRIED:
                        raise
                except asyncio.CancelledError:
                    server.breaker.let_go()
                    raise
                finally:
                    server.busy -= 1
                    self._seats.leave(name, seat)
            raise last if last.fault is not Fault.OVERLOADED or not self.all_down else ChatError(Fault.DOWN)
        finally:
            words.put(_END)

    def _in_turn(self) -> list[_Server]:
        """The servers by priority; where there is only one, it is asked once more after a failure."""
        return self._servers if len(self._servers) > 1 else self._servers * 2

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="language-models", daemon=True)
                self._thread.start()
                self._servers = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(timeout=10)
            return self._loop

    async def _open(self) -> list[_Server]:
        return [_Server(server) for server in self._settings]


def _raise(future: Future[None]) -> None:
    """The end of the answer: its fault, if it had one."""
    try:
        future.result(timeout=5)
    except ChatError:
        raise
    except Exception as error:
        log.exception("the gateway failed")
        raise ChatError(Fault.SERVER, type(error).__name__) from error


_lock = threading.Lock()
_chosen: dict[tuple[object, ...], Gateway] = {}


def gateway() -> Gateway | None:
    """The gateway of this process, made when first asked for; None where no language model is configured."""
    urls = tuple(getattr(settings, "CONGVU_LLM_URLS", ()) or ())
    if not urls:
        return None
    key = (urls, *(getattr(settings, name) for name in _SETTINGS))
    with _lock:
        if key not in _chosen:
            _chosen[key] = _made(urls)
        return _chosen[key]


def forget_servers() -> None:
    """Close all gateways of this process; whoever asks next knows nothing of the servers' failures."""
    with _lock:
        known = list(_chosen.values())
        _chosen.clear()
    for found in known:
        found.close()


_SETTINGS = (
    "CONGVU_LLM_MODEL",
    "CONGVU_LLM_KEY",
    "CONGVU_LLM_SLOTS",
    "CONGVU_LLM_QUEUE",
    "CONGVU_LLM_PER_PERSON",
    "CONGVU_LLM_PER_AGENCY",
    "CONGVU_LLM_DAILY_TOKENS",
    "CONGVU_LLM_FIRST_WORD_SECONDS",
    "CONGVU_LLM_SECONDS",
    "CONGVU_TURNS_DIR",
)


def _made(urls: tuple[str, ...]) -> Gateway:
    patience = Patience(first=settings.CONGVU_LLM_FIRST_WORD_SECONDS, total=settings.CONGVU_LLM_SECONDS)
    slots = int(settings.CONGVU_LLM_SLOTS)
    servers = [
        ServerSettings(url, settings.CONGVU_LLM_MODEL or "default", settings.CONGVU_LLM_KEY, slots, patience)
        for url in urls
    ]
    shares = Shares(
        slots=slots * len(servers),
        queue=int(settings.CONGVU_LLM_QUEUE),
        person=int(settings.CONGVU_LLM_PER_PERSON),
        agency=int(settings.CONGVU_LLM_PER_AGENCY),
    )
    return Gateway(servers, shares, int(settings.CONGVU_LLM_DAILY_TOKENS), settings.CONGVU_TURNS_DIR)
