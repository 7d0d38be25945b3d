"""axe finds nothing on any page: on a desk and on a phone, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import DESK, PHONE, OpenPage, no_sideways_scrolling
from tests.e2e.site import wait_until
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
        "/quan-he/",
        "/don-vi/?ended=1",
        "/don-vi/?q=so+tttt",
        "/don-vi/snnmt/",
        "/nhat-ky/",
        "/nhat-ky/?actor=khong-co-ai",
        "/quan-tri/nhom/",
        "/tham-gia/thi-diem-2024/?tu=2024-04-01&den=2024-04-10",
        "/tham-gia/thi-diem-2024/man-hinh/",
        "/tham-gia/thi-diem-2024/quy-tac/",
        "/tham-gia/thi-diem-2024/khong-tinh/",
        "/tham-gia/thi-diem-2024/so-lieu/",
        "/tham-gia/thi-diem-2024/sua/",
        "/bao-cao/",
        "/bao-cao/lap/",
        "/quan-tri/xep-hang/",
        "/cham-diem/",
        "/nhac-viec/thi-diem-2024/",
        "/_mau/",
        "/vu-viec/",
        "/tri-thuc/",
        "/yeu-cau-du-lieu/",
        "/chat-luong/",
        "/thong-bao/",
    ],
)
def test_a_page(path: str, open_page: OpenPage) -> None:
    assert problems(open_page(path, user="quantri")) == []


def test_a_run_a_small_text_and_its_withdrawal(open_page: OpenPage) -> None:
    page = open_page("/van-ban/cung-cap/", user="quantri")
    page.locator(".recent-runs a").nth(1).click()  # the latest is of a group that operators are not in
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


def test_sources_from_the_first_to_an_unknown_code(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/nguon/", user="quantri")
    found = problems(page)
    page.get_by_role("link", name="Kết nối nguồn dữ liệu").first.click()
    page.get_by_label("Mã", exact=True).fill("voffice")
    page.get_by_label("Tên nguồn dữ liệu").fill("Voffice của tỉnh")
    page.get_by_label("Cách văn bản đến").select_option("endpoint")
    page.get_by_label("Thư mục hoặc địa chỉ").press("Tab")
    found += problems(page)
    page.get_by_role("button", name="Kết nối").click()
    page.get_by_label("Tên bên gửi").fill("Trục liên thông")
    page.get_by_role("button", name="Tạo khóa").click()
    page.get_by_text("Khóa mới.").wait_for()
    message, broken = tmp_path / "van-ban-den.edxml", tmp_path / "hong.edxml"
    message.write_bytes(
        "<edXML><edXMLEnvelope><MessageHeader><From><OrganId>G22.07</OrganId><OrganName>Bộ Ví dụ</OrganName></From>"
        "<DocumentId>G22.07,2026/03/02,1/BVD-VP</DocumentId></MessageHeader></edXMLEnvelope></edXML>".encode()
    )
    broken.write_bytes(b"<edXML><edXMLEnvelope>")
    page.goto("/nguon/voffice/")
    page.locator("input[name=papers]").set_input_files([message, broken])
    page.get_by_role("button", name="Cung cấp").click()
    wait_until(lambda: bool(page.reload()) and page.get_by_text("Chờ xác định mã bên gửi").count() > 1, 90)
    broken_one = page.locator(".documents > li", has_text="hong.edxml")
    wait_until(lambda: bool(page.reload()) and broken_one.locator(".badge--bad").count() == 1, 90)
    # What is broken for good was not kept, so there is nothing to try again; what waits for a decision is.
    assert broken_one.get_by_role("button").count() == 0
    page.get_by_role("button", name="Thử lại van-ban-den.edxml").wait_for()
    found += problems(page)
    page.goto("/nguon/")
    found += problems(page)
    page.get_by_role("link", name="Mã cơ quan chưa rõ").click()
    page.get_by_text("G22.07").first.wait_for()
    found += problems(page)
    page.get_by_label("Đó là").select_option("outside")
    page.get_by_role("button", name="Quyết định").click()
    page.get_by_text("Đã quyết định; 1 thông điệp được xử lý tiếp.").wait_for()
    assert found + problems(page) == []


def test_what_experts_and_reviewers_work_with(open_page: OpenPage) -> None:
    page = open_page("/vu-viec/?whose=open", user="chuyengia")
    page.get_by_role("link", name="Lao động nữ mang thai").click()
    found = problems(page)
    page.get_by_role("button", name="Nhận", exact=True).click()
    page.get_by_role("button", name="Soạn câu trả lời đúng").click()
    page.get_by_label("Câu trả lời đúng").fill("Từ tháng thứ 97, căn cứ Điều 137.")
    page.get_by_role("button", name="Lấy làm căn cứ").first.click()
    page.locator("main .alert--warn").first.wait_for()
    found += problems(page)
    page.get_by_role("button", name="Tìm căn cứ trong thư viện").click()
    page.get_by_label("Tên hoặc số, ký hiệu văn bản").fill("lao động")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("link", name="Bộ luật Lao động").first.click()
    found += problems(page)
    page.goto("/tri-thuc/")
    page.get_by_role("link", name="chưa nghỉ hết phép năm").click()
    found += problems(page)
    page.get_by_role("link", name="Duyệt hiệu chỉnh").click()
    assert found + problems(page) == []


def test_a_group(open_page: OpenPage) -> None:
    page = open_page("/quan-tri/nhom/", user="quantri")
    page.get_by_label("Tên nhóm").fill("Tổ rà soát")
    page.get_by_role("button", name="Lập nhóm").click()
    page.get_by_label("Tên đăng nhập").fill("quantri")
    page.get_by_role("button", name="Thêm").click()
    page.get_by_role("button", name="Đưa ra khỏi nhóm").wait_for()
    assert problems(page) == []


def test_participation_from_the_list_to_a_person(open_page: OpenPage) -> None:
    """The campaign of this year as a coordinator sees it: the list, the own agency, one of its people."""
    page = open_page("/tham-gia/", user="daumoi")
    found = problems(page)
    page.locator(".documents a").first.click()
    page.locator(".ranking a").first.click()
    page.wait_for_url("**/don-vi/**")
    page.locator("summary").last.click()
    found += problems(page)
    page.locator("table.figures a").first.click()
    page.wait_for_url("**/nguoi/**")
    assert found + problems(page) == []


def test_a_report_from_the_form_to_its_files(open_page: OpenPage) -> None:
    page = open_page("/bao-cao/lap/", user="quantri")
    page.get_by_label("Đợt").select_option(label="Thí điểm Trợ lý ảo phục vụ cán bộ, công chức, viên chức tỉnh Yên Bái")
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile(r"/bao-cao/[0-9a-f-]{36}/"))
    assert problems(page) == []
