"""axe finds nothing on any page: on a desk and on a phone, in light and in dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import DESK, PHONE, OpenPage, no_sideways_scrolling
from tests.e2e.test_asking import OUT_OF_SCOPE, QUESTION, ask

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.watch import Watch

pytestmark = pytest.mark.slow

EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = {**EVERYTHING, "runOnly": ["color-contrast"]}
"""Dark pages differ from light ones in nothing but colours."""
OTHER_ARTICLES = {"exclude": [[".law .article:not(:has(mark))"]]}
"""A code has hundreds of articles that look alike; the one that is cited stands for them."""


def problems(page: Page) -> list[str]:
    """What axe finds on the page as it is, at both widths and in both colour schemes, under the strict policy."""
    from axe_playwright_python.sync_playwright import Axe

    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a dict of the two lengths
        no_sideways_scrolling(page)
        for scheme, options in (("light", EVERYTHING), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two literals
            for violation in Axe().run(page, context=OTHER_ARTICLES, options=options).response["violations"]:
                where = [node["target"] for node in violation["nodes"]][:3]
                found.append(f"{page.url} {size['width']} {scheme}: {violation['id']} at {where}")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # as above
    page.emulate_media(color_scheme="light")
    return found


def test_signing_in(open_page: OpenPage, watches: list[Watch]) -> None:
    page = open_page("/")
    watches[-1].expected += ["status of 422"]
    found = problems(page)
    page.get_by_role("button", name="Đăng nhập").click()
    page.locator(".errorlist").first.wait_for()
    assert found + problems(page) == []


def test_asking_and_reading(open_page: OpenPage) -> None:
    page = open_page("/", user="quantri")
    found = problems(page)
    ask(page, OUT_OF_SCOPE)
    found += problems(page)
    page.goto("/")
    ask(page, QUESTION)
    page.get_by_role("button", name="Không thích").click()
    page.locator("textarea[name=comment]").wait_for()
    page.locator(".evidence summary").last.click()
    found += problems(page)
    page.locator("a.cite").first.click()
    page.wait_for_url("**/van-ban/**")
    found += problems(page)
    assert found == []


@pytest.mark.parametrize(
    "path",
    [
        "/muc-dich-luu-tru/",
        "/tai-khoan/du-lieu/",
        "/tai-khoan/du-lieu/xoa/",
        "/hoi-thoai/",
        "/van-ban/",
        "/van-ban/?q=khong-co-gi-ca",
        "/van-ban/cung-cap/",
        "/don-vi/",
        "/don-vi/?ended=1",
        "/don-vi/?q=so+tttt",
        "/don-vi/snnmt/",
        "/nhat-ky/",
        "/nhat-ky/?actor=khong-co-ai",
        "/quan-tri/nhom/",
        "/cham-diem/",
        "/nhac-viec/thi-diem-2024/",
        "/_mau/",
    ],
)
def test_a_page(path: str, open_page: OpenPage) -> None:
    assert problems(open_page(path, user="quantri")) == []


def test_a_run_a_small_text_and_its_withdrawal(open_page: OpenPage) -> None:
    page = open_page("/van-ban/cung-cap/", user="quantri")
    page.locator(".recent-runs a").first.click()
    found = problems(page)
    page.locator("#run .documents a").first.click()
    page.wait_for_url("**/van-ban/*/")
    found += problems(page)
    page.get_by_role("link", name="Ai được đọc").click()
    page.wait_for_url("**/nguoi-doc/")
    found += problems(page)
    page.go_back()
    page.get_by_role("link", name="Thu hồi").click()
    page.wait_for_url("**/thu-hoi/")
    assert found + problems(page) == []


def test_pages_that_say_what_went_wrong(open_page: OpenPage, watches: list[Watch]) -> None:
    page = open_page("/van-ban/987654/", user="quantri")
    watches[-1].expected += ["status of 404", "status of 403"]
    found = problems(page)
    page.goto("/van-ban/cung-cap/")
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Cung cấp").click()
    page.get_by_text("Lỗi 403").wait_for()
    assert found + problems(page) == []


def test_a_group(open_page: OpenPage) -> None:
    page = open_page("/quan-tri/nhom/", user="quantri")
    page.get_by_label("Tên nhóm").fill("Tổ rà soát")
    page.get_by_role("button", name="Lập nhóm").click()
    page.get_by_label("Tên đăng nhập").fill("quantri")
    page.get_by_role("button", name="Thêm").click()
    page.get_by_role("button", name="Đưa ra khỏi nhóm").wait_for()
    assert problems(page) == []
