from __future__ import annotations

import pytest

from congvu.legal.secrecy import (
    secrecy_of_metadata,
    secrecy_of_name,
    secrecy_of_recognised,
    secrecy_of_stamp,
    secrecy_of_text,
)
from congvu.text import fold

LETTER = "UBND TỈNH\n{}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/BC-UBND\nBÁO CÁO\nNội dung bình thường.\n"


@pytest.mark.parametrize(
    "line",
    [
        "MẬT", "[ TỐI MẬT ]", "Độ mật: Tuyệt mật", "T Ố I   M Ậ T", "TÀI LIỆU MẬT", "TUYỆT MẬT - KHẨN", "HỎA TỐC - MẬT",
        "| MẬT |", "Mức độ mật: Mật", "Số: 12-M/BC-UBND", "Số: 12/BC-UBND(M)", "TỐI MẬT  Bản số: 02",
    ],
)  # fmt: skip
def test_a_mark_is_found_however_it_is_set(line: str) -> None:
    assert secrecy_of_text(LETTER.format(line))


@pytest.mark.parametrize(
    "line",
    [
        "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC", "Mật", "Độ mật: Không", "Mức độ mật: Mật/Tối mật/Tuyệt mật", "MẬT ONG RỪNG",
        "MẬT ĐỘ DÂN SỐ", "Mật khẩu: mat123", "Bảo mật | Đạt", "LƯU HÀNH NỘI BỘ", "MẶT TRẬN TỔ QUỐC", "CAM KẾT BẢO MẬT",
        "Văn bản đóng dấu “MẬT” thì không gửi qua mạng.", "Tuyệt mật: 30 năm; Tối mật: 20 năm", "MAT", "Số: 12/BC-TM",
    ],
)  # fmt: skip
def test_talk_about_secrets_bees_and_passwords_is_none(line: str) -> None:
    assert secrecy_of_text(LETTER.format(line)) is None


def test_a_second_document_in_the_same_file_is_looked_at() -> None:
    assert secrecy_of_text(LETTER.format("KHẨN") + "Câu chữ.\n" * 300 + LETTER.format("TỐI MẬT")) == "TỐI MẬT"


def test_a_text_without_diacritics_can_bear_a_mark() -> None:
    assert secrecy_of_text(fold(LETTER).upper().format("MAT")) == "MẬT"


def test_what_stands_aside_is_looked_at() -> None:
    assert secrecy_of_text("Một văn bản.", ("trang 2", "TUYỆT MẬT")) == "TUYỆT MẬT"


@pytest.mark.parametrize(
    "name",
    [
        "Kế hoạch (MẬT).docx", "MẬT_ke hoach.pdf", "[TOI MAT] bao cao.doc", "bao cao - TUYET MAT.docx",
        "TÀI LIỆU MẬT.pdf",
        "Kế hoạch mật số 12.docx", "tai lieu toi mat.docx", "thu muc/TỐI MẬT_a.txt", "Công văn mật.pdf", "MẬT.docx",
    ],
)  # fmt: skip
def test_a_name_can_bear_a_mark(name: str) -> None:
    assert secrecy_of_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Luật Bảo vệ bí mật nhà nước.docx", "quy che bao mat.pdf", "QUY CHẾ BẢO MẬT.docx", "bao cao mat bang.xlsx",
        "Mật ong.txt", "MẬT ĐỘ DÂN SỐ.docx", "Quy định về tài liệu mật.docx", "mat khau.txt", "dat lai mat khau.txt",
        "ke hoach mat tran to quoc.doc", "Danh mục bí mật nhà nước.pdf", "thân mật.docx",
    ],
)  # fmt: skip
def test_an_ordinary_name_bears_none(name: str) -> None:
    assert secrecy_of_name(name) is None


def test_metadata() -> None:
    assert secrecy_of_metadata([("Độ mật", "Tối mật")]) == "TỐI MẬT"
    assert secrecy_of_metadata([("SecurityLevel", "mat")]) == "MẬT"
    assert secrecy_of_metadata([("Keywords", "quốc phòng; TUYỆT MẬT")]) == "TUYỆT MẬT"
    assert secrecy_of_metadata([("Độ mật", "Thường"), ("Title", "Quy chế bảo mật"), ("Keywords", "mật độ")]) is None


def test_a_label_is_known_with_its_vowels_misread() -> None:
    assert secrecy_of_recognised("UBND\nDấu chỉ độ một: Tối mật\nBÁO CÁO") == "TỐI MẬT"
    assert secrecy_of_recognised("Độ mát: Tuyệt mật") == "TUYỆT MẬT"
    assert secrecy_of_recognised("Nhiệt độ mát. Độ mật: không") is None


@pytest.mark.parametrize("seen", ["MẬT", "MẶT", "TOI MAT", "TUYỆT MẠT", "[TỐI MẬT]", "MẬT l", "| MẬT Ì", "MẬTÌ"])
def test_a_stamp_is_known_with_its_tones_misread(seen: str) -> None:
    assert secrecy_of_stamp(f"ĐẾN\n{seen}\n")


@pytest.mark.parametrize(
    "seen", ["MẶT TRẬN TỔ QUỐC", "ỦY BAN NHÂN DÂN", "HỎA TỐC", "mat", "ĐẾN Ngày", "MẬT ONG", "BẢO MẬT I"]
)
def test_other_red_stamps_are_none(seen: str) -> None:
    assert secrecy_of_stamp(seen) is None
