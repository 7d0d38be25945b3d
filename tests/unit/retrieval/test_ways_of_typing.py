from __future__ import annotations

import pytest

from congvu.retrieval.ways_of_typing import TYPINGS, half_diacritics, slips
from congvu.text import fold, has_diacritics

QUESTION = "Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày làm việc?"


@pytest.mark.parametrize("way", TYPINGS)
def test_a_question_is_typed_the_same_at_every_run_and_may_be_empty(way: str) -> None:
    assert TYPINGS[way](QUESTION) == TYPINGS[way](QUESTION)
    assert TYPINGS[way]("") == ""


def test_half_of_the_marked_words_lose_their_marks_and_nothing_else_changes() -> None:
    typed = half_diacritics(QUESTION)
    marked = [word for word in QUESTION.split(" ") if has_diacritics(word)]
    left = [word for word in typed.split(" ") if has_diacritics(word)]
    assert len(left) == len(marked) - len(marked) // 2
    assert fold(typed) == fold(QUESTION)
    assert typed.startswith(("Người", "Nguoi"))


def test_one_word_in_six_gets_one_slip() -> None:
    before, after = QUESTION.split(" "), slips(QUESTION).split(" ")
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert len(changed) == len(before) // 6
    assert all(abs(len(a) - len(b)) <= 1 for a, b in changed)


def test_another_seed_slips_elsewhere() -> None:
    assert len({slips(QUESTION, seed) for seed in range(8)}) > 1
