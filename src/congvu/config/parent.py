"""A child that must not outlive its supervisor, even when that is killed without warning."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable

from congvu.common.errors import CongVuError

VARIABLE = "CONGVU_PARENT_FD"
LAST_SECONDS = 8.0


def follow() -> None:
    """End this process when the supervisor's end of the inherited pipe closes; nothing without one.

    The kernel closes it however the supervisor ends. First the polite way; if something hangs, the hard one.
    """
    written = os.environ.pop(VARIABLE, "")
    if not written:
        return
    descriptor = int(written)
    os.set_inheritable(descriptor, False)
    threading.Thread(target=_watch, args=(descriptor,), name="parent", daemon=True).start()


def run(work: Callable[[], None]) -> int:
    """The exit status of a child that does ``work`` while its supervisor lives; an error of ours is one line."""
    # In order: what ``atexit`` and ``finally`` have to do (letting go of the database) is done.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    follow()
    try:
        work()
    except CongVuError as error:
        print(f"congvu: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        return 130
    return 0


def _watch(descriptor: int) -> None:
    while os.read(descriptor, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_SECONDS)
    os._exit(1)
