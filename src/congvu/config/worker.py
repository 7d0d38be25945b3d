"""The background worker: procrastinate in this process, and the rescue of jobs whose worker died."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, cast

from procrastinate import App, JobContext
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.middleware import AsyncCallNext, WorkerMiddleware
from procrastinate.worker import Worker

log = logging.getLogger("congvu.worker")

HEARTBEAT_SECONDS = 5.0
DEAD_AFTER_SECONDS = 20.0
RESCUE_EVERY_SECONDS = 10.0
MAX_STARTS = 5  # a job that takes its worker down each time is given up
LAST_JOBS_SECONDS = 4.0
NICENESS = 10  # questions are answered first


async def run(concurrency: int, queues: Sequence[str] | None = None, *, wait: bool = True) -> None:
    """Work on the queues (all when None) until SIGTERM or SIGINT; with ``wait`` false, until they are empty.

    Told to stop, it lets jobs end for LAST_JOBS_SECONDS; those still running then go back to the queue and the
    process ends at once, because their threads cannot be ended any other way.
    Ends with an exception when the database goes away: whoever supervises starts a new worker.
    """
    connector = cast(DjangoConnector, django_app.connector)
    # A second app over the same tasks, not a replaced connector: tasks keep deferring through Django's
    # connection, so a job put off inside a transaction appears when that commits, and not before.
    app = django_app.with_connector(connector.get_worker_connector())
    running: list[Job] = []
    async with app.open_async():
        await rescue(app)
        rescuer = asyncio.create_task(_rescue_always(app), name="rescue")
        work = asyncio.create_task(
            app.run_worker_async(
                queues=queues or None,  # type: ignore[arg-type]  # documented: None is every queue
                name="congvu",
                concurrency=concurrency,
                wait=wait,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_AFTER_SECONDS,
                install_signal_handlers=False,
                worker_middleware=[_remembering(running)],
            ),
            name="work",
        )
        try:
            if await _told_to_stop(work):
                await _stop(app, work, running)
            else:
                await work
        finally:
            rescuer.cancel()
            work.cancel()


async def rescue(app: App, dead_after_s: float = DEAD_AFTER_SECONDS) -> int:
    """Give the jobs of workers that no longer send a heartbeat back to the queue; how many.

    A job begun MAX_STARTS times is marked failed instead, so that one bad file cannot stop all work. Trouble
    with one job does not keep the others from being rescued.
    """
    manager, count = app.job_manager, 0
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=dead_after_s):
        try:
            if job.attempts + 1 >= MAX_STARTS:
                log.error("job %s (%s) ended its worker %d times: given up", job.id, job.task_name, MAX_STARTS)
                await manager.finish_job(job, Status.FAILED, delete_job=False)
            elif await _give_back(manager, job):
                count += 1
        except ConnectorException:  # another worker was faster; a database that is gone is met again by the caller
            log.warning("job %s (%s) could not be rescued", job.id, job.task_name, exc_info=True)
    return count


async def _give_back(manager: JobManager, job: Job) -> bool:
    """Put a begun job into the queue again; False where an equal one waits there and this one is dropped."""
    try:
        await manager.retry_job(job)
    except UniqueViolation:  # only one job of a queueing lock may wait
        log.info("job %s (%s) is dropped: an equal one waits", job.id, job.task_name)
        await manager.finish_job(job, Status.ABORTED, delete_job=False)
        return False
    return True


def _remembering(running: list[Job]) -> WorkerMiddleware:
    """A middleware that keeps the jobs in progress in ``running``."""

    async def remember(proceed: AsyncCallNext, context: JobContext, _worker: Worker) -> Any:
        running.append(context.job)
        try:
            return await proceed()
        finally:
            running.remove(context.job)

    return remember


async def _told_to_stop(work: asyncio.Task[None]) -> bool:
    """Wait for SIGTERM or SIGINT, or (False) for the work to end by itself."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    previous = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for number in previous:
        loop.add_signal_handler(number, told.set)
    waiting = asyncio.create_task(told.wait(), name="signals")
    try:
        await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
        for number, handler in previous.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)
    return told.is_set() and not work.done()


async def _stop(app: App, work: asyncio.Task[None], running: list[Job]) -> None:
    work.cancel()  # takes no new job, and waits for those in progress
    await asyncio.wait({work}, timeout=LAST_JOBS_SECONDS)
    if not work.done():
        await _leave(app, tuple(running))
    with suppress(asyncio.CancelledError):
        await work


async def _leave(app: App, jobs: Sequence[Job]) -> None:
    """Return jobs to the queue and end this process before their threads do anything more."""
    for job in jobs:
        with suppress(ConnectorException):  # it ended just now, or the database did
            if await _give_back(app.job_manager, job):
                log.warning("job %s (%s) did not end in time: back to the queue", job.id, job.task_name)
    logging.shutdown()
    os._exit(0)


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
