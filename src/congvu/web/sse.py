"""The only streaming response: typed events of a synchronous producer as a server-sent event stream.

The producer runs on a thread of its own and fills a bounded box; the asynchronous side only waits for that box and
sends all that lies in it at once. So a stream costs neither a thread of the server's pool nor a database connection
while words flow, and a sentence costs one change of threads, not one for every few words. When the client goes away
the producer is told to stop at its next event and its connection is given back.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from typing import Any, Protocol

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import StreamingHttpResponse
from django.utils import translation

log = logging.getLogger(__name__)

HEARTBEAT_S = 15.0
"""A comment is sent after this much silence, so that no proxy takes the stream for dead."""

SILENT = "waiting"
"""Events of this name only let the producer be stopped while it has nothing to tell."""

_ROOM = 64
_LOOK_S = 0.5
_RETRY_MS = 2000


class TypedEvent(Protocol):
    """An event with a name of its own and JSON data (``answering.events``)."""

    @property
    def name(self) -> str: ...

    def data(self) -> dict[str, Any]: ...


Producer = Callable[[], Iterator[TypedEvent]]


def frame(number: int, event: TypedEvent) -> bytes:
    """One event of the wire format; JSON has no line breaks of its own, so one data line is enough."""
    data = json.dumps(event.data(), ensure_ascii=False, separators=(",", ":"))
    return f"id: {number}\nevent: {event.name}\ndata: {data}\n\n".encode()


def event_stream(producer: Producer, *, heartbeat_s: float = HEARTBEAT_S) -> StreamingHttpResponse:
    """The response for a producer of events; ``failed`` and ``done`` are the producer's own last words."""
    return StreamingHttpResponse(
        frames(producer, heartbeat_s=heartbeat_s),
        content_type="text/event-stream; charset=utf-8",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def frames(producer: Producer, *, heartbeat_s: float = HEARTBEAT_S) -> AsyncIterator[bytes]:
    """Encoded events in order, heartbeats in between; ends with the producer, stops it when closed early."""
    await sync_to_async(_release_connections, thread_sensitive=True)()
    pump = _Pump(producer, asyncio.get_running_loop(), translation.get_language())
    pump.start()
    number = 0
    try:
        yield f"retry: {_RETRY_MS}\n\n".encode()
        while True:
            try:
                async with asyncio.timeout(heartbeat_s):  # wait_for may swallow that the client went away
                    await pump.filled.wait()
            except TimeoutError:
                yield b": still here\n\n"
                continue
            told, ended = pump.emptied()
            if told:
                yield b"".join(frame(number + n, event) for n, event in enumerate(told, start=1))
                number += len(told)
            if ended:
                return
    finally:
        pump.stop()


class _Pump:
    """Moves events from the producer's thread into a box, waiting where the client reads slowly."""

    def __init__(self, producer: Producer, loop: asyncio.AbstractEventLoop, language: str | None) -> None:
        self.filled = asyncio.Event()
        self._box: deque[TypedEvent] = deque()
        self._ended = False
        self._changed = threading.Condition()
        self._producer = producer
        self._loop = loop
        self._language = language
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="event-stream", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def emptied(self) -> tuple[list[TypedEvent], bool]:
        """What lies in the box, and whether nothing will come any more."""
        with self._changed:
            self.filled.clear()
            told = list(self._box)
            self._box.clear()
            self._changed.notify()
            return told, self._ended

    def stop(self) -> None:
        """Ask the producer to end, and wake it where it waits for a reader who has gone."""
        with self._changed:
            self._stopped.set()
            self._changed.notify()

    def _run(self) -> None:
        if self._language:
            translation.activate(self._language)
        events = self._producer()
        try:
            for event in events:
                if self._stopped.is_set():
                    break
                if event.name != SILENT:
                    self._put(event)
        except Exception:
            log.exception("an event stream broke off")
        finally:
            close = getattr(events, "close", None)
            if close is not None:
                close()
            _release_connections()
            with self._changed:
                self._ended = True
            self._tell()

    def _put(self, event: TypedEvent) -> None:
        with self._changed:
            while len(self._box) >= _ROOM and not self._stopped.is_set() and not self._loop.is_closed():
                self._changed.wait(_LOOK_S)
            if self._stopped.is_set():
                return
            self._box.append(event)
            first = len(self._box) == 1
        if first:
            self._tell()

    def _tell(self) -> None:
        with suppress(RuntimeError):  # the server is shutting down
            self._loop.call_soon_threadsafe(self.filled.set)


def _release_connections() -> None:
    """Give this thread's database connections back, unless a caller's transaction is open on them (tests)."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
