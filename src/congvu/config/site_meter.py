"""What the processes of a running site cost: memory of each, seconds of processor time, from ``/proc``."""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_EVERY_S = 1.0
_NAMES = (
    ("congvu.config.web_process", "web"), ("congvu.ingestion.zygote", "reading"), ("cli\0worker", "worker"),
    ("cli\0serve", "supervisor"), ("postgres", "database"),
)  # fmt: skip


class Meter:
    """Watches processes and their descendants from ``start`` to ``stop``.

    ``peak_mb`` is the largest proportional set size of all processes of a name together, seen once a second, in MB;
    ``cpu_s`` the processor time they used, those that ended included.
    """

    def __init__(self, roots: Iterable[int]) -> None:
        self._roots = tuple(roots)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="meter", daemon=True)
        self._before: dict[str, float] = {}
        self.peak_mb: dict[str, float] = {}
        self.peak_all_mb = 0.0
        self.cpu_s: dict[str, float] = {}

    def start(self) -> None:
        """Begin to watch."""
        self._before = self._cpu()
        self._thread.start()

    def stop(self) -> None:
        """Take the last look."""
        self._over.set()
        self._thread.join()
        after = self._cpu()
        self.cpu_s = {name: round(seconds - self._before.get(name, 0.0), 1) for name, seconds in after.items()}

    def _watch(self) -> None:
        while not self._over.wait(_EVERY_S):
            sizes: defaultdict[str, float] = defaultdict(float)
            for pid, name in self._processes().items():
                sizes[name] += _pss_mb(pid)
            for name, size in sizes.items():
                self.peak_mb[name] = max(self.peak_mb.get(name, 0.0), round(size, 1))
            self.peak_all_mb = max(self.peak_all_mb, round(sum(sizes.values()), 1))

    def _cpu(self) -> dict[str, float]:
        found: defaultdict[str, float] = defaultdict(float)
        for pid, name in self._processes().items():
            found[name] += _cpu_s(pid)
        return dict(found)

    def _processes(self) -> dict[int, str]:
        """All living processes below the roots, by what they are."""
        children: defaultdict[int, list[int]] = defaultdict(list)
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and (fields := _stat(int(entry.name))):
                children[int(fields[1])].append(int(entry.name))
        found: dict[int, str] = {}
        waiting = [(root, "other") for root in self._roots]
        while waiting:
            pid, parent = waiting.pop()
            # What a process starts that has no name of its own is part of it: readers, converters.
            found[pid] = _name(pid) or parent
            waiting += [(child, found[pid]) for child in children[pid]]
        return found


def _name(pid: int) -> str:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""
    return next((name for part, name in _NAMES if part in command), "")


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; empty for a process that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _cpu_s(pid: int) -> float:
    """Its own time, and that of children which it has seen end."""
    fields = _stat(pid)
    return sum(int(value) for value in fields[11:15]) / _TICKS if fields else 0.0


def _pss_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:")), 0.0)
