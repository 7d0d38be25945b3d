"""Questions asked again, and questions that only look like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvu.common.errors import InvalidInputError
from congvu.retrieval import repeat_learning
from congvu.retrieval.repeat_features import NAMES, compare
from congvu.retrieval.repeat_reading import read
from congvu.retrieval.repeats import Known, Match, Weights, best, weights
from congvu.retrieval.suggesting import likely

LEAVE = "Công chức nghỉ phép năm được bao nhiêu ngày?"


def same(asked: str, known: str) -> bool:
    return best(asked, [Known(7, known)]) is not None


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        (LEAVE, LEAVE),
        ("cong chuc nghi phep nam duoc bao nhieu ngay", LEAVE),
        ("Cho em hỏi công chức được nghỉ hằng năm mấy ngày ạ?", LEAVE),
        ("Chủ tịch UBND xã có thẩm quyền gì?", "Chủ tịch Ủy ban nhân dân xã có thẩm quyền gì?"),
        ("Sau 06 tháng thì nộp lệ phí bao nhiêu?", "Sau sáu tháng thì nộp lệ phí bao nhiêu?"),
        ("Điều kiện hạng 2 là gì?", "Điều kiện hạng II là gì?"),
        ("K2 Đ15 NĐ 30/2020/NĐ-CP nói gì?", "Khoản 2 Điều 15 Nghị định 30/2020/NĐ-CP nói gì?"),
    ],
)
def test_a_repeat_is_known_however_it_is_put(asked: str, known: str) -> None:
    assert same(asked, known)


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("Viên chức nghỉ phép năm được bao nhiêu ngày?", LEAVE),
        ("Công chức nghỉ phép năm thì ai duyệt?", LEAVE),
        ("Khoản 3 Điều 15 Nghị định 30/2020/NĐ-CP nói gì?", "Khoản 2 Điều 15 Nghị định 30/2020/NĐ-CP nói gì?"),
        ("Khoản 2 Điều 15 Nghị định 30/2021/NĐ-CP nói gì?", "Khoản 2 Điều 15 Nghị định 30/2020/NĐ-CP nói gì?"),
        ("Lương cơ sở từ ngày 01/7/2023 là bao nhiêu?", "Lương cơ sở từ ngày 01/7/2024 là bao nhiêu?"),
        ("Lao động nam nghỉ thai sản mấy ngày?", "Lao động nữ nghỉ thai sản mấy ngày?"),
        ("Thủ tục thu hồi giấy phép xây dựng thế nào?", "Thủ tục cấp lại giấy phép xây dựng thế nào?"),
        ("Phó hiệu trưởng do ai bổ nhiệm?", "Hiệu trưởng do ai bổ nhiệm?"),
        ("Chủ tịch UBND tỉnh tiếp dân mấy ngày?", "Chủ tịch UBND xã tiếp dân mấy ngày?"),
        ("Công chức nào không phải kê khai tài sản?", "Công chức nào phải kê khai tài sản?"),
    ],
)
def test_a_difference_in_meaning_decides_against_it(asked: str, known: str) -> None:
    assert not same(asked, known)


def test_the_likeliest_of_several_is_taken_and_nothing_of_none() -> None:
    known = [Known(1, "Ai ký quyết định nâng lương?"), Known(2, LEAVE)]
    found = best("Công chức nghỉ phép năm mấy ngày?", known)
    assert isinstance(found, Match)
    assert found.key == 2
    assert 0.5 < found.score <= 1
    assert best(LEAVE, []) is None
    assert best("", known) is None


def test_a_reading_tells_how_a_question_asks_and_what_it_denies() -> None:
    assert read("Ai ký quyết định?").asks == {"who"}
    assert read("Hồ sơ gồm những gì?").asks == {"dossier"}
    assert read("Công chức có được góp vốn không?").asks == {"whether"}
    assert read("Công chức có được góp vốn không?").denied == frozenset()
    assert read("Việc nào không cần báo trước?").denied == {"không bao_truoc"}
    assert read("từ ngày 1/7/2024").references == read("từ ngày 01/07/2024").references != frozenset()
    assert read("hai năm liền").numbers == read("02 năm liền").numbers == {"2"}


def test_what_one_letter_was_slipped_in_is_not_left_over() -> None:
    row = dict(zip(NAMES, compare(read("thủ tục ly hônn"), read("thủ tục ly hôn")), strict=True))
    assert row["left_over"] == 0


def test_weights_only_speak_for_what_is_shared_and_against_what_differs() -> None:
    for name, weight in zip(NAMES, weights().values[1:], strict=True):
        assert weight >= 0 if name in repeat_learning.FOR else weight <= 0
    with pytest.raises(ValueError, match="features"):
        Weights.from_json({**weights().to_json(), "names": ["gone"]})


def test_the_questions_kept_aside_are_told_apart_as_measured() -> None:
    """docs/measurements.md has the figures; this keeps a change from making them much worse unseen."""
    table = repeat_learning.table(repeat_learning.measure(repeat_learning.questions("aside")))
    assert (table["repeats"], table["others"]) == (100, 100)
    assert table["hit_rate"] >= 0.55
    assert table["false_hit_rate"] <= 0.01
    assert table["reached_rate"] >= 0.9


def test_likely_questions_are_offered_each_once_and_nothing_where_none_is_like() -> None:
    known = [Known(1, LEAVE), Known(1, "Số ngày nghỉ phép năm của công chức"), Known(2, "Lệ phí cấp hộ chiếu?")]
    assert [match.key for match in likely("Công chức nghỉ phép năm thì xin ai?", known, {})] == [1]
    assert likely("Trồng rừng phòng hộ", known, {}) == []
    by_meaning = likely("Trồng rừng phòng hộ", known, {2: 0.97})
    assert [match.key for match in by_meaning] == [2]


def test_questions_are_read_from_a_file_or_the_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(f'{{"entry": "{LEAVE}", "question": "phép năm?", "same": true, "kind": "short"}}\n', "utf-8")
    (one,) = repeat_learning.read_questions(file)
    assert (one.entry, one.same) == (LEAVE, True)
    file.write_text('{"entry": "A"}\n', "utf-8")
    with pytest.raises(InvalidInputError, match="1"):
        repeat_learning.read_questions(file)
