from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from congvu.retrieval.forest import Forest, from_lightgbm
from congvu.retrieval.leaves import MOST_LEAVES

lightgbm = pytest.importorskip("lightgbm")
NAMES = tuple("abcdef")


def some_rows(count: int, seed: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Numbers with unknown ones among them; the last column has none."""
    chance = np.random.default_rng(seed)
    rows = chance.normal(size=(count, len(NAMES)))
    rows[:, :-1][chance.random((count, len(NAMES) - 1)) < 0.2] = np.nan
    return rows


@pytest.fixture(scope="module")
def booster() -> Any:
    rows = some_rows(1200, seed=1)
    known = np.nan_to_num(rows)
    labels = (known[:, 0] + known[:, 1] * known[:, 5] > 0.3).astype(int)
    data = lightgbm.Dataset(rows, labels, group=[60] * 20)
    return lightgbm.train({"objective": "lambdarank", "num_leaves": 9, "verbose": -1, "num_threads": 1}, data, 40)


def test_a_forest_scores_as_lightgbm_does_whatever_is_unknown(booster: Any) -> None:
    rows = some_rows(300, seed=2)
    rows[:40, -1] = np.nan  # never unknown in learning: read as 0
    forest = from_lightgbm(booster.dump_model(), NAMES)
    assert forest.predict(rows) == pytest.approx(booster.predict(rows), abs=1e-9)


@pytest.mark.parametrize("leaves", [2, 31, 33, 64, 90])
def test_bits_reach_the_leaf_that_walking_reaches_and_large_trees_are_walked(leaves: int) -> None:
    rows = some_rows(4000, seed=5)
    known = np.nan_to_num(rows)
    target = known[:, 0] * known[:, 1] + np.sin(3 * known[:, 2]) + known[:, 5]
    settings = {"objective": "regression", "num_leaves": leaves, "min_data_in_leaf": 2, "verbose": -1, "num_threads": 1}
    booster = lightgbm.train(settings, lightgbm.Dataset(rows, target), 12)
    forest = from_lightgbm(booster.dump_model(), NAMES)
    assert (forest._leaves is None) == (leaves > MOST_LEAVES)
    assert forest.predict(rows) == pytest.approx(booster.predict(rows), abs=1e-9)
    base, added = forest.explain(rows[:50])
    assert base + added.sum(axis=1) == pytest.approx(forest.predict(rows[:50]), abs=1e-9)


def test_a_forest_of_single_leaves_says_their_sum() -> None:
    forest = Forest.from_json({"features": ["a"], "trees": [LEAF, {**LEAF, "value": [0.5]}]})
    assert forest.predict(np.array([[1.0], [np.nan]])).tolist() == [1.5, 1.5]


def test_what_the_features_add_sums_to_the_score(booster: Any) -> None:
    rows = some_rows(50, seed=3)
    forest = from_lightgbm(booster.dump_model(), NAMES)
    base, added = forest.explain(rows)
    assert added.shape == rows.shape
    assert base + added.sum(axis=1) == pytest.approx(forest.predict(rows), abs=1e-9)
    assert np.abs(added[:, 0]).sum() > np.abs(added[:, 3]).sum()  # a decides, d says nothing


def test_a_forest_survives_being_written_and_read(booster: Any) -> None:
    forest = from_lightgbm(booster.dump_model(), NAMES)
    again = Forest.from_json(json.loads(json.dumps(forest.to_json())))
    rows = some_rows(50, seed=4)
    assert again.names == NAMES
    assert again.predict(rows) == pytest.approx(forest.predict(rows), abs=1e-4)


def test_no_rows_give_no_scores(booster: Any) -> None:
    forest = from_lightgbm(booster.dump_model(), NAMES)
    assert forest.predict(np.empty((0, len(NAMES)))).shape == (0,)


LEAF = {"feature": [0], "threshold": [0.0], "left": [0], "right": [0], "unknown_left": [0], "value": [1.0]}


@pytest.mark.parametrize(
    "broken",
    [
        {"features": [], "trees": [LEAF]},
        {"features": ["a"], "trees": []},
        {"features": ["a"], "trees": [{**LEAF, "feature": [3]}]},
        {"features": ["a"], "trees": [{**LEAF, "value": [1.0, 2.0]}]},
        {"features": ["a"], "trees": [{**LEAF, "left": [7]}]},
        {
            "features": ["a"],
            "trees": [
                {
                    "feature": [0, 0],
                    "threshold": [0.0, 0.0],
                    "left": [1, 0],
                    "right": [1, 0],
                    "unknown_left": [0, 0],
                    "value": [0.0, 0.0],
                }
            ],
        },
    ],
)
def test_what_is_no_forest_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"forest|tree"):
        Forest.from_json(broken)
