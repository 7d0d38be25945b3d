from __future__ import annotations

import multiprocessing
import os
import pwd
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from congvu.common.errors import UnavailableError
from congvu.config import conf, engine
from congvu.config.engine import account, binaries, server

Start = Callable[..., engine.EngineHandle]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="the path of root is tested by root")


def one(url: str, query: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return str(row[0])


def run(url: str, *queries: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for query in queries:
            connection.execute(query.encode())


def pid_of(data_dir: Path) -> int | None:
    return engine.status(conf.Conf(data_dir=data_dir)).pid


def wait_until(condition: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_a_fresh_engine_is_durable_private_and_complete(start: Start, data_dir: Path) -> None:
    handle = start()
    shown = {
        name: one(handle.url, f"SHOW {name}")
        for name in (
            "fsync",
            "full_page_writes",
            "synchronous_commit",
            "data_checksums",
            "listen_addresses",
            "jit",
        )
    }
    assert shown == {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "data_checksums": "on",
        "listen_addresses": "",
        "jit": "off",
    }
    assert one(handle.url, "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user") == "False"
    made = one(handle.url, "SELECT array_agg(extname ORDER BY extname)::text FROM pg_extension")
    assert made == "{plpgsql,vector}"
    assert one(handle.url, "SELECT concat(datlocprovider, ' ', datlocale) FROM pg_database LIMIT 1") == "b C.UTF-8"
    run_folder = engine.folders(conf.Conf(data_dir=data_dir)).run
    assert stat.S_IMODE(run_folder.stat().st_mode) == 0o700


def test_a_wrong_password_is_refused(start: Start) -> None:
    parts = psycopg.conninfo.conninfo_to_dict(start().url)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**{**parts, "password": "guess"})


def test_what_was_committed_is_there_after_stop_and_start(start: Start, data_dir: Path) -> None:
    handle = start()
    run(handle.url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")
    assert handle.stop()
    assert pid_of(data_dir) is None
    assert one(start().url, "SELECT n FROM kept") == "7"


def test_only_the_last_user_stops_the_server(start: Start, data_dir: Path) -> None:
    first, second = start(), start()
    pid = pid_of(data_dir)
    assert first.stop() is False
    assert pid_of(data_dir) == pid
    assert first.stop() is False  # again: nothing
    assert second.stop() is True
    assert pid_of(data_dir) is None


def test_a_killed_server_comes_back_with_what_was_committed(start: Start, data_dir: Path) -> None:
    handle = start()
    run(handle.url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (1)")
    open_transaction = psycopg.connect(handle.url)
    open_transaction.execute("INSERT INTO kept VALUES (2)")
    pid = pid_of(data_dir)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: pid_of(data_dir) is None)
    assert handle.revive() is True
    assert handle.revive() is False
    assert one(handle.url, "SELECT array_agg(n)::text FROM kept") == "{1}"
    open_transaction.close()


def test_a_killed_user_leaves_a_server_that_the_next_one_takes_over(start: Start, data_dir: Path) -> None:
    code = "from congvu.config import engine; engine.ensure(); print('up', flush=True); input()"
    environment = {**os.environ, "CONGVU_DATA_DIR": str(data_dir)}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as user:
        assert user.stdout is not None
        assert user.stdout.readline() == b"up\n"
        user.kill()
    pid = pid_of(data_dir)
    assert pid is not None
    handle = start()
    assert pid_of(data_dir) == pid
    assert handle.stop() is True


def test_a_left_over_process_number_of_somebody_else_does_not_matter(start: Start, data_dir: Path) -> None:
    start().stop()
    file = engine.folders(conf.Conf(data_dir=data_dir)).pgdata / "postmaster.pid"
    file.write_text(f"{os.getpid()}\n{data_dir}\n", encoding="utf-8")
    assert one(start().url, "SELECT 1") == "1"


def test_a_cluster_that_was_killed_while_being_made_is_made_again(start: Start, data_dir: Path) -> None:
    half = data_dir / "engine" / "pgdata.new"
    half.mkdir(parents=True)
    data_dir.chmod(0o711)
    (half / "PG_VERSION").write_text("18\n", encoding="utf-8")
    assert one(start().url, "SELECT 1") == "1"
    assert not half.exists()


def test_a_cluster_of_another_version_is_left_alone(start: Start, data_dir: Path) -> None:
    start().stop()
    (engine.folders(conf.Conf(data_dir=data_dir)).pgdata / "PG_VERSION").write_text("16\n", encoding="utf-8")
    with pytest.raises(UnavailableError, match="16"):
        start()


def test_a_server_that_does_not_come_up_says_why_and_holds_nothing(start: Start, data_dir: Path) -> None:
    with pytest.raises(UnavailableError, match="no_such_library"):
        start(shared_preload_libraries="no_such_library")
    handle = start()
    assert handle.stop() is True


def test_lost_secrets_are_said_before_anything_is_made(start: Start, data_dir: Path) -> None:
    start().stop()
    (data_dir / "secrets.json").unlink()
    with pytest.raises(UnavailableError, match=r"secrets\.json"):
        start()


def test_many_at_once_share_one_server(data_dir: Path) -> None:
    code = (
        "from congvu.config import engine; h = engine.ensure(); "
        "print(engine.status().pid, flush=True); input(); h.stop()"
    )
    environment = {**os.environ, "CONGVU_DATA_DIR": str(data_dir)}
    users = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for _ in range(4)
    ]
    seen = set()
    for user in users:
        assert user.stdout is not None
        seen.add(user.stdout.readline().strip())
    assert len(seen) == 1
    for user in users:
        user.communicate("\n", timeout=30)
        assert user.returncode == 0
    assert pid_of(data_dir) is None


def test_the_users_own_server_is_neither_started_nor_stopped(data_dir: Path) -> None:
    settings = conf.Conf(data_dir=data_dir, database_url="postgresql://u:p@db.example/x")
    handle = engine.ensure(settings)
    assert handle.url == settings.database_url
    assert (handle.stop(), handle.revive(), engine.stop(settings)) == (False, False, False)
    assert not data_dir.exists()


@as_root
def test_as_root_the_server_runs_as_somebody_else(start: Start, data_dir: Path) -> None:
    start()
    pid, status = pid_of(data_dir), engine.status(conf.Conf(data_dir=data_dir))
    owner = Path(f"/proc/{pid}").stat().st_uid
    assert owner != 0
    assert pwd.getpwuid(owner).pw_name == status.account
    secrets = data_dir / "secrets.json"
    assert (secrets.stat().st_uid, stat.S_IMODE(secrets.stat().st_mode)) == (0, 0o600)


@as_root
def test_under_a_closed_folder_of_root_the_engine_lives_elsewhere(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from congvu.config.engine import layout

    monkeypatch.setattr(layout, "FALLBACK_HOMES", data_dir.parent / "var")
    closed = data_dir.parent / "root"
    closed.mkdir(mode=0o700)
    settings = conf.Conf(data_dir=closed / "data")
    handle = engine.ensure(settings)
    try:
        assert engine.status(settings).moved
        assert one(handle.url, "SELECT 1") == "1"
    finally:
        handle.stop()


@as_root
def test_programs_that_the_account_cannot_reach_are_copied_once(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "COPIES", data_dir.parent / "copies")
    monkeypatch.setattr(binaries, "can_reach", lambda *_: False)
    dropped = account.engine_account()
    handle = engine.ensure(conf.Conf(data_dir=data_dir))
    try:
        assert "vector" in one(handle.url, "SELECT array_agg(extname)::text FROM pg_extension")
    finally:
        handle.stop()
    first = binaries.usable_by(dropped)
    assert first.copied
    assert binaries.usable_by(dropped) == first
    assert len(list((data_dir.parent / "copies").iterdir())) == 1


def _as_nobody(folder: str, programs: binaries.Binaries, answer: multiprocessing.Queue[object]) -> None:
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    server.usable_by = lambda _account: programs  # type: ignore[attr-defined]  # this process is a fork and ends
    settings = conf.Conf(data_dir=Path(folder) / "data")
    handle = engine.ensure(settings)
    found = (one(handle.url, "SELECT 'alive'"), engine.status(settings).account)
    answer.put((*found, handle.stop()))


@as_root
def test_an_ordinary_user_runs_the_server_as_itself(data_dir: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    home = data_dir.parent / "home"
    home.mkdir(mode=0o700)
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    programs = binaries.usable_by(account.Account("nobody", nobody.pw_uid, nobody.pw_gid))
    fork = multiprocessing.get_context("fork")
    answer: multiprocessing.Queue[object] = fork.Queue()
    child = fork.Process(target=_as_nobody, args=(str(home), programs, answer))
    child.start()
    assert answer.get(timeout=60) == ("alive", "", True)
    child.join(10)
