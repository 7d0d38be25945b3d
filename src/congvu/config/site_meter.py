"""What the processes of a running site cost: memory of each, seconds of processor time."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress

import psutil

_EVERY_S = 1.0
_NAMES = (
    ("congvu.config.web_process", "web"), ("congvu.ingestion.zygote", "reading"), ("cli worker", "worker"),
    ("cli serve", "supervisor"), ("postgres", "database"),
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
            for process, name in self._processes():
                with suppress(psutil.Error):  # it has just ended
                    sizes[name] += process.memory_full_info().pss / 1e6
            for name, size in sizes.items():
                self.peak_mb[name] = max(self.peak_mb.get(name, 0.0), round(size, 1))
            self.peak_all_mb = max(self.peak_all_mb, round(sum(sizes.values()), 1))

    def _cpu(self) -> dict[str, float]:
        found: defaultdict[str, float] = defaultdict(float)
        for process, name in self._processes():
            with suppress(psutil.Error):
                times = process.cpu_times()
                found[name] += times.user + times.system + times.children_user + times.children_system
        return dict(found)

    def _processes(self) -> list[tuple[psutil.Process, str]]:
        """All living processes below the roots, by what they are; what a process starts that has no name of its own is
        part of it: readers, converters.
        """
        found: list[tuple[psutil.Process, str]] = []
        for root in self._roots:
            names: dict[int, str] = {}
            with suppress(psutil.Error):
                top = psutil.Process(root)
                for process in [top, *top.children(recursive=True)]:
                    with suppress(psutil.Error):
                        names[process.pid] = _name(process) or names.get(process.ppid(), "other")
                        found.append((process, names[process.pid]))
        return found


def _name(process: psutil.Process) -> str:
    command = " ".join(process.cmdline())
    return next((name for part, name in _NAMES if part in command), "")
