"""Repeats told by reading: what the reader says, what numbers rule out, and what is done without a reader."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from congvu.common.errors import UnavailableError
from congvu.retrieval import repeat_reader
from congvu.retrieval.forest import Forest
from congvu.retrieval.repeat_reader import NAMES_READ, READ, Judge, again, best, rows, ruled_out
from congvu.retrieval.repeat_reading import read
from congvu.retrieval.repeats import Known, Match

LEAVE = "Công chức nghỉ phép năm được bao nhiêu ngày?"
IN_OTHER_WORDS = "Làm ở ủy ban một năm có mấy hôm phép?"


class Says:
    """A reader that says the same of every pair, and what it was asked."""

    def __init__(self, odds: float) -> None:
        self.says, self.asked = odds, list[str]()

    def odds(self, asked: str, known: Sequence[str]) -> NDArray[np.float32]:
        self.asked += known
        return np.full(len(known), self.says, dtype=np.float32)


class Gone:
    def odds(self, asked: str, known: Sequence[str]) -> NDArray[np.float32]:
        raise UnavailableError("gone")


@pytest.fixture(autouse=True)
def _by_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """A judge that follows the reader alone, so that nothing here depends on what was learned."""
    step = {
        "feature": [0, 0, 0], "threshold": [2.5, 0.0, 0.0], "left": [1, 1, 2], "right": [2, 1, 2],
        "unknown_left": [1, 0, 0], "value": [0.0, -3.0, 3.0],
    }  # fmt: skip
    plain = Judge(Forest.from_json({"features": list(NAMES_READ), "trees": [step]}), 0.9, {})
    monkeypatch.setattr(repeat_reader, "judge", lambda: plain)


def test_what_the_reader_says_decides_from_the_threshold_on() -> None:
    known = [Known(7, LEAVE)]
    sure, unsure = best(IN_OTHER_WORDS, known, {7: 0.95}, Says(3.0)), best(IN_OTHER_WORDS, known, {7: 0.95}, Says(2.0))
    assert sure is not None
    assert (sure.key, round(sure.score, 2)) == (7, 0.95)
    assert unsure is None
    assert best(IN_OTHER_WORDS, [], {}, Says(9.0)) is None


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("Khoản 3 Điều 15 Nghị định 30/2020/NĐ-CP nói gì?", "Khoản 2 Điều 15 Nghị định 30/2020/NĐ-CP nói gì?"),
        ("Lương cơ sở từ ngày 01/7/2023 là bao nhiêu?", "Lương cơ sở từ ngày 01/7/2024 là bao nhiêu?"),
        ("Thông tư 01/2024/TT-BNV nói gì?", "Thông tư 02/2024/TT-BNV nói gì?"),
        ("Sau 3 tháng thì nộp bao nhiêu?", "Sau 6 tháng thì nộp bao nhiêu?"),
    ],
)
def test_another_number_date_or_reference_rules_a_repeat_out_whatever_the_reader_says(asked: str, known: str) -> None:
    assert ruled_out(read(asked), read(known))
    reader = Says(9.0)
    assert best(asked, [Known(1, known)], {}, reader) is None
    assert reader.asked == []


def test_only_the_likeliest_few_are_read_each_entry_once() -> None:
    known = [Known(n // 2, f"{LEAVE} {word}") for n, word in enumerate("một hai ba bốn sáu bảy".split())]
    known += [Known(90 + n, "Lệ phí cấp hộ chiếu?") for n in range(30)]
    reader = Says(0.0)
    found = rows("Công chức nghỉ phép năm mấy ngày?", known, {}, reader)
    assert len(found) == len(reader.asked) <= READ
    assert len({known[place].key for place, _row in found}) == len(found)
    assert all(row.shape == (len(NAMES_READ),) for _place, row in found)


@pytest.mark.parametrize("asked", [LEAVE, LEAVE.upper(), "cong chuc nghi phep nam duoc bao nhieu ngay", f"{LEAVE} ?!"])
def test_the_same_words_are_the_same_question_whatever_the_reader_says(asked: str) -> None:
    reader = Says(-9.0)
    assert best(asked, [Known(7, LEAVE)], {}, reader) == Match(7, 1.0)
    assert reader.asked == []
    assert best("Công chức nghỉ phép nắm được bao nhiêu ngày?", [Known(7, LEAVE)], {}, reader) is None


def test_without_a_reader_words_decide() -> None:
    known = [Known(7, LEAVE)]
    found = again("cong chuc nghi phep nam duoc bao nhieu ngay", known, {}, Gone())
    assert found is not None
    assert found.key == 7
    assert again(IN_OTHER_WORDS, known, {7: 0.99}, Gone()) is None


def test_in_the_judge_of_the_package_each_number_speaks_for_or_against(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    judge = repeat_reader.judge()
    assert 0.5 <= judge.least < 1
    rng = np.random.default_rng(1)
    low, high = [np.zeros(len(NAMES_READ)) for _ in range(2)]
    for place, name in enumerate(NAMES_READ):
        low[place], high[place] = (-6, 6) if name == "odds" else (0, 2)
    base = rng.uniform(low, high, (300, len(NAMES_READ)))
    for place, name in enumerate(NAMES_READ):
        more = base.copy()
        more[:, place] += 1
        change = judge.probabilities(more) - judge.probabilities(base)
        assert (change * (1 if name in ("odds", "shared", "asks_agree") else -1) >= -1e-9).all(), name
    with pytest.raises(ValueError, match="numbers"):
        Judge.from_json({**judge.to_json(), "forest": {**judge.forest.to_json(), "features": ["a"] * len(NAMES_READ)}})
