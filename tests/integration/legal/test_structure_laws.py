"""The structure of 208 real laws: hand-counted articles, continuity of numbers, nothing lost or doubled.

Flaws of the source files (found by eye) are listed by name, so that any other break is a failure of ours.
"""

from __future__ import annotations

import tarfile
import time
from collections.abc import Iterator

import pytest

from congvu.legal.structure import StructuredText, UnitLevel, UnitNode, citation_path, parse_structure
from tests.shared_data import shared
from tests.unit.legal.hostile_texts import HOSTILE, hostile_text

pytestmark = pytest.mark.slow

VIETNAMESE_ALPHABET = "abcdđeghiklmnopqrstuvxy"

ARTICLES = {
    # Read off the last article of each file, and the absence of gaps, before the parser was run.
    "Bo-Luat-lao-dong-2019": 220,
    "Bo-luat-dan-su-2015": 689,
    "Bo-luat-hinh-su-2015": 426,
    "Bo-luat-to-tung-dan-su-2015": 517,
    "Bo-luat-to-tung-hinh-su-2015": 510,
    "Bo-luat-hang-hai-Viet-Nam-2015": 341,
    "Luat-dat-dai-2013": 212,
    "Luat-Doanh-nghiep-so-59-2020": 218,
    "Luat-Dau-tu-so-61-2020": 77,
    "Luat-giao-duc-2019": 115,
    "Luat-tre-em-2016": 106,
    "Luat-xu-ly-vi-pham-hanh-chinh-2012": 142,
    "Luat-luu-tru-2011": 42,
    "Luat-can-bo-cong-chuc-2008": 87,
    "Luat-vien-chuc-2010": 62,
    "Luat-ban-hanh-van-ban-quy-pham-phap-luat-2015": 173,
    "Luat-tiep-can-thong-tin-2016": 37,
    "Luat-To-cao": 67,
    "Luat-khieu-nai-2011": 70,
    "Luat-thanh-nien-so-57-2020": 41,
    "Luat-mau-ve-trong-tai": 36,
    "Luat-quyen-lap-hoi-1957": 12,
    "Luat-phi-va-le-phi-2015": 25,
    "Luat-quy-hoach-322935": 59,
}

MISSING_ARTICLES = {
    # No line of the file is the heading of these articles. The insurance law of 2022 lacks most of them; the
    # Red Cross law goes from Điều 33 to a "Điều 39".
    "Bo-luat-to-tung-hinh-su-2015": {361},
    "Luat-Binh-dang-gioi-2006": {12, 13},
    "Luat-Giao-dich-dien-tu-2005": {4, 29},
    "Luat-Kinh-doanh-bao-hiem-2022": {*range(31, 66), *range(67, 155)},
    "Luat-hoat-dong-chu-thap-do-2008": {*range(34, 39)},
    "Luat-thue-thu-nhap-doanh-nghiep-2008": {14, 17},
    "Luat-trung-mua-trung-dung-tai-san-2008": {1, 6, 7, 8, 10, 11, 15, 33},
}

BROKEN_CLAUSES = {
    # A clause's number is missing or misprinted in the file.
    ("Luat-Ngan-hang-Nha-nuoc-Viet-Nam-2010", "14"),
    ("Luat-Pha-san-2014", "91"),
    ("Luat-So-huu-tri-tue-2005", "202"),
    ("Luat-hop-tac-xa-2012", "12"),
    ("Luat-thanh-tra-2010", "71"),
    ("Luat-thi-hanh-an-dan-su-2008", "12"),
}
BROKEN_LISTS_OF_POINTS = 30
"""Lists whose letters skip or repeat in the file itself (dropped, misprinted or in the Latin order)."""

Laws = dict[str, tuple[str, StructuredText]]


@pytest.fixture(scope="module")
def laws() -> Laws:
    found: Laws = {}
    with tarfile.open(shared("laws/laws-208.tar.gz")) as archive:
        for member in archive:
            data = archive.extractfile(member) if member.name.endswith(".txt") else None
            if data is not None:
                text = data.read().decode("utf-8")
                found[member.name.rsplit("/", 1)[-1]] = (text, parse_structure(text))
    return found


def main_articles(structured: StructuredText) -> Iterator[UnitNode]:
    for unit in structured.units:
        top = structured.path(unit.index)[0]
        if unit.level is UnitLevel.ARTICLE and top.level is not UnitLevel.ANNEX:
            yield unit


def starting_with(laws: Laws, prefix: str) -> tuple[str, StructuredText]:
    (name,) = [name for name in laws if name.startswith(prefix)]
    return laws[name]


def test_all_laws_are_there_and_are_laws(laws: Laws) -> None:
    assert len(laws) == 208
    assert {structured.kind for _, structured in laws.values()} == {"law"}


def test_nothing_is_lost_doubled_or_orphaned(laws: Laws) -> None:
    for text, structured in laws.values():
        position = 0
        for unit in structured.units:
            assert unit.start == position
            position = unit.own_end
            if unit.parent is not None:
                assert structured.units[unit.parent].start < unit.start
                assert unit.end <= structured.units[unit.parent].end
        assert position == len(text)


def test_articles_rise_by_one_from_the_first(laws: Laws) -> None:
    for name, (_, structured) in laws.items():
        missing = next((m for prefix, m in MISSING_ARTICLES.items() if name.startswith(prefix)), set())
        found = [int(article.number) for article in main_articles(structured)]
        assert found == [n for n in range(1, found[-1] + 1) if n not in missing], name


@pytest.mark.parametrize("prefix", ARTICLES)
def test_hand_counted_articles(laws: Laws, prefix: str) -> None:
    _, structured = starting_with(laws, prefix)
    found = [article.number for article in main_articles(structured)]
    assert found[-1] == str(ARTICLES[prefix])
    assert len(found) == ARTICLES[prefix] - len(MISSING_ARTICLES.get(prefix, ()))


def test_missing_articles_are_warned_of(laws: Laws) -> None:
    for prefix in MISSING_ARTICLES:
        _, structured = starting_with(laws, prefix)
        assert any("is followed by Điều" in warning for warning in structured.warnings), prefix


def test_clauses_rise_by_one_but_for_flaws_of_the_files(laws: Laws) -> None:
    broken, counted = set(), 0
    for name, (_, structured) in laws.items():
        for article in main_articles(structured):
            clauses = [u.number for u in structured.children(article.index) if u.level is UnitLevel.CLAUSE]
            counted += bool(clauses)
            if clauses != [str(n + 1) for n in range(len(clauses))]:
                broken.add((name, article.number))
    assert counted > 15_000
    known = {
        (name, number)
        for name, number in broken
        for prefix, n in BROKEN_CLAUSES
        if name.startswith(prefix) and n == number
    }
    assert broken == known


def test_points_follow_the_alphabet_but_for_flaws_of_the_files(laws: Laws) -> None:
    broken, counted = [], 0
    for name, (_, structured) in laws.items():
        for unit in structured.units:
            points = "".join(u.number for u in structured.children(unit.index) if u.level is UnitLevel.POINT)
            counted += bool(points)
            if not VIETNAMESE_ALPHABET.startswith(points):
                broken.append((name, citation_path(structured, unit.index), points))
    assert counted > 9_500
    assert len(broken) <= BROKEN_LISTS_OF_POINTS, broken


def test_annexes_and_closings_are_outside_the_articles(laws: Laws) -> None:
    annexes = {
        "Luat-Dau-tu-so-61-2020": ["", "I", "II", "III", "IV"],
        "Luat-phi-va-le-phi-2015": ["01", "02"],
        "Luat-quy-hoach-322935": ["", "I", "II", "III"],
        "Luat-thong-ke-2015": [""],
    }
    for name, (_, structured) in laws.items():
        expected = next((n for prefix, n in annexes.items() if name.startswith(prefix)), [])
        assert [u.number for u in structured.units if u.level is UnitLevel.ANNEX] == expected, name
        closings = [u for u in structured.units if u.level is UnitLevel.CLOSING]
        assert len(closings) == (not name.startswith("Luat-mau-ve-trong-tai")), name


def test_quoted_amendments_are_not_articles_of_the_labour_code(laws: Laws) -> None:
    text, structured = starting_with(laws, "Bo-Luat-lao-dong-2019")
    article = next(u for u in main_articles(structured) if u.number == "219")
    clauses = [u for u in structured.children(article.index) if u.level is UnitLevel.CLAUSE]
    assert [clause.number for clause in clauses] == ["1", "2"]
    assert "“Điều 54." in text[clauses[0].start : clauses[0].end]
    assert "1c. Tranh chấp" in text[clauses[1].start : clauses[1].end]


def test_annual_leave_is_quoted_exactly(laws: Laws) -> None:
    text, structured = starting_with(laws, "Bo-Luat-lao-dong-2019")
    point = next(
        u for u in structured.units if citation_path(structured, u.index) == "điểm b khoản 1 Điều 113"
    )
    assert text[point.start : point.own_end].startswith("b) 14 ngày làm việc đối với")
    assert text[point.start : point.own_end].count("\n") == 1


def test_decree_30_and_its_articles_from_docx() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document(str(shared("nd30/30_2020_ND_CP.docx")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    structured = parse_structure(text)
    assert structured.kind == "law"
    assert [a.number for a in main_articles(structured)] == [str(n) for n in range(1, 39)]
    assert [u.number for u in structured.units if u.level is UnitLevel.CHAPTER] == [
        *("I", "II", "III", "IV", "V", "VI", "VII")
    ]
    assert structured.warnings == ()


def test_seed_letter() -> None:
    text = shared("seed/cong-van-1951-UBND-VX.txt").read_text(encoding="utf-8")
    structured = parse_structure(text)
    assert structured.kind == "administrative"
    tops = [u for u in structured.units if u.parent is None]
    assert [u.number for u in tops if u.level is UnitLevel.HEADING] == ["1", "2"]
    second = next(u for u in tops if u.number == "2")
    assert second.title == "Giao Sở Thông tin và Truyền thông"
    assert len(structured.children(second.index)) == 5
    assert [u.level for u in tops[-3:]] == [UnitLevel.PARAGRAPH, UnitLevel.CLOSING, UnitLevel.ANNEX]
    assert tops[-1].title.startswith("KẾT QUẢ THAM GIA THÍ ĐIỂM")
    (table,) = structured.children(tops[-1].index)
    rows = [line for line in text[table.start : table.end].splitlines() if line.split("\t")[0].isdigit()]
    assert len(rows) == 27


def test_amended_texts_with_notes(laws: Laws) -> None:
    counts = {"Luật_cán_bộ,_công_chức_2008": 87, "Luật_đất_đai_2013": 212, "Nghị_quyết_02_2022_NQ-HĐTP": 13}
    for name, count in counts.items():
        text = shared(f"laws/amended/{name}.txt").read_text(encoding="utf-8")
        structured = parse_structure(text)
        assert [a.number for a in main_articles(structured)] == [str(n) for n in range(1, count + 1)], name


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_megabyte_takes_seconds_at_most(name: str) -> None:
    text = hostile_text(name, 1_000_000)
    began = time.process_time()
    structured = parse_structure(text)
    assert time.process_time() - began < 20
    assert structured.units[-1].own_end == len(text)
