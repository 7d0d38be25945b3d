"""Judged questions made up for tests of learning: what is right has the higher ``coverage``, the rest is noise."""

from __future__ import annotations

import numpy as np

from congvu.retrieval.features import FEATURE_NAMES, Compared
from congvu.retrieval.judging import Judged
from congvu.retrieval.labelled import LabelledQuery

CANDIDATES = 12


def made_up(number: int, *, kin: str, typing: str = "as_written", held_out: bool = False) -> Judged:
    """One question with twelve candidates, the fourth of which is right unless ``held_out``."""
    chance = np.random.default_rng(number)
    rows = chance.normal(size=(CANDIDATES, len(FEATURE_NAMES)))
    right = np.zeros(CANDIDATES, dtype=bool)
    if not held_out:
        right[3] = True
        rows[3, FEATURE_NAMES.index("coverage")] += 4
    articles = tuple(f"a{number}-{i}" for i in range(CANDIDATES))
    return Judged(
        LabelledQuery(f"q{number}", "?", frozenset({articles[3]})),
        typing,
        held_out,
        True,
        tuple(Compared(i, i, "", f"Điều {i}. X", "") for i in range(CANDIDATES)),
        articles,
        rows,
        right,
        articles,
        articles,
        articles,
        frozenset({kin}),
        {},
    )
