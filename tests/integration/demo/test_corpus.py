"""The demo's texts: complete, repeatable, plainly made up; the codes as the package has them."""

from __future__ import annotations

import io
import re
from importlib.resources import files

import docx
import pytest

from congvu.config.demo import corpus
from congvu.config.demo.docx import build_docx
from congvu.legal.structure import UnitLevel, parse_structure

DOCUMENTS = files("congvu.config.demo") / "documents"
TEXTS = sorted(entry.name for entry in DOCUMENTS.iterdir())


def text_of(name: str) -> str:
    return (DOCUMENTS / name).read_text(encoding="utf-8")


def test_every_text_is_supplied_once_and_nothing_else() -> None:
    listed = [name for supply in corpus.WRITTEN for name in supply.names]
    assert sorted(f"{name}.txt" for name in listed) == TEXTS
    assert len(TEXTS) == 14
    assert set(listed) >= corpus.WORD


@pytest.mark.parametrize("name", TEXTS)
def test_text_has_the_layout_of_an_administrative_document(name: str) -> None:
    text = text_of(name)
    header, body = text.split("\n\n", 1)
    lines = header.splitlines()
    motto = lines.index("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert lines[motto + 1] == "Độc lập - Tự do - Hạnh phúc"
    assert re.fullmatch(r"Số: \d{2,}/[\w/Đ-]+", lines[motto + 2])
    assert re.fullmatch(r"Minh Họa, ngày \d{2} tháng (0[12]|[3-9]|1[0-2]) năm 202[56]", lines[-1])
    assert "\nNơi nhận:\n" in body
    assert "\n- Lưu: VT" in body
    assert "./.\n" in body
    assert 300 <= len(body.split()) <= 950


@pytest.mark.parametrize("name", TEXTS)
def test_text_names_no_real_province_and_bears_no_secrecy_mark(name: str) -> None:
    text = text_of(name)
    assert not re.search(r"Yên Bái|Lào Cai|Hà Nội|Quảng Ninh|Đà Nẵng|Bắc Ninh", text)
    assert not re.search(r"^\W*(?:TUYỆT |TỐI )?MẬT\W*$", text, re.MULTILINE)


@pytest.mark.parametrize("name", TEXTS)
def test_signers_have_made_up_names(name: str) -> None:
    signed = re.split(r"\n(?:KT\. |TL\. )?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG)\n", text_of(name))[-1]
    signer = next(line for line in signed.splitlines() if line and not line.isupper())
    made_up = ("Ví Dụ", "Giả Định", "Thí Dụ", "Minh Chứng", "Thử Nghiệm", "Giả Thiết", "Giả Sử")
    assert signer.endswith(made_up)


def test_the_same_bytes_come_at_every_call() -> None:
    assert list(corpus.supplies()) == list(corpus.supplies())


def test_word_file_has_header_columns_tables_and_the_whole_text() -> None:
    text = text_of("to-trinh-thue-may-chu.txt")
    document = docx.Document(io.BytesIO(build_docx(text)))
    header, figures = document.tables
    left, right = (cell.text.splitlines() for cell in header.rows[0].cells)
    assert left[0] == "ỦY BAN NHÂN DÂN TỈNH MINH HỌA"
    assert left[-1] == "Số: 45/TTr-SKHCN"
    assert right == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Minh Họa, ngày 14 tháng 5 năm 2026",
    ]
    assert [cell.text for cell in figures.rows[1].cells] == ["Máy chủ", "2", "38", "1.824"]
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    in_body = [line for line in text.split("\n\n", 1)[1].splitlines() if line and "\t" not in line]
    assert paragraphs == in_body


def test_figures_of_tables_add_up() -> None:
    rows = [line.split("\t") for line in text_of("to-trinh-thue-may-chu.txt").splitlines() if "\t" in line]
    amounts = {row[0]: int(row[-1].replace(".", "")) for row in rows[1:]}
    assert amounts.pop("Tổng cộng") == sum(amounts.values())


ARTICLES = {
    "bo-luat-dan-su-2015.txt": 689,
    "bo-luat-hang-hai-viet-nam-2015.txt": 341,
    "bo-luat-hinh-su-2015.txt": 426,
    "bo-luat-lao-dong-2019.txt": 220,
    "bo-luat-to-tung-dan-su-2015.txt": 517,
    "bo-luat-to-tung-hinh-su-2015.txt": 510,
}


def codes() -> dict[str, str]:
    supply, found = next(corpus.supplies())
    assert supply.agency == ""
    return {name: data.decode() for name, data in found}


def test_six_codes_with_all_their_articles() -> None:
    counted = {
        name: [u.number for u in parse_structure(text).units if u.level is UnitLevel.ARTICLE]
        for name, text in codes().items()
    }
    assert {name: len(numbers) for name, numbers in counted.items()} == ARTICLES
    for numbers in counted.values():
        assert numbers == [str(n) for n in range(1, len(numbers) + 1)]


def test_headings_stand_on_lines_of_their_own() -> None:
    text = codes()["bo-luat-lao-dong-2019.txt"]
    assert "\nChương I\nNHỮNG QUY ĐỊNH CHUNG\n" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in text


def test_only_joined_lines_are_changed() -> None:
    raw = "Chương I:QUY ĐỊNH\nĐiều 1. Nguyên tắc: công khai\n1. Gồm:\na) Chương trình: A;\nMục đích:B\n"
    assert corpus.plain_text(raw) == raw.replace("Chương I:", "Chương I\n")
