"""Tables as clerks write them become rows with columns we know, or one line that says what to do."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.accounts.roster.columns import column_of, is_header
from congvu.accounts.roster.rows import read_rows
from congvu.accounts.roster.table import MAX_UNPACKED_BYTES, read_table
from congvu.accounts.roster.types import Column
from congvu.common.errors import InvalidInputError
from tests.roster_files import csv_text, excel

AN = (1, "Nguyễn Thị Ánh", "anh.nt", "anh.nt@tinh.gov.vn", "so-tc", "Chuyên viên", "")
BINH = (2, "Trần Văn Bình", "binh.tv", "binh.tv@tinh.gov.vn", "so-nv", "Phó Trưởng phòng", "nghỉ phép")


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Họ và tên", Column.FULL_NAME),
        ("HỌ VÀ TÊN (*)", Column.FULL_NAME),
        ("Họ  và\ntên", Column.FULL_NAME),
        ("ho va ten", Column.FULL_NAME),
        (unicodedata.normalize("NFD", "Họ và tên"), Column.FULL_NAME),
        ("Họ và tên đệm", Column.FAMILY_NAME),
        ("Tên", Column.GIVEN_NAME),
        ("Tên đăng nhập", Column.USERNAME),
        ("E-mail", Column.EMAIL),
        ("Hộp thư công vụ", Column.EMAIL),
        ("Chức vụ / chức danh", Column.TITLE),
        ("Cơ quan, đơn vị", Column.AGENCY_NAME),
        ("Mã định danh (QĐ 20/2020)", Column.AGENCY_CODE),
        ("STT", None),
        ("Ngày sinh", None),
    ],
)
def test_headers_mean_what_a_clerk_means(header: str, column: Column | None) -> None:
    assert column_of(header) == column


def test_a_title_is_no_header() -> None:
    assert not is_header(["DANH SÁCH CÁN BỘ", "", ""])
    assert not is_header(["Họ và tên"])
    assert is_header(["", "Họ và tên", "Đơn vị"])
    assert is_header(["Họ đệm", "Tên", "Đơn vị"])


def test_an_excel_file_with_titles_above_is_read_with_the_row_numbers_that_excel_shows() -> None:
    table = read_table(excel([AN, BINH]))
    assert [number for number, _cells in table.rows] == [5, 6]
    assert table.rows[0][1][Column.FULL_NAME] == "Nguyễn Thị Ánh"
    assert table.ignored == ("STT", "Ghi chú")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_whatever_its_separator_and_unicode(separator: str, encoding: str) -> None:
    table = read_table(csv_text([AN, BINH], separator=separator).encode(encoding))
    assert [cells[Column.USERNAME] for _n, cells in table.rows] == ["anh.nt", "binh.tv"]


def test_the_line_of_column_numbers_under_the_header_is_no_person() -> None:
    table = read_table(excel([(1, 2, 3, 4, 5, 6, 7), AN]))
    assert len(table.rows) == 1
    table = read_table(excel([("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"), AN]))
    assert len(table.rows) == 1


def test_numbers_for_user_names_keep_no_decimal_point() -> None:
    table = read_table(excel([(1, "Lê Văn Số", 12345, "", "so-tc", "", "")]))
    assert table.rows[0][1][Column.USERNAME] == "12345"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"%PDF-1.7 not a table",
        b"\xd0\xcf\x11\xe0 broken",
        b"PK\x03\x04 broken",
        "Họ tên;Đơn vị\nLê A;Sở".encode("utf-16")[:-1],
        b"ho,ten\n1,2",
        csv_text([AN]).encode("cp1258", "replace"),
        csv_text([AN], header=("STT", "Họ và tên", "Họ tên", "Email", "Mã đơn vị", "a", "b")).encode(),
    ],
)
def test_what_is_no_list_of_people_gets_one_clear_line(content: bytes) -> None:
    with pytest.raises(InvalidInputError) as error:
        read_table(content)
    assert error.value.hint
    assert "\n" not in str(error.value)


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as one,
    ):
        for _ in range(MAX_UNPACKED_BYTES // (8 << 20) + 1):
            one.write(b"\0" * (8 << 20))
    with pytest.raises(InvalidInputError):
        read_table(file.getvalue())


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_a_table_or_a_clear_refusal(content: bytes) -> None:
    with suppress(InvalidInputError):  # anything else would be a page that breaks
        read_table(content)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("", "lan", "", "so-tc"), Column.FULL_NAME),
        (("12345", "lan", "", "so-tc"), Column.FULL_NAME),
        (("=HYPERLINK(1)", "lan", "", "so-tc"), Column.FULL_NAME),
        (("Lê Lan", "", "", "so-tc"), Column.USERNAME),
        (("Lê Lan", "le lan", "", "so-tc"), Column.USERNAME),
        (("Lê Lan", "=1+1", "", "so-tc"), Column.USERNAME),
        (("Lê Lan", "lan", "lan(at)tinh", "so-tc"), Column.EMAIL),
        (("Lê Lan", "lan", "", ""), Column.AGENCY_NAME),
        (("Lê Lan", "l" * 151, "", "so-tc"), Column.USERNAME),
    ],
)
def test_a_row_with_a_flaw_says_which_cell_and_why(row: tuple[str, ...], column: Column) -> None:
    header = ("Họ và tên", "Tài khoản", "Email", "Mã đơn vị")
    people, problems = read_rows(read_table(excel([row], header=header, title=False)))
    assert people == []
    assert [(problem.row, problem.column) for problem in problems] == [(2, column)]
    assert problems[0].message


def test_the_same_person_twice_is_told_with_the_row_of_the_first() -> None:
    people, problems = read_rows(read_table(excel([AN, BINH, (3, "Nguyễn Ánh", "ANH.NT", "", "so-tc", "", "")])))
    assert len(people) == 2
    assert [(problem.row, "5" in problem.message) for problem in problems] == [(7, True)]


def test_family_and_given_name_in_two_columns_are_one_name_and_an_address_serves_as_user_name() -> None:
    header = ("Họ và tên đệm", "Tên", "Email", "Đơn vị")
    people, problems = read_rows(
        read_table(excel([("Đỗ Thị", "Ý", "Y.DT@tinh.gov.vn", "Sở Tài chính")], header=header))
    )
    assert problems == []
    assert (people[0].full_name, people[0].username) == ("Đỗ Thị Ý", "y.dt@tinh.gov.vn")
