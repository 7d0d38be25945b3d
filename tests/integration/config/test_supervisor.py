"""The supervisor with children of our own, and the whole site."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from congvu.config import conf, engine

SLEEPERS = """
import sys, logging
from congvu.config import engine, supervisor
logging.disable()
child = "from congvu.config import parent; parent.follow(); import os, time\\n" \\
        "os.write(1, (str(os.getpid()) + chr(10)).encode())\\ntime.sleep(120)"
children = [supervisor.Child(name, [sys.executable, "-c", child]) for name in ("one", "two")]
supervisor.Supervisor(engine.EngineHandle(""), children).run()
print("ended", flush=True)
"""


def alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False
    return "State:\tZ" not in status


def catches_sigterm(pid: int) -> bool:
    """Whether a process has installed a handler of its own, which a server does when it begins to listen."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    caught = int(status.split("SigCgt:")[1].split()[0], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def wait_until(condition: Callable[[], object], seconds: float = 30) -> float:
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, "waited in vain"
        time.sleep(0.05)
    return time.monotonic() - begun


@pytest.fixture
def sleepers() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", SLEEPERS], stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def pids(process: subprocess.Popen[str], count: int) -> list[int]:
    assert process.stdout is not None
    return [int(process.stdout.readline()) for _ in range(count)]


def test_a_killed_child_is_started_again(sleepers: subprocess.Popen[str]) -> None:
    first, second = pids(sleepers, 2)
    os.kill(first, signal.SIGKILL)
    [third] = pids(sleepers, 1)
    assert third not in {first, second}
    assert alive(second)


def test_the_children_end_with_a_supervisor_that_is_killed(sleepers: subprocess.Popen[str]) -> None:
    children = pids(sleepers, 2)
    sleepers.kill()
    wait_until(lambda: not any(map(alive, children)), 5)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_in_order(sleepers: subprocess.Popen[str], number: signal.Signals) -> None:
    children = pids(sleepers, 2)
    sleepers.send_signal(number)
    assert sleepers.wait(10) == 0
    assert not any(map(alive, children))
    assert sleepers.stdout is not None
    assert sleepers.stdout.read() == "ended\n"


class Site:
    """``congvu serve`` over a data folder of its own."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.environment = {**os.environ, "CONGVU_DATA_DIR": str(data_dir), "CONGVU_LANGUAGE": "en"}
        self.environment["CONGVU_WEB_PROCESSES"] = "2"
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "congvu.config.cli", "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self.environment,
        )
        assert self.process.stdout is not None
        self.lines = [self.process.stdout.readline().strip() for _ in range(2)]
        self.url = self.lines[-1]

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "congvu.config.cli", *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env=self.environment,
        )

    def children(self) -> dict[int, str]:
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
                parent = (entry / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1]
            except OSError:
                continue
            if parent == str(self.process.pid):
                kinds = (kind for kind in ("web", "search") if f"congvu.config.{kind}_process" in words)
                found[int(entry.name)] = next(kinds, "worker")
        return found

    def database(self) -> int | None:
        return engine.status(conf.Conf(data_dir=self.data_dir)).pid

    def answers(self, patience: float = 1.0) -> bool:
        from congvu.config import supervisor

        return supervisor.answers(self.url, patience)


@pytest.fixture
def site(shared_data_dir: Path) -> Iterator[Site]:
    running = Site(shared_data_dir)
    yield running
    running.process.kill()
    running.process.wait()
    assert running.process.stdout is not None
    running.process.stdout.close()
    wait_until(lambda: running.database() is None, 15)


def test_the_site_survives_the_death_of_each_part_and_stops_whole(site: Site) -> None:
    assert site.url.startswith("http://127.0.0.1:")
    before = site.children()
    assert sorted(before.values()) == ["search", "search", "web", "web", "worker"]

    second = site.command("serve", "--port", "0")
    assert second.returncode == 2
    assert site.url in second.stderr
    busy = site.command("serve", "--port", site.url.rstrip("/").rsplit(":", 1)[1])
    assert busy.returncode == 2
    assert "--port" in busy.stderr

    webs = [pid for pid, kind in before.items() if kind == "web"]
    wait_until(lambda: all(map(catches_sigterm, webs)))
    one_of_two = webs[0]
    os.kill(one_of_two, signal.SIGKILL)
    assert all(site.answers(patience=10) for _look in range(5)), "the other goes on"

    for pid in before:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: len(site.children()) == len(before) and not site.children().keys() & before.keys())
    wait_until(site.answers)

    database = site.database()
    assert database is not None
    os.kill(database, signal.SIGKILL)
    wait_until(lambda: site.database() not in {None, database})
    wait_until(site.answers)

    children = site.children()
    begun = time.monotonic()
    site.process.terminate()
    assert site.process.wait(25) == 0
    assert time.monotonic() - begun < 20  # 10.7 s on cores that other work kept busy
    assert not any(map(alive, children))
    assert site.database() is None


def test_a_killed_site_leaves_nothing_running(site: Site) -> None:
    children = site.children()
    site.process.kill()
    wait_until(lambda: not any(map(alive, children)), 12)
    wait_until(lambda: site.database() is None, 12)
    assert site.command("stop").stdout.strip() == "Nothing was running."


def test_two_migrations_at_once_do_not_collide(data_dir: Path) -> None:
    environment = {**os.environ, "CONGVU_DATA_DIR": str(data_dir)}
    command = [sys.executable, "-m", "congvu.config.cli", "migrate", "--json"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
    answers = [json.loads(process.communicate(timeout=120)[0])["applied"] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(map(bool, answers)) == [False, True]
