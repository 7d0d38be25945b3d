"""Demo accounts cannot be served outside the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from congvu.common.errors import InvalidInputError
from congvu.config.demo import checks

if TYPE_CHECKING:
    from congvu.config.engine import EngineHandle


@pytest.fixture
def url(engine_handle: EngineHandle) -> str:
    """The server's own database, with a table of accounts in a schema that only the test sees."""
    with psycopg.connect(engine_handle.url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS demo_check CASCADE")
        connection.execute("CREATE SCHEMA demo_check")
    separator = "&" if "?" in engine_handle.url else "?"
    return f"{engine_handle.url}{separator}options=-csearch_path%3Ddemo_check"


def add(url: str, *, is_demo: bool, is_active: bool) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS accounts_user (is_demo boolean, is_active boolean)")
        connection.execute("INSERT INTO accounts_user VALUES (%s, %s)", [is_demo, is_active])


def test_a_database_without_tables_is_served(url: str) -> None:
    checks.refuse_outside_the_demo(url)


def test_real_accounts_are_served(url: str) -> None:
    add(url, is_demo=False, is_active=True)
    checks.refuse_outside_the_demo(url)


def test_demo_accounts_are_refused_outside_the_demo(url: str) -> None:
    add(url, is_demo=True, is_active=True)
    with pytest.raises(InvalidInputError) as refused:
        checks.refuse_outside_the_demo(url)
    assert "congvu demo" in refused.value.hint
    assert "CONGVU_DATA_DIR" in refused.value.hint


def test_demo_accounts_are_served_by_the_demo(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(url, is_demo=True, is_active=True)
    monkeypatch.setenv(checks.VARIABLE, "1")
    checks.refuse_outside_the_demo(url)


def test_closed_demo_accounts_are_no_danger(url: str) -> None:
    add(url, is_demo=True, is_active=False)
    checks.refuse_outside_the_demo(url)
