"""Web and worker are killed with SIGKILL while people ask and rate, who press again until it is done: nothing is lost
of what was confirmed, nothing is counted twice, and the figures equal the rows.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tests.e2e.site import wait_until

if TYPE_CHECKING:
    from tests.e2e.site import Site

KILLS = 1
ASKED_BY_EACH = 30
TIMEOUT = 20


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer; nobody follows it."""

    def redirect_request(self, *_given: Any) -> None:
        return None


class Impatient:
    """Somebody who presses again, and once more for good measure, until the site has said that it is done."""

    def __init__(self, site: Site, kept: Any) -> None:
        self._site = site
        self._cookies = {cookie["name"]: cookie["value"] for cookie in kept["cookies"]}
        self._open = build_opener(_Stay()).open
        self.failures = 0
        self.tokens: list[str] = []

    def post(self, path: str, **fields: str) -> None:
        """Send until it is confirmed."""
        while self._send(path, fields) not in (200, 302):
            self.failures += 1
            time.sleep(0.05)

    def ask_often(self, count: int) -> None:
        for n in range(count):
            token = str(uuid.uuid4())
            self.tokens.append(token)
            given = {"text": f"Người lao động nghỉ hằng năm bao nhiêu ngày, lần {n}?", "token": token, "live": "on"}
            self.post("/hoi/", **given)
            if n % 3 == 0:
                self.post("/hoi/", **given)

    def rate_often(self, answers: list[str], count: int) -> None:
        for n in range(count):
            for answer in answers:
                for _again in range(2):
                    self.post(f"/tra-loi/{answer}/danh-gia/", verdict="like" if n % 2 else "dislike")

    def _send(self, path: str, fields: dict[str, str]) -> int:
        data = urlencode({**fields, "csrfmiddlewaretoken": self._cookies["csrftoken"]}).encode()
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        request = Request(self._site.url + path, data, {"Cookie": cookies})  # the site of this test
        try:
            with self._open(request, timeout=TIMEOUT) as response:
                return int(response.status)
        except HTTPError as error:
            return error.code
        except OSError:
            return 0


def test_what_was_asked_and_rated_while_the_site_was_killed_is_counted_once(
    site: Site, cookies: Callable[[str], Any]
) -> None:
    first, second = (Impatient(site, cookies(name)) for name in ("quantri", "nguoiduyet"))
    ready = str(uuid.uuid4())
    first.post("/hoi/", text="Thời giờ làm việc bình thường là bao nhiêu?", token=ready)
    answer = site.told("tests.e2e.counted", ready)["answers"][ready]
    working = [
        threading.Thread(target=first.ask_often, args=[ASKED_BY_EACH]),
        threading.Thread(target=second.ask_often, args=[ASKED_BY_EACH]),
        threading.Thread(target=first.rate_often, args=[[answer], ASKED_BY_EACH + 1]),
    ]
    for thread in working:
        thread.start()
    for kill in range(1, KILLS + 1):
        wait_until(lambda kill=kill: len(second.tokens) >= kill * ASKED_BY_EACH // (KILLS + 1))  # type: ignore[misc]
        site.kill()
        site.start()
    for thread in working:
        thread.join()
    assert first.failures, "nobody noticed the kill"
    assert second.failures, "nobody noticed the kill"
    tokens = [*first.tokens, *second.tokens]
    told = site.told("tests.e2e.counted", ready, *tokens)
    assert told["asked"] == dict.fromkeys([ready, *tokens], 1)
    assert told["ratings"] == {answer: False}
    assert told["figures"] == told["rows"]
    assert told["apart"] == 0
