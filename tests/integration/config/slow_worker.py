"""A worker process on a test database whose jobs sleep: run with the name of the database."""

from __future__ import annotations

import asyncio
import sys
import time

import django
from django.conf import settings


def main(database: str) -> None:
    """Work on the queue ``tests-slow`` until told to stop."""
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from procrastinate.contrib.django import app

    from congvu.config import worker

    app.task(name="tests.config.sleep", queue="tests-slow")(sleep)
    asyncio.run(worker.run(2, ["tests-slow"]))


def sleep(seconds: int) -> None:
    """The task."""
    time.sleep(seconds)


if __name__ == "__main__":
    main(sys.argv[1])
