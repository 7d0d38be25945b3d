"""Follow-ups written out as whole questions."""

from __future__ import annotations

import pytest

from congvu.answering.completing import about, continued, substituted


@pytest.mark.parametrize(
    ("before", "typed", "expected"),
    [
        ("Người lao động được nghỉ lễ, tết những ngày nào?", "thế còn nghỉ hằng năm thì sao?",
         "Người lao động được nghỉ hằng năm những ngày nào?"),
        ("Công chức được nghỉ phép bao nhiêu ngày?", "thế còn viên chức thì sao?",
         "Viên chức được nghỉ phép bao nhiêu ngày?"),
        ("Tội tham ô tài sản bị phạt tù bao nhiêu năm?", "còn tội nhận hối lộ thì sao?",
         "Tội nhận hối lộ bị phạt tù bao nhiêu năm?"),
        ("Thời hạn kháng cáo bản án sơ thẩm là bao lâu?", "thế còn kháng nghị?",
         "Thời hạn kháng nghị bản án sơ thẩm là bao lâu?"),
        ("Tuổi nghỉ hưu của lao động nam là bao nhiêu?", "con lao dong nu?",
         "Tuổi nghỉ hưu của lao dong nu là bao nhiêu?"),
    ],
)  # fmt: skip
def test_another_thing_takes_the_place_of_the_one_that_was_asked_about(before: str, typed: str, expected: str) -> None:
    assert substituted(typed, before) == expected


@pytest.mark.parametrize("typed", ["thế được nghỉ mấy ngày?", "thế còn bảo hiểm xã hội?", "nếu chưa đủ tuổi thì sao?"])
def test_what_has_no_place_in_the_question_before_takes_none(typed: str) -> None:
    assert substituted(typed, "Người lao động nghỉ việc riêng bao nhiêu ngày?") == ""


@pytest.mark.parametrize(
    ("before", "typed", "expected"),
    [
        ("Có những hình thức xử lý kỷ luật lao động nào?", "thời hiệu là bao lâu?",
         "Thời hiệu xử lý kỷ luật lao động là bao lâu?"),
        ("Thời gian thử việc tối đa là bao nhiêu ngày?", "tiền lương trong thời gian đó là bao nhiêu?",
         "Tiền lương trong thời gian thử việc là bao nhiêu?"),
        ("Cho vay nặng lãi bị xử lý thế nào?", "mức phạt là bao nhiêu?",
         "Mức phạt cho vay nặng lãi xử lý là bao nhiêu?"),
        ("Đăng ký khai sinh cần giấy tờ gì?", "nộp ở đâu?", "Nộp ở đâu, về đăng ký khai sinh cần giấy tờ?"),
    ],
)  # fmt: skip
def test_another_question_about_the_same_thing_gets_that_thing(before: str, typed: str, expected: str) -> None:
    assert continued(typed, before) == expected


@pytest.mark.parametrize(
    "typed",
    ["Đăng ký kết hôn cần giấy tờ gì?", "Thời hạn giải quyết thủ tục đăng ký đất đai lần đầu là bao nhiêu ngày?"],
)
def test_a_question_with_a_subject_of_its_own_gets_none(typed: str) -> None:
    assert continued(typed, "Người lao động được nghỉ hằng năm bao nhiêu ngày?") == ""


def test_what_a_question_is_about_is_told_without_what_it_asks() -> None:
    assert about("Người lao động được nghỉ hằng năm bao nhiêu ngày?") == "người lao động nghỉ hằng năm"
