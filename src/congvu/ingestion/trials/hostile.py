"""Whether files stop a reader: those made to break one, and good files with their bytes thrown about."""

from __future__ import annotations

import io
import math
import random
import struct
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count as count_from
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from congvu.common.errors import InvalidInputError, UnavailableError
from congvu.ingestion.sandbox import UNPACKER, Sandbox
from congvu.ingestion.trials import carriers
from congvu.ingestion.trials.bad_files import HostileFile, made_files
from congvu.ingestion.trials.papers import ordinary
from congvu.ingestion.trials.sent import READ_AS, sent_files
from congvu.ingestion.trials.trees import json_changed, xml_changed
from congvu.ingestion.types import ReadError, Reason

MOST_SECONDS = 60.0
MOST_KIB = 512 * 1024
_PICTURE = (1654, 700)
_HEAD_BYTES = 512
_TOO_SHORT = 16
_PNG = b"\x89PNG\r\n\x1a\n"
_MARKUP = b"<>{}\\/&;()[]\"'%-=0123456789\nabcdu"

Report = Callable[[int, int], None]


def hostile_files(count: int, seed: int = 1) -> Iterator[HostileFile]:
    """The made ones first, then good files of each kind with bytes changed, cut, doubled or swapped."""
    made = list(made_files())
    yield from made[:count]
    yield from islice(fuzzed_files(seed), max(0, count - len(made)))


def fuzzed_files(seed: int = 1, kinds: Collection[str] = ()) -> Iterator[HostileFile]:
    """Good files of each kind (or of ``kinds`` only) in turn, without end: every second time bytes are changed, cut,
    doubled or swapped anywhere, else only where a reader still takes the file for what it is and gets deep into it.
    """
    draw = random.Random(seed)  # noqa: S311 - which bytes are thrown about
    good = _wanted(kinds)
    for index in count_from(0) if good else ():
        for kind in good:
            deed = _thrown_about if index % 2 == 0 else _thrown_about_inside
            yield HostileFile(f"fuzz-{index}.{kind}", deed(good[kind], draw))


def try_hostile(count: int, report: Report, seed: int = 1, using: Sandbox | None = None) -> dict[str, Any]:
    """Read them all; how each ended, the longest time (s) and the most memory (MiB), and what went wrong."""
    return _try(hostile_files(count, seed), count, report, using)


def try_each(
    each: int,
    report: Report,
    seed: int = 1,
    most_s: float = math.inf,
    kinds: Collection[str] = (),
    using: Sandbox | None = None,
) -> dict[str, Any]:
    """Only fuzzed files, ``each`` of every kind (or of ``kinds``), as many rounds as ``most_s`` seconds allow.

    What only sources send is read as ``arrivals`` has it read, in a sandbox of its own.

    Raises InvalidInputError for kinds of which no good file can be made.
    """
    if unknown := set(kinds) - set(_good()):
        raise InvalidInputError(_("%s: no such kind.") % ", ".join(sorted(unknown)), ", ".join(_good()))
    total = each * len(_wanted(kinds))
    return _try(islice(fuzzed_files(seed, kinds), total), total, report, using, most_s)


@dataclass(slots=True)
class _Tally:
    """Of one kind of file."""

    ends: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    slowest: float = 0.0
    peak_kib: int = 0
    heaviest: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "files": self.ends.total(),
            "ends": dict(self.ends.most_common()),
            "seconds": round(self.seconds, 1),
            "slowest_s": round(self.slowest, 1),
            "peak_mib": self.peak_kib // 1024,
            "heaviest": self.heaviest,
        }


def _try(
    files: Iterable[HostileFile], total: int, report: Report, using: Sandbox | None, most_s: float = math.inf
) -> dict[str, Any]:
    readers = _Readers(using)
    kinds: dict[str, _Tally] = {}
    wrong: list[str] = []
    begun = time.monotonic()
    try:
        with TemporaryDirectory(prefix="congvu-trial-") as folder:
            for done, file in enumerate(files, 1):
                path = Path(folder, "file")
                path.write_bytes(file.content)
                kind = file.name.rpartition(".")[2]
                reader = readers.of(kind)
                reader.peak_kib = 0
                start = time.monotonic()
                end = _read(reader, path, f"{READ_AS[kind]}/{file.name}" if kind in READ_AS else file.name)
                seconds = time.monotonic() - start
                tally = kinds.setdefault(kind, _Tally())
                tally.ends[end] += 1
                tally.seconds += seconds
                tally.slowest = max(tally.slowest, seconds)
                if reader.peak_kib > tally.peak_kib:
                    tally.peak_kib, tally.heaviest = reader.peak_kib, file.name
                if end in (Reason.CRASHED, "no reader") or seconds > MOST_SECONDS + 1 or reader.peak_kib > MOST_KIB:
                    wrong.append(f"{file.name}: {end} after {seconds:.0f} s, {reader.peak_kib // 1024} MiB")
                report(done, total)
                if time.monotonic() - begun > most_s:
                    break
    finally:
        readers.close()
    heaviest = max(kinds.values(), key=lambda tally: tally.peak_kib, default=_Tally())
    return {
        "files": sum(tally.ends.total() for tally in kinds.values()),
        "ends": dict(sum((tally.ends for tally in kinds.values()), Counter()).most_common()),
        "slowest_s": round(max((tally.slowest for tally in kinds.values()), default=0.0), 1),
        "peak_mib": heaviest.peak_kib // 1024,
        "heaviest": heaviest.heaviest,
        "by_kind": {kind: tally.as_json() for kind, tally in sorted(kinds.items())},
        "wrong": wrong,
    }


class _Readers:
    """The sandbox of files, and that of what sources send; ``using``: somebody else's for files, which stays open."""

    def __init__(self, using: Sandbox | None) -> None:
        self._files, self._own = using or Sandbox(), using is None
        self._sent = Sandbox(reader=UNPACKER)

    def of(self, kind: str) -> Sandbox:
        return self._sent if kind in READ_AS else self._files

    def close(self) -> None:
        self._sent.close()
        if self._own:
            self._files.close()


def _read(reader: Sandbox, path: Path, name: str) -> str:
    try:
        reader.read(path, name)
    except ReadError as error:
        return str(error.reason)
    except UnavailableError:
        return "no reader"
    return "read"


@cache
def _good() -> dict[str, bytes]:
    """A good file of each kind that is fuzzed; without LibreOffice none of those that it writes."""
    paper = ordinary(3, 1)
    # The head of a page: the bytes are what is tried here, and recognising whole pages takes the time.
    page = carriers.scan(paper, 1).crop((0, 0, *_PICTURE))
    files = {kind: make(paper) for kind, make in carriers.SIMPLE.items()}
    files |= {"png": carriers.png(page), "jpg": carriers.jpeg(page)}
    files["zip"] = carriers.zipped({"a.docx": files["docx"], "b.txt": files["txt"]})
    for kind, source in (("pdf", "docx"), ("doc", "docx"), ("xls", "xlsx")):
        made = carriers.by_office({f"p.{source}": files[source]}, kind)
        files |= dict.fromkeys([kind] if made else [], next(iter(made.values()), b""))
    return files | sent_files(files["txt"])


def _wanted(kinds: Collection[str]) -> dict[str, bytes]:
    return {kind: content for kind, content in _good().items() if not kinds or kind in kinds}


def _thrown_about(content: bytes, draw: random.Random) -> bytes:
    data = bytearray(content)
    for _time in range(draw.randrange(1, 12)):
        at = draw.randrange(len(data))
        deed = draw.randrange(5)
        if deed == 0:
            data[at] = draw.randrange(256)
        elif deed == 1:
            data[at : at + draw.randrange(1, 64)] = draw.randbytes(draw.randrange(1, 64))
        elif deed == 2:
            del data[at : at + draw.randrange(1, max(2, len(data) // 8))]
        elif deed == 3:
            data[at:at] = data[at : at + draw.randrange(1, 512)]
        else:
            data[at : at + 4] = b"\xff\xff\xff\x7f"
        if len(data) < 16:
            break
    return bytes(data)


def _thrown_about_inside(content: bytes, draw: random.Random) -> bytes:
    """Parts of an archive packed anew with right sums, JSON and XML that still are what they were; of other files some
    bytes behind the head, none moved.
    """
    if content.startswith(b"{") and not content.startswith(b"{\\rtf"):
        return json_changed(content, draw)
    if content.startswith(b"<?xml"):
        return xml_changed(content, draw)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for name in draw.sample(sorted(parts), min(len(parts), draw.randrange(1, 4))):
            if parts[name]:
                deed = draw.choice((_thrown_about, _overwritten))
                parts[name] = deed(parts[name], draw)
        return carriers.zipped(parts)
    if content.startswith(_PNG):
        return _PNG + b"".join(_chunk(kind, _overwritten(body, draw)) for kind, body in _chunks(content))
    return _overwritten(content, draw)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 8 <= len(png):
        length, kind = struct.unpack_from("!I4s", png, at)
        yield kind, png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))


def _overwritten(content: bytes, draw: random.Random) -> bytes:
    data = bytearray(content)
    if len(data) < _TOO_SHORT:
        return content
    head = min(_HEAD_BYTES, len(data) // 8)
    text = _is_text(content)
    for _time in range(draw.randrange(1, 60)):
        at = draw.randrange(head, len(data))
        if not text:
            data[at] = draw.randrange(256)
        elif data[at] < 128:
            data[at] = draw.choice(_MARKUP)
    return bytes(data)


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
