from __future__ import annotations

import pytest

from congvu.answering.compose.picking import compare, coverage, read_question
from congvu.text import fold

CLAUSES = [
    "1. Người lao động làm việc đủ 12 tháng được nghỉ: a) 12 ngày; b) 14 ngày đối với lao động là người khuyết tật.",
    "2. Người lao động làm việc chưa đủ 12 tháng thì số ngày nghỉ theo tỷ lệ tương ứng với số tháng làm việc.",
    "3. Trường hợp do thôi việc mà chưa nghỉ hết thì được thanh toán tiền lương cho những ngày chưa nghỉ.",
]


def best(question: str, texts: list[str]) -> int:
    scores = [s.score for s in compare(read_question(question), texts)]
    return scores.index(max(scores))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày?", 0),
        ("Làm việc chưa đủ 12 tháng thì tính ngày nghỉ thế nào?", 1),
        ("Thôi việc mà chưa nghỉ hết phép có được trả tiền lương không?", 2),
    ],
)
def test_the_clause_that_says_what_its_siblings_do_not_wins(question: str, expected: int) -> None:
    assert best(question, CLAUSES) == expected
    assert best(fold(question), CLAUSES) == expected


def test_typed_diacritics_decide_between_words_that_fold_alike() -> None:
    texts = ["1. Người bán phải giao hàng.", "2. Người bạn phải giao hàng."]
    assert best("Nghĩa vụ của người bạn", texts) == 1
    assert best("Nghĩa vụ của người bán", texts) == 0


def test_a_question_for_an_amount_prefers_a_clause_that_holds_one() -> None:
    texts = [
        "1. Thời hạn giải quyết do cơ quan đăng ký thông báo.",
        "2. Việc giải quyết hồ sơ đăng ký không quá 07 ngày làm việc.",
    ]
    assert best("Hồ sơ đăng ký giải quyết trong bao nhiêu ngày?", texts) == 1


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Xin nghỉ phép được mấy hôm?", 1),
        ("Xin nghỉ phép được mấy bữa?", 1),
        ("Nghỉ phép được bao nhiêu ngày?", 1),
        ("Nghỉ phép thì được nghỉ bao lâu?", 1),
        ("Nghỉ phép được trả bao nhiêu tiền?", 2),
        ("Nghỉ phép được trả bao nhiêu phần trăm lương?", 2),
        ("Mức lương khi nghỉ phép là bao nhiêu?", 2),
        ("Tỷ lệ tiền công khi nghỉ phép là bao nhiêu?", 2),
        ("Thời gian nghỉ phép là bao nhiêu?", 1),
        ("Số ngày nghỉ phép là bao nhiêu?", 1),
        ("Ai cho nghỉ phép?", 0),
    ],
)
def test_the_clause_with_the_number_goes_before_those_that_say_more_of_the_question(
    question: str, expected: int
) -> None:
    texts = [
        "1. Người xin nghỉ phép viết đơn xin nghỉ phép; thủ trưởng xem xét cho nghỉ phép, lịch nghỉ phép sau ngày họp.",
        "2. Số ngày nghỉ phép là 12 ngày làm việc.",
        "3. Tiền công những ngày nghỉ phép là 100% lương.",
    ]
    assert best(question, texts) == expected
    assert best(fold(question), texts) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [("Nghỉ phép mấy ngày?", 1), ("Nghỉ phép bao lâu?", 1), ("Nghỉ phép đi đường trên mấy ngày?", 0)],
)
def test_a_time_that_is_a_condition_is_no_answer(question: str, expected: int) -> None:
    texts = ["1. Nghỉ phép mà nghỉ phép đi đường trên 02 ngày thì tính thêm.", "2. Nghỉ phép là 12 ngày, cả đi đường."]
    assert best(question, texts) == expected
    assert best(fold(question), texts) == expected


def test_six_days_are_a_number_and_after_the_day_is_none() -> None:
    texts = ["1. Nghỉ phép sau ngày ký.", "2. Nghỉ phép sáu ngày."]
    assert best("Nghỉ phép mấy ngày?", texts) == 1


def test_words_that_only_join_clauses_say_nothing_beside_others() -> None:
    texts = [
        "Người lao động được nghỉ hằng năm 12 ngày làm việc trong điều kiện bình thường.",
        "Khi nghỉ hằng năm mà số ngày đi đường trên 2 ngày thì từ ngày thứ 3 được tính thêm.",
    ]
    assert best("Nghỉ hằng năm được mấy ngày", texts) == best("Nghỉ hằng năm được mấy ngày thì đúng", texts) == 0
    assert not any("thi" in pair.split("_") for pair in read_question("mấy ngày thì đúng").pairs)


def test_rarity_given_from_outside_outweighs_common_words() -> None:
    texts = ["1. cơ quan cơ sở nhà nước", "2. ký quỹ"]

    class Rare:
        def __getitem__(self, term: str) -> float:
            return 10.0 if term in {"ky", "quy"} else 0.1

    question = read_question("cơ quan cơ sở nhà nước ký quỹ")
    assert compare(question, texts)[0].score > compare(question, texts)[1].score
    assert compare(question, texts, Rare())[1].score > compare(question, texts, Rare())[0].score


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Người tiếp công dân được từ chối tiếp trong những trường hợp nào?", True),
        ("Hồ sơ gồm những gì?", True),
        ("nhung ai khong duoc thanh lap doanh nghiep", True),
        ("Thời hạn giải quyết là bao lâu?", False),
    ],
)
def test_questions_for_a_list_are_told_from_others(question: str, expected: bool) -> None:
    assert read_question(question).wants_list is expected


def test_coverage_is_the_share_of_content_found() -> None:
    asked = read_question("nghỉ hằng năm")
    assert coverage(asked, "được nghỉ hằng năm") == 1.0
    assert coverage(asked, "hợp đồng lao động") == 0.0
    assert coverage(read_question("???"), "bất kỳ") == 0.0
