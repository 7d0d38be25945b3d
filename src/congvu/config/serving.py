"""Running the site in the foreground or detached, and stopping it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

from congvu.common.errors import UnavailableError
from congvu.config import boot, conf, database, engine, supervisor
from congvu.config.demo import checks as demo_checks
from congvu.config.words import _

STOP_SECONDS = 20.0


def serve(host: str, port: int, *, worker: bool, on_ready: Callable[[str], None]) -> None:
    """Bring the database up to date and serve until SIGTERM or SIGINT.

    ``on_ready`` gets the address once the site answers. Raises InvalidInputError when the port is taken.
    """
    with ExitStack() as stack:
        listening = stack.enter_context(supervisor.listen(host, port))
        found = boot.settings("supervisor")
        _sign_on_usable(found)
        url = supervisor.address(listening)
        stack.enter_context(supervisor.announced(engine.folders(found).locks, url))
        handle = engine.ensure(found)
        stack.callback(handle.stop)
        database.migrate(handle)
        demo_checks.refuse_outside_the_demo(handle.url)
        _close_django_connections()
        waiting = _Readiness(lambda: supervisor.answers(url), lambda: on_ready(url))
        children = supervisor.children(
            listening,
            webs=found.webs,
            searching=_search_processes(found, stack),
            worker=worker,
            model_port=_local_model(found),
        )
        supervisor.Supervisor(handle, children).run(waiting.look)


def detach(host: str, port: int, *, worker: bool) -> str:
    """Serve in the background; the address, once it answers. Raises UnavailableError with the log's place."""
    found = conf.load()
    engine.prepare(found)
    supervisor.listen(host, port).close()  # a taken port is told here, not in the log
    log = found.data_dir / "log" / "serve.log"
    arguments = ["serve", "--host", host, "--port", str(port), *([] if worker else ["--no-worker"])]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "congvu.config.cli", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    deadline = time.monotonic() + supervisor.READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        running = supervisor.serving(engine.folders(found).locks)
        if running is not None and running.pid == process.pid and supervisor.answers(running.url):
            return running.url
        time.sleep(0.2)
    process.terminate()
    raise UnavailableError(_("The site did not start."), _("The reason is in {path}.").format(path=log))


def stop() -> bool:
    """Stop the site of this data folder and its database; False when neither ran."""
    found = conf.load()
    running = supervisor.serving(engine.folders(found).locks)
    if running is not None:
        os.kill(running.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while supervisor.serving(engine.folders(found).locks) is not None:
            if time.monotonic() > deadline:
                raise UnavailableError(_("The site does not stop (process {pid}).").format(pid=running.pid))
            time.sleep(0.1)
    return engine.stop(found) or running is not None


def _sign_on_usable(found: conf.Conf) -> None:
    """A mistake in the sign-on file is told now, not to the first person who wants to sign in."""
    if found.sign_on:
        from congvu.accounts.sign_on.providers import check_all

        check_all()


def _search_processes(found: conf.Conf, stack: ExitStack) -> tuple[socket.socket, socket.socket] | None:
    """The ends of their pair; none where one web process answers everything, which then searches by itself."""
    if found.webs == 1:
        return None
    from congvu.answering.searchers import pair

    asking, searching = pair()
    return stack.enter_context(asking), stack.enter_context(searching)


def _local_model(found: conf.Conf) -> int:
    """The port of the local language model, which the other processes are told as the last of the servers; 0 without
    one.
    """
    if not found.llm_local:
        return 0
    port = supervisor.free_port()
    os.environ["CONGVU_LLM_URL"] = ",".join([*found.llm_urls, f"http://127.0.0.1:{port}/v1"])
    os.environ.pop("CONGVU_LLM_URL_FILE", None)
    return port


def _close_django_connections() -> None:
    from django.db import connections

    connections.close_all()


class _Readiness:
    """Tells once that the site answers."""

    def __init__(self, ready: Callable[[], bool], tell: Callable[[], None]) -> None:
        self._ready, self._tell, self._told = ready, tell, False

    def look(self) -> None:
        if not self._told and self._ready():
            self._told = True
            self._tell()
