"""The server dies while an answer is being watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.conftest import OpenPage
from tests.e2e.test_asking import QUESTION, in_view

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from tests.e2e.site import Site
    from tests.e2e.watch import Watch

FINISHED = "**/tra-loi/*/"

def test_a_page_whose_server_died_says_so_and_shows_the_kept_answer_on_retry(
    open_page: OpenPage, site: Site, watches: list[Watch]
) -> None:
    page = open_page("/", user="nguoiduyet")
    watches[-1].expected += ["net::ERR_"]
    # A short answer is over in a second. Its finished form is held back, so that the page is still waiting at the kill.
    held: list[Route] = []
    page.route(FINISHED, lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks the function it is given
    page.locator("#question").fill(QUESTION)
    page.locator(".ask").get_by_role("button", name="Hỏi").click()
    page.locator("answer-stream [data-block]").first.wait_for()
    site.kill()
    for route in held:
        route.abort()
    page.unroute(FINISHED)
    try:
        page.locator("answer-stream [role=alert]").wait_for()
        failure = page.locator("answer-stream [data-failure]")
        assert "Không nhận được câu trả lời." in failure.inner_text()
        assert "Câu hỏi đã được giữ lại" in failure.inner_text()
        assert in_view(failure)
    finally:
        site.start()
    page.get_by_role("button", name="Thử lại").click()
    page.locator(".answer__head .badge").wait_for()
    assert "14 ngày làm việc" in page.locator(".quote").inner_text()
    assert page.locator("answer-stream").count() == 0
