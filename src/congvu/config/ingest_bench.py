"""Thousands of documents dropped into a watched folder of a running site, and questions asked of it meanwhile.

For a data folder of its own: what it makes stays there. The site is the real one (supervisor, database, web, worker),
the questions go over HTTP, as somebody who signed in.
"""

from __future__ import annotations

import os
import random
import re
import secrets
import shutil
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2

from congvu.common.errors import InvalidInputError
from congvu.config import boot, engine, serving, supervisor
from congvu.config.engine import server
from congvu.config.site_meter import Meter
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.accounts.models import User
    from congvu.ingestion.connector_models import SourceConnection
    from congvu.ingestion.trials.desk import DeskFile

CODE = "do-tai-lieu"
ASKER = "do-nguoi-hoi"
_POLL_S = 2.0
_LONGEST_S = 3 * 3600
_SEARCHED = 40
_ASKERS = 8
_SHORTEST = 100
_ARTICLE = re.compile(r"^(?=Điều \d+\w*\. )", re.MULTILINE)
_HEADING = re.compile(r"^Điều \d+\w*\.\s*")

Progress = Callable[[str, int, int], None]


def bench_ingest(
    count: int, rate: float, articles: Sequence[tuple[str, str]], progress: Progress, seed: int = 1
) -> dict[str, Any]:
    """Drop ``count`` made-up papers (see ``trials.desk``) into an empty installation and ask ``rate`` questions a
    second until all are done. Raises InvalidInputError where documents are there already or the site runs.
    """
    boot.database()
    from congvu.corpus.models import Document

    locks = engine.folders().locks
    if Document.objects.exists() or supervisor.serving(locks) is not None:
        raise InvalidInputError(_("This needs a data folder of its own."), _("Set CONGVU_DATA_DIR to an empty folder."))
    from django.db import connections

    from congvu.ingestion.sources import ask_for_run, folder_of

    connection, asker = _prepared()
    _library()
    headings = sorted({_HEADING.sub("", heading) for heading, _text in articles if heading})
    parts = [(_HEADING.sub("", heading) or "Quy định chung", text) for heading, text in articles]
    folder = folder_of(connection)
    made = folder.with_name(f".{folder.name}")
    files = _made(count, parts, seed, made, progress)
    connections.close_all()
    url = serving.detach("127.0.0.1", 0, worker=True)
    try:
        serve, database = supervisor.serving(locks), server.is_running(engine.folders())
        meter = Meter(pid for pid in (serve.pid if serve else None, database) if pid is not None)
        asking = _Asking(url, asker, headings, rate, seed)
        asking.start()
        meter.start()
        begun = time.monotonic()
        for path in sorted(made.iterdir()):
            path.rename(folder / path.name)
        made.rmdir()
        ask_for_run(None, connection)
        took = _wait(connection, folder, count, begun, progress)
        meter.stop()
        asked, load = asking.stop(), os.getloadavg()
        judged = _judged(connection, files, asker, seed)
    finally:
        connections.close_all()
        serving.stop()
    cpu = sum(meter.cpu_s.values())
    return {
        "documents": count,
        "kinds": dict(Counter(file.name.rpartition(".")[2] for file in files)),
        "mb": round(sum(file.size for file in files) / 1e6, 1),
        "seconds": round(took, 1),
        "documents_per_s": round(count / took, 2),
        "documents_per_cpu_s": round(count / cpu, 2) if cpu else None,
        "cores": os.cpu_count(),
        "load_average": [round(value, 1) for value in load],
        "cpu_s": meter.cpu_s,
        "peak_mb": meter.peak_mb,
        "peak_all_mb": meter.peak_all_mb,
        "questions": asked,
        **judged,
    }


def articles_of(corpus: Path | None) -> list[tuple[str, str]]:
    """(heading, text) of every article long enough to be cut: those of a file, or of the codes of the demo."""
    boot.settings()
    from congvu.retrieval.labelled import read_corpus

    if corpus is not None:
        return [(one.title, one.text) for one in read_corpus(corpus) if len(one.text) >= _SHORTEST]
    from congvu.config.demo.corpus import supplies

    _supply, codes = next(iter(supplies()))
    pieces = (piece for _name, data in codes for piece in _ARTICLE.split(data.decode())[1:])
    halves = (piece.partition("\n") for piece in pieces)
    return [(heading.strip(), text.strip()) for heading, _line, text in halves if len(text) >= _SHORTEST]


def _prepared() -> tuple[SourceConnection, User]:
    from congvu.accounts.models import User
    from congvu.accounts.notice import accept
    from congvu.ingestion.sources import SourceData, create_source

    connection = create_source(SourceData(CODE, "Đo tài liệu", "folder", every_minutes=1))
    asker = User.objects.create_user(ASKER, secrets.token_urlsafe(24), full_name="Người hỏi")
    accept(asker)
    return connection, asker


def _library() -> None:
    """The codes and texts that come with the program, so that the first question already has something to search."""
    from congvu.config.demo.corpus import supplies
    from congvu.corpus.models import Visibility
    from congvu.ingestion.actions import start_run
    from congvu.ingestion.folder import process_run

    for supply, given in supplies():
        if not supply.agency:
            run = start_run(None, given, source_code="bundled", agency=None, visibility=Visibility.PROVINCE)
            process_run(run, lambda _progress, _name: None)


def _made(
    count: int, articles: Sequence[tuple[str, str]], seed: int, folder: Path, progress: Progress
) -> list[DeskFile]:
    """The papers, written into a folder beside the one that is watched; their bytes are not kept in memory."""
    from dataclasses import replace

    from congvu.ingestion.trials.desk import desk_files

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made = []
    for file in desk_files(count, articles, seed):
        (folder / file.name).write_bytes(file.content)
        made.append(replace(file, content=file.content[:0], size=len(file.content)))
        progress(_("papers made"), len(made), count)
    return made


def _wait(connection: SourceConnection, folder: Path, count: int, begun: float, progress: Progress) -> float:
    """Seconds until nothing waits any more, in the folder or the queue, whether or not all have arrived: what is lost
    is reported. Raises UnavailableError when it takes hours.
    """
    from congvu.common.errors import UnavailableError
    from congvu.ingestion.connector_models import Arrival

    while True:
        # The folder first: what leaves it meanwhile is in the queue.
        left = any(path.is_file() for path in folder.iterdir())
        states = Counter(connection.arrivals.values_list("state", flat=True))
        done = sum(states.values()) - states[Arrival.State.QUEUED]
        took = time.monotonic() - begun
        progress(_("documents"), done, count)
        if not left and not states[Arrival.State.QUEUED]:
            return took
        if took > _LONGEST_S:
            raise UnavailableError(_("Only {done} of {count} documents were done.").format(done=done, count=count))
        time.sleep(_POLL_S)


class _Asking:
    """Questions at a steady rate, each at its time whether or not those before are answered."""

    def __init__(self, url: str, asker: User, headings: Sequence[str], rate: float, seed: int) -> None:
        self._url, self._rate = url.rstrip("/"), rate
        self._draw = random.Random(seed)  # noqa: S311 - which question comes next
        self._headings = headings
        self._over = threading.Event()
        self._pool = ThreadPoolExecutor(_ASKERS, thread_name_prefix="asker")
        self._thread = threading.Thread(target=self._ask_always, name="asking", daemon=True)
        self._took_ms: list[float] = []
        self._failed: Counter[str] = Counter()
        self._browser = self._signed_in(asker)

    def start(self) -> None:
        """Three questions that warm the site up, then begin."""
        for heading in self._headings[:3]:
            self._ask(heading, time.monotonic())
        self._took_ms.clear()
        self._failed.clear()
        self._thread.start()

    def stop(self) -> dict[str, Any]:
        """How many were asked, and in how many milliseconds the answer was complete."""
        self._over.set()
        self._thread.join()
        self._pool.shutdown()
        self._browser.close()
        took = sorted(self._took_ms)
        cuts = statistics.quantiles(took, n=100) if len(took) > 1 else [0.0] * 99
        return {
            "asked": len(took) + self._failed.total(),
            "answered": len(took),
            "failed": dict(self._failed),
            "p50_ms": round(cuts[49]), "p95_ms": round(cuts[94]), "p99_ms": round(cuts[98]),
            "max_ms": round(took[-1]) if took else 0,
        }  # fmt: skip

    def _signed_in(self, asker: User) -> httpx2.Client:
        from django.conf import settings
        from django.test import Client

        signing = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        signing.force_login(asker)
        cookies = {name: morsel.value for name, morsel in signing.cookies.items()}
        browser = httpx2.Client(
            base_url=self._url, cookies=cookies, headers={"Host": urlsplit(self._url).netloc}, timeout=60.0
        )
        browser.get("/")
        return browser

    def _ask_always(self) -> None:
        due = time.monotonic()
        while not self._over.is_set():
            self._pool.submit(self._ask, self._draw.choice(self._headings), due)
            due += 1 / self._rate
            self._over.wait(max(0.0, due - time.monotonic()))

    def _ask(self, heading: str, due: float) -> None:
        token = self._browser.cookies.get("csrftoken", "")
        given = {"text": f"{heading} được quy định như thế nào?", "csrfmiddlewaretoken": token}
        try:
            status = str(self._browser.post("/hoi/", data=given).status_code)
        except httpx2.HTTPError as error:
            status = type(error).__name__
        if status == "302":
            self._took_ms.append((time.monotonic() - due) * 1000)
        else:
            self._failed[status] += 1


def _judged(connection: SourceConnection, files: Sequence[DeskFile], asker: User, seed: int) -> dict[str, Any]:
    """What became of every paper: one arrival each, good ones one document each, bad ones refused as they should be."""
    from congvu.accounts.queries import viewer_for
    from congvu.corpus.models import Document
    from congvu.ingestion.connector_models import Arrival, SourceRun
    from congvu.retrieval.service import retrieve

    arrivals = list(connection.arrivals.values_list("name", "state", "reason_code"))
    numbers = Counter(Document.objects.filter(source=connection.source).values_list("number", flat=True))
    good = {file.number for file in files if not file.bad}
    expected = Counter(str(file.bad) for file in files if file.bad)
    found = Counter(reason for _name, state, reason in arrivals if state != Arrival.State.DONE)
    viewer = viewer_for(asker)
    looked = random.Random(seed).sample([file for file in files if not file.bad], min(_SEARCHED, len(good)))  # noqa: S311
    hidden = [
        file.number
        for file in looked
        if file.number not in {one.number for one in retrieve(viewer, f"hồ sơ {file.word}").evidence}
    ]
    started = list(SourceRun.objects.filter(connection=connection).values_list("found", "taken", "repeated", "failed"))
    return {
        "arrived": len(arrivals),
        "accepted": sum(state == Arrival.State.DONE for _name, state, _reason in arrivals),
        "not_accepted": dict(found),
        "not_accepted_as_expected": found == expected,
        "lost": len(good - numbers.keys()),
        "doubled": sum(number > 1 for number in numbers.values()),
        "foreign": len(numbers.keys() - good),
        "searched": len(looked),
        "not_found": hidden,
        "runs": [dict(zip(("found", "taken", "repeated", "failed"), run, strict=True)) for run in started if run[0]],
    }
