"""The server of a local model: llama.cpp from the package ``xllamacpp``, on a port of this machine only."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from congvu.common.errors import UnavailableError

CONTEXT_TOKENS = 4096
"""For each answer at a time: rules, four passages and the answer."""


def serve(model: Path, port: int, slots: int) -> None:
    """Load the model and answer until the process is ended. Raises UnavailableError without the package."""
    try:
        import xllamacpp
    except ImportError as error:
        raise UnavailableError(
            "The package xllamacpp is not installed.", 'Install it with pip install "congvu[local-llm]".'
        ) from error
    params: Any = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_ctx = CONTEXT_TOKENS * slots
    params.n_parallel = slots
    threads = len(os.sched_getaffinity(0))
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.warmup = True
    params.offline = True  # nothing is fetched
    server = xllamacpp.Server(params)
    while server.listening_address:
        time.sleep(3600)
