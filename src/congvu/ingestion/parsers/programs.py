"""Running the system's programs on untrusted files: no network, a home of their own, bounded time and output."""

from __future__ import annotations

import functools
import os
import resource
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from congvu.ingestion.conf import Limits
from congvu.ingestion.types import ReadError, Reason


def run_program(command: Sequence[str], limits: Limits, workdir: Path, *, seconds: float | None = None) -> bytes:
    """Standard output of a program, through a file so that its size is limited too; raises ReadError when late.

    ``seconds`` by the clock; three quarters of what the whole file may take where not given.
    """
    output = workdir / "output"
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(workdir),
        "TMPDIR": str(workdir),
        "LANG": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
        "SAL_USE_VCLPLUGIN": "svp",
    }

    def allow_more_memory() -> None:
        for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
            _soft, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (hard, hard))

    with output.open("wb") as out:
        try:
            subprocess.run(
                [*_without_network(), *command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.DEVNULL,
                cwd=workdir,
                env=environment,
                preexec_fn=allow_more_memory,  # safe: the sandbox child has one thread
                timeout=seconds or limits.wall_seconds * 0.75,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ReadError(Reason.TIMEOUT, f"{Path(command[0]).name} took too long") from error
    return output.read_bytes()


@functools.cache
def _without_network() -> tuple[str, ...]:
    """The prefix that runs a command in an empty network, or nothing where the system does not let us."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    prefix = (unshare, "--map-root-user", "--net")
    try:
        done = subprocess.run([*prefix, "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return prefix if done.returncode == 0 else ()
