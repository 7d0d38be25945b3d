"""The folder connector: files and folders of this machine, as one supply, with progress."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from django.db import connections
from django.utils.translation import gettext as _

from congvu.accounts.models import AccessGroup, Agency, User
from congvu.common.errors import InvalidInputError
from congvu.ingestion.actions import process_item, start_run
from congvu.ingestion.models import IngestionItem, IngestionRun
from congvu.ingestion.parsers.sniff import is_supported_name
from congvu.ingestion.queries import progress, worker_is_running
from congvu.ingestion.types import RunProgress

SOURCE = "folder"
PARALLEL = 2
_POLL_SECONDS = 0.5

Report = Callable[[RunProgress, str], None]


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to supply, under the name it will carry: its path below the folder that was given."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Found:
    """What lies below some paths; ``skipped`` are files that no parser is for, or links, which are not
    followed.
    """

    files: tuple[FoundFile, ...]
    skipped: tuple[Path, ...]


def find_files(paths: Iterable[Path]) -> Found:
    """The files at and below paths, in the order of their names; hidden ones and links are left out.

    A file that is named itself is always taken, so that what it is decides (an archive gets its clear
    reason). Raises InvalidInputError for a path that does not exist.
    """
    files: list[FoundFile] = []
    skipped: list[Path] = []
    for path in paths:
        if path.is_dir():
            for found in _below(path):
                if found.is_symlink() or not is_supported_name(found.name):
                    skipped.append(found)
                else:
                    files.append(FoundFile(found.relative_to(path).as_posix(), found))
        elif path.is_file():
            files.append(FoundFile(path.name, path))
        else:
            raise InvalidInputError(_("There is no “%(path)s”.") % {"path": path}, _("Check the path."))
    return Found(tuple(files), tuple(skipped))


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(root, name)


def ingest_paths(
    actor: User | None,
    paths: Sequence[Path],
    *,
    agency: Agency | None,
    visibility: str,
    groups: Iterable[AccessGroup] = (),
    progress_callback: Report | None = None,
    inline: bool | None = None,
) -> tuple[IngestionRun, Found]:
    """Supply files and folders and see them through; (the finished run, what was found).

    ``inline`` reads them in this process, two at a time; False waits for the worker; None looks whether one
    runs. ``progress_callback`` gets the progress and the name of the file that was done last ("" where not
    known).
    """
    found = find_files(paths)
    if not found.files:
        raise InvalidInputError(
            _("There is no file to read here."),
            _("Supply text, DOCX, DOC, XLSX, XLS, RTF, HTML, PDF or a scan; unpack archives first."),
        )
    run = start_run(
        actor,
        [(file.name, file.path) for file in found.files],
        source_code=SOURCE,
        agency=agency,
        visibility=visibility,
        groups=groups,
    )
    report = progress_callback or (lambda _progress, _name: None)
    if inline if inline is not None else not worker_is_running():
        process_run(run, report)
    else:
        _wait(run, report)
    return run, found


def process_run(run: IngestionRun, report: Report) -> None:
    """Read the waiting files of a run in this process; a worker that runs as well shares them, none is read
    twice.
    """
    waiting = list(
        run.items.filter(state=IngestionItem.State.QUEUED).order_by("ordinal").values_list("pk", "file_name")
    )
    report(progress(run), "")
    with ThreadPoolExecutor(PARALLEL, thread_name_prefix="reading") as pool:
        jobs = {pool.submit(_process, pk): name for pk, name in waiting}
        try:
            for job in as_completed(jobs):
                job.result()
                report(progress(run), jobs[job])
        except BaseException:
            # Files that wait stay queued: a worker takes them later.
            pool.shutdown(cancel_futures=True)
            raise


def _process(item_id: int) -> None:
    try:
        process_item(item_id)
    finally:
        # Threads of a pool have connections of their own, which nobody else would close.
        connections.close_all()


def _wait(run: IngestionRun, report: Report) -> None:
    while True:
        now = progress(run)
        report(now, "")
        if now.finished:
            return
        time.sleep(_POLL_SECONDS)
