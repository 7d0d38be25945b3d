"""The site under measurement: started as a person would start it, looked at from outside, and stopped."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from django.db import connection

from congvu.common.errors import UnavailableError
from congvu.config import conf, engine, serving, supervisor
from congvu.config.words import _

_LOOKS = 50


@dataclass(frozen=True, slots=True)
class Held:
    """What the web processes hold at a moment, together, and what the database and the model hold for them.

    ``tasks`` and ``threads`` are those of the processes, ``turns`` and ``waiting`` their turns at the model and the
    queues, ``sockets`` open files that are connections; ``memory_mb`` is that of the search processes too;
    ``claims`` are answers that somebody makes now.
    """

    tasks: int
    threads: int
    turns: int
    waiting: int
    sockets: int
    memory_mb: float
    connections: int
    connections_at_work: int
    claims: int
    at_the_model: int


@dataclass(frozen=True, slots=True)
class Site:
    """A running site with its scripted model; ``pids`` are its web processes, ``searching`` those that search for them,
    ``folder`` is the data folder.
    """

    url: str
    pids: tuple[int, ...]
    searching: tuple[int, ...]
    model_port: int
    folder: Path

    def held(self) -> Held:
        """Ask the web processes, the database and the model."""
        told = [self._told(pid) for pid in self.pids]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), count(*) FILTER (WHERE state <> 'idle') FROM pg_stat_activity"
                " WHERE application_name = 'congvu web'"
            )
            there, at_work = cursor.fetchone() or (0, 0)
            cursor.execute("SELECT count(*) FROM answering_answer WHERE status = 'pending' AND started_at IS NOT NULL")
            claims = (cursor.fetchone() or (0,))[0]
        processes = [psutil.Process(pid) for pid in self.pids]
        all_of_them = [*processes, *map(psutil.Process, self.searching)]
        return Held(
            tasks=sum(one["tasks"] for one in told),
            threads=sum(len(one["threads"]) for one in told),
            turns=sum(one["turns"] for one in told),
            waiting=sum(one["waiting"] for one in told),
            sockets=sum(len(process.net_connections("all")) for process in processes),
            memory_mb=round(sum(process.memory_full_info().pss for process in all_of_them) / 2**20, 1),
            connections=there,
            connections_at_work=at_work,
            claims=claims,
            at_the_model=self.model()["streaming"],
        )

    def model(self) -> dict[str, int]:
        """How many questions the model was asked, how many it writes now and wrote at a time at most."""
        asked = http.client.HTTPConnection("127.0.0.1", self.model_port, timeout=20)
        try:
            asked.request("GET", "/v1/counts")
            counts: dict[str, int] = json.loads(asked.getresponse().read())
            return counts
        finally:
            asked.close()

    def cpu_s(self) -> float:
        """Seconds of the processor that the web and search processes have used."""
        times = [psutil.Process(pid).cpu_times() for pid in (*self.pids, *self.searching)]
        return float(sum(one.user + one.system for one in times))

    def _told(self, pid: int) -> dict[str, Any]:
        """A web process writes what it holds into its file when it gets SIGUSR1."""
        note = self.folder / "log" / f"web-held-{pid}.json"
        note.unlink(missing_ok=True)
        os.kill(pid, signal.SIGUSR1)
        for _look in range(_LOOKS):
            if note.exists():
                found: dict[str, Any] = json.loads(note.read_text("utf-8"))
                note.unlink()
                return found
            time.sleep(0.1)
        raise UnavailableError(_("The web process does not answer."))


@contextmanager
def running(first_s: float, total_s: float, settings: Mapping[str, str]) -> Iterator[Site]:
    """Start a scripted model and the site with these settings; stop both afterwards.

    The model's first sentence is complete after ``first_s`` seconds and its answer after ``total_s``. Raises
    UnavailableError where a site runs in this data folder already.
    """
    port = supervisor.free_port()
    model = subprocess.Popen(
        [sys.executable, "-m", "congvu.llm.scripted", str(port), str(first_s), str(total_s)], start_new_session=True
    )
    try:
        os.environ.update({**settings, "CONGVU_LLM_URL": f"http://127.0.0.1:{port}/v1"})
        found = conf.load()
        if supervisor.serving(engine.folders(found).locks) is not None:
            raise UnavailableError(_("A site runs in this data folder."), _("Stop it with congvu stop."))
        url = serving.detach("127.0.0.1", supervisor.free_port(), worker=True)
        try:
            serves = supervisor.serving(engine.folders(found).locks)
            webs, searching = (_processes(serves.pid if serves else 0, kind) for kind in ("web", "search"))
            if not webs:
                raise UnavailableError(_("The site did not start."))
            yield Site(url, webs, searching, port, found.data_dir)
        finally:
            serving.stop()
    finally:
        model.terminate()
        model.wait()


def _processes(parent: int, kind: str) -> tuple[int, ...]:
    """The process ids of the web or search processes that this supervisor keeps."""
    children = psutil.Process(parent).children() if psutil.pid_exists(parent) else []
    return tuple(int(child.pid) for child in children if f"congvu.config.{kind}_process" in child.cmdline())
