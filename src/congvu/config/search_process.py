"""A search process: makes answers for the web processes, one after the other, and does nothing else."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from congvu.config import boot, parent, warming


def serve(searching: socket.socket) -> None:
    """Make the search ready, then do what comes over this socket until SIGTERM."""
    boot.database("search")
    from congvu.answering import searchers

    warming.warm()
    searchers.serve(searching, _in_time)


@contextmanager
def _in_time() -> Iterator[None]:
    """A job that nobody waits for any more ends the process: the supervisor starts another, which is not stuck."""
    from congvu.answering.searchers import DONE_WITHIN_S

    signal.alarm(int(DONE_WITHIN_S))
    try:
        yield
    finally:
        signal.alarm(0)


def main() -> int:
    """Entry point of ``python -m congvu.config.search_process DESCRIPTOR``."""
    return parent.run(lambda: serve(socket.socket(fileno=int(sys.argv[1]))))


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
