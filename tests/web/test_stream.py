"""The event stream: frames, order, heartbeats, and a producer that stops when nobody listens."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from congvu.web.sse import TypedEvent, event_stream, frame, frames


@dataclass(frozen=True)
class Said:
    text: str
    name: str = "delta"

    def data(self) -> dict[str, Any]:
        return {"text": self.text}


def test_a_frame_is_one_event_even_if_its_text_has_line_breaks() -> None:
    wire = frame(3, Said("một\nhai\r\nevent: done")).decode()
    lines = wire.split("\n")
    assert lines[0] == "id: 3"
    assert lines[1] == "event: delta"
    assert json.loads(lines[2].removeprefix("data: ")) == {"text": "một\nhai\r\nevent: done"}
    assert lines[3:] == ["", ""]


async def test_events_come_in_order_and_the_stream_ends_with_the_producer() -> None:
    texts = [str(number) for number in range(200)]
    wire = b"".join([part async for part in frames(lambda: iter([Said(text) for text in texts]))]).decode()
    found = [json.loads(line.removeprefix("data: "))["text"] for line in wire.split("\n") if line.startswith("data: ")]
    assert found == texts


async def test_what_has_come_meanwhile_is_sent_in_one_piece() -> None:
    all_said = threading.Event()

    def sentence() -> Iterator[TypedEvent]:
        for number in range(30):
            yield Said(str(number))
        all_said.set()

    stream = frames(sentence)
    await anext(stream)  # how long to wait before asking again
    assert all_said.wait(5)
    parts = [part async for part in stream]
    assert len(parts) == 1
    assert parts[0].count(b"event: delta") == 30
    assert b"id: 30\n" in parts[0]


async def test_silence_is_filled_with_heartbeats() -> None:
    def slow() -> Iterator[TypedEvent]:
        time.sleep(0.2)
        yield Said("ok")

    wire = b"".join([part async for part in frames(slow, heartbeat_s=0.05)])
    assert wire.count(b": still here") >= 2
    assert wire.index(b": still here") < wire.index(b"ok")


async def test_a_producer_stops_and_is_closed_when_the_reader_goes_away() -> None:
    closed, made = threading.Event(), []

    def endless() -> Iterator[TypedEvent]:
        try:
            for number in range(1_000_000):
                made.append(number)
                yield Said(str(number))
        finally:
            closed.set()

    stream = frames(endless)
    await anext(stream)
    await anext(stream)
    await stream.aclose()
    assert closed.wait(5)
    assert len(made) < 500, "the bounded box held the producer back"


async def test_a_broken_producer_ends_the_stream(caplog: Any) -> None:
    def broken() -> Iterator[TypedEvent]:
        yield Said("một")
        raise RuntimeError("nope")

    wire = b"".join([part async for part in frames(broken)])
    assert b"m\xe1\xbb\x99t" in wire
    assert "broke off" in caplog.text


def test_no_proxy_may_buffer_or_keep_the_stream() -> None:
    response = event_stream(lambda: iter(()))
    assert response.headers["Content-Type"].startswith("text/event-stream")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Accel-Buffering"] == "no"
