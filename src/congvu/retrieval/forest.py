"""A forest of regression trees as plain arrays: what a learned ranker is when it serves.

Learning needs LightGBM; answering needs only this, so a machine without its libraries still ranks. The arrays are a
LightGBM model node for node, and the numbers come out the same (a test compares them).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from congvu.retrieval.leaves import Leaves, leaves_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Forest:
    """``T`` trees over named features, padded to ``M`` nodes each; a leaf is its own child.

    ``feature``, ``left``, ``right``: (T, M) integers; ``threshold``, ``value``: (T, M); ``unknown_left``: (T, M),
    whether NaN goes left. ``value`` of an inner node is the mean below it, which is what explanations are made of.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int64]
    threshold: Floats
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    unknown_left: NDArray[np.bool_]
    value: Floats
    depth: int

    def predict(self, rows: Floats) -> Floats:
        """Scores of shape (n,) for rows of shape (n, len(names)); larger is better, without a unit."""
        if self._leaves is not None and len(rows):
            return self._leaves.predict(rows)
        places = self._walk(rows)[-1]
        return np.asarray(self.value[self._trees, places].sum(axis=1), dtype=np.float64)

    def explain(self, rows: Floats) -> tuple[float, Floats]:
        """(score of nothing known, what each feature adds); the two sum to ``predict`` for every row.

        A step down a tree changes the mean of what lies below; the change belongs to the feature that was asked.
        """
        added = np.zeros((len(rows), len(self.names)))
        steps = self._walk(rows)
        row = np.arange(len(rows))[:, None]
        for before, after in pairwise(steps):
            change = self.value[self._trees, after] - self.value[self._trees, before]
            asked = self.feature[self._trees, before]
            np.add.at(added, (np.broadcast_to(row, asked.shape), asked), change)
        return float(self.value[:, 0].sum()), added

    @cached_property
    def _leaves(self) -> Leaves | None:
        return leaves_of(self.feature, self.threshold, self.left, self.right, self.unknown_left, self.value)

    @cached_property
    def _trees(self) -> NDArray[np.int64]:
        return np.arange(len(self.feature))[None, :]

    def _walk(self, rows: Floats) -> list[NDArray[np.int64]]:
        """Where every row stands in every tree, (n, T), from the roots down to the leaves."""
        place = np.zeros((len(rows), len(self.feature)), dtype=np.int64)
        row = np.arange(len(rows))[:, None]
        steps = [place]
        for _ in range(self.depth):
            seen = rows[row, self.feature[self._trees, place]]
            to_left = np.where(
                np.isnan(seen), self.unknown_left[self._trees, place], seen <= self.threshold[self._trees, place]
            )
            place = np.where(to_left, self.left[self._trees, place], self.right[self._trees, place])
            steps.append(place)
        return steps

    def to_json(self) -> dict[str, Any]:
        """Plain lists, one object a tree without its padding."""
        trees = []
        for t in range(len(self.feature)):
            used = 1 + int(max(self.left[t].max(), self.right[t].max()))
            trees.append(
                {
                    "feature": self.feature[t, :used].tolist(),
                    "threshold": self.threshold[t, :used].tolist(),
                    "left": self.left[t, :used].tolist(),
                    "right": self.right[t, :used].tolist(),
                    "unknown_left": self.unknown_left[t, :used].astype(int).tolist(),
                    "value": [float(f"{v:.6g}") for v in self.value[t, :used]],
                }
            )
        return {"features": list(self.names), "trees": trees}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Forest:
        """The inverse of ``to_json``. Raises ValueError where the lists do not make a forest."""
        names, trees = tuple(data["features"]), data["trees"]
        if not names or not trees:
            raise ValueError("a forest has features and trees")
        width = max(len(tree["feature"]) for tree in trees)

        def padded(key: str, kind: type) -> NDArray[Any]:
            table: NDArray[Any] = np.zeros((len(trees), width), dtype=kind)
            for t, tree in enumerate(trees):
                if len(tree[key]) != len(tree["feature"]):
                    raise ValueError(f"tree {t}: {key} has another length than feature")
                table[t, : len(tree[key])] = tree[key]
            return table

        feature, left, right = padded("feature", int), padded("left", int), padded("right", int)
        if feature.max() >= len(names) or min(feature.min(), left.min(), right.min()) < 0 or left.max() >= width:
            raise ValueError("a tree points outside of itself")
        return cls(
            names,
            feature,
            padded("threshold", float),
            left,
            right,
            padded("unknown_left", bool),
            padded("value", float),
            _depth(trees),
        )


def _depth(trees: Sequence[Mapping[str, Any]]) -> int:
    deepest = 0
    for t, tree in enumerate(trees):
        level, below = 0, [0]
        while below:
            following = [c for n in below if tree["left"][n] != n for c in (tree["left"][n], tree["right"][n])]
            if len(following) > len(tree["feature"]):
                raise ValueError(f"tree {t} has a loop")
            level, below = level + bool(following), following
        deepest = max(deepest, level)
    return deepest


def from_lightgbm(dump: Mapping[str, Any], names: Sequence[str]) -> Forest:
    """A forest from ``Booster.dump_model()`` over numeric features."""
    trees = []
    for info in dump["tree_info"]:
        tree: dict[str, list[Any]] = {k: [] for k in ("feature", "threshold", "left", "right", "unknown_left", "value")}
        _flatten(info["tree_structure"], tree)
        trees.append(tree)
    return Forest.from_json({"features": list(names), "trees": trees})


def _flatten(node: Mapping[str, Any], tree: dict[str, list[Any]]) -> int:
    at = len(tree["feature"])
    leaf = "split_feature" not in node
    threshold = 0.0 if leaf else float(node["threshold"])
    # Where no NaN was seen in learning, LightGBM reads NaN as 0.
    unknown_left = not leaf and (bool(node["default_left"]) if node["missing_type"] == "NaN" else threshold >= 0)
    tree["feature"].append(0 if leaf else int(node["split_feature"]))
    tree["threshold"].append(threshold)
    tree["unknown_left"].append(int(unknown_left))
    tree["value"].append(float(node["leaf_value"] if leaf else node["internal_value"]))
    tree["left"].append(at)
    tree["right"].append(at)
    if not leaf:
        tree["left"][at] = _flatten(node["left_child"], tree)
        tree["right"][at] = _flatten(node["right_child"], tree)
    return at
