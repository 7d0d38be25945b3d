"""Checks and small sums shared by the embedding backends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length 1. Raises ValueError where a row has no direction (all zero, or not finite)."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or (lengths == 0).any():
        raise ValueError("a vector without a direction")
    return np.asarray(rows / lengths, dtype=np.float32)
