from __future__ import annotations

import pytest

from congvu.answering.context import PreviousTurn, asked_after, resolve
from congvu.retrieval.understanding import understand
from tests.unit.answering.build import ON

BEFORE = PreviousTurn(
    text="Người lao động được nghỉ hằng năm bao nhiêu ngày?",
    document="Bộ luật Lao động 2019",
    article="Điều 113",
    clause="khoản 1",
)


def resolved(text: str, previous: PreviousTurn | None = BEFORE) -> str:
    return resolve(understand(text, ON), previous).text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("thế còn khoản 2?", "thế còn khoản 2 Điều 113 Bộ luật Lao động 2019?"),
        ("the con khoan 2?", "the con khoan 2 Điều 113 Bộ luật Lao động 2019?"),
        ("điểm b thì sao?", "điểm b khoản 1 Điều 113 Bộ luật Lao động 2019 thì sao?"),
        ("Điều 115 nói gì?", "Điều 115 Bộ luật Lao động 2019 nói gì?"),
        ("khoản 3 Điều 115?", "khoản 3 Điều 115 Bộ luật Lao động 2019?"),
    ],
)
def test_a_unit_without_its_document_gets_the_one_that_was_cited(typed: str, expected: str) -> None:
    assert resolved(typed) == expected


def test_a_new_subject_keeps_the_question_that_was_asked() -> None:
    text = resolved("còn người khuyết tật thì sao?")
    assert text == "Người khuyết tật được nghỉ hằng năm bao nhiêu ngày?"


def test_a_document_that_is_pointed_back_to_is_named() -> None:
    assert resolved("Luật này có hiệu lực từ ngày nào?") == "Luật này có hiệu lực từ ngày nào Bộ luật Lao động 2019"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("văn bản nào thay thế nó?", "văn bản nào thay thế Bộ luật Lao động 2019?"),
        ("Văn bản này còn hiệu lực không?", "Bộ luật Lao động 2019 còn hiệu lực không?"),
    ],
)
def test_what_stands_for_the_document_gives_way_to_its_name(typed: str, expected: str) -> None:
    assert resolved(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("thế còn người sử dụng lao động thì sao?", "Người sử dụng lao động được nghỉ hằng năm bao nhiêu ngày?"),
        ("mức hưởng là bao nhiêu?", "Mức hưởng người lao động nghỉ hằng năm là bao nhiêu?"),
    ],
)
def test_a_follow_up_is_written_out_as_a_whole_question(typed: str, expected: str) -> None:
    assert resolved(typed) == expected


def test_what_cannot_be_written_out_is_read_with_the_question_before_and_told_as_asked_after_it() -> None:
    first = "Người lao động nghỉ việc riêng bao nhiêu ngày?"
    second = resolve(understand("thế còn bảo hiểm xã hội?", ON), PreviousTurn(text=first))
    assert (second.from_context, second.whole) == (True, False)
    assert asked_after("thế còn bảo hiểm xã hội?", second.text) == (first.rstrip("?"),)
    third = resolve(understand("nếu chưa đóng đủ thì sao?", ON), PreviousTurn(text=second.text))
    assert asked_after("nếu chưa đóng đủ thì sao?", third.text) == (first.rstrip("?"), "thế còn bảo hiểm xã hội")


@pytest.mark.parametrize("typed", ["thế còn người sử dụng lao động thì sao?", "thế còn khoản 2?", "nghỉ; hưởng lương"])
def test_what_was_written_out_or_stands_alone_is_not_told_as_asked_after(typed: str) -> None:
    found = resolve(understand(typed, ON), BEFORE)
    assert (found.whole, asked_after(typed, found.text if found.from_context else "")) == (True, ())


@pytest.mark.parametrize(
    "typed",
    [
        "Đăng ký kết hôn cần giấy tờ gì?",
        "Điều 15 Luật Hộ tịch nói gì?",
        "Nghị định 30/2020/NĐ-CP quy định gì?",
        "Còn trường hợp công chức đang nuôi con dưới 36 tháng tuổi mà bị xem xét kỷ luật khiển trách thì xử lý ra sao?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_typed(typed: str) -> None:
    found = resolve(understand(typed, ON), BEFORE)
    assert (found.text, found.from_context) == (typed, False)


def test_without_a_previous_turn_nothing_is_added() -> None:
    found = resolve(understand("thế còn khoản 2?", ON), None)
    assert (found.text, found.from_context) == ("thế còn khoản 2?", False)


def test_the_document_given_in_reply_to_asking_back_completes_the_question() -> None:
    asked = PreviousTurn(text="Điều 15 nói gì?", awaiting_document=True)
    assert resolved("Luật Hộ tịch 2014", asked) == "Điều 15 Luật Hộ tịch 2014 nói gì?"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("khoản tiếp theo?", "Khoản 2 Điều 113 Bộ luật Lao động 2019"),
        ("khoan tiep theo thi sao", "Khoản 2 Điều 113 Bộ luật Lao động 2019"),
        ("Khoản sau nói gì?", "Khoản 2 Điều 113 Bộ luật Lao động 2019"),
        ("còn khoản kế tiếp thì sao?", "Khoản 2 Điều 113 Bộ luật Lao động 2019"),
        ("điều tiếp theo quy định gì?", "Điều 114 Bộ luật Lao động 2019"),
        ("thế điều liền trước?", "Điều 112 Bộ luật Lao động 2019"),
        ("điều trước đó nói gì", "Điều 112 Bộ luật Lao động 2019"),
    ],
)
def test_the_neighbour_of_what_was_cited_is_named_in_full(typed: str, expected: str) -> None:
    assert resolved(typed) == expected


@pytest.mark.parametrize("typed", ["khoản trước?", "các khoản sau đây áp dụng cho ai, người nào phải nộp?"])
def test_no_neighbour_is_made_up(typed: str) -> None:
    """There is no khoản 0, and "sau đây" points to no other khoản."""
    assert not resolved(typed).startswith("Khoản")
