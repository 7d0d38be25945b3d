"""Measures of a ranked list against its relevant ids; definitions as in the information-retrieval literature."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Any

CUTOFFS = (1, 5, 10, 20, 100)


def recall_at(ranked: Sequence[str], relevant: set[str], k: int) -> float:
    """Share of the relevant ids among the first ``k``; 0..1."""
    return len(relevant.intersection(ranked[:k])) / len(relevant)


def reciprocal_rank(ranked: Sequence[str], relevant: set[str], k: int = 10) -> float:
    """1 / position of the first relevant id within ``k``, else 0."""
    return next((1 / i for i, found in enumerate(ranked[:k], start=1) if found in relevant), 0.0)


def ndcg(ranked: Sequence[str], relevant: set[str], k: int = 10) -> float:
    """Normalised discounted cumulative gain with gains of 0 and 1."""
    gained = sum(1 / math.log2(i + 1) for i, found in enumerate(ranked[:k], start=1) if found in relevant)
    ideal = sum(1 / math.log2(i + 1) for i in range(1, min(k, len(relevant)) + 1))
    return gained / ideal


def f2_at_1(ranked: Sequence[str], relevant: set[str]) -> float:
    """F2 of the first id alone: recall weighs four times as much as precision."""
    if not ranked or ranked[0] not in relevant:
        return 0.0
    precision, recall = 1.0, 1 / len(relevant)
    return 5 * precision * recall / (4 * precision + recall)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0..1) of the values lie, by linear interpolation; 0 for none."""
    if not values:
        return 0.0
    if len(values) == 1:
        return values[0]
    position = share * (len(values) - 1)
    ordered = sorted(values)
    low = math.floor(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


def summary(lists: Sequence[tuple[Sequence[str], set[str]]], latencies_ms: Sequence[float]) -> dict[str, float]:
    """All measures, averaged over questions, with the median and 95th percentile of the time each took."""
    row = {f"R@{k}": statistics.fmean(recall_at(r, rel, k) for r, rel in lists) for k in CUTOFFS}
    row["MRR@10"] = statistics.fmean(reciprocal_rank(r, rel) for r, rel in lists)
    row["nDCG@10"] = statistics.fmean(ndcg(r, rel) for r, rel in lists)
    row["F2@1"] = statistics.fmean(f2_at_1(r, rel) for r, rel in lists)
    row["p50_ms"] = percentile(latencies_ms, 0.5)
    row["p95_ms"] = percentile(latencies_ms, 0.95)
    return {k: round(v, 4) for k, v in row.items()}


def abstention(answerable: Sequence[tuple[float, bool]], unanswerable: Sequence[float]) -> dict[str, Any]:
    """What a threshold on confidence does: ``answerable`` holds (confidence, first is right), ``unanswerable`` the
    confidence of questions whose answer is not there.

    ``curve``: for each share of answerable questions still answered (``coverage``), the threshold, the share of wrong
    ones among those answered (``error``) and the share of unanswerable ones that are declined (``declined``).
    ``calibration``: by tenths of confidence, how many orders had it and how often the first was right.
    """
    curve = []
    for coverage in (1.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5):
        ordered = sorted((c for c, _ in answerable), reverse=True)
        threshold = ordered[max(0, math.ceil(coverage * len(ordered)) - 1)]
        answered = [right for c, right in answerable if c >= threshold]
        curve.append(
            {
                "coverage": round(len(answered) / len(answerable), 4),
                "threshold": round(threshold, 4),
                "error": round(1 - statistics.fmean(answered), 4),
                "declined": round(statistics.fmean(c < threshold for c in unanswerable), 4),
            }
        )
    judged = [*answerable, *((c, False) for c in unanswerable)]
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in judged:
        tenths.setdefault(min(9, int(confidence * 10)), []).append((confidence, right))
    calibration = [
        {
            "confidence": round(statistics.fmean(c for c, _ in rows), 4),
            "right": round(statistics.fmean(r for _, r in rows), 4),
            "orders": len(rows),
        }
        for _, rows in sorted(tenths.items())
    ]
    return {"curve": curve, "calibration": calibration}
