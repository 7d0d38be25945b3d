"""From a dislike to the approved answer that the next person gets, and to its end; each person in their own browser."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from tests.e2e.conftest import DESK, PHONE, OpenPage, no_sideways_scrolling
from tests.e2e.test_asking import ask

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.watch import Watch

QUESTION = "Cán bộ trực bão ca ban đêm được bồi dưỡng bao nhiêu tiền?"
PARAPHRASE = "Ca trực bão ban đêm cán bộ được bồi dưỡng bao nhiêu tiền?"
UNTONED = "can bo truc bao ca ban dem duoc boi duong bao nhieu tien"
TEXT = "Mỗi ca trực ban đêm được bồi dưỡng 210.000 đồng."
REPEAL = """ỦY BAN NHÂN DÂN
TỈNH MINH HỌA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 62/2026/QĐ-UBND
Minh Họa, ngày 02 tháng 10 năm 2026

QUYẾT ĐỊNH
Bãi bỏ Quyết định về trực bão

Điều 1. Bãi bỏ
Bãi bỏ toàn bộ Quyết định số 61/2026/QĐ-UBND ngày 02 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh.

Điều 2. Hiệu lực thi hành
Quyết định này có hiệu lực thi hành từ ngày 15 tháng 10 năm 2026.
"""


def is_approved(page: Page, question: str) -> bool:
    """Ask anew; whether the answer is the approved one, with its source."""
    page.goto("/")
    ask(page, question)
    answer = page.locator(".answer__body").last.inner_text()
    if "đã duyệt bởi Lê Văn Ví Dụ" not in answer:
        return False
    assert TEXT in answer
    assert re.search(r"điểm b khoản 1 Điều 2", page.locator(".source").first.inner_text())
    return True


def write(page: Page, text: str) -> None:
    page.get_by_label("Câu trả lời đúng").fill(text)
    page.get_by_role("button", name="Gửi duyệt").click()


def decide(page: Page, how: str, comment: str = "") -> None:
    page.goto("/duyet/")
    page.get_by_role("link", name=QUESTION).click()
    page.get_by_label(how).check()
    page.get_by_label("Nhận xét cho người soạn").fill(comment)
    page.get_by_role("button", name="Quyết định").click()
    page.get_by_text("Đã ghi quyết định").wait_for()


def test_a_dislike_becomes_the_answer_that_the_next_person_gets(open_page: OpenPage, watches: list[Watch]) -> None:
    member = open_page("/", user="canbo1")
    ask(member, QUESTION)
    member.get_by_role("button", name="Không thích").click()
    member.get_by_label("Còn thiếu nội dung").check()
    member.get_by_role("button", name="Gửi").click()
    member.locator("details:not([open]) > summary", has_text="Câu trả lời chưa đúng ở đâu?").wait_for()

    expert = open_page("/vu-viec/", user="chuyengia", js=False)
    watches[-1].expected += ["status of 422"]
    expert.get_by_role("link", name=QUESTION).click()
    expert.wait_for_url("**/vu-viec/*/")
    case = expert.url
    expert.locator("main", has_text="Còn thiếu nội dung").wait_for()
    assert "Phạm Thị Ví Dụ" not in expert.locator("main").inner_text(), "who asked is not told"
    assert "Lao động" in expert.locator(".page-head").inner_text(), "by what was found for it"
    expert.get_by_role("button", name="Nhận", exact=True).click()
    expert.get_by_role("button", name="Soạn câu trả lời đúng").click()
    expert.get_by_label("Câu hỏi, như ai cũng có thể hỏi").fill(QUESTION)
    write(expert, TEXT)
    expert.get_by_text("Không nhận câu trả lời không có căn cứ").first.wait_for()
    expert.get_by_role("button", name="Tìm căn cứ trong thư viện").click()
    expert.get_by_label("Tên hoặc số, ký hiệu văn bản").fill("trực bão")
    expert.get_by_role("button", name="Tìm", exact=True).click()
    expert.get_by_role("link", name="trực bão").click()
    expert.get_by_role("link", name="Các khoản, điểm Điều 2").click()
    expert.get_by_role("button", name="Lấy làm căn cứ điểm b khoản 1 Điều 2").click()
    write(expert, "Mỗi ca được 250.000 đồng.")
    expert.locator("form .alert--warn", has_text="Số liệu: 250.000").wait_for()
    expert.get_by_label("Tôi đã kiểm tra").check()
    expert.get_by_role("button", name="Gửi duyệt").click()
    expert.locator(".page-head", has_text="Chờ duyệt").wait_for()

    other, outsider = open_page("/", user="canbo2", size=PHONE), open_page("/", user="canbo3")
    reviewer = open_page("/duyet/", user="nguoiduyet")
    decide(reviewer, "Trả lại người soạn", "Sai số tiền, xem lại điểm b.")
    expert.goto(case)
    expert.get_by_role("button", name="Soạn câu trả lời đúng").click()
    expert.locator("main", has_text="Sai số tiền").wait_for()
    write(expert, TEXT)
    expert.get_by_text("Đã gửi.").wait_for()
    reviewer.goto("/duyet/")
    reviewer.get_by_role("link", name=QUESTION).click()
    reviewer.locator(".sides del", has_text="250").first.wait_for()
    decide(reviewer, "Duyệt: từ nay dùng")
    approved_at = time.monotonic()

    assert is_approved(other, QUESTION)
    assert time.monotonic() - approved_at < 5
    no_sideways_scrolling(other)
    assert is_approved(other, PARAPHRASE)
    assert is_approved(other, UNTONED)
    assert not is_approved(outsider, QUESTION)
    assert TEXT not in outsider.locator("main").inner_text()

    member.goto("/")
    assert "1" in member.locator(".count").inner_text()
    member.get_by_role("link", name="Thông báo").click()
    member.get_by_text("Câu hỏi của bạn đã có câu trả lời được duyệt.").wait_for()
    member.get_by_role("button", name="Hỏi lại").click()
    member.locator(".answer__approved").wait_for()

    operator = open_page("/van-ban/cung-cap/", user="quantri")
    paper = {"name": "bai-bo.txt", "mimeType": "text/plain", "buffer": REPEAL.encode()}
    operator.locator("input[type=file]").set_input_files([paper])
    operator.get_by_label("Toàn tỉnh").check()
    operator.get_by_role("button", name="Cung cấp").click()
    operator.get_by_text("Đã xong.").wait_for()
    assert not is_approved(other, QUESTION)
    expert.goto("/vu-viec/?whose=open")
    expert.get_by_text("Căn cứ của tri thức đã duyệt có thay đổi").wait_for()


def test_the_pages_of_experts_fit_a_phone(open_page: OpenPage) -> None:
    page = open_page("/vu-viec/", user="chuyengia", size=PHONE)
    for path in ("/vu-viec/", "/tri-thuc/", "/yeu-cau-du-lieu/", "/chat-luong/", "/thong-bao/"):
        page.goto(path)
        no_sideways_scrolling(page)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # a dict of the two lengths
