from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.retrieval.diacritics import Spoken, restored
from congvu.text import fold
from tests.unit.retrieval.vocabularies import small


@pytest.mark.parametrize(
    "sentence",
    [
        "Người lao động có quyền đơn phương chấm dứt hợp đồng lao động",
        "Ủy ban nhân dân tỉnh quyết định thu hồi đất",
        "người điều khiển xe mô tô phải có giấy phép lái xe",
    ],
)
def test_a_sentence_in_the_words_of_the_corpus_gets_its_diacritics_back(sentence: str) -> None:
    assert restored(fold(sentence), small().spoken) == sentence.lower()


def test_what_asks_is_not_left_to_a_corpus_that_never_says_it() -> None:
    assert restored("Thu hoi dat bao lau, bao nhieu", small().spoken) == "Thu hồi đất bao lâu, bao nhiêu"


@pytest.mark.parametrize(
    "question",
    [
        "tôi muốn hỏi thu hồi đất thì ai quyết định",
        "mấy ngày thì có giấy phép lái xe",
        "người lao động cần làm gì",
    ],
)
def test_what_only_people_say_is_read_as_people_say_it(question: str) -> None:
    assert restored(fold(question), small().spoken) == question


def test_a_question_typed_with_half_of_its_marks_gets_the_others() -> None:
    assert restored("Tôi muon hỏi thu hoi đất thì ai quyet định", small().spoken) == (
        "Tôi muốn hỏi thu hồi đất thì ai quyết định"
    )


def test_the_word_before_decides_between_forms() -> None:
    spoken = small().spoken
    assert restored("cap giay chung nhan quyen su dung dat", spoken).endswith("quyền sử dụng đất")
    assert restored("thu hoi dat va boi thuong", spoken) == "thu hồi đất và bồi thường"


def test_case_and_everything_between_words_stay() -> None:
    assert restored("Luat Dat dai, 2024?", small().spoken) == "Luật Đất đai, 2024?"


def test_symbols_in_capitals_and_words_never_seen_stay() -> None:
    assert restored("UBND 30/2020/ND-CP xyzzy", small().spoken) == "UBND 30/2020/ND-CP xyzzy"


def test_a_text_with_its_marks_is_not_touched() -> None:
    typed = "Nguoi lao động được nghỉ hằng năm"
    assert restored(typed, small().spoken) == typed


def test_what_was_typed_with_a_mark_stays() -> None:
    assert restored("thu hồi dat cua ho gia dinh", small().spoken).startswith("thu hồi đất")


def test_without_a_corpus_the_wording_of_questions_decides() -> None:
    assert restored("toi muon hoi phai nop ho so o dau", Spoken()) == "tôi muốn hỏi phải nộp hồ sơ ở đâu"
    assert restored("xyzzy", Spoken()) == "xyzzy"
    assert restored("", small().spoken) == ""


@given(st.text(max_size=60))
def test_the_folded_text_never_changes(text: str) -> None:
    assert fold(restored(text, small().spoken)) == fold(text)
