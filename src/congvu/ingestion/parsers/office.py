"""Word 97 documents and RTF, through programs of the system: LibreOffice, else catdoc, else antiword.

The programs run without network where the system allows it, with a home of their own, inside the sandbox's
limits.
"""

from __future__ import annotations

import functools
import os
import resource
import shutil
import struct
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import olefile

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import ParsedText, check_length, tidy
from congvu.ingestion.parsers.docx import DocxParser
from congvu.ingestion.types import ReadError, Reason

_FIB_FLAGS = 0x0A
_FIB_ENCRYPTED = 0x0100
_OFFICE_PROGRAMS = ("soffice", "libreoffice")
_TEXT_PROGRAMS: dict[str, tuple[str, ...]] = {
    "catdoc": ("-w", "-d", "utf-8"),
    "antiword": ("-w", "0", "-m", "UTF-8.txt"),
}


@dataclass(frozen=True, slots=True)
class OfficeParser:
    """One parser for both kinds; ``suffix`` is the name that the programs know the kind by."""

    name: str
    media_type: str
    suffix: str

    def parse(self, path: Path, limits: Limits, workdir: Path) -> ParsedText:
        if self.suffix == ".doc":
            _refuse_encrypted(path)
        source = workdir / f"document{self.suffix}"
        shutil.copyfile(path, source)
        failure: ReadError | None = None
        office = next(filter(None, map(shutil.which, _OFFICE_PROGRAMS)), None)
        if office is not None:
            try:
                return DocxParser().parse(_to_docx(office, source, limits, workdir), limits, workdir)
            except ReadError as error:
                failure = error
        for program, options in _TEXT_PROGRAMS.items():
            found = shutil.which(program)
            if found is not None and (program, self.suffix) != ("antiword", ".rtf"):
                parsed = _to_text([found, *options, str(source)], limits, workdir)
                if parsed is not None:
                    warning = f"read with {program}: tables and numbers of lists may be missing"
                    return replace(parsed, warnings=(warning,))
        if failure is not None:
            raise failure
        raise ReadError(Reason.MISSING_PROGRAM, "LibreOffice")


WORD = OfficeParser("word-1", "application/msword", ".doc")
RTF = OfficeParser("rtf-1", "application/rtf", ".rtf")


def _refuse_encrypted(path: Path) -> None:
    try:
        with olefile.OleFileIO(str(path)) as ole, ole.openstream("WordDocument") as stream:
            head = stream.read(_FIB_FLAGS + 2)
    except Exception as error:  # olefile raises whatever a broken file makes it stumble over
        raise ReadError(Reason.DAMAGED, f"OLE container: {type(error).__name__}") from error
    if len(head) < _FIB_FLAGS + 2:
        raise ReadError(Reason.DAMAGED, "Word header cut short")
    if struct.unpack_from("<H", head, _FIB_FLAGS)[0] & _FIB_ENCRYPTED:
        raise ReadError(Reason.ENCRYPTED, "Word document with a password")


def _to_docx(office: str, source: Path, limits: Limits, workdir: Path) -> Path:
    profile = (workdir / "profile").as_uri()
    _run(
        [
            office,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--convert-to",
            "docx",
            "--outdir",
            str(workdir),
            str(source),
        ],
        limits,
        workdir,
    )
    target = source.with_suffix(".docx")
    if not target.is_file():
        raise ReadError(Reason.DAMAGED, "LibreOffice cannot open it")
    return target


def _to_text(command: list[str], limits: Limits, workdir: Path) -> ParsedText | None:
    output = _run(command, limits, workdir)
    text = tidy(output.decode("utf-8", errors="replace"))
    return ParsedText(check_length(text, limits)) if text.strip() else None


def _run(command: list[str], limits: Limits, workdir: Path) -> bytes:
    """Standard output of a program, through a file so that its size is limited too."""
    output = workdir / "output"
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(workdir),
        "TMPDIR": str(workdir),
        "LANG": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
        "SAL_USE_VCLPLUGIN": "svp",
    }

    def allow_more_memory() -> None:
        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))

    with output.open("wb") as out:
        try:
            subprocess.run(
                [*_without_network(), *command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.DEVNULL,
                cwd=workdir,
                env=environment,
                preexec_fn=allow_more_memory,  # safe: the sandbox child has one thread
                timeout=limits.wall_seconds * 0.75,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ReadError(Reason.TIMEOUT, f"{Path(command[0]).name} took too long") from error
    return output.read_bytes()


@functools.cache
def _without_network() -> tuple[str, ...]:
    """The prefix that runs a command in an empty network, or nothing where the system does not let us."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    prefix = (unshare, "--map-root-user", "--net")
    try:
        done = subprocess.run([*prefix, "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return prefix if done.returncode == 0 else ()
