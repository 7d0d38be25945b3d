"""A child that must not outlive its supervisor, even when that is killed without warning."""

from __future__ import annotations

import os
import signal
import threading
import time

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


def _watch(descriptor: int) -> None:
    while os.read(descriptor, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_SECONDS)
    os._exit(1)
