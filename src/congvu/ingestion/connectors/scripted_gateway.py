"""A gateway that keeps its messages in memory and speaks as a real one does: for tests, and for trying a source out.

An ASGI application; ``python -m congvu.ingestion.connectors.scripted_gateway PORT FILE…`` serves these messages.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass(slots=True)
class ScriptedGateway:
    """``messages`` by docId; ``reported`` is what it was told of them, ``received`` what was sent to it."""

    messages: dict[str, bytes] = field(default_factory=dict)
    secret: str = "bi-mat-de-thu"  # noqa: S105  # only scripted
    failing: int = 0
    reported: dict[str, str] = field(default_factory=dict)
    received: dict[str, bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = b""
        while True:
            event = await receive()
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        path = unquote(scope["raw_path"].decode() if scope.get("raw_path") else scope["path"]).partition("?")[0]
        self.requests.append(f"{scope['method']} {path}")
        status, content = self._answer(scope["method"], path, scope["query_string"].decode(), headers, body)
        kind = b"application/xml" if content.startswith(b"<") else b"application/json"
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind)]})
        await send({"type": "http.response.body", "body": content})

    def _answer(self, method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if headers.get("x-secretkey") != self.secret:
            return 401, b"{}"
        if self.failing:
            self.failing -= 1
            return 503, b"{}"
        parts = path.strip("/").split("/", 1)
        key = parts[1] if len(parts) > 1 else ""
        if method == "GET" and not key:
            statuses = parse_qs(query).get("messageType") == ["status"]
            waiting = [
                name
                for name, content in self.messages.items()
                if name not in self.reported and (b"StatusCode" in content) == statuses
            ]
            return 200, json.dumps([{"docId": name} for name in waiting]).encode()
        if method == "GET":
            return (200, self.messages[key]) if key in self.messages else (404, b"{}")
        if method == "PUT" and key.endswith("/status"):
            self.reported[key.removesuffix("/status")] = str(json.loads(body)["status"])
            return 200, b"{}"
        if method == "POST" and not key:
            self.received[headers["x-message-id"]] = body
            return 201, json.dumps({"docId": headers["x-message-id"]}).encode()
        return 405, b"{}"


def main(arguments: list[str]) -> None:
    """Serve files as messages until interrupted."""
    import uvicorn

    gateway = ScriptedGateway({Path(name).stem: Path(name).read_bytes() for name in arguments[1:]})
    uvicorn.run(gateway, host="127.0.0.1", port=int(arguments[0]), log_level="warning")


if __name__ == "__main__":
    main(sys.argv[1:])
