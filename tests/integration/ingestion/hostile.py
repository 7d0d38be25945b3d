"""Readers that misbehave, each in one way; run only inside the sandbox."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from congvu.ingestion.conf import Limits
from congvu.ingestion.types import ReadError, Reason


def read(path: Path, file_name: str, limits: Limits, workdir: Path) -> dict[str, Any]:
    """What the file says is done."""
    deed = path.read_text()
    made = globals()[deed](workdir)
    return {"text": deed, "made": made}


def nothing(_workdir: Path) -> int:
    return os.getpid()


def loop(_workdir: Path) -> None:
    while True:
        pass


def sleep(_workdir: Path) -> None:
    time.sleep(600)


def eat(_workdir: Path) -> None:
    kept = []
    while True:
        kept.append(bytearray(16 << 20))


def kill_itself(_workdir: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def segfault(_workdir: Path) -> None:
    ctypes.string_at(0)


def recurse(workdir: Path) -> None:
    recurse(workdir)


def flood(_workdir: Path) -> str:
    return "x" * (8 << 20)


def fill_disk(workdir: Path) -> None:
    with (workdir / "large").open("wb") as file:
        while True:
            file.write(b"x" * (1 << 20))


def stumble(_workdir: Path) -> None:
    raise KeyError("nội dung bí mật")


def refuse(_workdir: Path) -> None:
    raise ReadError(Reason.REFUSED_SECRET)


def leave_a_child(_workdir: Path) -> int:
    return subprocess.Popen(["sleep", "600"]).pid


def secrets(_workdir: Path) -> dict[str, Any]:
    """What a reader can see of the program: its environment and open descriptors."""
    return {"environment": sorted(os.environ), "descriptors": len(list(Path("/proc/self/fd").iterdir()))}
