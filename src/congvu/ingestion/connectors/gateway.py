"""Pulling messages from a gateway over HTTP, in the manner of the national axis and of provincial platforms.

    GET  {base}/edocs?messageType=edoc|status   → [{"docId": "…"}, …]
    GET  {base}/edocs/{docId}                   → the message
    PUT  {base}/edocs/{docId}/status            ← {"status": "done" | "fail"}
    POST {base}/edocs                           ← a message of ours, X-Message-Id names it

Who asks is told in X-SystemId and X-SecretKey. A message is reported as done only when it is kept here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from congvu.ingestion.connectors.base import ConnectorError, Fetched, Known
from congvu.ingestion.connectors.http import Answer, GuardedClient

MAX_LIST = 4 * 1024 * 1024
MAX_MESSAGE = 60 * 1024 * 1024
MAX_MESSAGES = 2_000
"""In one run; the rest waits for the next."""


class GatewayConnector:
    """``base`` is the address of the gateway's interface, ``system`` and ``secret`` are what it knows us by."""

    def __init__(self, base: str, system: str, secret: str, *, private: bool) -> None:
        self._base = base.rstrip("/")
        self._headers = {"X-SystemId": system, "X-SecretKey": secret}
        self._client = GuardedClient([urlsplit(base).netloc.rpartition("@")[2]], private=private)

    def fetch(self, known: Known) -> Iterator[Fetched]:
        for kind in ("edoc", "status"):
            for key in self._list(kind)[:MAX_MESSAGES]:
                address = f"{self._base}/edocs/{quote(key, safe='')}"
                answer = _good(self._client.get(address, MAX_MESSAGE, self._headers))
                yield Fetched(
                    f"{key}.edxml",
                    answer.content,
                    taken=lambda address=address: self._report(address, "done"),  # type: ignore[misc]
                    refused=lambda _why, address=address: self._report(address, "fail"),  # type: ignore[misc]
                )

    def send(self, name: str, content: bytes) -> None:
        headers = {**self._headers, "X-Message-Id": name, "Content-Type": "application/xml"}
        _good(self._client.send("POST", f"{self._base}/edocs", content, headers, MAX_LIST))

    def close(self) -> None:
        self._client.close()

    def _list(self, kind: str) -> list[str]:
        answer = _good(self._client.get(f"{self._base}/edocs?messageType={kind}", MAX_LIST, self._headers))
        try:
            return [str(entry["docId"]) for entry in json.loads(answer.content)]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise ConnectorError(_("The gateway's list is not what was agreed.")) from error

    def _report(self, address: str, status: str) -> None:
        body = json.dumps({"status": status}).encode()
        headers = {**self._headers, "Content-Type": "application/json"}
        _good(self._client.send("PUT", f"{address}/status", body, headers, MAX_LIST))


def _good(answer: Answer) -> Answer:
    if answer.status in (401, 403):
        raise ConnectorError(_("The gateway does not know us: check the system's name and its secret."))
    if not 200 <= answer.status < 300:
        raise ConnectorError(_("The gateway answers %d.") % answer.status)
    return answer
