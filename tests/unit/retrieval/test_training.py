from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from congvu.common.errors import UnavailableError
from congvu.retrieval import training
from congvu.retrieval.features import FEATURE_NAMES
from congvu.retrieval.gate import mean_reciprocal_rank
from congvu.retrieval.ranking import CONFIDENCE_NAMES
from tests.unit.retrieval.judged import made_up


def test_questions_that_share_a_law_share_a_fold_also_through_a_third() -> None:
    judged = [made_up(i, kin=f"law {i}") for i in range(20)]
    judged[1] = replace(judged[1], kin=frozenset({"law 1", "law 2"}))
    judged[3] = replace(judged[3], kin=frozenset({"law 3", "law 2"}))
    fold = training.folds_by_kin(judged)
    assert fold[1] == fold[2] == fold[3]
    assert set(fold.tolist()) == set(range(training.FOLDS))


def test_folds_hold_about_as_many_questions_each_and_ways_of_typing_stay_together() -> None:
    asked = [made_up(i, kin=f"law {i // 2}") for i in range(40)]
    judged = [*asked, *(replace(one, typing="typos") for one in asked)]
    fold = training.folds_by_kin(judged)
    assert set(Counter(fold.tolist()).values()) == {16}
    assert fold[:40].tolist() == fold[40:].tolist()


def test_a_ranker_learns_what_tells_right_from_wrong_and_confidence_when_nothing_is_right() -> None:
    judged = [made_up(i, kin=f"law {i % 15}") for i in range(90)]
    judged += [made_up(1000 + i, kin=f"law {i % 15}", held_out=True) for i in range(90)]
    learned = training.learn(judged, seeds=(1,))
    assert learned.ranking.names == FEATURE_NAMES
    assert learned.confidence.names == CONFIDENCE_NAMES
    answerable = [(one, s.tolist()) for one, s in zip(judged, learned.scores, strict=True) if not one.held_out]
    assert mean_reciprocal_rank(answerable) > 0.9
    assert np.mean(learned.confidences[:90]) > np.mean(learned.confidences[90:]) + 0.3


def test_learning_again_gives_the_same_forests() -> None:
    judged = [made_up(i, kin=f"law {i % 10}") for i in range(40)]
    first, second = (training.learn_ranking(judged, seeds=(1, 2)) for _ in range(2))
    assert first.to_json() == second.to_json()


def test_without_its_library_learning_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "lightgbm", None)
    with pytest.raises(UnavailableError) as refused:
        training.learn_ranking([made_up(1, kin="law")])
    assert "libgomp1" in refused.value.hint
