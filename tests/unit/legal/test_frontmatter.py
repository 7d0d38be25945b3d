from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.legal import FrontMatter, display_title, read_front_matter

LETTER = """ỦY BAN NHÂN DÂN
TỈNH MINH HỌA

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: **1951**/UBND-VX

Minh Họa, ngày **06** tháng 6 năm 2024

V/v tăng cường tham gia
thí điểm trợ lý ảo

Kính gửi:

- Các sở, ban, ngành của tỉnh;
- Công an tỉnh

Nội dung./.

Nơi nhận:
- Lưu: VT.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

(Đã ký)

Trần Văn Ví Dụ
"""
LAW_HEAD = "QUỐC HỘI \nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc \n"


def test_an_official_letter_gives_every_field() -> None:
    assert read_front_matter(LETTER) == FrontMatter(
        number="1951/UBND-VX",
        kind="CV",
        kind_name="Công văn",
        title="tăng cường tham gia thí điểm trợ lý ảo",
        issuer="Ủy ban nhân dân tỉnh Minh Họa",
        issued_on=dt.date(2024, 6, 6),
        place="Minh Họa",
        signer="Trần Văn Ví Dụ",
        signer_title="Phó Chủ tịch",
        addressees=("Các sở, ban, ngành của tỉnh", "Công an tỉnh"),
    )


@pytest.mark.parametrize(
    "header",
    [
        "UBND TỈNH MINH HỌA  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: **1951**/UBND-VX  Minh Họa, ngày 06 tháng 6 năm 2024\nV/v thí điểm trợ lý ảo\n",
        "UBND TỈNH MINH HỌA | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc\n"
        "Số: 1951/UBND-VX V/v thí điểm trợ lý ảo | Minh Họa, ngày 06 tháng 6 năm 2024\n",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nMinh Họa, ngày 06 tháng 6 năm 2024\n"
        "UBND TỈNH MINH HỌA\nSố: 1951/UBND-VX\nV/v thí điểm trợ lý ảo\n",
        "ỦY BAN NHÂN DÂN TỈNH MINH HỌA ------- CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc -----\n"
        "Số: 1951/UBND-VX V/v thí điểm trợ lý ảo\nMinh Họa, ngày 06 tháng 6 năm 2024 Kính gửi: Các sở.\n",
    ],
    ids=["one line", "table row", "right column first", "all flattened"],
)
def test_a_flattened_header_reads_the_same(header: str) -> None:
    front = read_front_matter(header + "\nKính gửi: Các sở.\n\nNội dung.")
    assert (front.number, front.issuer, front.issued_on, front.place, front.title, front.addressees) == (
        "1951/UBND-VX",
        "Ủy ban nhân dân tỉnh Minh Họa",
        dt.date(2024, 6, 6),
        "Minh Họa",
        "thí điểm trợ lý ảo",
        ("Các sở",),
    )


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("LUẬT\nPHÍ VÀ LỆ PHÍ\n", "Luật Phí và lệ phí"),
        ("LUẬT NHÀ Ở\n", "Luật Nhà ở"),
        ("BỘ LUẬT\nHÀNG HẢI VIỆT NAM\n", "Bộ luật Hàng hải Việt Nam"),
        ("LUẬT\nNGÂN SÁCH NHÀ NƯỚC\n", "Luật Ngân sách nhà nước"),
        ("LUẬT\nNGÂN HÀNG NHÀ NƯỚC VIỆT NAM\n", "Luật Ngân hàng Nhà nước Việt Nam"),
        ("LUẬT\nTRÁCH NHIỆM BỒI THƯỜNG CỦA NHÀ NƯỚC\n", "Luật Trách nhiệm bồi thường của Nhà nước"),
        ("LUẬT\nPHÒNG, CHỐNG NHIỄM VI RÚT (HIV/AIDS)\n", "Luật Phòng, chống nhiễm vi rút (HIV/AIDS)"),
        ("LUẬT\nHOẠT ĐỘNG GIÁM SÁT CỦA\nQUỐC HỘI VÀ HỘI ĐỒNG NHÂN DÂN\n",
         "Luật Hoạt động giám sát của Quốc hội và Hội đồng nhân dân"),
        ("LUẬT\nHÓA CHẤT\nQUỐC HỘI KHÓA XII, KỲ HỌP THỨ 2,\n", "Luật Hóa chất"),
        ("LUẬT\nCỦA QUỐC HỘI SỐ 21-LCT/HĐNN8 NGÀY 30/06/1989 VỀ BẢO VỆ SỨC KHOẺ NHÂN DÂN\n",
         "Luật Bảo vệ sức khoẻ nhân dân"),
        ("LUẬT\nSỐ 18-L/CTN NGÀY 06/07/1993 CỦA QUỐC HỘI VỀ DẦU KHÍ\n", "Luật Dầu khí"),
        ("LUẬT\nTHUẾ SỬ DỤNG ĐẤT SỐ 23-L/CTN NGÀY 10/07/1993 CỦA QUỐC HỘI\n", "Luật Thuế sử dụng đất"),
    ],
)  # fmt: skip
def test_names_of_laws_get_ordinary_case_and_lose_number_and_date(heading: str, title: str) -> None:
    front = read_front_matter(
        f"{LAW_HEAD}Số: 97/2015/QH13\nHà Nội, ngày 25 tháng 11 năm 2015\n{heading}Căn cứ Hiến pháp;"
    )
    assert front.title == title


def test_a_law_is_shown_with_its_year() -> None:
    front = read_front_matter(
        f"{LAW_HEAD}Bộ luật số: 45/2019/QH14\nHà Nội, ngày 20 tháng 11 năm 2019\nBỘ LUẬT\nLAO ĐỘNG\n"
    )
    assert (front.number, front.kind, front.issuer) == ("45/2019/QH14", "BL", "Quốc hội")
    assert display_title(front) == "Bộ luật Lao động 2019"


@pytest.mark.parametrize(
    ("front", "shown"),
    [
        (FrontMatter(number="1951/UBND-VX", kind="CV", kind_name="Công văn", title="tham gia"),
         "Công văn 1951/UBND-VX: về việc tham gia"),
        (FrontMatter(number="03/CT-UBND", kind="CT", kind_name="Chỉ thị"), "Chỉ thị 03/CT-UBND"),
        (FrontMatter(kind="L", title="Luật Đất đai 2013", issued_on=dt.date(2013, 11, 29)), "Luật Đất đai 2013"),
        (FrontMatter(title="về việc họp"), "Về việc họp"),
        (FrontMatter(), ""),
    ],
)  # fmt: skip
def test_display_title(front: FrontMatter, shown: str) -> None:
    assert display_title(front) == shown


@pytest.mark.parametrize("stamp", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
@pytest.mark.parametrize(
    "form", ["{}", "[{}]", "( {} )", "| {} |", "┌──┐\n│ {} │\n└──┘", "Độ mật: {}", "độ mật - {}", "**{}**", "A\t{}\tB"]
)
def test_a_secrecy_stamp_on_the_first_page_is_read(stamp: str, form: str) -> None:
    assert read_front_matter(form.format(stamp) + "\n" + LETTER).secrecy == stamp


@pytest.mark.parametrize(
    "prose",
    [
        "Luật Bảo vệ bí mật nhà nước",
        "văn bản đóng dấu MẬT thì không gửi",
        "Mật",
        "DANH MỤC BÍ MẬT NHÀ NƯỚC",
        "MẬT ONG",
        "một\thai\tmật",
    ],
)
def test_the_word_in_prose_is_no_stamp(prose: str) -> None:
    assert read_front_matter(LETTER + prose).secrecy is None


def test_a_stamp_beyond_the_first_page_is_not_of_this_document() -> None:
    assert read_front_matter(LETTER + "\fMẬT\n").secrecy is None


def test_internal_circulation_is_told_from_secrecy() -> None:
    front = read_front_matter("(LƯU HÀNH NỘI BỘ)\n" + LETTER)
    assert front.internal_only
    assert front.secrecy is None
    assert not read_front_matter(LETTER + "không mở rộng với văn bản lưu hành nội bộ.").internal_only


@pytest.mark.parametrize("stamp", ["MẬT", "TỐI MẬT", "HỎA TỐC", "LƯU HÀNH NỘI BỘ"])
def test_a_stamp_is_no_part_of_the_issuer(stamp: str) -> None:
    front = read_front_matter(
        f"ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n{stamp}\nSố: 12/KH-UBND\nLào Cai, ngày 01 tháng 02 năm 2026\nKẾ HOẠCH\nA"
    )
    assert front.issuer == "Ủy ban nhân dân tỉnh Lào Cai"


def test_an_office_is_named_after_the_body_it_serves() -> None:
    text = "ỦY BAN NHÂN DÂN TỈNH MINH HỌA\nVĂN PHÒNG\nSố: 27/TB-VPUBND\n\nTHÔNG BÁO\nKết luận họp\n"
    assert read_front_matter(text).issuer == "Văn phòng Ủy ban nhân dân tỉnh Minh Họa"


DEMO = sorted((Path(__file__).parents[3] / "src/congvu/config/demo/documents").glob("*.txt"))


@pytest.mark.parametrize("path", DEMO, ids=[path.stem for path in DEMO])
def test_every_demo_document_says_what_it_is(path: Path) -> None:
    front = read_front_matter(path.read_text(encoding="utf-8"))
    assert None not in (front.number, front.kind, front.title, front.issuer, front.issued_on, front.signer)
    assert front.place == "Minh Họa"


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert isinstance(display_title(read_front_matter(text, text)), str)


@given(
    st.lists(
        st.sampled_from([*LETTER.split("\n"), "LUẬT", "TỐI MẬT", "Điều 1.", "(Đã ký)", "CHỦ TỊCH", "\0"]), max_size=30
    )
)
def test_lines_in_any_order_are_read_without_an_error(lines: list[str]) -> None:
    assert isinstance(display_title(read_front_matter("\n".join(lines))), str)
