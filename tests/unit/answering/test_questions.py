from __future__ import annotations

import datetime as dt

import pytest

from congvu.answering.naming import document_name, search_name
from congvu.answering.questions import MAX_QUESTION, clean_question
from congvu.common.errors import InvalidInputError


def test_control_and_invisible_characters_go_and_markup_stays_text() -> None:
    typed = "  <b>Điều\u200b 15</b>\x00\x1b[31m nói\u202e\tgì?\r\n\r\n "
    assert clean_question(typed) == "<b>Điều 15</b>[31m nói gì?"


def test_decomposed_letters_are_composed() -> None:
    assert clean_question("Đie\u0302\u0300u 5") == "Điều 5"


@pytest.mark.parametrize("typed", ["", "   ", "\x00\x01", "\u200b\u200b"])
def test_an_empty_question_is_refused_with_a_hint(typed: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        clean_question(typed)
    assert caught.value.hint


@pytest.mark.parametrize("length", [MAX_QUESTION + 1, 10_000, 1_000_000])
def test_a_text_that_is_no_question_is_refused_with_a_hint(length: int) -> None:
    with pytest.raises(InvalidInputError) as caught:
        clean_question("a" * length)
    assert str(MAX_QUESTION) in caught.value.message
    assert caught.value.hint


def test_the_longest_question_is_taken() -> None:
    assert len(clean_question("a" * MAX_QUESTION)) == MAX_QUESTION


DAY = dt.date(2019, 11, 20)


@pytest.mark.parametrize(
    ("kind", "number", "title", "expected"),
    [
        ("Bộ luật", "45/2019/QH14", "Bộ luật Lao động", "Bộ luật Lao động 2019 (No. 45/2019/QH14)"),
        ("Bộ luật", "45/2019/QH14", "Lao động", "Bộ luật Lao động 2019 (No. 45/2019/QH14)"),
        ("Luật", "", "Luật Hộ tịch 2014", "Luật Hộ tịch 2014"),
        ("Nghị định", "30/2020/NĐ-CP", "về công tác văn thư", "Nghị định 30/2020/NĐ-CP về công tác văn thư"),
        ("Nghị định", "30/2020/NĐ-CP", "Nghị định về công tác văn thư",
         "Nghị định về công tác văn thư (No. 30/2020/NĐ-CP)"),
        ("", "", "ghi chú.txt", "ghi chú.txt"),
    ],
)  # fmt: skip
def test_a_document_is_called_by_name_year_and_number_each_once(
    kind: str, number: str, title: str, expected: str
) -> None:
    assert document_name(kind, number, title, DAY) == expected


def test_a_document_is_searched_by_number_and_by_name_where_it_has_none() -> None:
    assert search_name("Bộ luật", "45/2019/QH14", "Bộ luật Lao động", DAY) == "Bộ luật 45/2019/QH14"
    assert search_name("Bộ luật", "", "Bộ luật Lao động", DAY) == "Bộ luật Lao động 2019"
