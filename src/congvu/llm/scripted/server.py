"""The scripted server: an asyncio server on a thread of its own, on a port of this machine."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Any

Script = Callable[[list[dict[str, str]]], str]
"""From the messages of a request to the words of the answer."""

_HEAD = "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nConnection: close\r\n\r\n"
_LEAST_PIECES = 40
_REASONS = {200: "200 OK", 404: "404 Not Found", 429: "429 Too Many Requests", 500: "500 Internal Server Error"}


class Behaviour(StrEnum):
    """How the server behaves; everything but ``ok`` is a fault."""

    OK = "ok"
    DOWN = "down"
    SLOW = "slow"
    HANG = "hang"
    GARBAGE = "garbage"
    WRONG_EVENTS = "wrong_events"
    HUGE = "huge"
    WRONG_JSON = "wrong_json"
    TOO_MANY = "too_many"
    SERVER_ERROR = "server_error"
    CUT = "cut"
    EMPTY = "empty"


FAULTS = tuple(behaviour for behaviour in Behaviour if behaviour is not Behaviour.OK)


Timing = Callable[[str, int, int], float]
"""Seconds since the question came at which a piece is sent: from the whole text, and from where to where in it."""


@dataclass
class ScriptedServer:
    """``script`` writes; ``behaviour`` may be changed while it runs; ``timing`` says when, at once without it.

    Use it as a context manager; ``url`` is the base of the protocol. ``tried`` counts connections, ``asked`` questions,
    ``streaming`` answers that are being written, ``most`` how many were at a time.
    """

    script: Script
    behaviour: Behaviour = Behaviour.OK
    timing: Timing | None = None
    url: str = ""
    port: int = 0
    tried: int = 0
    asked: int = 0
    streaming: int = 0
    most: int = 0

    def __enter__(self) -> ScriptedServer:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="scripted-model", daemon=True)
        self._thread.start()
        port = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(timeout=10)
        self.url = f"http://127.0.0.1:{port}/v1"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, backlog=1024)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def _end(self) -> None:
        self._server.close()
        mine = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks() if task is not mine]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tried += 1
        try:
            if self.behaviour is Behaviour.DOWN:
                return
            path, body = await _request(reader)
            if path.endswith("/models"):
                await _plain(writer, 200, json.dumps({"object": "list", "data": [{"id": "scripted"}]}))
            elif path.endswith("/counts"):
                await _plain(writer, 200, json.dumps({n: getattr(self, n) for n in ("asked", "streaming", "most")}))
            elif path.endswith("/chat/completions"):
                self.asked += 1
                await self._answer(reader, writer, json.loads(body))
            else:
                await _plain(writer, 404, "{}")
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ValueError):
            return
        finally:
            writer.close()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: dict[str, Any]
    ) -> None:
        behaviour = self.behaviour
        if behaviour is Behaviour.TOO_MANY:
            return await _plain(writer, 429, "{}")
        if behaviour is Behaviour.SERVER_ERROR:
            return await _plain(writer, 500, "{}")
        if behaviour is Behaviour.SLOW:
            await reader.read()  # until the client has gone
            return None
        if behaviour is Behaviour.GARBAGE:
            return await _plain(writer, 200, "<html><body>Mời đăng nhập</body></html>", "text/html; charset=utf-8")
        writer.write(_HEAD.format(status=_REASONS[200], kind="text/event-stream").encode())
        self.streaming += 1
        self.most = max(self.most, self.streaming)
        words = asyncio.create_task(self._words(writer, self.script(request["messages"]), behaviour))
        gone = asyncio.create_task(reader.read())  # ends when the client goes away, and so does the writing
        try:
            await asyncio.wait({words, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.streaming -= 1
            words.cancel()
            gone.cancel()
            await asyncio.gather(words, gone, return_exceptions=True)
        return None

    async def _words(self, writer: asyncio.StreamWriter, text: str, behaviour: Behaviour) -> None:
        if behaviour is Behaviour.EMPTY:
            writer.write(b"data: [DONE]\n\n")
            await writer.drain()
            return
        # A short text in as many pieces as a long one: written over a minute, it must not look like a model that hangs.
        step = max(1, min(12, len(text) // _LEAST_PIECES))
        pieces = [text[start : start + step] for start in range(0, len(text), step)]
        if behaviour is Behaviour.HUGE:
            pieces = [("Câu này không có trong nguồn nào cả. " * 40)] * 2000
        half = max(1, len(pieces) // 2)
        loop, sent = asyncio.get_running_loop(), 0
        begun = loop.time()
        for number, piece in enumerate(pieces):
            if self.timing is not None:
                await asyncio.sleep(begun + self.timing(text, sent, sent + len(piece)) - loop.time())
            sent += len(piece)
            if number == half:
                if behaviour is Behaviour.HANG:
                    await asyncio.Event().wait()
                if behaviour is Behaviour.CUT:
                    return
                if behaviour is Behaviour.WRONG_JSON:
                    writer.write(b'data: {"choices": [{"delta": {"content": \n\n')
                elif behaviour is Behaviour.WRONG_EVENTS:
                    writer.write(b'event: done\ndata: {"status": "answered"}\n\nevent: block\ndata: {"text": "x"}\n\n')
            event = {"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]}
            writer.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
            await writer.drain()
        writer.write(b"data: [DONE]\n\n")
        await writer.drain()


async def _request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    path = head.split(" ", 2)[1]
    length = next(
        (int(line.split(":", 1)[1]) for line in head.split("\r\n") if line.lower().startswith("content-length:")), 0
    )
    return path, await reader.readexactly(length)


async def _plain(writer: asyncio.StreamWriter, status: int, body: str, kind: str = "application/json") -> None:
    writer.write(_HEAD.format(status=_REASONS[status], kind=kind).encode() + body.encode())
    await writer.drain()
