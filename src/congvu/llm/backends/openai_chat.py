"""One server that speaks OpenAI's chat protocol and streams: vLLM, llama.cpp, Ollama, others.

What it sends is not trusted: lines, events and the whole answer are bounded, and anything but the words of the first
choice is passed over. No redirects are followed and no proxies of the environment used: texts go to this server only.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import httpx2

from congvu.llm.chat.types import ChatError, ChatRequest, Fault, ServerSettings

MOST_BYTES = 512 * 1024
MOST_LINE = 64 * 1024
HEALTH_SECONDS = 3.0


class OpenAIChat:
    """A client of one server, used from one event loop."""

    def __init__(self, settings: ServerSettings) -> None:
        if urlsplit(settings.url).scheme not in {"http", "https"}:
            raise ValueError(f"not an address of a language model: {settings.url!r}")
        self.settings = settings
        headers = {"Authorization": f"Bearer {settings.key}"} if settings.key else {}
        self._client = httpx2.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            headers=headers,
            timeout=httpx2.Timeout(None, connect=settings.patience.connect),
            limits=httpx2.Limits(max_connections=settings.slots + 2, max_keepalive_connections=settings.slots),
        )
        self._base = settings.url.rstrip("/")

    async def stream(self, request: ChatRequest) -> AsyncGenerator[str, None]:
        """The words of the answer as they come. Raises ChatError; closing the iterator closes the connection."""
        patience = self.settings.patience
        loop = asyncio.get_running_loop()
        last = loop.time() + patience.total
        body = {
            "model": self.settings.model,
            "messages": [{"role": m.role, "content": m.content} for m in request.messages],
            "max_tokens": request.max_tokens,
            "temperature": 0,
            "stream": True,
        }
        words = 0
        try:
            async with asyncio.timeout_at(min(last, loop.time() + patience.first)) as limit:
                async with self._client.stream("POST", f"{self._base}/chat/completions", json=body) as response:
                    _accepted(response)
                    async for text in _words(response):
                        words += 1
                        limit.reschedule(min(last, loop.time() + patience.between))
                        yield text
        except TimeoutError as error:
            late = loop.time() >= last - 0.01
            raise ChatError(Fault.TOTAL if late else Fault.STALLED if words else Fault.SLOW) from error
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            raise ChatError(Fault.DOWN, type(error).__name__) from error
        except httpx2.HTTPError as error:
            raise ChatError(Fault.CUT, type(error).__name__) from error
        if not words:
            raise ChatError(Fault.EMPTY)

    async def healthy(self) -> str:
        """ "" where the server lists its models, else what is wrong."""
        try:
            async with asyncio.timeout(HEALTH_SECONDS):
                response = await self._client.get(f"{self._base}/models")
                return "" if response.status_code == httpx2.codes.OK else f"HTTP {response.status_code}"
        except (TimeoutError, httpx2.HTTPError) as error:
            return type(error).__name__

    async def close(self) -> None:
        await self._client.aclose()


def _accepted(response: httpx2.Response) -> None:
    status = response.status_code
    if status == httpx2.codes.OK:
        if "text/event-stream" not in response.headers.get("content-type", ""):
            raise ChatError(Fault.GARBAGE, "no event stream")
        return
    if status in {408, 425, 429, 503}:
        raise ChatError(Fault.BUSY, f"HTTP {status}")
    raise ChatError(Fault.SERVER if status >= 500 else Fault.REFUSED, f"HTTP {status}")


async def _words(response: httpx2.Response) -> AsyncIterator[str]:
    """The words of the data events, until [DONE]; a stream that ends without it was cut."""
    size = 0
    async for line in _lines(response):
        size += len(line)
        if size > MOST_BYTES:
            raise ChatError(Fault.TOO_LONG)
        field, _, value = line.partition(b":")
        if field != b"data":
            continue  # comments, names of events, blank lines
        value = value.strip()
        if value == b"[DONE]":
            return
        text, finished = _delta(value)
        if text:
            yield text
        if finished:
            return
    raise ChatError(Fault.CUT, "no end")


async def _lines(response: httpx2.Response) -> AsyncIterator[bytes]:
    held = b""
    async for part in response.aiter_bytes():
        held += part
        *whole, held = held.split(b"\n")
        for line in whole:
            yield line.rstrip(b"\r")
        if len(held) > MOST_LINE:
            raise ChatError(Fault.TOO_LONG, "a line without end")


def _delta(value: bytes) -> tuple[str, bool]:
    """Words of one event, and whether the server says that it was the last."""
    try:
        event: Any = json.loads(value)
        if "error" in event:
            raise ChatError(Fault.SERVER, "error event")
        choice = event["choices"][0] if event.get("choices") else {}
        text = choice.get("delta", {}).get("content")
        return (text if isinstance(text, str) else ""), choice.get("finish_reason") is not None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise ChatError(Fault.GARBAGE, "event not understood") from error
