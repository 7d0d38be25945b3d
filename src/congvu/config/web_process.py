"""The web process: uvicorn over a socket that the supervisor holds open, so that a restart refuses nobody."""

from __future__ import annotations

import os
import socket
import sys

from congvu.config import parent

LAST_ANSWERS_SECONDS = 4


def serve(listening: socket.socket) -> None:
    """Answer requests until SIGTERM or SIGINT; streams get a few seconds to end."""
    import uvicorn

    from congvu.config import conf
    from congvu.config.asgi import application

    proxied = conf.load().trusted_proxy
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


def main() -> int:
    """Entry point of ``python -m congvu.config.web_process DESCRIPTOR``; uvicorn ends by raising the signal again."""
    return parent.run(lambda: serve(socket.socket(fileno=int(sys.argv[1]))))


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
