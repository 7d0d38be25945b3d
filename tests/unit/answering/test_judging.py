"""Scoring kept answers of a model: both sides by one rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from congvu.answering.evaluation.answers import Asked, Kept, read_kept, read_questions
from congvu.answering.evaluation.judging import Found, judge, outright, table
from congvu.common.errors import InvalidInputError

TRUE = Asked("1", "true_false", "Nghỉ hằng năm là 14 ngày làm việc, đúng hay sai?", "Sai", {}, ("Luật Nghỉ phép+2",))
CHOICE = Asked("2", "choice", "Nghỉ bao nhiêu ngày?", "B", {"A": "14 ngày", "B": "12 ngày"}, ("Luật Nghỉ phép+2",))
SOURCE = {
    "token": "K7",
    "place": "khoản 1 Điều 2 Luật Nghỉ phép 2020",
    "text": "Người lao động được nghỉ hằng năm 12 ngày làm việc.",
    "gold": True,
    "exact": True,
}


def kept(asked: Asked, raw: str) -> Kept:
    return Kept(asked, "answered", (SOURCE,), ("Theo khoản 1 Điều 2 Luật Nghỉ phép 2020:", str(SOURCE["text"])), raw)


def test_a_wrong_conclusion_is_wrong_unchecked_and_the_provision_is_shown_checked() -> None:
    found = judge(kept(TRUE, "[K7] Người lao động được nghỉ hằng năm 12 ngày làm việc.\nKết luận: Đúng"))
    assert (found.unchecked.found, found.checked.found) == (Found.WRONG, Found.SHOWN)
    assert found.useful


def test_an_invention_is_shown_unchecked_and_quoted_over_checked() -> None:
    found = judge(kept(CHOICE, "[K7] Người lao động được nghỉ hằng năm 14 ngày làm việc.\nKết luận: A"))
    assert found.unchecked.found is Found.WRONG
    assert "12 ngày làm việc" in found.checked.text
    assert found.checked.right


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kết luận: B", "B"),
        ("Đáp án đúng là: A.", "A"),
        ("B. 12 ngày", "B"),
        ("Kết luận: 12 ngày", "B"),
        ("12 ngày", ""),
    ],
)
def test_a_choice_is_named_by_its_letter_or_its_words(text: str, said: str) -> None:
    assert outright(CHOICE, text) == said


def test_the_table_counts_shares_of_all_questions() -> None:
    judged = [judge(kept(TRUE, "[K7] Nghỉ hằng năm 12 ngày làm việc.\nKết luận: Sai")), judge(kept(CHOICE, "KHÔNG CÓ"))]
    figures = table(judged)
    assert figures["kinds"]["all"]["written"] == 0.5
    assert figures["kinds"]["all"]["quoted"] == 0.5
    assert figures["sentences"]["valid"] == figures["sentences"]["citations"] == 1


def test_questions_are_taken_in_one_order_whatever_the_order_of_the_file(tmp_path: Path) -> None:
    rows = [
        {"question_id": str(n), "question_type": "Tự luận", "text": "Câu?", "answer": "A", "relevant_articles": []}
        for n in range(5)
    ]
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.write_text(json.dumps(rows), "utf-8")
    second.write_text(json.dumps(rows[::-1]), "utf-8")
    assert read_questions(first) == read_questions(second)


def test_a_file_that_is_none_of_ours_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    file.write_text("{}\n", "utf-8")
    with pytest.raises(InvalidInputError, match="not made by this command"):
        read_kept(file)
