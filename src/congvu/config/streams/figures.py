"""From what the readers saw to figures."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from congvu.answering.types import AnswerStatus
from congvu.config.streams.readers import Seen

_WRITTEN = frozenset({AnswerStatus.ANSWERED, AnswerStatus.PARTIAL})


def share(values: Iterable[float], part: float) -> float | None:
    """The value that ``part`` of all do not exceed; None of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else None


def is_written(seen: Seen) -> bool:
    """Whether the model's words came, all of them."""
    return bool(seen.written) and not seen.fault and seen.status in _WRITTEN


def summed(saw: Sequence[Seen]) -> dict[str, Any]:
    """Milliseconds until the evidence, until the first written words and until the answer of those who got quotes."""
    written = [seen for seen in saw if seen.written]
    quoted = [seen for seen in saw if seen.done_ms and not seen.written]
    return {
        "asked": len(saw),
        "evidence_ms": _middle_and_high(seen.evidence_ms for seen in saw if seen.evidence_ms),
        "first_written_ms": _middle_and_high(seen.first_ms for seen in written),
        "evidence_to_first_written_ms": _middle_and_high(seen.first_ms - seen.evidence_ms for seen in written),
        "quoted_instead_ms": _middle_and_high(seen.done_ms for seen in quoted),
        "written": sum(map(is_written, saw)),
        "degraded": sum(seen.status == AnswerStatus.DEGRADED for seen in saw),
        "failed": sum(bool(seen.problem) or seen.status == "failed" for seen in saw),
        "statuses": dict(sorted(Counter(seen.status for seen in saw if seen.status).items())),
        "faults": dict(sorted(Counter(seen.fault for seen in saw if seen.fault).items())),
        "problems": sorted({seen.problem for seen in saw if seen.problem})[:5],
    }


def capacity(
    arrivals: Iterable[float], slots: int, writing_s: float, *, queue: int = 0, wait_s: float = 0.0
) -> int:
    """How many of these arrivals (s) ``slots`` could write, each in ``writing_s``, were no moment lost in between.

    Who finds no free slot waits where one of ``queue`` places is left and a slot will be free within ``wait_s``.
    """
    until: list[float] = []
    begins: list[float] = []
    for moment in sorted(arrivals):
        while until and until[0] <= moment:
            heapq.heappop(until)
        waiting = sum(begin > moment for begin in begins)
        if len(until) < slots:
            begin = moment
            heapq.heappush(until, begin + writing_s)
        elif waiting < queue and until[0] <= moment + wait_s:
            begin = until[0]
            heapq.heapreplace(until, begin + writing_s)
        else:
            continue
        begins.append(begin)
    return len(begins)


def _middle_and_high(values: Iterable[float]) -> dict[str, float | None]:
    found = list(values)
    return {"p50": share(found, 0.5), "p95": share(found, 0.95)}
