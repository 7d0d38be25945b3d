"""The sandbox: whatever a file does to its reader, the program gets a reason and reads the next one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from congvu.common.errors import UnavailableError
from congvu.ingestion.conf import MIB, Limits
from congvu.ingestion.sandbox import Sandbox
from congvu.ingestion.types import ReadError, Reason

SMALL = Limits(
    wall_seconds=4.0,
    cpu_seconds=30,
    memory_bytes=512 * MIB,
    converter_memory_bytes=512 * MIB,
    written_bytes=8 * MIB,
    result_bytes=4 * MIB,
)
Do = Callable[..., dict[str, Any]]


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    root = Path(__file__).resolve().parents[3]
    monkeypatch.setenv("PYTHONPATH", f"{root}:{root / 'src'}")
    monkeypatch.setenv("CONGVU_SECRET_KEY", "not for readers")
    sandbox = Sandbox(SMALL, reader="tests.integration.ingestion.hostile:read")
    yield sandbox
    sandbox.close()


@pytest.fixture
def do(box: Sandbox, tmp_path: Path) -> Do:
    numbers = count()

    def deed(name: str) -> dict[str, Any]:
        path = tmp_path / str(next(numbers))
        path.write_text(name)
        return box.read(path, name)

    return deed


def reason_of(do: Do, deed: str) -> Reason:
    with pytest.raises(ReadError) as caught:
        do(deed)
    return caught.value.reason


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        ("loop", Reason.TIMEOUT),
        ("sleep", Reason.TIMEOUT),
        ("eat", Reason.OUT_OF_MEMORY),
        ("kill_itself", Reason.OUT_OF_MEMORY),
        ("segfault", Reason.CRASHED),
        ("recurse", Reason.DAMAGED),
        ("flood", Reason.TOO_LARGE),
        ("fill_disk", Reason.CRASHED),
        ("stumble", Reason.CRASHED),
        ("refuse", Reason.REFUSED_SECRET),
    ],
)
def test_every_misdeed_has_its_reason_and_the_next_file_is_read(do: Do, deed: str, expected: Reason) -> None:
    assert reason_of(do, deed) is expected
    assert do("nothing")["text"] == "nothing"


def test_processor_time_is_limited_apart_from_the_clock(box: Sandbox, do: Do) -> None:
    box.limits = replace(SMALL, wall_seconds=60, cpu_seconds=1)
    began = time.monotonic()
    assert reason_of(do, "loop") is Reason.TIMEOUT
    assert time.monotonic() - began < 30


def test_a_failure_tells_where_but_nothing_of_the_file(do: Do) -> None:
    with pytest.raises(ReadError) as caught:
        do("stumble")
    assert caught.value.detail.startswith("KeyError at hostile.py:")
    assert "bí mật" not in str(caught.value)


def test_what_a_reader_started_ends_with_it(do: Do) -> None:
    pid = do("leave_a_child")["made"]
    deadline = time.monotonic() + 5
    while _is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(pid)


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_reader_sees_no_secret_and_no_connection_of_the_program(do: Do) -> None:
    seen = do("secrets")["made"]
    assert not [name for name in seen["environment"] if name.startswith(("CONGVU", "DJANGO"))]
    assert seen["descriptors"] <= 6


def test_every_file_has_a_process_of_its_own_and_several_are_read_at_once(do: Do) -> None:
    with ThreadPoolExecutor(4) as pool:
        slow = pool.submit(reason_of, do, "sleep")
        began = time.monotonic()
        pids = {found["made"] for found in pool.map(do, ["nothing"] * 20)}
        assert time.monotonic() - began < SMALL.wall_seconds
        assert len(pids) == 20
        assert slow.result() is Reason.TIMEOUT


def test_a_killed_zygote_is_not_the_file_s_fault_and_a_new_one_starts(box: Sandbox, do: Do) -> None:
    do("nothing")
    assert box._process is not None
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(do, "sleep")
        time.sleep(0.3)
        os.kill(box._process.pid, 9)
        with pytest.raises(UnavailableError):
            reading.result()
    assert do("nothing")["text"] == "nothing"
