"""``congvu bench attacks --browser``: answers full of markup in a real browser, as if no checker had stood before.

The pages are made by the real views from rows that are taken back at once. The browser gets them, and everything of
this site that they ask for, from here; a request to anywhere else is written down and refused.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.notice import accept
from congvu.answering.models import Answer, AnswerBlock, Conversation, Question
from congvu.answering.types import AnswerStatus
from congvu.common.clock import now, today
from congvu.common.errors import CongVuError, InvalidInputError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

HOST = "localhost"
_SITE = f"http://{HOST}"
_A_PAGE = 30
_NO_TIME = 15_000
# What comes out of a model may be words only; everything that a page links to or loads must be of the site.
_LOOK = """() => {
  const foreign = [], words = [];
  for (const element of document.querySelectorAll("[href], [src], [action], [data], [poster]"))
    for (const name of ["href", "src", "action", "data", "poster"]) {
      const value = element.getAttribute(name);
      if (value === null || name === "data" && element.localName !== "object") continue;
      if (new URL(value, document.baseURI).origin !== location.origin) foreign.push(element.outerHTML.slice(0, 120));
    }
  const own = "img, script, style, iframe, object, embed, video, audio, base, meta, link, form, a:not(.cite)";
  for (const body of document.querySelectorAll(".answer__written, .answer__note, [data-block], [data-failure] p")) {
    words.push(body.textContent);
    for (const element of [body, ...body.querySelectorAll("*")]) {
      const acts = [...element.attributes].some((a) => a.name.startsWith("on") || a.name === "style");
      if (acts || element !== body && element.matches(own)) foreign.push(element.outerHTML.slice(0, 120));
    }
  }
  return { foreign, words: words.join("\\n") };
}"""
_POLICY = "addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective))"


@dataclass(frozen=True, slots=True)
class Captured:
    """A page as the site gave it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Log:
    """What the browser did: addresses asked for elsewhere, complaints on the console, elements that must not be."""

    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    requests: int = 0


def try_pages(user: User, texts: Sequence[str]) -> dict[str, Any]:
    """Show every text as an answer, as a question, as a title and word by word; what came of it. Raises
    InvalidInputError where there is no browser.
    """
    pages, streams = _pages(user, texts)  # before the browser, beside whose event loop no rows can be read
    log = Log()
    seen: set[str] = set()
    with _chromium() as browser, _context(browser, {**pages, **streams}, log) as page:
        for path in pages:
            page.goto(f"{_SITE}{path}", wait_until="load")
            if any(stream in pages[path].body.decode() for stream in streams):
                page.locator("[data-failure]:not([hidden])").wait_for(timeout=_NO_TIME)
            found = page.evaluate(_LOOK)
            log.foreign += found["foreign"]
            seen |= {text for text in texts if _flat(text) in _flat(found["words"])}
        control = _control(browser, texts)
    return {
        "texts": len(texts),
        "shown_as_words": len(seen),
        "pages": len(pages),
        "requests": log.requests,
        "outside": log.outside,
        "foreign_elements": log.foreign,
        "complaints": log.complaints,
        "control_outside": control,
    }


@contextmanager
def _chromium() -> Iterator[Browser]:
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise InvalidInputError(_("The browser needs playwright."), "pip install playwright") from error
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
        except Error as error:
            raise InvalidInputError(_("There is no browser."), _("Install chromium.")) from error
        yield browser
        browser.close()


def _control(browser: Browser, texts: Sequence[str]) -> int:
    """How many requests elsewhere the log sees where the same texts are a page of their own: it is not blind."""
    log = Log()
    body = f"<!doctype html><meta charset=utf-8>{''.join(texts)}".encode()
    with _context(browser, {"/": Captured(200, {"content-type": "text/html"}, body)}, log) as page:
        page.goto(f"{_SITE}/", wait_until="load")
    return len(log.outside)


def _flat(text: str) -> str:
    return "".join(text.split())


def _pages(user: User, texts: Sequence[str]) -> tuple[dict[str, Captured], dict[str, Captured]]:
    """Pages with the texts in every place where a member sees them, and the streams that two of them listen to."""
    streams: dict[str, Captured] = {}
    with transaction.atomic():
        accept(user)
        client = Client(headers={"host": HOST})
        client.force_login(user)
        paths = [reverse("chat:history")]
        for start in range(0, len(texts), _A_PAGE):
            some = texts[start : start + _A_PAGE]
            for finished in (True, False):
                conversation = Conversation.objects.create(user=user, title=some[0][:200])
                question = Question.objects.create(conversation=conversation, text=some[-1], on=today())
                answer = Answer.objects.create(
                    question=question,
                    status=AnswerStatus.ANSWERED if finished else AnswerStatus.PENDING,
                    versions={"resolved_question": some[0]} if finished else {},
                    started_at=now(),
                    finished_at=now() if finished else None,
                )
                if finished:
                    AnswerBlock.objects.bulk_create(
                        AnswerBlock(answer=answer, ordinal=n, kind="written", text=text) for n, text in enumerate(some)
                    )
                else:
                    streams[reverse("chat:stream", args=[answer.pk])] = _stream(some)
                paths.append(reverse("chat:conversation", args=[conversation.pk]))
        pages = {path: _captured(client, path) for path in paths}
        transaction.set_rollback(True)
    return pages, streams


def _captured(client: Client, path: str) -> Captured:
    response = client.get(path)
    if response.status_code != 200:
        raise CongVuError(f"{path}: {response.status_code}")
    return Captured(200, dict(response.headers), b"".join(response) if response.streaming else response.content)


def _stream(texts: Sequence[str]) -> Captured:
    """An answer as it comes word by word, which then breaks off."""
    events: list[tuple[str, dict[str, Any]]] = []
    for number, text in enumerate(texts):
        middle = len(text) // 2
        events += [
            ("delta", {"block": number, "text": text[:middle]}),
            ("delta", {"block": number, "text": text[middle:]}),
            ("block", {"block": number, "kind": "written", "text": text, "citations": []}),
        ]
    events.append(("failed", {"message": texts[0], "hint": texts[-1], "retry": False}))
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
    return Captured(200, {"content-type": "text/event-stream"}, body.encode())


@contextmanager
def _context(browser: Browser, pages: Mapping[str, Captured], log: Log) -> Iterator[Page]:
    """A page whose every request ends here."""
    context = browser.new_context()
    files = Client(headers={"host": HOST})
    elsewhere = ThreadPoolExecutor(max_workers=1)  # Django must not see the browser's event loop

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        log.requests += 1
        if address.netloc != HOST:
            log.outside.append(route.request.url)
            route.abort()
            return
        page = pages.get(address.path)
        if page is None and address.path.startswith("/static/"):
            page = elsewhere.submit(_captured, files, address.path).result()
        if page is None:
            route.fulfill(status=404, body="")
        else:
            route.fulfill(status=page.status, headers=dict(page.headers), body=page.body)

    context.route("**/*", answer)
    context.add_init_script(_POLICY)
    context.on("console", lambda m: log.complaints.append(m.text) if m.type in {"error", "warning"} else None)
    try:
        yield context.new_page()
    finally:
        context.close()
        elsewhere.shutdown()
