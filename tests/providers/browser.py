"""A browser without a screen: cookies per site, redirects one at a time, the forms of a page."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx2 as httpx


@dataclass
class Form:
    """A form and what it would send as it stands."""

    action: str
    method: str
    fields: dict[str, str]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.frames: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get").lower(), {}))
        elif tag == "input" and self.forms and values.get("name"):
            self.forms[-1].fields[values["name"]] = values.get("value", "")
        elif tag == "iframe":
            self.frames.append(values.get("src", ""))


def forms(page: httpx.Response) -> list[Form]:
    """The forms of a page, their addresses made whole."""
    parser = _Forms()
    parser.feed(page.text)
    for form in parser.forms:
        form.action = urljoin(str(page.url), form.action)
    return parser.forms


def frames(page: httpx.Response) -> list[str]:
    """The addresses that the page loads in frames."""
    parser = _Forms()
    parser.feed(page.text)
    return [urljoin(str(page.url), frame) for frame in parser.frames]


def browser() -> httpx.Client:
    """One person's browser; it follows no redirect by itself, so that a test sees each."""
    return httpx.Client(timeout=30, follow_redirects=False, trust_env=False)


def follow(client: httpx.Client, page: httpx.Response, until: str, hops: int = 10) -> httpx.Response:
    """Follow redirects up to one whose address begins with ``until``, which is not opened; or to a page."""
    for _ in range(hops):
        if not page.is_redirect:
            return page
        target = urljoin(str(page.url), page.headers["Location"])
        if until and target.startswith(until):
            return page
        page = client.get(target)
    raise AssertionError(f"more than {hops} redirects")
