"""Measuring how well files are read: scans against pages typed by hand, old encodings against their Unicode text."""

from __future__ import annotations

import re
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from django.utils.translation import gettext as _

from congvu.common.errors import InvalidInputError
from congvu.ingestion.accuracy import Accuracy, compare
from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.recognise import DPI, recognise
from congvu.ingestion.parsers.scan import scanned_text
from congvu.ingestion.sandbox import sandbox

_PAGE = re.compile(r"(.+)-(\d+)")

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """One file or page; ``seconds`` of processor time, programs that were started included; ``confidence`` 0..100."""

    name: str
    accuracy: Accuracy
    seconds: float
    confidence: int | None = None


def measure_scans(truth: Path, scans: Path, report: Report) -> Iterator[Measured]:
    """Pages of ``scans/NAME.pdf`` against ``truth/NAME-PAGE.txt``, stamps looked for as on any first page.

    Raises InvalidInputError where there is no such pair.
    """
    pairs = [(found, path) for path in sorted(truth.glob("*.txt")) if (found := _PAGE.fullmatch(path.stem))]
    _check(pairs and all((scans / f"{found[1]}.pdf").is_file() for found, _path in pairs), truth)
    for done, (found, path) in enumerate(pairs, 1):
        document = pypdfium2.PdfDocument(scans / f"{found[1]}.pdf")
        before = _processor()
        with TemporaryDirectory(prefix="congvu-eval-") as folder:
            picture = document[int(found[2]) - 1].render(scale=DPI / 72).to_pil()
            page = recognise(picture, Limits(), Path(folder), stamps=int(found[2]) == 1)
        text = scanned_text({1: page}, Limits()).text
        seconds = _processor() - before
        document.close()
        yield Measured(path.stem, compare(path.read_text(encoding="utf-8"), text), seconds, page.confidence)
        report(done, len(pairs))


def measure_legacy(truth: Path, files: Path, report: Report) -> Iterator[Measured]:
    """Files against ``truth/NAME.txt``, read in the sandbox as any supplied file. Raises InvalidInputError where
    there is no such pair.
    """
    pairs = [(path, truth / f"{path.stem}.txt") for path in sorted(files.iterdir()) if path.is_file()]
    pairs = [pair for pair in pairs if pair[1].is_file()]
    _check(pairs, truth)
    for done, (path, expected) in enumerate(pairs, 1):
        start = time.monotonic()
        text = sandbox().read(path, path.name)["text"]
        yield Measured(path.name, compare(expected.read_text(encoding="utf-8"), text), time.monotonic() - start)
        report(done, len(pairs))


def total(found: list[Measured]) -> Accuracy:
    """All of them together, each weighted by its length."""
    return sum((one.accuracy for one in found), Accuracy())


def _check(found: object, folder: Path) -> None:
    if not found:
        raise InvalidInputError(
            _("%s: no text that belongs to a file.") % folder, _("NAME-PAGE.txt (scans), NAME.txt (legacy).")
        )


def _processor() -> float:
    """Seconds of processor time that this process and the programs it started have used."""
    ours, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return ours.ru_utime + ours.ru_stime + theirs.ru_utime + theirs.ru_stime
