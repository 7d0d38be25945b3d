"""Bringing a process up: secrets, settings, database, in this order."""

from __future__ import annotations

import atexit
import os

from congvu.common.errors import InvalidInputError
from congvu.config import conf, engine
from congvu.config import database as tables
from congvu.config.demo import checks as demo_checks
from congvu.config.words import _


def settings(process: str = "command") -> conf.Conf:
    """Make Django ready without a database server. ``process`` is web, worker or command."""
    import django

    found = conf.load()
    engine.prepare(found)
    os.environ["CONGVU_PROCESS"] = process
    _one_thread_for_the_model()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congvu.config.settings")
    django.setup()
    from django.utils import translation

    translation.activate(found.language)
    return found


def _one_thread_for_the_model() -> None:
    """Let the built-in model compute with one thread, unless whoever runs the program said otherwise.

    The threads of OpenMP wait for each other at every step: on two busy cores (web and worker at work) a query
    took 1.3 s with two threads. The variable is read once, when the library loads, so this comes before any room.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def database(process: str = "command", *, tables_needed: bool = True) -> engine.EngineHandle:
    """Make Django and its database ready; the hold on the engine ends with the process.

    Whoever makes the tables itself says that they are not needed yet.
    """
    found = settings(process)
    handle = engine.ensure(found)
    atexit.register(handle.stop)
    if process == "command":
        if tables_needed:
            _with_tables(handle)
    else:  # commands may look at a demo; only what people sign in to must be one
        demo_checks.refuse_outside_the_demo(handle.url)
    return handle


def _with_tables(handle: engine.EngineHandle) -> None:
    """A command in a new data folder finds its tables made; somebody else's database is theirs to change."""
    with tables.connected(handle.url) as connection:
        row = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    if row is not None and row[0]:
        return
    if not handle.admin_url:
        raise InvalidInputError(_("This database has no tables yet."), _("Run congvu migrate first."))
    tables.migrate(handle)
