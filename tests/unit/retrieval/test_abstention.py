from __future__ import annotations

import pytest

from congvu.retrieval.metrics import abstention


def test_a_perfect_confidence_declines_all_that_cannot_be_answered_and_none_that_can() -> None:
    told = abstention([(0.9, True)] * 10, [0.1] * 10)
    first = told["curve"][0]
    assert first == {"coverage": 1.0, "threshold": 0.9, "error": 0.0, "declined": 1.0}


def test_less_coverage_means_a_higher_threshold_fewer_errors_and_more_declined() -> None:
    answerable = [(i / 100, i >= 30) for i in range(100)]
    curve = abstention(answerable, [i / 100 for i in range(60)])["curve"]
    for name, rising in (("threshold", True), ("declined", True), ("error", False)):
        values = [row[name] for row in curve]
        assert values == sorted(values, reverse=not rising)
    at_ninety = next(row for row in curve if row["coverage"] == 0.9)
    assert at_ninety["threshold"] == 0.1
    assert at_ninety["error"] == pytest.approx(20 / 90, abs=1e-4)
    assert at_ninety["declined"] == pytest.approx(10 / 60, abs=1e-4)


def test_calibration_sets_confidence_beside_how_often_it_was_right() -> None:
    told = abstention([(0.81, True), (0.89, True), (0.85, False)], [0.05, 0.82])
    assert told["calibration"] == [
        {"confidence": 0.05, "right": 0.0, "orders": 1},
        {"confidence": pytest.approx(0.8425), "right": 0.5, "orders": 4},
    ]
