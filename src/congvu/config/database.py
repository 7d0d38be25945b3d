"""What the database must have before the program runs: version, extensions, tables."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
from psycopg import sql

from congvu.common.errors import UnavailableError
from congvu.config.engine import EngineHandle
from congvu.config.words import _

REQUIRED = ("vector",)
OLDEST = 17
MIGRATION_LOCK = 0x636F6E677675  # "congvu": one migration at a time, whoever starts it
WAIT_SECONDS = 600


@dataclass(frozen=True)
class DatabaseFacts:
    """What a server offers: its version, and the extensions that are made here or could be."""

    version: int
    made: frozenset[str]
    available: frozenset[str]

    @property
    def missing(self) -> tuple[str, ...]:
        """Required extensions that are not made in this database."""
        return tuple(name for name in REQUIRED if name not in self.made)

    @property
    def not_installed(self) -> tuple[str, ...]:
        """Required extensions whose files are not on the server."""
        return tuple(name for name in self.missing if name not in self.available)


@contextlib.contextmanager
def connected(url: str) -> Iterator[psycopg.Connection]:
    """A connection of its own, in autocommit; raises UnavailableError without showing the password."""
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.Error as error:
        raise UnavailableError(
            _("The database cannot be reached: {error}").format(error=_one_line(error)),
            _("Check CONGVU_DATABASE_URL and that the server runs; congvu check tells more."),
        ) from error
    with connection:
        yield connection


def facts(connection: psycopg.Connection) -> DatabaseFacts:
    """Version and extensions of the server behind the connection."""
    made = connection.execute("SELECT extname FROM pg_extension").fetchall()
    available = connection.execute("SELECT name FROM pg_available_extensions").fetchall()
    return DatabaseFacts(
        connection.info.server_version // 10000,
        frozenset(row[0] for row in made),
        frozenset(row[0] for row in available),
    )


def problem(found: DatabaseFacts) -> tuple[str, str] | None:
    """What is wrong with a server and what to do; None when it will do, made extensions or not."""
    if found.version < OLDEST:
        return (
            _("The database is PostgreSQL {version}; at least {oldest} is needed.").format(
                version=found.version, oldest=OLDEST
            ),
            _("Upgrade it, or unset CONGVU_DATABASE_URL to use the database that congvu starts by itself."),
        )
    if found.not_installed:
        return (
            _("The database server lacks the extension {names}.").format(names=", ".join(found.not_installed)),
            _("Install it on the server (vector is pgvector, 0.8 or newer), or unset CONGVU_DATABASE_URL."),
        )
    return None


def migrate(handle: EngineHandle) -> tuple[str, ...]:
    """Make the extensions, then apply Django's migrations, one process at a time; names of what was applied.

    Django must be ready. Raises UnavailableError, saying what is missing.
    """
    with connected(handle.url) as guard:
        guard.execute("SELECT set_config('statement_timeout', %s, false)", [f"{WAIT_SECONDS}s"])
        guard.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        make_extensions(handle)
        return _apply()


def pending() -> tuple[str, ...]:
    """Names of the migrations that are not applied, as app.name."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _backwards in plan)


def make_extensions(handle: EngineHandle) -> None:
    """Make what is missing, and bring what the built-in server has up to date. Raises UnavailableError."""
    with connected(handle.admin_url or handle.url) as connection:
        found = facts(connection)
        wrong = problem(found)
        if wrong is not None:
            raise UnavailableError(*wrong)
        for name in found.missing:
            try:
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
            except psycopg.Error as error:
                raise UnavailableError(
                    _("The extension {name} cannot be made: {error}").format(name=name, error=_one_line(error)),
                    _("Ask the administrator of the database to run: {commands}").format(
                        commands=" ".join(f"CREATE EXTENSION IF NOT EXISTS {each};" for each in found.missing)
                    ),
                ) from error
        if handle.admin_url:  # a newer wheel may bring a newer extension
            for name in found.made & frozenset(REQUIRED):
                connection.execute(sql.SQL("ALTER EXTENSION {} UPDATE").format(sql.Identifier(name)))


def _apply() -> tuple[str, ...]:
    from django.core.management import call_command

    names = pending()
    if names:
        call_command("migrate", interactive=False, verbosity=0)
    return names


def _one_line(error: psycopg.Error) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
