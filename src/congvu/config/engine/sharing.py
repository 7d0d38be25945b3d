"""Who uses the server: every process holds a shared lock while it does, and the last one to go stops the
server.

Locks are the kernel's (flock), so a killed process lets go of its own by itself and nothing is ever left to
clean.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from congvu.common.errors import UnavailableError
from congvu.config.words import _

WAIT_SECONDS = 330


def open_lock(path: Path) -> int:
    """A file descriptor on the lock file, made if missing; programs that are started do not inherit it."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise UnavailableError(
            _("The file {path} cannot be opened: {error}").format(path=path, error=error.strerror),
            _("Run as the user who owns the data folder, or set CONGVU_DATA_DIR to a folder of your own."),
        ) from error


def try_lock(descriptor: int, kind: int) -> bool:
    """Take the lock (fcntl.LOCK_SH or LOCK_EX) if nobody is in the way."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def starting(folder: Path) -> Iterator[None]:
    """Alone among those who start or stop the server of this folder."""
    descriptor = open_lock(folder / "start.lock")
    try:
        deadline = time.monotonic() + WAIT_SECONDS
        while not try_lock(descriptor, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise UnavailableError(
                    _("Another congvu process has been starting the database for too long."),
                    _("Run congvu stop."),
                )
            time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)


class Share:
    """One user's hold on the server. Taken and given back only inside ``starting``."""

    def __init__(self, folder: Path) -> None:
        self._descriptor = open_lock(folder / "users.lock")
        if not try_lock(self._descriptor, fcntl.LOCK_SH):
            os.close(self._descriptor)
            raise UnavailableError(_("The database is being stopped."), _("Try again in a moment."))

    def is_last(self) -> bool:
        """Whether nobody else holds the server; inside ``starting`` nobody can begin to."""
        return try_lock(self._descriptor, fcntl.LOCK_EX)

    def release(self) -> None:
        """Let go."""
        os.close(self._descriptor)
