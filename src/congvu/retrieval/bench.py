"""``congvu bench ask``: how long a person waits for evidence, over real questions and the real corpus."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from congvu.accounts.types import Viewer
from congvu.retrieval.metrics import percentile
from congvu.retrieval.service import retrieve


def bench_ask(
    viewer: Viewer, questions: Sequence[str], progress: Callable[[int, int], None] = lambda _done, _total: None
) -> dict[str, Any]:
    """Ask each question once, after five that warm the caches; milliseconds until evidence is ready, and per step."""
    for text in questions[:5]:
        retrieve(viewer, text)
    totals: list[float] = []
    steps: dict[str, list[float]] = {}
    found = 0
    for number, text in enumerate(questions, start=1):
        begun = time.perf_counter()
        outcome = retrieve(viewer, text)
        totals.append((time.perf_counter() - begun) * 1000)
        found += bool(outcome.evidence)
        for name, value in outcome.timings_ms.items():
            steps.setdefault(name, []).append(value)
        progress(number, len(questions))
    return {
        "questions": len(totals),
        "with_evidence": found,
        "p50_ms": round(percentile(totals, 0.5), 1),
        "p95_ms": round(percentile(totals, 0.95), 1),
        "max_ms": round(max(totals, default=0.0), 1),
        "steps_p50_ms": {name: round(percentile(values, 0.5), 2) for name, values in steps.items()},
    }
