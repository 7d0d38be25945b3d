"""The operator takes a list of people over, in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import OpenPage
from tests.e2e.test_accessibility import problems
from tests.roster_files import excel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.watch import Watch

pytestmark = pytest.mark.slow


def test_a_list_is_shown_refused_for_its_flaw_and_taken_over_without_it(
    open_page: OpenPage, watches: list[Watch], tmp_path: Path
) -> None:
    page = open_page("/can-bo/", user="quantri")
    watches[-1].expected += ["status of 422"]
    found = problems(page)
    page.get_by_role("link", name="Tiếp nhận danh sách").click()
    found += problems(page)
    paper = tmp_path / "ds.xlsx"
    paper.write_bytes(
        excel([(1, "Nguyễn Thị Trình Duyệt", "td.nguyen", "", "skhcn", "", ""), (2, "", "hong", "", "skhcn", "", "")])
    )
    page.locator("input[type=file]").set_input_files(paper)
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("heading", name="Dòng có lỗi").wait_for()
    found += problems(page)
    page.get_by_role("button", name="Tiếp nhận").click()
    page.get_by_role("alert").wait_for()
    page.get_by_label("Bỏ qua các dòng có lỗi").check()
    page.get_by_role("button", name="Tiếp nhận").click()
    page.get_by_label("Họ tên, tên đăng nhập").fill("trinh duyet")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Nguyễn Thị Trình Duyệt").click()
    found += problems(page)
    page.get_by_role("link", name="Kết thúc tài khoản").click()
    found += problems(page)
    page.get_by_role("button", name="Kết thúc tài khoản").click()
    page.get_by_text("Đã kết thúc").first.wait_for()
    assert found == []
