from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from procrastinate.contrib.django import app

from congvu.config import worker

pytestmark = pytest.mark.django_db(transaction=True)


def begin_job(attempts: int, heartbeat_seconds_ago: int) -> int:
    """A job in progress under a worker that was last heard of then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second') RETURNING id",
            [heartbeat_seconds_ago],
        )
        [worker_id] = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts, worker_id) "
            "VALUES ('default', 'some.task', 'doing', %s, %s) RETURNING id",
            [attempts, worker_id],
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
