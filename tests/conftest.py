"""One database server for the whole test session, started when the first test asks for it; closed sockets.

The engine of the program itself serves the tests, in a temporary data folder and without fsync. The
environment is set here, when pytest loads this file, because Django reads its settings right after.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import shared_data

if TYPE_CHECKING:
    from congvu.config.engine import EngineHandle


def _isolated_environment() -> Path:
    """A data folder of this session, and none of the developer's own CONGVU_* settings."""
    kept = {"CONGVU_SHARED_DATA", "CONGVU_REQUIRE_ALL"}
    for name in [name for name in os.environ if name.startswith("CONGVU_") and name not in kept]:
        del os.environ[name]
    folder = Path(tempfile.mkdtemp(prefix="cvt-"))
    folder.chmod(0o711)
    os.environ["CONGVU_DATA_DIR"] = str(folder)
    os.environ["CONGVU_HOSTS"] = "testserver,localhost,127.0.0.1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "congvu.config.settings"
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


DATA_DIR = _isolated_environment()

from congvu.config import engine  # noqa: E402  # reads the environment that was just set

engine.prepare()

from django.conf import settings as django_settings  # noqa: E402  # and Django's, from the same

assert django_settings.DATABASES  # read now: pytest-django sets Django up only when it finds settings in use

def pytest_configure(config: pytest.Config) -> None:
    """Test processes side by side (``-n``) make an environment each: they must not find that of their parent.

    With its ``DJANGO_SETTINGS_MODULE`` pytest-django would read the settings, and the parent's data folder in them,
    before this file is loaded.
    """
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        for name in ("CONGVU_DATA_DIR", "CONGVU_HOSTS", "DJANGO_SETTINGS_MODULE"):
            os.environ.pop(name, None)


NOT_DURABLE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_wal_size": "4GB"}


def nothing_may_be_skipped() -> bool:
    """Continuous integration says so: every program is installed. Without the data a skip stays one."""
    return os.environ.get("CONGVU_REQUIRE_ALL") == "1" and shared_data.ROOT.exists()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where nothing may be skipped."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and nothing_may_be_skipped():
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself as a whole."""
    report = yield
    if report.skipped and nothing_may_be_skipped():
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def engine_handle() -> Iterator[EngineHandle]:
    """The running server of this session."""
    import psycopg

    handle = engine.ensure(overrides=NOT_DURABLE)
    try:
        with psycopg.connect(handle.admin_url, autocommit=True) as connection:
            connection.execute("ALTER ROLE congvu CREATEDB")
        yield handle
    finally:
        handle.stop()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(engine_handle: EngineHandle) -> None:
    """pytest-django asks for this before it makes the test database: the moment to have a server."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, engine_handle: EngineHandle) -> Iterator[None]:
    """Ends what threads of asynchronous tests have left open, or the test database could not be dropped."""
    import psycopg

    yield
    with psycopg.connect(engine_handle.admin_url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test\\_%'")


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Hashing that takes a third of a second on purpose would be most of the time of many tests."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _closed_sockets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unit tests reach no network: only sockets of this machine's file system (the database) open."""
    if "tests/unit/" not in request.path.as_posix():
        return
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            raise AssertionError(f"a unit test reached for the network: {address!r}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def _language_of_the_site() -> None:
    """Commands switch the language of their process; the next test begins in that of the site."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tables of the index and of the queue are no models of ours: what tests that commit left in them, Django's flush
    does not empty.
    """
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" not in request.fixturenames and not (marker and marker.kwargs.get("transaction")):
        return
    from django.db import connection

    with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'idx\\_%'")
        tables = [f'"{name}"' for (name,) in cursor.fetchall()]
        if tables:
            cursor.execute(f"DROP TABLE {', '.join(tables)} CASCADE")
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")
