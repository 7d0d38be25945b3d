from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from congvu.retrieval import kept, training
from congvu.retrieval.features import FEATURE_NAMES
from congvu.retrieval.judging import Judged
from congvu.retrieval.replay import Options, replay
from tests.unit.retrieval.judged import made_up


def asked(number: int, *, kin: str) -> Judged:
    """In this set ``heading`` tells what is right, which a ranker learned from ``coverage`` does not know."""
    one = made_up(number, kin=kin)
    rows = one.rows.copy()
    rows[:, FEATURE_NAMES.index("coverage")] = 0
    rows[3, FEATURE_NAMES.index("heading")] += 4
    return replace(one, rows=rows)


def in_both_typings(judged: list[Judged]) -> list[Judged]:
    return [*judged, *(replace(one, typing="no_diacritics") for one in judged)]


def test_corrections_raise_the_first_citation_of_other_documents() -> None:
    others = in_both_typings([made_up(1000 + i, kin=f"other {i}") for i in range(40)])
    base = training.learn_ranking(others, seeds=(1,))
    judged = in_both_typings([asked(i, kin=f"law {i}") for i in range(90)])
    result = replay(judged, base, [], Options(steps=(0, 30)))
    nothing, all_of_them = result["curve"]
    assert nothing["served"] == nothing["base"]
    assert all_of_them["used"] == 30
    assert all_of_them["promoted"] == 3
    assert all_of_them["served"] > nothing["served"] + 0.2
    assert result["largest_step_down"] == 0


def test_a_continued_ranker_begins_with_the_one_before_and_stays_it_where_nothing_is_taught() -> None:
    base = training.learn_ranking([made_up(i, kin=f"law {i}") for i in range(30)], seeds=(1,))
    nothing = made_up(99, kin="law", held_out=True)
    assert training.continue_ranking(base, [nothing]) is base
    more = training.continue_ranking(base, [asked(i, kin=f"x {i}") for i in range(30)], seeds=(1,))
    assert len(more.feature) == len(base.feature) + training.CONTINUED_ROUNDS
    row = nothing.rows[:1]
    first = base.to_json()["trees"]
    assert more.to_json()["trees"][: len(first)] == first
    assert more.predict(row).shape == (1,)


def test_judged_questions_are_read_back_as_they_were_kept(tmp_path: Path) -> None:
    judged = [made_up(1, kin="a"), made_up(2, kin="b", typing="no_diacritics")]
    kept.write(tmp_path / "judged.npz", judged)
    back = kept.read(tmp_path / "judged.npz")
    for one, again in zip(judged, back, strict=True):
        assert (one.question, one.typing, one.articles, one.kin) == (
            again.question, again.typing, again.articles, again.kin,
        )  # fmt: skip
        assert np.array_equal(one.rows, again.rows)
        assert np.array_equal(one.right, again.right)
