"""The background worker: procrastinate in this process, and the rescue of jobs whose worker died."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from typing import cast

from procrastinate import App
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Status

log = logging.getLogger("congvu.worker")

HEARTBEAT_SECONDS = 5.0
DEAD_AFTER_SECONDS = 20.0
RESCUE_EVERY_SECONDS = 10.0
MAX_STARTS = 5  # a job that takes its worker down each time is given up
LAST_JOBS_SECONDS = 4.0
NICENESS = 10  # questions are answered first


async def run(concurrency: int, queues: Sequence[str] | None = None, *, wait: bool = True) -> None:
    """Work on the queues (all when None) until SIGTERM or SIGINT; with ``wait`` false, until they are empty.

    Ends with an exception when the database goes away: whoever supervises starts a new worker.
    """
    connector = cast(DjangoConnector, django_app.connector)
    # A second app over the same tasks, not a replaced connector: tasks keep deferring through Django's
    # connection, so a job put off inside a transaction appears when that commits, and not before.
    app = django_app.with_connector(connector.get_worker_connector())
    async with app.open_async():
        await rescue(app)
        rescuer = asyncio.create_task(_rescue_always(app), name="rescue")
        try:
            await app.run_worker_async(
                queues=queues or None,  # type: ignore[arg-type]  # documented: None is every queue
                name="congvu",
                concurrency=concurrency,
                wait=wait,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_AFTER_SECONDS,
                shutdown_graceful_timeout=LAST_JOBS_SECONDS,
                install_signal_handlers=True,
            )
        finally:
            rescuer.cancel()


async def rescue(app: App, dead_after_s: float = DEAD_AFTER_SECONDS) -> int:
    """Give the jobs of workers that no longer send a heartbeat back to the queue; how many.

    A job begun MAX_STARTS times is marked failed instead, so that one bad file cannot stop all work.
    """
    manager, count = app.job_manager, 0
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=dead_after_s):
        if job.attempts + 1 >= MAX_STARTS:
            log.error("job %s (%s) ended its worker %d times: given up", job.id, job.task_name, MAX_STARTS)
            await manager.finish_job(job, Status.FAILED, delete_job=False)
            continue
        await manager.retry_job(job)
        count += 1
    return count


async def _rescue_always(app: App) -> None:
    while True:
        await asyncio.sleep(RESCUE_EVERY_SECONDS)
        try:
            await rescue(app)
        except Exception:  # the worker's own loop meets the same trouble, and decides
            log.warning("jobs of dead workers could not be looked for", exc_info=True)


def be_nice() -> None:
    """Let everything else on the machine go first."""
    os.nice(NICENESS)
