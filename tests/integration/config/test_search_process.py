from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

_STUCK = """
import time
from congvu.config import boot
boot.settings("search")
from congvu.answering import searchers
from congvu.config import search_process
searchers.DONE_WITHIN_S = 1.0
with search_process._in_time():
    pass
time.sleep(1.5)
print("a job that was done in time ends nobody", flush=True)
with search_process._in_time():
    time.sleep(30)
"""


def test_a_job_that_nobody_waits_for_any_more_ends_the_process(data_dir: Path) -> None:
    begun = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", _STUCK],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "CONGVU_DATA_DIR": str(data_dir)},
    )
    assert run.returncode == -signal.SIGALRM, run.stderr
    assert "ends nobody" in run.stdout
    assert time.monotonic() - begun < 25
