"""A worker of its own, as ``congvu worker`` runs one, on the database of the tests:
``python -m tests.integration.ingestion.worker_process DATABASE FILES [once]``.
"""

from __future__ import annotations

import asyncio
import sys


def main(database: str, files: str, *, wait: bool) -> None:
    import django

    from congvu.config import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.CONGVU_FILES_DIR = files  # type: ignore[attr-defined]  # as the tests set it
    settings.CONGVU_EMBEDDER = "fake"  # type: ignore[attr-defined]  # no real model
    django.setup()
    from congvu.config import worker

    asyncio.run(worker.run(2, ["documents"], wait=wait))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], wait="once" not in sys.argv[3:])
