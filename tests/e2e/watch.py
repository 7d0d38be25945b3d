"""What no page may do: complain on the console, break the content security policy, ask another host."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

_POLICY = "window.addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective));"
_NOT_NETWORK = {"about", "data", "blob"}


class Watch:
    """Listens to everything that a browser context does. ``expected`` holds parts of messages that a test provokes."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.expected: list[str] = []
        self._host = host
        self._found: list[str] = []
        context.add_init_script(_POLICY)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)

    def problems(self) -> list[str]:
        """One line for each thing that should not have happened."""
        return [line for line in self._found if not any(part in line for part in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._found.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self._found.append(f"script error: {error.error}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in _NOT_NETWORK and parts.netloc != self._host:
            self._found.append(f"request to another host: {request.url}")
