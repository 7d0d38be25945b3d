"""A database server that the province runs by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from congvu.config import database, engine
from congvu.config.engine import EngineHandle


@pytest.fixture(scope="module")
def bare(engine_handle: EngineHandle) -> Iterator[str]:
    """A database without extensions, whose owner may not make those that need a superuser."""
    with psycopg.connect(engine_handle.admin_url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE bare OWNER congvu TEMPLATE template0")
        yield engine_handle.url.replace("/congvu?", "/bare?")
        admin.execute("DROP DATABASE bare WITH (FORCE)")


def congvu(url: str, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CONGVU_DATABASE_URL": url, "CONGVU_DATA_DIR": str(tmp_path / "data")}
    return subprocess.run(
        [sys.executable, "-m", "congvu.config.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**environment, "CONGVU_LANGUAGE": "en"},
    )


def test_an_extension_that_may_not_be_made_is_named_with_the_command_to_run(bare: str, tmp_path: Path) -> None:
    done = congvu(bare, tmp_path, "migrate")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "CREATE EXTENSION IF NOT EXISTS vector;" in done.stderr


def test_check_tells_which_extension_is_not_made(bare: str, tmp_path: Path) -> None:
    done = congvu(bare, tmp_path, "check", "--json")
    checks = {check["code"]: check for check in json.loads(done.stdout)["checks"]}
    assert checks["database"]["level"] == "ok"
    assert "vector" in checks["extensions"]["found"]
    assert checks["extensions"]["hint"]
    assert not (tmp_path / "data" / "engine" / "pgdata").exists()


def test_an_unreachable_server_is_one_line_without_the_password(tmp_path: Path) -> None:
    done = congvu("postgresql://u:hunter2@/d?host=/nonexistent", tmp_path, "migrate")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "hunter2" not in done.stderr + done.stdout
    assert "CONGVU_DATABASE_URL" in done.stderr


def test_facts_tell_what_the_server_has(engine_handle: EngineHandle, bare: str) -> None:
    with database.connected(engine_handle.url) as connection:
        whole = database.facts(connection)
    with database.connected(bare) as connection:
        empty = database.facts(connection)
    assert whole.version == 18
    assert whole.missing == ()
    assert empty.missing == database.REQUIRED
    assert empty.not_installed == ()


def test_the_engine_address_is_what_the_settings_use(engine_handle: EngineHandle) -> None:
    from django.conf import settings

    assert engine.database_url() == engine_handle.url
    assert settings.DATABASES["default"]["USER"] == "congvu"


def test_a_database_of_their_own_without_tables_is_told_to_migrate(bare: str, tmp_path: Path) -> None:
    done = congvu(bare, tmp_path, "search", "nghỉ hằng năm")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "congvu migrate" in done.stderr
