"""kill -9 of the worker in the middle of its work: nothing is lost, nothing is doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from congvu.corpus.models import Document, DocumentVersion, Passage
from congvu.index.actions import active_generation
from congvu.index.backends import get_backend
from congvu.ingestion.actions import start_run
from congvu.ingestion.models import IngestionItem, IngestionRun
from congvu.ingestion.queries import progress, worker_is_running
from tests.factories import People

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
FILES = 24
ROOT = Path(__file__).resolve().parents[3]


def law(number: int) -> bytes:
    clauses = "".join(f"{n}. Khoản {n} của luật số {number} nói về việc thử nghiệm.\n" for n in range(1, 200))
    head = f"QUỐC HỘI\nLuật số: {number}/2020/QH14\nHà Nội, ngày 10 tháng 6 năm 2020\nLUẬT\nTHỬ NGHIỆM {number}\n"
    return f"{head}Quốc hội ban hành Luật Thử nghiệm.\nĐiều 1. Một\n{clauses}Điều 2. Hai\nNội dung.\n".encode()


Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(settings: Any) -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def launch(*options: str) -> subprocess.Popen[bytes]:
        database = str(connection.settings_dict["NAME"])
        command = [sys.executable, "-m", "tests.integration.ingestion.worker_process", database]
        process = subprocess.Popen([*command, str(settings.CONGVU_FILES_DIR), *options], cwd=ROOT)
        started.append(process)
        return process

    yield launch
    for process in started:
        process.kill()
        process.wait()


def wait_for(condition: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def done(run: IngestionRun) -> int:
    return progress(run).done


def let_time_pass() -> None:
    """The dead worker's last sign of life becomes old enough for its jobs to be taken over."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")


def test_a_killed_worker_loses_nothing_and_doubles_nothing(people: People, start: Start) -> None:
    run = start_run(
        people.eve, [(f"luat-{n}.txt", law(n)) for n in range(1, FILES + 1)], agency=None, visibility="province"
    )
    for enough in (3, 10):
        worker = start()
        wait_for(lambda least=enough: done(run) >= least)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        let_time_pass()
    assert not worker_is_running()
    assert done(run) < FILES
    last = start("once")
    assert last.wait(timeout=120) == 0

    assert set(run.items.values_list("state", flat=True)) == {IngestionItem.State.STORED}
    assert Document.objects.count() == FILES
    assert DocumentVersion.objects.count() == FILES
    assert Document.objects.values("number").distinct().count() == FILES
    assert get_backend().status(active_generation().name).entries == Passage.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT status FROM procrastinate_jobs WHERE queue_name = 'documents'")
        assert cursor.fetchall() == [("succeeded",)]


def test_the_readers_of_a_killed_worker_end_too(people: People, start: Start) -> None:
    start_run(people.eve, [("luat.txt", law(1))], agency=None, visibility="province")
    worker = start()
    wait_for(Document.objects.exists)
    children = _children(worker.pid)
    assert children
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children), 10)


def _children(pid: int) -> list[int]:
    """The reading process of a worker (threads may have started it)."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]
