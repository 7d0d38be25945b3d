from __future__ import annotations

import pytest

from congvu.retrieval.gate import MARGIN, GateRow, decide


def row(before: float, after: float, name: str = "zalo") -> GateRow:
    return GateRow(name, "as_written", before, after)


def test_better_somewhere_and_worse_nowhere_passes() -> None:
    verdict = decide([row(0.70, 0.75), row(0.90, 0.90 - MARGIN / 2, "alqac")])
    assert verdict.passed
    assert "zalo" in verdict.reason


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([row(0.70, 0.80), row(0.90, 0.89, "alqac")], "kém hơn ở alqac"),
        ([row(0.70, 0.70 + MARGIN / 2)], "không nơi nào tốt hơn"),
        ([], "chưa cho bộ"),
    ],
)
def test_anything_else_is_refused_and_says_why(rows: list[GateRow], word: str) -> None:
    verdict = decide(rows)
    assert not verdict.passed
    assert word in verdict.reason
    assert verdict.to_json()["passed"] is False


def test_a_gain_of_less_than_one_question_is_none() -> None:
    assert not decide([GateRow("corrections", "as_written", 0.70, 0.71, questions=50)]).passed
    assert decide([GateRow("corrections", "as_written", 0.70, 0.73, questions=50)]).passed
