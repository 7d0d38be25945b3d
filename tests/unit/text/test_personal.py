from __future__ import annotations

import random

import pytest

from congvu.text.personal import CONTACTS, Personal, find_personal, mask_personal

HOLDS = [
    ("Ông Nguyễn Văn A, CCCD số 010190001234, cấp ngày 12/5/2021", Personal.IDENTITY, "010190001234"),
    ("Số CMND: 061 234 567 do Công an tỉnh cấp", Personal.IDENTITY, "061 234 567"),
    ("mã định danh cá nhân 015301004567", Personal.IDENTITY, "015301004567"),
    ("người có số 015301004567 trong danh sách", Personal.IDENTITY, "015301004567"),
    ("hộ chiếu C1234567 còn hạn", Personal.IDENTITY, "C1234567"),
    ("Điện thoại: 0912.345.678", Personal.PHONE, "0912.345.678"),
    ("gọi +84 912 345 678 sau 17 giờ", Personal.PHONE, "+84 912 345 678"),
    ("thư: nguyen.a@gmail.com.", Personal.EMAIL, "nguyen.a@gmail.com"),
    ("Số tài khoản: 1903 5678 9012 tại ngân hàng", Personal.ACCOUNT, "1903 5678 9012"),
    ("bà Trần Thị B, sinh ngày 02/9/1975", Personal.BIRTH, "02/9/1975"),
    ("sinh năm 1988, dân tộc Tày", Personal.BIRTH, "1988"),
    ("Nơi ở hiện nay: tổ 5, phường Yên Ninh; nghề nghiệp", Personal.ADDRESS, "tổ 5, phường Yên Ninh"),
    ("đăng ký thường trú tại thôn Nà Lộc, xã Mường Lai", Personal.ADDRESS, "thôn Nà Lộc, xã Mường Lai"),
]
HOLDS_NONE = [
    "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020",
    "Tổng kinh phí 012.345.678.900 đồng",
    "diện tích 0912345,6 m2",
    "Căn cước công dân được cấp cho công dân từ đủ 14 tuổi",
    "sinh hoạt phí năm 2024 là 1.500.000 đồng",
    "Mã số hồ sơ 000.00.01.H18-240612-0001",
    "Người đăng ký thường trú tại nơi cư trú mới phải khai báo",
    "tài khoản định danh điện tử mức độ 2",
    "Tài khoản 112 - Tiền gửi ngân hàng",
    "Số: 1951/UBND-VX",
    "Ngày sinh, nơi sinh ghi theo giấy khai sinh",
]


@pytest.mark.parametrize(("text", "kind", "what"), HOLDS)
def test_an_identifier_is_found_where_it_stands(text: str, kind: Personal, what: str) -> None:
    found = find_personal(text)
    assert (kind, what) in [(one.kind, text[one.start : one.end]) for one in found]
    masked = mask_personal(text)
    assert what not in masked
    assert len(masked) == len(text)


@pytest.mark.parametrize("text", HOLDS_NONE)
def test_numbers_of_documents_money_and_rules_are_none(text: str) -> None:
    assert find_personal(text) == ()


def test_what_offices_publish_can_be_left_alone() -> None:
    text = "Đường dây nóng 0912345678, thư so@laocai.gov.vn"
    assert mask_personal(text, frozenset(Personal) - CONTACTS) == text
    assert mask_personal(text, frozenset()) == text


def test_precision_and_recall_on_made_up_letters() -> None:
    """600 sentences, half of them with an identifier of a person: nearly all are found, nearly nothing else is."""
    draw = random.Random(5)

    def digits(number: int) -> str:
        return "".join(draw.choice("0123456789") for _ in range(number))

    def identity() -> str:
        return f"0{draw.randrange(1, 97):02d}{draw.randrange(4)}{digits(8)}"

    forms = [
        lambda: ("Căn cước công dân số {}, nơi cấp Cục Cảnh sát", identity()),
        lambda: ("có số định danh cá nhân: {}", identity()),
        lambda: ("CMND {} cấp năm 2010", digits(9)),
        lambda: ("liên hệ {} để biết thêm", f"09{digits(8)}"),
        lambda: ("STK {} ngân hàng Agribank", digits(13)),
        lambda: ("hộp thư {}", f"user{digits(3)}@yahoo.com"),
        lambda: ("sinh ngày {}", f"{draw.randrange(1, 28)}/{draw.randrange(1, 12)}/19{digits(2)}"),
    ]
    plain = [
        lambda: (
            f"Quyết định số {draw.randrange(1, 3000)}/QĐ-UBND ngày 0{draw.randrange(1, 9)}/{draw.randrange(1, 12)}/2024"
        ),
        lambda: f"giao dự toán {digits(3)}.{digits(3)}.{digits(3)}.000 đồng",
        lambda: f"khoản {draw.randrange(1, 9)} Điều {draw.randrange(1, 200)} Luật Căn cước 2023",
        lambda: f"mã ngạch 01.{digits(3)}, hệ số {draw.randrange(1, 9)},{digits(2)}",
        lambda: f"thửa đất số {digits(3)}, tờ bản đồ số {digits(2)}, diện tích {digits(4)},5 m2",
        lambda: f"đạt {digits(2)}.{digits(3)} lượt, tăng {digits(2)},{digits(1)}%",
    ]
    hits = false = 0
    for _ in range(300):
        sentence, what = draw.choice(forms)()
        text = sentence.format(what)
        hits += any(text[one.start : one.end] == what for one in find_personal(text))
        false += bool(find_personal(draw.choice(plain)()))
    assert hits >= 297
    assert false <= 3
