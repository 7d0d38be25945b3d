"""The leaf that a row reaches in each tree of a forest, for all trees at once by bits instead of step by step.

The leaves of a tree are bits, leftmost lowest. Every inner node whose question is answered "no" strikes out the leaves
on its left; the lowest bit that is left is the leaf that walking down would have reached (QuickScorer: Lucchese and
others, SIGIR 2015). All nodes of all trees are asked in one comparison, without following pointers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_Numbers = NDArray[np.int64]
MOST_LEAVES = 64


@dataclass(frozen=True)
class Leaves:
    """``N`` inner nodes of ``T`` trees, tree after tree: ``feature``, ``threshold``, ``unknown_left``, and
    ``without_left``, the leaves that remain where the answer is no. ``starts``: where each tree begins; ``values``:
    (T, L) by leaf; ``constant``: the sum of trees that are one leaf.
    """

    feature: _Numbers
    threshold: _Floats
    unknown_left: NDArray[np.bool_]
    without_left: NDArray[np.uint64]
    starts: _Numbers
    values: _Floats
    constant: float

    def predict(self, rows: _Floats) -> _Floats:
        """Scores of shape (n,) for at least one row of shape (n, features)."""
        if not len(self.starts):
            return np.full(len(rows), self.constant)
        seen = rows[:, self.feature]
        to_left = seen <= self.threshold
        to_left |= np.isnan(seen) & self.unknown_left
        everything = np.array(np.iinfo(self.without_left.dtype).max, dtype=self.without_left.dtype)
        remaining = np.bitwise_and.reduceat(np.where(to_left, everything, self.without_left), self.starts, axis=1)
        lowest = np.log2((remaining & (~remaining + 1)).astype(np.float64)).astype(np.int64)  # of a power of two: exact
        reached = self.values[np.arange(len(self.starts))[None, :], lowest]
        return np.asarray(reached.sum(axis=1) + self.constant, dtype=np.float64)


def leaves_of(
    feature: _Numbers, threshold: _Floats, left: _Numbers, right: _Numbers, unknown_left: NDArray[np.bool_],
    value: _Floats,
) -> Leaves | None:  # fmt: skip
    """From the arrays of a ``Forest``, (T, M) each; None where a tree has more leaves than there are bits."""
    nodes: list[tuple[int, int, int]] = []
    starts: list[int] = []
    values: list[list[float]] = []
    constant = 0.0
    for t in range(len(feature)):
        ends: list[float] = []
        asked: list[tuple[int, int, int]] = []
        _descend(t, 0, left, right, value, ends, asked)
        if len(ends) > MOST_LEAVES:
            return None
        if not asked:
            constant += ends[0]
            continue
        starts.append(len(nodes))
        nodes.extend(asked)
        values.append(ends)
    width = max(map(len, values), default=0)
    bits = np.uint32 if width <= 32 else np.uint64
    everything = int(np.iinfo(bits).max)
    trees, places = (np.array([node[i] for node in nodes], dtype=np.int64) for i in (0, 1))
    return Leaves(
        feature=feature[trees, places],
        threshold=threshold[trees, places],
        unknown_left=unknown_left[trees, places],
        without_left=np.array([everything & ~mask for _t, _place, mask in nodes], dtype=bits),
        starts=np.array(starts, dtype=np.int64),
        values=np.array([ends + [0.0] * (width - len(ends)) for ends in values]),
        constant=constant,
    )


def _descend(
    t: int, place: int, left: _Numbers, right: _Numbers, value: _Floats, ends: list[float],
    asked: list[tuple[int, int, int]],
) -> None:  # fmt: skip
    """Leaves below a node from left to right, and its inner nodes with the bits of what is on their left."""
    if left[t, place] == place:
        ends.append(float(value[t, place]))
        return
    first = len(ends)
    _descend(t, int(left[t, place]), left, right, value, ends, asked)
    asked.append((t, place, ((1 << len(ends)) - 1) & ~((1 << first) - 1)))
    _descend(t, int(right[t, place]), left, right, value, ends, asked)
