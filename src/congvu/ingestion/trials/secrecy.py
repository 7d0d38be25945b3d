"""The trial of the door against state secrets: marked papers in every carrier, and papers that only look like it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice, repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from congvu.corpus.models import Visibility
from congvu.ingestion.actions import start_run
from congvu.ingestion.folder import PARALLEL, process_run
from congvu.ingestion.models import IngestionItem
from congvu.ingestion.sandbox import Sandbox, sandbox
from congvu.ingestion.trials import carriers
from congvu.ingestion.trials.papers import Paper, marked, ordinary
from congvu.ingestion.trials.traces import Traces
from congvu.ingestion.types import ReadError, Reason

# How the mark is borne, and in what: cycled through.
MARKED: tuple[tuple[str, str], ...] = (
    ("text", "txt"), ("text", "html"), ("text", "rtf"), ("text", "docx"), ("text", "xlsx"), ("text", "doc"),
    ("text", "pdf"), ("text", "xls"), ("text", "zip"), ("text", "zip-in-zip"), ("text", "scan-pdf"),
    ("stamp", "scan-pdf"), ("stamp", "png"), ("stamp", "jpg"), ("stamp", "docx"), ("stamp", "zip"),
    ("stamp", "grey-pdf"), ("stamp", "second-page"),
    ("number", "txt"), ("number", "docx"), ("number", "pdf"), ("number", "html"),
    ("name", "txt"), ("name", "docx"), ("name", "png"), ("name", "zip"),
    ("metadata", "docx"), ("metadata", "html"), ("metadata", "xlsx"),
)  # fmt: skip
ORDINARY = ("txt", "html", "docx", "txt", "rtf-text", "xlsx", "txt", "html")
_OFFICE = {"doc": "docx", "pdf": "docx", "xls": "xlsx"}
_BATCH = 40
_SCANS_OF = 100
"""One of so many ordinary papers is a scan."""

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class TrialFile:
    """A file of the trial: what it is called, holds, and how it bears its mark."""

    name: str
    content: bytes
    paper: Paper
    carrier: str


def marked_files(count: int, seed: int = 1) -> Iterator[TrialFile]:
    """So many marked files, in all carriers in turn; what only LibreOffice writes is left out where it is absent."""
    plans = [(index, *MARKED[index % len(MARKED)]) for index in range(count)]
    papers = {index: marked(seed, index, how) for index, how, _carrier in plans}
    converted: dict[str, dict[str, bytes]] = {}
    for kind, source in _OFFICE.items():
        files = {
            f"p{index}.{source}": carriers.SIMPLE[source](papers[index])
            for index, _how, carrier in plans
            if carrier == kind
        }
        converted[kind] = carriers.by_office(files, kind)
    for index, _how, carrier in plans:
        paper = papers[index]
        if carrier in _OFFICE:
            content = converted[carrier].get(f"p{index}")
            if content is None:
                continue
        else:
            content = _written(paper, carrier, index)
        suffix = {"scan-pdf": "pdf", "grey-pdf": "pdf", "second-page": "pdf", "zip-in-zip": "zip"}.get(carrier, carrier)
        yield TrialFile(f"{paper.name}.{suffix}", content, paper, carrier)


def ordinary_files(count: int, seed: int = 1) -> Iterator[TrialFile]:
    """So many unmarked files that talk about secrets, passwords and bees."""
    for index in range(count):
        paper = ordinary(seed, index)
        if index % _SCANS_OF == _SCANS_OF - 1:
            yield TrialFile(f"{paper.name}.png", carriers.png(carriers.scan(paper, index)), paper, "png")
            continue
        carrier = ORDINARY[index % len(ORDINARY)]
        kind = "txt" if carrier == "rtf-text" else carrier
        yield TrialFile(f"{paper.name}.{kind}", carriers.SIMPLE[kind](paper), paper, kind)


def try_marked(count: int, report: Report, seed: int | None = None) -> dict[str, Any]:
    """Supply marked files to this installation, as the program itself; how many were refused, and what stayed.

    Leaves the items of the runs behind, refused, without names, and their audit events.
    """
    seed = random.SystemRandom().randrange(10_000) if seed is None else seed
    refused: Counter[str] = Counter()
    total: Counter[str] = Counter()
    passed: list[str] = []
    traces = Traces()
    done = 0
    for batch in _ahead(marked_files(count, seed)):
        states = _supplied(batch)
        for file, state in zip(batch, states, strict=True):
            total[file.carrier] += 1
            refused[file.carrier] += state == IngestionItem.State.REFUSED
            if state != IngestionItem.State.REFUSED:
                passed.append(f"{file.paper.how} {file.carrier} {file.name}: {state}")
            traces.add(file.paper.canary, file.content)
        done += len(batch)
        report(done, count)
    found = traces.found()
    return {
        "seed": seed,
        "marked": total.total(),
        "refused": refused.total(),
        "by_carrier": {carrier: f"{refused[carrier]}/{number}" for carrier, number in sorted(total.items())},
        "passed": passed,
        "traces": found,
    }


def try_ordinary(count: int, report: Report, seed: int = 1, using: Sandbox | None = None) -> dict[str, Any]:
    """Read unmarked files, without storing anything: how many were refused, and which."""
    reader = using or sandbox()
    refused: list[str] = []
    failed: Counter[str] = Counter()
    files = ordinary_files(count, seed)
    done = 0
    with (
        TemporaryDirectory(prefix="congvu-trial-") as folder,
        ThreadPoolExecutor(PARALLEL, thread_name_prefix="trial") as pool,
    ):
        while batch := list(islice(files, _BATCH)):
            paths = [Path(folder, str(number)) for number in range(len(batch))]
            ends = pool.map(_end, repeat(reader), paths, batch)
            for file, end in zip(batch, ends, strict=True):
                if end is Reason.REFUSED_SECRET:
                    refused.append(f"{file.carrier} {file.name}: {' / '.join(file.paper.lines)[:300]}")
                elif end is not None:
                    failed[end] += 1
            done += len(batch)
            report(done, count)
    return {
        "ordinary": count,
        "refused": len(refused),
        "share": len(refused) / count if count else 0.0,
        "which": refused[:20],
        "failed": dict(failed),
    }


def _end(reader: Sandbox, path: Path, file: TrialFile) -> Reason | None:
    """Why a file cannot be read, or None when it can."""
    path.write_bytes(file.content)
    try:
        reader.read(path, file.name)
    except ReadError as error:
        return error.reason
    return None


def _ahead(files: Iterator[TrialFile]) -> Iterator[list[TrialFile]]:
    """The files in batches, the next of which is made while one is being read."""
    with ThreadPoolExecutor(1, thread_name_prefix="making") as pool:
        making = pool.submit(lambda: list(islice(files, _BATCH)))
        while batch := making.result():
            making = pool.submit(lambda: list(islice(files, _BATCH)))
            yield batch


def _supplied(batch: list[TrialFile]) -> list[str]:
    run = start_run(
        None, [(file.name, file.content) for file in batch], agency=None, visibility=Visibility.PROVINCE
    )
    process_run(run, lambda _progress, _name: None)
    return list(run.items.order_by("ordinal").values_list("state", flat=True))


def _written(paper: Paper, carrier: str, index: int) -> bytes:
    if carrier in ("scan-pdf", "grey-pdf"):
        return carriers.scanned_pdf(carriers.scan(paper, index, grey=carrier == "grey-pdf"))
    if carrier == "second-page":
        cover = Paper(paper.lines[:5], paper.canary)
        return carriers.scanned_pdf(carriers.scan(cover, index), carriers.scan(paper, index))
    if carrier == "png":
        return carriers.png(carriers.scan(paper, index))
    if carrier == "jpg":
        return carriers.jpeg(carriers.scan(paper, index))
    if carrier == "zip":
        inside = f"{paper.name}.docx" if not paper.stamp else f"{paper.name}.png"
        content = carriers.word(paper) if not paper.stamp else carriers.png(carriers.scan(paper, index))
        return carriers.zipped({"doc/readme.txt": b"Xem tep kem theo", f"doc/{inside}": content})
    if carrier == "zip-in-zip":
        return carriers.zipped({"trong.zip": carriers.zipped({"van-ban.html": carriers.web(paper)})})
    if carrier == "docx" and paper.stamp:
        draw = random.Random(index)  # noqa: S311 - how a made-up stamp lies
        return carriers.word(paper, carriers.png(carriers.stamp_picture(paper.stamp, draw)))
    return carriers.SIMPLE[carrier](paper)
