from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from procrastinate.contrib.django import app

from congvu.config import supervisor, worker

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db: None) -> None:
    """The tables of the queue are no models of ours: nobody else empties them between tests."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def begin_job(attempts: int, heartbeat_seconds_ago: int, queueing_lock: str | None = None) -> int:
    """A job in progress under a worker that was last heard of then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second') RETURNING id",
            [heartbeat_seconds_ago],
        )
        [worker_id] = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts, worker_id, queueing_lock) "
            "VALUES ('default', 'some.task', 'doing', %s, %s, %s) RETURNING id",
            [attempts, worker_id, queueing_lock],
        )
        [job_id] = cursor.fetchone()
    return int(job_id)


def queue_job(queueing_lock: str) -> int:
    """A job that waits for its turn, the only one of its queueing lock to do so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock) "
            "VALUES ('default', 'some.task', %s) RETURNING id",
            [queueing_lock],
        )
        [job_id] = cursor.fetchone()
    return int(job_id)


def status_of(job_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job_id])
        return str(cursor.fetchone()[0])


async def test_the_job_of_a_dead_worker_goes_back_to_the_queue() -> None:
    job = await sync_to_async(begin_job)(0, 60)
    assert await worker.rescue(app) == 1
    assert await sync_to_async(status_of)(job) == "todo"


async def test_the_job_of_a_living_worker_is_left_to_it() -> None:
    job = await sync_to_async(begin_job)(0, 1)
    assert await worker.rescue(app) == 0
    assert await sync_to_async(status_of)(job) == "doing"


async def test_a_job_that_ends_every_worker_is_given_up() -> None:
    job = await sync_to_async(begin_job)(worker.MAX_STARTS - 1, 60)
    assert await worker.rescue(app) == 0
    assert await sync_to_async(status_of)(job) == "failed"


@pytest.mark.parametrize("own_pool", [False, True], ids=["django", "worker"])
async def test_a_job_whose_equal_waits_already_is_dropped_and_the_others_are_rescued(own_pool: bool) -> None:
    stalled = [await sync_to_async(begin_job)(0, 60, lock) for lock in ("vectors", "other", None)]
    waiting = await sync_to_async(queue_job)("vectors")
    if own_pool:
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # a DjangoConnector
        async with app.with_connector(connector).open_async() as working:
            assert await worker.rescue(working) == 2
    else:
        assert await worker.rescue(app) == 2
    assert [await sync_to_async(status_of)(job) for job in stalled] == ["aborted", "todo", "todo"]
    assert await sync_to_async(status_of)(waiting) == "todo"
    assert await worker.rescue(app) == 0


def test_a_stopped_worker_returns_what_it_cannot_finish_to_the_queue() -> None:
    ids = [queue_slow_job(seconds) for seconds in (1, 600)]
    command = [sys.executable, "-m", "tests.integration.config.slow_worker", str(connection.settings_dict["NAME"])]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            wait_until(lambda: [status_of(job) for job in ids] == ["doing", "doing"])
            process.send_signal(signal.SIGTERM)
            assert process.wait(supervisor.STOP_SECONDS) == 0
        finally:
            process.kill()
    assert [status_of(job) for job in ids] == ["succeeded", "todo"]


def queue_slow_job(seconds: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) "
            "VALUES ('tests-slow', 'tests.config.sleep', jsonb_build_object('seconds', %s::int)) RETURNING id",
            [seconds],
        )
        [job_id] = cursor.fetchone()
    return int(job_id)


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_the_worker_does_what_is_queued_and_ends_when_told_to() -> None:
    import asyncio

    done: list[int] = []

    @app.task(name="tests.config.count", queue="tests-config")
    def count(number: int) -> None:
        done.append(number)
        if number == 1:
            count.defer(number=2)

    try:
        count.defer(number=1)
        asyncio.run(worker.run(2, ["tests-config"], wait=False))
        asyncio.run(worker.run(2, ["tests-config"], wait=False))
    finally:
        app.tasks.pop("tests.config.count")
    assert done == [1, 2]
