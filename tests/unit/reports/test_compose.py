from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from congvu.common.errors import InvalidInputError
from congvu.reports import definitions
from congvu.reports.compose import compose, table_of, title_of
from congvu.reports.types import Grid, Issue, OfficialDocument, Paragraph, Signer
from congvu.reports.wording import authority_lines, cell
from tests.unit.reports.seed import ISSUE, letter, made_up, seed


def texts(document: OfficialDocument) -> list[str]:
    return ["".join(s.text for s in b.spans) for b in document.blocks if isinstance(b, Paragraph)]


def test_the_table_is_the_seeds_to_the_last_figure() -> None:
    grid = table_of(definitions.load(definitions.APPENDIX), seed(), ISSUE)
    assert grid.total is not None
    lines = ["\t".join(map(cell, row)) for row in [*grid.rows, grid.total]]
    wanted = [line for line in letter().splitlines() if "\t" in line and not line.startswith("TT\t")]
    assert lines == wanted
    assert len(grid.rows) == 27


def test_the_letter_says_what_the_seed_says() -> None:
    document = compose(definitions.load(definitions.LETTER), seed(), ISSUE)
    assert (document.number, document.date) == ("1951/UBND-VX", "Yên Bái, ngày 06 tháng 6 năm 2024")
    source = " ".join(letter().replace("*", "").replace("phần đầu", "phấn đấu").split())
    for mark in "¹²³":
        source = source.replace(mark, "")
    changed = ("ngày 20/2/2024", "Đ/c Nguyễn Khánh Phương")  # padded by the rule; a person's number is not repeated
    for text in texts(document):
        if not any(part in text or "Trung tâm Chuyển đổi số." in text or "20/02/2024" in text for part in changed):
            assert text in source
    assert "(chiếm 22,1% tổng số người dùng" in texts(document)[1]
    assert "18 sở, ngành và Ủy ban nhân dân 09 huyện" in texts(document)[1]
    assert texts(document)[-1].endswith("thực hiện./.")
    assert document.appendix is not None
    assert " ".join(document.appendix.title) in source
    assert document.appendix.reference == (
        "(Kèm theo Công văn số 1951/UBND-VX ngày 06 tháng 6 năm 2024",
        "của Ủy ban nhân dân tỉnh Yên Bái)",
    )


def test_the_share_is_left_out_where_nobody_knows_the_accounts() -> None:
    rows = tuple(replace(row, accounts=None) for row in made_up().rows)
    found = texts(compose(definitions.load(definitions.LETTER), replace(made_up(), rows=rows), Issue()))
    assert "thí điểm, đạt được" in found[1]
    assert not any("[?" in text or "{" in text for text in found)


def test_number_and_date_stay_open_until_they_are_given() -> None:
    document = compose(definitions.load(definitions.LETTER), made_up(), Issue())
    assert document.number == "        /UBND-VX"
    assert document.date.startswith("Yên Bái, ngày  ")
    assert document.date.endswith("năm 2024")
    assert document.appendix is not None
    assert "số ……/UBND-VX ngày …… tháng" in document.appendix.reference[0]


def test_an_electronic_document_does_not_fill_in_its_appendix() -> None:
    document = compose(definitions.load(definitions.LETTER), made_up(), replace(ISSUE, electronic=True))
    assert document.appendix is not None
    assert "1951" not in " ".join(document.appendix.reference)
    assert document.number == "1951/UBND-VX"


def test_numbers_below_ten_are_padded() -> None:
    document = compose(definitions.load(definitions.REPORT), made_up(), Issue(number=7))
    assert document.number == "07/BC-STTTT"


def test_the_report_words_its_figures() -> None:
    issue = Issue(target=50, deadline=dt.date(2024, 6, 17))
    found = "\n".join(texts(compose(definitions.load(definitions.REPORT), made_up(), issue)))
    for part in (
        "340** cán bộ".replace("*", ""),
        "chiếm 54,0% tổng số 630 tài khoản",
        "5.416 câu hỏi, bình quân 15,9 câu hỏi/người",
        "5.252 câu hỏi hợp lệ",
        "02 sở, ngành và Ủy ban nhân dân 02 huyện",
        "có 01/04 cơ quan, đơn vị đạt bình quân theo chỉ tiêu (Sở Nội vụ)",
        "còn thiếu để tất cả cơ quan, đơn vị đạt chỉ tiêu là 11.584 câu; thời hạn",
        "Có 01 cơ quan, đơn vị chưa có lượt đánh giá nào: Ban Dân tộc.",
    ):
        assert part in found


def test_an_agencys_own_sheet() -> None:
    definition = definitions.load(definitions.SHEET)
    document = compose(definition, made_up(), Issue(agency="UBND huyện Yên Bình", target=50))
    found = "\n".join(texts(document))
    assert "xếp thứ 1/04 cơ quan" in found
    assert "cần đặt thêm 40 câu hỏi" in found
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    assert list(map(cell, grid.rows[2])) == ["3", "Tỷ lệ người dùng trên số tài khoản", "88,3%", "54,0%"]
    assert document.receivers[0] == "Ủy ban nhân dân huyện Yên Bình"
    for wrong in ("", "Sở Không có"):
        with pytest.raises(InvalidInputError):
            compose(definition, made_up(), Issue(agency=wrong))


def test_rows_are_ordered_and_unknown_figures_come_last() -> None:
    definition = definitions.load(definitions.APPENDIX)
    raw = {**definition.raw, "order": "-share", "columns": [{"field": "agency", "title": "A", "width": 10}]}
    rows = (replace(made_up().rows[0], accounts=None), *made_up().rows[1:])
    grid = table_of(definitions.parse(raw), replace(made_up(), rows=rows), Issue())
    names = [row[0] for row in grid.rows]
    assert (names[0], names[-1]) == ("UBND huyện Yên Bình", "Sở Nội vụ")


def test_quotients_know_what_they_are_made_of() -> None:
    columns = [{"field": name, "title": name, "width": 10} for name in ("agency", "users", "questions", "per_head")]
    raw = {**definitions.load(definitions.APPENDIX).raw, "columns": columns}
    grid = table_of(definitions.parse(raw), made_up(), Issue())
    assert grid.columns[3].ratio == (2, 1)
    assert grid.rows[1][3] == Decimal(2600) / 52


def test_an_office_writes_only_what_differs(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(
        'extends = "participation_letter"\n[office]\nplace = "Lào Cai"\n[signer]\nname = "Trần Văn A"\n', "utf-8"
    )
    own = definitions.load_file(file)
    assert (own.office.place, own.office.symbol, own.signer.name) == ("Lào Cai", "UBND", "Trần Văn A")
    assert own.signer.authority == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert own.appendix is not None
    assert definitions.parse(own.raw) == own


@pytest.mark.parametrize(
    "text", ["code = ", 'extends = "khong_co"', 'code = "a"', 'code = "a"\nform = "letter"\nsubject = "x"']
)
def test_a_broken_definition_says_what_is_wrong(tmp_path: Path, text: str) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(InvalidInputError) as caught:
        definitions.load_file(file)
    assert caught.value.hint


def test_titles_in_one_line() -> None:
    assert title_of(definitions.load(definitions.LETTER), made_up(), Issue()).endswith(
        "TỪ NGÀY 01/3/2024 ĐẾN NGÀY 31/5/2024"
    )


def test_the_signer_of_this_issue_stands_in_the_definitions_place() -> None:
    letter_of = definitions.load(definitions.LETTER)
    assert compose(letter_of, made_up(), replace(ISSUE, signer="Trần Văn Ví Dụ")).signer == Signer(
        ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Trần Văn Ví Dụ"
    )
    other = replace(ISSUE, authority=("CHỦ TỊCH",))
    assert compose(letter_of, made_up(), other).signer == Signer(("CHỦ TỊCH",), ""), "another office, another person"
    assert compose(letter_of, made_up(), ISSUE).signer == letter_of.signer
    assert authority_lines([" kt.  giám đốc", "", "Phó Giám đốc "]) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
