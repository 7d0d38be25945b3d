"""Bringing a process up: secrets, settings, database, in this order."""

from __future__ import annotations

import atexit
import os

from congvu.config import conf, engine
from congvu.config.demo import checks as demo_checks


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


def database(process: str = "command") -> engine.EngineHandle:
    """Make Django and its database ready; the hold on the engine ends with the process."""
    found = settings(process)
    handle = engine.ensure(found)
    atexit.register(handle.stop)
    if process != "command":  # commands may look at a demo; only what people sign in to must be one
        demo_checks.refuse_outside_the_demo(handle.url)
    return handle
