"""One file with everything that has to be kept: the database, the supplied files, the kept heads of the audit log.

A backup is a tar of ``database.dump`` (PostgreSQL's own format), ``files/`` (by the hash of their content) and
``audit-heads.jsonl``, closed by ``manifest.json`` with the SHA-256 of each. It is made while the site runs: the dump is
of one moment, and files are never changed, so that those copied after it hold all that it names. Sessions are left out:
whoever is signed in signs in again. Secrets are left out: a restored copy makes its own.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import conninfo

from congvu import __version__
from congvu.common.errors import InvalidInputError, UnavailableError
from congvu.config.engine.binaries import installed
from congvu.config.words import _

FORMAT = 1
DUMP, HEADS, MANIFEST = "database.dump", "audit-heads.jsonl", "manifest.json"
_FILE = re.compile(r"files/[0-9a-f]{2}/([0-9a-f]{64})")
_CHUNK = 1 << 20
_NO_ROWS = ("django_session",)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Backup:
    """What a backup file says of itself. ``sums``: SHA-256 in hex by name; ``made_at``: ISO 8601."""

    version: str
    made_at: str
    sums: dict[str, str]

    @property
    def files(self) -> int:
        """How many supplied files are in it."""
        return sum(name.startswith("files/") for name in self.sums)


def write(target: Path, url: str, files: Path, heads: Path, made_at: str, progress: Progress) -> Backup:
    """Write a backup that only its owner may read; whole or not at all.

    Raises InvalidInputError where ``target`` is there already or cannot be written, UnavailableError where the
    database cannot be dumped.
    """
    if target.exists():
        raise InvalidInputError(_("{path} is there already.").format(path=target), _("Choose another file."))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise _unwritable(target, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            made = _fill(stream, part, url, files, heads, made_at, progress)
            stream.flush()
            os.fsync(stream.fileno())
        part.rename(target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        part.unlink(missing_ok=True)
    return made


def _fill(
    stream: io.BufferedIOBase, part: Path, url: str, files: Path, heads: Path, made_at: str, progress: Progress
) -> Backup:
    sums: dict[str, str] = {}
    dump = part.with_name(f"{part.name}.dump")
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        progress(_("database"), 0, 1)
        try:
            _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}", *_left_out())
            sums[DUMP] = _add(archive, DUMP, dump)
        finally:
            dump.unlink(missing_ok=True)
        found = sorted(path for path in files.glob("??/*") if _FILE.fullmatch(f"files/{path.parent.name}/{path.name}"))
        for number, path in enumerate(found, start=1):
            progress(_("files"), number, len(found))
            if path.exists():  # or it was deleted since
                name = f"files/{path.parent.name}/{path.name}"
                sums[name] = _add(archive, name, path)
        if heads.exists():
            sums[HEADS] = _add(archive, HEADS, heads)
        made = Backup(__version__, made_at, sums)
        said = {"format": FORMAT, "version": made.version, "made_at": made_at, "sha256": sums}
        _add_bytes(archive, MANIFEST, json.dumps(said, indent=1).encode())
    return made


@contextmanager
def opened(source: Path, beside: Path, progress: Progress) -> Iterator[tuple[Backup, Path]]:
    """A backup proved whole and unpacked into a folder inside ``beside``, which is gone at the end.

    Raises InvalidInputError where it is no backup, was changed or is cut off; nothing of it has been used then.
    """
    folder = Path(tempfile.mkdtemp(prefix=".restore-", dir=beside))
    try:
        yield _unpacked(source, folder, progress), folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpacked(source: Path, folder: Path, progress: Progress) -> Backup:
    sums: dict[str, str] = {}
    try:
        with tarfile.open(source, mode="r:") as archive:
            for number, member in enumerate(archive, start=1):
                progress(_("unpacking"), number, number)
                if not member.isfile() or not (member.name in {DUMP, HEADS, MANIFEST} or _FILE.fullmatch(member.name)):
                    raise _no_backup(source)
                sums[member.name] = _copied(archive.extractfile(member), folder / member.name)
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        made = Backup(str(said["version"]), str(said["made_at"]), dict(said["sha256"]))
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError) as error:
        raise _no_backup(source) from error
    sums.pop(MANIFEST)
    if said.get("format") != FORMAT:
        raise InvalidInputError(
            _("{path} was made by a newer version, {version}.").format(path=source, version=made.version),
            _("Restore it with that version."),
        )
    wrong = next((name for name in {**made.sums, **sums} if made.sums.get(name) != sums.get(name)), None)
    if wrong is not None or DUMP not in sums:
        raise InvalidInputError(
            _("{path} is damaged: {name} is not what was written.").format(path=source, name=wrong or DUMP),
            _("Take another copy of the backup."),
        )
    return made


def load_database(dump: Path, url: str) -> None:
    """Fill an empty database in one transaction; extensions are there already and are passed over."""
    listed = _run("pg_restore", "", "--list", str(dump))
    wanted = dump.with_name("wanted")
    wanted.write_text("".join(f"{line}\n" for line in listed.splitlines() if not _of_extension(line)), "utf-8")
    _run(
        "pg_restore", url, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
        f"--use-list={wanted}", str(dump),
    )  # fmt: skip


def load_files(folder: Path, files: Path) -> None:
    """Move unpacked files to where they are kept; what is there by the same hash is the same."""
    for path in sorted((folder / "files").glob("??/*")):
        place = files / path.parent.name / path.name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not place.exists():
            shutil.move(path, place)


def _of_extension(line: str) -> bool:
    return bool(re.search(r"^\d+; \d+ \d+ (?:EXTENSION|COMMENT - EXTENSION|SCHEMA|COMMENT - SCHEMA) ", line))


def _left_out() -> Iterable[str]:
    return (f"--exclude-table-data={table}" for table in _NO_ROWS)


def _run(program: str, url: str, *arguments: str) -> str:
    """Run a program of PostgreSQL; the password goes by the environment, where no list of processes shows it."""
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"}
    command = [str(installed().program(program))]
    if url:
        parts: dict[str, Any] = conninfo.conninfo_to_dict(url)
        environment["PGPASSWORD"] = str(parts.pop("password", ""))
        command.append(f"--dbname={conninfo.make_conninfo('', **parts)}")
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise UnavailableError(
            _("{program} failed: {line}").format(program=program, line=lines[0] if lines else done.returncode),
            _("congvu check tells what is wrong with the database."),
        )
    return done.stdout


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    """Add a file; the SHA-256 of exactly the bytes that were added, though the file may grow meanwhile."""
    with path.open("rb") as stream:
        digest = hashlib.sha256()
        size = left = os.fstat(stream.fileno()).st_size
        while left and (chunk := stream.read(min(left, _CHUNK))):
            digest.update(chunk)
            left -= len(chunk)
        stream.seek(0)
        archive.addfile(_member(name, size), stream)
    return digest.hexdigest()


def _add_bytes(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    archive.addfile(_member(name, len(data)), io.BytesIO(data))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _copied(data: Any, place: Path) -> str:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with place.open("xb") as target:
        while chunk := data.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()


def _no_backup(source: Path) -> InvalidInputError:
    return InvalidInputError(
        _("{path} is no whole backup of Công Vụ.").format(path=source),
        _("Choose a file that “congvu backup” wrote, and check that all of it was copied."),
    )


def _unwritable(path: Path, error: OSError) -> InvalidInputError:
    return InvalidInputError(
        _("{path} cannot be written: {error}").format(path=path, error=error.strerror or error),
        _("Choose another file."),
    )
