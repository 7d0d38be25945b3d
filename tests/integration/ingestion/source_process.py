"""A look at a source in a process of its own, killed (SIGKILL by itself) at a point of its work, or not at all:
``python -m tests.integration.ingestion.source_process DATABASE FILES DROP SECRETS CODE POINT``.

Points: ``kept`` (taken in, the source not told), ``read`` (read, nothing written), ``written`` (written, not
committed), ``committed`` (committed, the job not reported done), ``never``.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any


def main(database: str, files: str, drop: str, secrets: str, code: str, point: str) -> None:
    import django

    from congvu.config import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.CONGVU_FILES_DIR = files  # type: ignore[attr-defined]  # as the tests set it
    settings.CONGVU_DROP_DIR = drop  # type: ignore[assignment]  # as the tests set it
    settings.CONGVU_SOURCE_SECRETS = secrets  # type: ignore[assignment]  # as the tests set it
    settings.CONGVU_EMBEDDER = "fake"
    django.setup()
    from congvu.ingestion import arrivals, exchange, sources
    from congvu.ingestion.connector_models import SourceConnection

    def die(*_values: Any, **_named: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if point == "kept":
        real = sources.take_in
        sources.take_in = lambda *a, **k: (real(*a, **k), die())[0]  # type: ignore[assignment,func-returns-value]
    elif point == "read":
        exchange._settle = die
    elif point == "written":
        exchange._finish = die
    elif point == "committed":
        apply = arrivals.apply_message
        arrivals.apply_message = lambda *a, **k: (apply(*a, **k), die())[0]  # type: ignore[assignment,func-returns-value]
    connection = SourceConnection.objects.get(source__code=code)
    sources.run_source(connection)
    sources.work_off(connection)


if __name__ == "__main__":
    main(*sys.argv[1:])
