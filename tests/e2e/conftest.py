"""One site and one browser for all browser tests; a fresh, watched browser context for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.e2e.site import Site
    from tests.e2e.watch import Watch

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
TIMEOUT_MS = 20_000

OpenPage = Callable[..., "Page"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; the loop of its driver must have ended before asynchronous tests of other folders begin."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(browser: Browser) -> Iterator[Site]:
    """The site, started only if there is a browser to look at it."""
    from tests.e2e.site import Site

    site = Site()
    yield site
    site.close()


@pytest.fixture(scope="package")
def cookies(browser: Browser, site: Site) -> Callable[[str], Any]:
    """The cookies of somebody who has signed in and accepted the notice; each person does so once."""
    kept: dict[str, Any] = {}

    def of(username: str) -> Any:
        if username not in kept:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{site.url}/")
            sign_in(page, username, site.password)
            if "muc-dich-luu-tru" in page.url:
                page.get_by_role("button", name="Tôi đã đọc, tiếp tục").click()
            page.locator("#question").wait_for()
            kept[username] = context.storage_state()
            context.close()
        return kept[username]

    return of


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    """Whoever watches the pages of this test; the test fails for what they saw."""
    watches: list[Watch] = []
    yield watches
    found = [line for watch in watches for line in watch.problems()]
    assert found == []


@pytest.fixture
def open_page(browser: Browser, site: Site, cookies: Callable[[str], Any], watches: list[Watch]) -> Iterator[OpenPage]:
    """``open_page(path, user="", js=True, size=DESK, init="")``: a page in a browser context of its own."""
    from tests.e2e.watch import Watch

    contexts = []

    def opened(path: str, *, user: str = "", js: bool = True, size: Any = DESK, init: str = "") -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport=size,
            java_script_enabled=js,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            storage_state=cookies(user) if user else None,
        )
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        watches.append(Watch(context, urlsplit(site.url).netloc))
        if init:
            context.add_init_script(init)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def sign_in(page: Page, username: str, password: str) -> None:
    """Fill in the sign-in form that is on the page."""
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def no_sideways_scrolling(page: Page) -> None:
    """The page fits the width of its window, once it is there: a click may have led to another one."""
    page.wait_for_load_state()
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{page.url} is {too_wide} px too wide"
