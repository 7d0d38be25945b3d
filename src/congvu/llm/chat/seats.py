"""Counted places, of one process or of all processes of a machine: turns, places in a queue, shares of a person."""

from __future__ import annotations

import errno
import fcntl
import os
import struct
from collections import defaultdict
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Protocol

MOST = 4096
"""Seats of one name at most; the settings allow no more."""

_FLOCK = "hhqqi4x"
"""``struct flock`` of 64-bit Linux."""
_TAKEN = frozenset((errno.EACCES, errno.EAGAIN))


class Seats(Protocol):
    """``take`` gives the number of a free seat of that name out of ``most``, or None; ``leave`` gives it back,
    ``close`` all.
    """

    def take(self, name: str, most: int) -> int | None: ...

    def leave(self, name: str, seat: int) -> None: ...

    def close(self) -> None: ...


class OwnSeats:
    """Seats of this process alone."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: defaultdict[str, set[int]] = defaultdict(set)

    def take(self, name: str, most: int) -> int | None:
        with self._lock:
            held = self._held[name]
            seat = next((n for n in range(min(most, MOST)) if n not in held and self._free(name, n)), None)
            if seat is not None:
                held.add(seat)
            elif not held:
                del self._held[name]
            return seat

    def leave(self, name: str, seat: int) -> None:
        with self._lock:
            held = self._held.get(name, set())
            if seat in held:  # else everything was closed meanwhile
                held.remove(seat)
                self._give_back(name, seat)
                if not held:
                    del self._held[name]

    def close(self) -> None:
        self._held.clear()

    def _free(self, name: str, seat: int) -> bool:
        """Whether no other process holds the seat; then it is held for this one."""
        return True

    def _give_back(self, name: str, seat: int) -> None:
        pass


class SharedSeats(OwnSeats):
    """Seats that all processes share which open the same file: a seat is a locked byte of it.

    The kernel gives the seats of a process back when it ends, however it ends. Nothing is ever written; which byte
    belongs to a name follows from the name, so there is nothing to set up or to clear away. The lock belongs to the
    opened file and not to the process, so two of these in one process exclude each other too.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._descriptor: int | None = None

    def close(self) -> None:
        """Give everything back; whoever takes a seat afterwards opens the file again."""
        with self._lock:
            super().close()
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None

    def _free(self, name: str, seat: int) -> bool:
        descriptor = self._opened()
        try:
            _set(descriptor, fcntl.F_WRLCK, name, seat)
        except OSError as error:
            if error.errno in _TAKEN:
                return False
            raise
        return True

    def _give_back(self, name: str, seat: int) -> None:
        _set(self._opened(), fcntl.F_UNLCK, name, seat)

    def _opened(self) -> int:
        if self._descriptor is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._descriptor


def _set(descriptor: int, kind: int, name: str, seat: int) -> None:
    start = int.from_bytes(blake2b(name.encode(), digest_size=6).digest()) * MOST + seat
    fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, struct.pack(_FLOCK, kind, os.SEEK_SET, start, 1, 0))
