"""The people of the measurement: a process of its own that asks over HTTP as browsers do and watches the answers come.

``python -m congvu.config.streams.readers`` reads a ``Plan`` as JSON from standard input and writes JSON lines: what
each visit saw, how far the health check is, how many streams were dropped. It knows neither Django nor the database.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import socket
import struct
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import asdict, dataclass, field
from typing import Any

import httpx2

_STREAM = re.compile(r'data-src="([^"]+)"')
_FRAGMENT = re.compile(r'data-answer="([^"]+)"')
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: closing throws the connection away, as a phone out of reach does
_TOKEN = "a" * 32
_STAGES = ("headers", "evidence", "words")


@dataclass(frozen=True)
class Visit:
    """One question: when it is asked (seconds from the start), in whose session, and whether only its beginning is
    watched.
    """

    at: float
    session: str
    text: str
    beginning: bool = False


@dataclass
class Seen:
    """What came of a visit: milliseconds since the question was sent, written sentences, the status that the answer
    ended with and the fault of the model.

    ``status`` is empty where the stream was left before its end, ``problem`` says what went wrong.
    """

    begun: float = 0.0
    evidence_ms: float = 0.0
    first_ms: float = 0.0
    written: int = 0
    fault: str = ""
    done_ms: float = 0.0
    status: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Plan:
    """What one process of readers does: visits; or ``drops`` streams, ``at_once`` at a time, over and over; or it looks
    at the health check every ``health_s`` seconds until its input ends.
    """

    url: str
    visits: tuple[Visit, ...] = ()
    drops: int = 0
    at_once: int = 0
    seed: int = 1
    sessions: tuple[tuple[str, str], ...] = field(default=())
    health_s: float = 0.0


def plan_from(text: str) -> Plan:
    """A plan from the JSON of ``dataclasses.asdict``."""
    data: dict[str, Any] = json.loads(text)
    visits = tuple(Visit(**visit) for visit in data.pop("visits"))
    sessions = tuple((session, question) for session, question in data.pop("sessions"))
    return Plan(visits=visits, sessions=sessions, **data)


class Browser:
    """One client for all people; each request carries the session of its own."""

    def __init__(self, url: str) -> None:
        self._client = httpx2.AsyncClient(
            base_url=url,
            trust_env=False,
            timeout=httpx2.Timeout(120.0, connect=30.0),
            # Shorter than the server keeps them (5 s): none is used again in the moment in which it is closed.
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=50, keepalive_expiry=2.0),
        )

    async def __aenter__(self) -> Browser:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._client.aclose()

    async def ask(self, session: str, text: str) -> tuple[str, str]:
        """Send a question as the page does; the addresses of its stream and of its answer."""
        response = await self._client.post(
            "/hoi/",
            data={"text": text, "live": "1"},
            headers={**_cookies(session), "X-CSRFToken": _TOKEN, "HX-Request": "true"},
        )
        response.raise_for_status()
        stream, answer = _STREAM.search(response.text), _FRAGMENT.search(response.text)
        if stream is None or answer is None:
            raise ValueError("the page of the question names no stream")
        return stream[1], answer[1]

    async def answer(self, session: str, address: str) -> None:
        """Fetch the finished answer, which takes the place of the streamed words."""
        (await self._client.get(address, headers={**_cookies(session), "HX-Request": "true"})).raise_for_status()

    async def events(
        self, session: str, address: str, *, hard: bool = False, last: str = ""
    ) -> AsyncGenerator[tuple[str, str], None]:
        """(name, data) of the events of a stream, first ("headers", ""); ``hard`` throws the connection away at the
        end instead of closing it, ``last`` is the id that a browser sends when it connects again.
        """
        headers = {**_cookies(session), "Accept": "text/event-stream", **({"Last-Event-ID": last} if last else {})}
        async with self._client.stream("GET", address, headers=headers) as response:
            response.raise_for_status()
            try:
                yield "headers", ""
                name = ""
                async for line in response.aiter_lines():
                    if line.startswith("event: "):
                        name = line[7:]
                    elif line.startswith("data: "):
                        yield name, line[6:]
            finally:
                if hard:
                    held: socket.socket = response.extensions["network_stream"].get_extra_info("socket")
                    with suppress(OSError):  # closed already
                        held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)

    async def healthy(self) -> bool:
        return (await self._client.get("/health")).is_success


def _cookies(session: str) -> dict[str, str]:
    return {"Cookie": f"sessionid={session}; csrftoken={_TOKEN}"}


async def watch(browser: Browser, visit: Visit, begun: float) -> Seen:
    """Ask, and watch the answer to its end, or until its first words."""
    await asyncio.sleep(max(0.0, visit.at - (time.perf_counter() - begun)))
    start = time.perf_counter()
    seen = Seen(begun=round(start - begun, 3))
    try:
        stream, address = await browser.ask(visit.session, visit.text)
        async with aclosing(browser.events(visit.session, stream)) as events:
            async for name, data in events:
                if name == "evidence":
                    seen.evidence_ms = _ms(start)
                elif name == "delta" and not seen.first_ms:
                    seen.first_ms = _ms(start)
                elif name == "block":
                    seen.written += json.loads(data)["kind"] == "written"
                    if visit.beginning and seen.written:
                        return seen
                elif name in {"done", "failed"}:
                    told = json.loads(data)
                    seen.done_ms, seen.status = _ms(start), told.get("status", name)
                    seen.fault = told.get("versions", {}).get("model_fault", "")
        await browser.answer(visit.session, address)
    except (httpx2.HTTPError, ValueError) as error:
        seen.problem = f"{type(error).__name__}: {error}"[:200]
    return seen


async def drop(browser: Browser, plan: Plan) -> int:
    """Open streams and throw their connections away at a moment drawn by chance; how many could not be opened."""
    chance = random.Random(plan.seed)  # noqa: S311  # no secret
    streams = [(session, (await browser.ask(session, text))[0]) for session, text in plan.sessions]
    left, failed, told = plan.drops, 0, 0

    async def one_after_the_other(mine: list[tuple[str, str]]) -> None:
        nonlocal left, failed, told
        while left > 0:
            left -= 1
            session, stream = chance.choice(mine)
            until, stays = chance.choice(_STAGES), chance.uniform(0.0, 0.3)
            try:
                async with asyncio.timeout(30.0), aclosing(browser.events(session, stream, hard=True)) as events:
                    async for name, _data in events:
                        if name == until or (until == "words" and name == "delta") or name in {"done", "failed"}:
                            await asyncio.sleep(stays)
                            break
            except TimeoutError:
                pass  # thrown away after half a minute then
            except httpx2.HTTPError:
                failed += 1
            told += 1
            _say({"dropped": told})

    shares = [streams[n :: plan.at_once] for n in range(plan.at_once)]
    await asyncio.gather(*(one_after_the_other(share) for share in shares if share))
    return failed


async def look_at_health(browser: Browser, every_s: float) -> None:
    """Until standard input ends: milliseconds of each look, or -1 where the site did not answer that it is well."""
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    while not ended.done():
        start = time.perf_counter()
        try:
            well = await browser.healthy()
        except httpx2.HTTPError:
            well = False
        _say({"health_ms": _ms(start) if well else -1.0})
        await asyncio.sleep(max(0.0, every_s - (time.perf_counter() - start)))


async def carry_out(plan: Plan) -> None:
    """Do what the plan says and tell it."""
    async with Browser(plan.url) as browser:
        if plan.health_s:
            await look_at_health(browser, plan.health_s)
        elif plan.drops:
            _say({"failed": await drop(browser, plan)})
        else:
            begun = time.perf_counter()
            for done in asyncio.as_completed([watch(browser, visit, begun) for visit in plan.visits]):
                _say({"seen": asdict(await done)})


def _ms(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 1)


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(carry_out(plan_from(sys.stdin.readline())))
