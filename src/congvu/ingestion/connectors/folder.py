"""A watched folder, which is also where an SFTP server drops files: taken when complete, removed when kept.

A file is complete when it has not changed for a while and does not bear the name of one that is still being written.
Whoever can rename should write to "name.part" and rename. Messages of ours are put into ``gui/`` by renaming.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from congvu.ingestion.connectors.base import ConnectorError, Fetched, Known

OUTGOING, FAILED = "gui", "loi"
"""Subfolders for what we send, and for what cannot even be taken in (too large, not readable)."""
SETTLED_SECONDS = 3.0
_UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload", ".partial", "~")
MAX_FILES = 5_000
"""In one run; the rest waits for the next."""


class FolderConnector:
    """Files below ``root``, subfolders included; links and hidden names are left alone."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def fetch(self, known: Known) -> Iterator[Fetched]:
        if not self._root.is_dir():
            raise ConnectorError(_("There is no folder %s.") % self._root.name)
        for path in self._complete():
            yield Fetched(
                path.relative_to(self._root).as_posix(),
                path,
                taken=lambda path=path: path.unlink(missing_ok=True),  # type: ignore[misc]
                refused=lambda _why, path=path: self._put_aside(path),  # type: ignore[misc]
            )

    def send(self, name: str, content: bytes) -> None:
        folder = self._root / OUTGOING
        try:
            folder.mkdir(exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".", dir=folder)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(folder / name)
        except OSError as error:
            said = {"folder": OUTGOING, "error": error.strerror}
            raise ConnectorError(_("The folder %(folder)s cannot be written to: %(error)s") % said) from error

    def close(self) -> None:
        """Nothing is held."""

    def _complete(self) -> list[Path]:
        found: list[tuple[float, Path]] = []
        for folder, folders, names in os.walk(self._root, followlinks=False):
            top = Path(folder) == self._root
            folders[:] = sorted(
                name for name in folders if not name.startswith(".") and not (top and name in (OUTGOING, FAILED))
            )
            for name in names:
                path = Path(folder, name)
                if name.startswith(".") or name.lower().endswith(_UNFINISHED) or path.is_symlink():
                    continue
                try:
                    changed = path.stat().st_mtime
                except FileNotFoundError:
                    continue
                if time.time() - changed >= SETTLED_SECONDS:
                    found.append((changed, path))
        # The oldest first: a new document before its update, where stamps do not tell.
        return [path for _changed, path in sorted(found)[:MAX_FILES]]

    def _put_aside(self, path: Path) -> None:
        folder = self._root / FAILED
        folder.mkdir(exist_ok=True)
        path.replace(folder / path.name)
