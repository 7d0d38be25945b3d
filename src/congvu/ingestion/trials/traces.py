"""Looking for what must not have stayed: words and bytes, in every table, file, log and temporary folder."""

from __future__ import annotations

import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from congvu.corpus import storage
from congvu.corpus.models import DocumentVersion

_PIECE = 48
_KEY = 8
_LARGEST = 1 << 30
_SHORTEST = 6


class Traces:
    """Collects what was supplied, then looks everywhere for it.

    Hundreds of words are not looked for one by one: where all of them begin alike, that beginning is looked for, which
    finds at least as much. Pieces of bytes are found by their first eight, then compared.
    """

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
        return [*self._in_tables(), *self._in_files()] if self._words else []

    def _in_tables(self) -> Iterator[str]:
        """Rows of any table of the database (the index and the queue are tables, too) that hold a word, as text or in
        bytes; and documents made of these very bytes.
        """
        for version in DocumentVersion.objects.filter(content_hash__in=self._hashes):
            yield f"document version {version.pk}"
        forms = [form for word in _beginnings(self._words) for form in (word, word.encode().hex())]
        holds = " OR ".join(["strpos(line::text, %s) > 0"] * len(forms))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables "
                "WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
            )
            for (table,) in cursor.fetchall():
                cursor.execute(f"SELECT count(*) FROM {table} AS line WHERE {holds}", forms)  # noqa: S608
                (number,) = cursor.fetchone()
                if number:
                    yield f"table {table}: {number} rows"

    def _in_files(self) -> Iterator[str]:
        for content_hash in self._hashes:
            if storage.exists(content_hash) or storage.pages_folder(content_hash).exists():
                yield f"kept bytes of {content_hash[:12]}"
        words = [form for word in _beginnings(self._words) for form in _forms(word)]
        pieces: defaultdict[bytes, list[bytes]] = defaultdict(list)
        for piece in self._pieces:
            if len(piece) >= _KEY:
                pieces[piece[:_KEY]].append(piece)
        keys = np.sort(np.frombuffer(b"".join(pieces), dtype="<u8"))
        for path in _files():
            content = _content(path)
            likely = [piece for key in _in(content, keys) for piece in pieces[key]]
            if any(one in content for one in (*words, *likely)):
                yield f"file {path}"


def _beginnings(words: Iterable[str]) -> list[str]:
    """What to look for instead of all of the words: their common beginning, where it is long enough to mean them."""
    words = sorted(set(words))
    first, last = words[0], words[-1]
    length = next((at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return [first[:length]] if length >= _SHORTEST else words


def _in(content: bytes, keys: NDArray[np.uint64]) -> set[bytes]:
    """Which of the sorted keys (eight bytes each, as numbers) stand anywhere in the content."""
    found: set[bytes] = set()
    for shift in range(min(_KEY, len(content))):
        length = (len(content) - shift) // _KEY
        windows = np.frombuffer(content, dtype="<u8", count=length, offset=shift)
        places = np.searchsorted(keys, windows).clip(max=max(0, len(keys) - 1))
        if len(keys):
            found.update(key.tobytes() for key in np.unique(windows[keys[places] == windows]))
    return found


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


def _content(path: Path) -> bytes:
    try:
        return b"" if path.stat().st_size > _LARGEST else path.read_bytes()
    except OSError:
        return b""
