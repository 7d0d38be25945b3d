"""Asking, as a member does it: on a desk, on a phone, without scripts, by keyboard, in English."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.conftest import DESK, PHONE, OpenPage, no_sideways_scrolling, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.e2e.site import Site

QUESTION = "Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày?"
OUT_OF_SCOPE = "Viết cho tôi một bài thơ về mùa thu"

# Writes down what the answer looks like whenever it changes: how many sources, how many characters, whether finished.
OBSERVER = """
window.seen = [];
new MutationObserver(() => {
  const stream = document.querySelector("answer-stream");
  const words = stream?.querySelector("[data-body]")?.textContent ?? "";
  const state = stream
    ? [stream.querySelectorAll("[data-evidence] a").length, words.length]
    : [document.querySelectorAll(".turn .source").length, -1];
  if (String(window.seen.at(-1)) !== String(state)) window.seen.push(state);
}).observe(document, { childList: true, characterData: true, subtree: true });
"""


def ask(page: Page, question: str) -> None:
    page.locator("#question").fill(question)
    page.locator(".ask").get_by_role("button", name="Hỏi").click()
    page.locator(".answer__head .badge").last.wait_for()


def in_view(found: Locator) -> bool:
    """Whether the element stands wholly inside the window, below the header that stays in place."""
    return bool(
        found.evaluate(
            """(element) => {
              const box = element.getBoundingClientRect();
              const header = document.querySelector(".site-header").getBoundingClientRect();
              return box.top >= header.bottom && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
            }"""
        )
    )


@pytest.mark.parametrize(
    ("user", "size", "js"),
    [("canbo1", DESK, True), ("canbo2", PHONE, True), ("canbo3", DESK, False)],
    ids=["desk", "phone", "without scripts"],
)
def test_a_newcomer_asks_reads_the_source_and_judges_the_answer(
    user: str, size: Any, js: bool, open_page: OpenPage, site: Site
) -> None:
    page = open_page("/", js=js, size=size, init=OBSERVER if js else "")

    def fits() -> None:
        if js:
            no_sideways_scrolling(page)

    fits()
    sign_in(page, user, site.password)
    assert page.get_by_role("heading", level=1).inner_text() == "Vì sao lưu câu hỏi"
    fits()
    page.get_by_role("button", name="Tôi đã đọc, tiếp tục").click()
    fits()
    ask(page, QUESTION)
    assert page.locator(".answer__head .badge").inner_text() == "Đã trả lời"
    fits()
    if js:
        evidence_comes_before_the_words(page.evaluate("window.seen"))

    cite = page.locator("a.cite").first
    assert re.search("khoản 1 Điều 113, Bộ luật Lao động", cite.inner_text())
    answered_at = page.url
    cite.click()
    page.wait_for_url("**/van-ban/**")
    cited = page.locator("mark", has_text="14 ngày làm việc")
    assert "khuyết tật" in cited.inner_text()
    assert page.get_by_role("heading", level=1).inner_text() == "Bộ luật Lao động 2019"
    for force in page.get_by_text("Còn hiệu lực, từ 01/01/2021").all():
        assert force.is_visible()
    if js:
        page.locator("mark:focus").wait_for()
        assert in_view(cited)
        assert in_view(page.locator(".reader-bar .badge")), "the state of force stays in view beside the words"
    fits()

    page.go_back()
    page.wait_for_url(answered_at)
    judge(page)
    page.reload()
    assert page.get_by_role("button", name="Không thích").get_attribute("aria-pressed") == "true"
    assert page.get_by_role("button", name="Thích", exact=True).get_attribute("aria-pressed") == "false"
    page.locator("summary", has_text="Câu trả lời chưa đúng ở đâu?").click()
    assert page.get_by_label("Còn thiếu nội dung").is_checked()
    assert page.locator("textarea[name=comment]").input_value() == "Nên nêu cả điều kiện 12 tháng."
    fits()


def evidence_comes_before_the_words(seen: list[list[int]]) -> None:
    """The sources stand there before the first word, the words grow in many steps, the finished answer follows."""
    streamed = [(sources, length) for sources, length in seen if length >= 0]
    first = next(state for state in streamed if state != (0, 0))
    assert first[0] > 0
    assert first[1] == 0
    lengths = [length for _sources, length in streamed if length > 0]
    assert len(lengths) >= 5
    assert all(shorter <= longer for shorter, longer in pairwise(lengths))
    assert seen[-1][1] == -1


def judge(page: Page) -> None:
    like = page.get_by_role("button", name="Thích", exact=True)
    like.click()
    page.locator("button[id^=like-][aria-pressed=true]").wait_for()
    page.get_by_role("button", name="Không thích").click()
    page.locator("button[id^=dislike-][aria-pressed=true]").wait_for()
    page.get_by_label("Còn thiếu nội dung").check()
    page.locator("textarea[name=comment]").fill("Nên nêu cả điều kiện 12 tháng.")
    page.get_by_role("button", name="Gửi").click()
    page.locator("details:not([open]) > summary", has_text="Câu trả lời chưa đúng ở đâu?").wait_for()


def test_a_keyboard_is_enough_to_ask_and_to_reach_the_source(open_page: OpenPage) -> None:
    page = open_page("/", user="chuyengia")

    def tab_to(selector: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"Tab never reached {selector}")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    tab_to("#question")
    page.keyboard.type("Nghỉ hằng năm của lao động khuyết tật là mấy ngày?")
    page.keyboard.press("Control+Enter")
    page.locator(".answer__head .badge").wait_for()
    tab_to("a.cite")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/van-ban/**")
    page.locator("mark:focus").wait_for()


def test_a_second_question_joins_the_conversation_and_its_words_come_into_view(open_page: OpenPage) -> None:
    page = open_page("/", user="chuyengia")
    ask(page, QUESTION)
    page.locator("#question").fill("Thời giờ làm việc bình thường là bao nhiêu giờ trong một tuần?")
    page.keyboard.press("Enter")
    second = page.locator(".turn").nth(1)
    second.locator(".answer__head .badge").wait_for()
    assert "48 giờ" in second.locator(".answer__body").inner_text()
    assert page.locator("#question").input_value() == ""
    assert page.locator(".turn").count() == 2


def test_what_is_out_of_scope_is_said_in_fixed_words_and_without_a_source(open_page: OpenPage) -> None:
    page = open_page("/", user="chuyengia")
    ask(page, OUT_OF_SCOPE)
    assert page.locator(".answer__head .badge").inner_text() == "Ngoài phạm vi của trợ lý"
    words = page.locator(".answer__body").inner_text()
    assert "nằm ngoài phạm vi của trợ lý" in words
    assert "Hãy hỏi về một quy định" in words
    assert page.locator("a.cite, .source").count() == 0


def test_the_interface_speaks_english_and_vietnamese_again(open_page: OpenPage) -> None:
    page = open_page("/", user="nguoiduyet")
    assert page.locator("html").get_attribute("lang") == "vi"
    page.locator("summary", has_text="Lê Văn Ví Dụ").click()
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en]")
    assert page.get_by_role("heading", level=1).inner_text() == "What do you need to know?"
    page.locator("#question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".answer__head .badge").wait_for()
    assert page.locator(".answer__head .badge").inner_text() == "Answered"
    assert "14 ngày làm việc" in page.locator(".answer__body").inner_text()
    page.locator("summary", has_text="Lê Văn Ví Dụ").click()
    page.get_by_role("button", name="Tiếng Việt").click()
    page.wait_for_selector("html[lang=vi]")
