"""Looking for what must not have stayed: words and bytes, in every table, file, log and temporary folder."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from congvu.corpus import storage

_PIECE = 48
_LARGEST = 1 << 30


class Traces:
    """Collects what was supplied, then looks everywhere for it."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._pieces: list[bytes] = []
        self._hashes: list[str] = []

    def add(self, canary: str, content: bytes) -> None:
        """A file: a word that only it holds, and its bytes."""
        self._words.append(canary)
        middle = max(0, len(content) // 2 - _PIECE // 2)
        self._pieces.append(content[middle : middle + _PIECE])
        self._hashes.append(hashlib.sha256(content).hexdigest())

    def found(self) -> list[str]:
        """Where any of it was found; empty when nothing stayed."""
        return [*self._in_tables(), *self._in_files()]

    def _in_tables(self) -> Iterator[str]:
        """Rows of any table of the database (the index and the queue are tables, too) that hold a word, as text or in
        bytes.
        """
        pattern = "|".join([*self._words, *(word.encode().hex() for word in self._words)])
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables "
                "WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
            )
            for (table,) in cursor.fetchall():
                cursor.execute(f"SELECT count(*) FROM {table} AS line WHERE line::text ~ %s", [pattern])  # noqa: S608
                (number,) = cursor.fetchone()
                if number:
                    yield f"table {table}: {number} rows"

    def _in_files(self) -> Iterator[str]:
        for content_hash in self._hashes:
            if storage.exists(content_hash) or storage.pages_folder(content_hash).exists():
                yield f"kept bytes of {content_hash[:12]}"
        words = re.compile(b"|".join(re.escape(form) for word in self._words for form in _forms(word)))
        pieces = re.compile(b"|".join(map(re.escape, self._pieces)))
        for path in _files():
            if _holds(path, words) or _holds(path, pieces):
                yield f"file {path}"


def _forms(word: str) -> Iterator[bytes]:
    yield word.encode()
    yield word.encode("utf-16-le")
    yield word.encode("utf-16-be")


def _files() -> Iterator[Path]:
    """Kept files, logs, and what the program leaves in the temporary folder."""
    for folder in (storage.root(), Path(settings.MEDIA_ROOT).parent / "log"):
        yield from (path for path in folder.rglob("*") if path.is_file())
    for folder in Path(tempfile.gettempdir()).glob("congvu-read-*"):
        yield from (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _holds(path: Path, pattern: re.Pattern[bytes]) -> bool:
    try:
        if path.stat().st_size > _LARGEST:
            return False
        return pattern.search(path.read_bytes()) is not None
    except OSError:
        return False
