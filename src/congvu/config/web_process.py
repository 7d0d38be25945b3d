"""A web process: uvicorn over a socket that the supervisor holds open, so that a restart refuses nobody.

Several of them take requests from the same socket, whichever is free. Nothing that one knows alone decides what people
see: answers, claims and stops are rows, turns at a language model are seats that all share.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import sys
import threading
from pathlib import Path

from congvu.config import parent, warming

log = logging.getLogger(__name__)

LAST_ANSWERS_SECONDS = 4
TURN_SECONDS = 0.001
"""How long one thread computes while others wait. With Python's own 5 ms, a page that changes threads a dozen times
stands in line behind every search each time."""


def serve(listening: socket.socket, asking: socket.socket | None = None) -> None:
    """Answer requests until SIGTERM or SIGINT; streams get a few seconds to end. ``asking`` leads to the processes that
    search, where there are any.
    """
    import uvicorn

    from congvu.config import conf
    from congvu.config.asgi import application

    if asking is not None:
        from congvu.answering import searchers

        searchers.use(asking)
    sys.setswitchinterval(TURN_SECONDS)
    found = conf.load()
    tell_what_is_held(found.data_dir / "log" / f"web-held-{os.getpid()}.json")
    proxied = found.trusted_proxy
    threading.Thread(target=warming.warm, name="warming", daemon=True).start()
    config = uvicorn.Config(
        application,
        log_config=None,  # Django's logging serves for all
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        proxy_headers=proxied,
        forwarded_allow_ips="*" if proxied else None,
        timeout_graceful_shutdown=LAST_ANSWERS_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listening])


def tell_what_is_held(note: Path) -> None:
    """At SIGUSR1, write how many tasks, threads and turns at language models this process holds, as JSON."""

    def tell(_number: int, _frame: object) -> None:
        from congvu.llm.chat import gateway

        models = gateway()
        held = {
            "tasks": len(asyncio.all_tasks()),
            "threads": sorted(thread.name for thread in threading.enumerate()),
            "turns": models.admission.running if models else 0,
            "waiting": models.admission.waiting if models else 0,
        }
        draft = note.with_suffix(".new")
        draft.write_text(json.dumps(held), encoding="utf-8")
        draft.replace(note)

    signal.signal(signal.SIGUSR1, tell)


def main() -> int:
    """Entry point of ``python -m congvu.config.web_process LISTENING [ASKING]``, two descriptors; uvicorn ends by
    raising the signal again.
    """
    return parent.run(lambda: serve(*(socket.socket(fileno=int(number)) for number in sys.argv[1:])))


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
