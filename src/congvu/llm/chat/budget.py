"""How many tokens may be spent in a day, counted in this process or, in a file, by all that share it."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from congvu.common.clock import today


class DailyBudget:
    """``limit`` tokens a day, questions and answers together; 0 is no limit, and nothing is counted.

    In a ``file`` the count is that of all processes, and a restart does not forget it.
    """

    def __init__(self, limit: int, day: Callable[[], dt.date] = today, file: Path | None = None) -> None:
        self._limit, self._day, self._file = limit, day, file
        self._lock = Lock()
        self._count = _Count(day().isoformat(), 0)

    def take(self, tokens: int) -> bool:
        """Whether so many may be spent; then they are."""
        if not self._limit:
            return True
        with self._counted() as count:
            if count.spent + tokens > self._limit:
                return False
            count.spent += tokens
            return True

    def give_back(self, tokens: int) -> None:
        """What was reserved and not used."""
        if self._limit:
            with self._counted() as count:
                count.spent = max(0, count.spent - tokens)

    @contextmanager
    def _counted(self) -> Iterator[_Count]:
        """The count of today, for nobody else meanwhile."""
        with self._lock:
            if self._file is None:
                yield self._count.on(self._day())
                return
            self._file.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                count = _Count.read(os.pread(descriptor, 100, 0)).on(self._day())
                yield count
                os.ftruncate(descriptor, os.pwrite(descriptor, count.line(), 0))
            finally:
                os.close(descriptor)


class _Count:
    def __init__(self, day: str, spent: int) -> None:
        self.day, self.spent = day, spent

    @classmethod
    def read(cls, line: bytes) -> _Count:
        """What a line says; one that was torn by a crash counts as nothing spent."""
        day, _space, spent = line.decode("ascii", "replace").strip().partition(" ")
        return cls(day, int(spent) if spent.isdecimal() else 0)

    def on(self, day: dt.date) -> _Count:
        if self.day != day.isoformat():
            self.day, self.spent = day.isoformat(), 0
        return self

    def line(self) -> bytes:
        return f"{self.day} {self.spent}\n".encode("ascii")
