"""The only streaming response: typed events of a synchronous producer as a server-sent event stream.

The producer runs on a thread of its own and feeds a bounded queue; the asynchronous side only waits for that
queue, so a stream costs neither a thread of the server's pool nor a database connection while words flow.
When the client goes away the producer is told to stop at its next event and its connection is given back.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator
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

_QUEUE = 64
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
                    event = await pump.queue.get()
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if event is None:
                return
            number += 1
            yield frame(number, event)
    finally:
        pump.stop()


class _Pump:
    """Moves events from the producer's thread into the queue, waiting where the client reads slowly."""

    def __init__(self, producer: Producer, loop: asyncio.AbstractEventLoop, language: str | None) -> None:
        self.queue: asyncio.Queue[TypedEvent | None] = asyncio.Queue(_QUEUE)
        self._producer = producer
        self._loop = loop
        self._language = language
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="event-stream", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the producer to end, and make room so that it does not wait for a reader who has gone."""
        self._stopped.set()
        while not self.queue.empty():
            self.queue.get_nowait()

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
            self._put(None)

    def _put(self, event: TypedEvent | None) -> None:
        if self._stopped.is_set() or self._loop.is_closed():
            return
        try:
            waiting = asyncio.run_coroutine_threadsafe(self.queue.put(event), self._loop)
        except RuntimeError:  # the server is shutting down
            return
        while not self._stopped.is_set():
            try:
                waiting.result(timeout=0.5)
            except TimeoutError:
                continue
            return
        waiting.cancel()


def _release_connections() -> None:
    """Give this thread's database connections back, unless a caller's transaction is open on them (tests)."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
