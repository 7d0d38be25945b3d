"""ZIP archives: never a document themselves, but what lies in them is judged, so that no secret hides in one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import NoReturn

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.recognise import Unfinished
from congvu.ingestion.parsers.zipsafe import open_checked
from congvu.ingestion.types import ReadError, Reason

_CHUNK = 1 << 20
_DEEPEST = 3

Judge = Callable[[Path, str, Limits, Path], None]
"""Reads a file and raises ReadError; only that it bears a mark matters here."""


def refuse_archive(path: Path, limits: Limits, workdir: Path, judge: Judge, depth: int = 0) -> NoReturn:
    """Always raises ReadError: for the mark of a state secret in any member, else because archives are unpacked by
    whoever supplies them.
    """
    with open_checked(path, limits) as archive:
        names = archive.namelist()
        for number, entry in enumerate(archive.infolist()):
            if not entry.is_dir() and depth < _DEEPEST:
                _judge_member(archive, entry, workdir / f"member-{depth}-{number}", limits, judge)
    slides = any(name.startswith("ppt/") for name in names)
    what = "PowerPoint slides" if slides else "OpenDocument file" if "content.xml" in names else "ZIP archive"
    raise ReadError(Reason.UNSUPPORTED, what)


def _judge_member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, limits: Limits, judge: Judge
) -> None:
    folder.mkdir()
    member = folder / "member"
    with archive.open(entry) as source, member.open("wb") as target:
        written = 0
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > entry.file_size:
                raise ReadError(Reason.DECOMPRESSION_BOMB, "a part is larger than the container admits")
            target.write(chunk)
    try:
        judge(member, PurePosixPath(entry.filename).name, limits, folder)
    except Unfinished as paused:
        raise ReadError(Reason.TIMEOUT, "long scan inside an archive") from paused
    except ReadError as error:
        if error.reason in (Reason.REFUSED_SECRET, Reason.DECOMPRESSION_BOMB):
            raise
    finally:
        member.unlink()
