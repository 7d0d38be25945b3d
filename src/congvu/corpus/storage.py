"""Files by the hash of their content, in a local folder; writing is atomic and writing twice is the same as
once.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_HASH = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 20


def blob_path(content_hash: str) -> Path:
    """Where the bytes of a hash lie or would lie; raises ValueError for anything that is not a SHA-256 in
    hex.
    """
    if not _HASH.fullmatch(content_hash):
        raise ValueError("not a content hash")
    return root() / content_hash[:2] / content_hash


def exists(content_hash: str) -> bool:
    """Whether the bytes of this hash are kept."""
    return blob_path(content_hash).is_file()


def open_blob(content_hash: str) -> BinaryIO:
    """The kept bytes, open for reading; raises FileNotFoundError when they are not there."""
    return blob_path(content_hash).open("rb")


def put_bytes(data: bytes) -> str:
    """Keep bytes; returns their SHA-256 in hex."""
    return _put(iter((data,)))


def put_file(path: Path) -> str:
    """Keep a copy of a file without holding it in memory; returns the SHA-256 in hex of what was copied."""
    with path.open("rb") as source:
        return _put(iter(lambda: source.read(_CHUNK), b""))


def delete(content_hash: str) -> None:
    """Forget the bytes of a hash; does nothing when they are not there."""
    blob_path(content_hash).unlink(missing_ok=True)


def pages_folder(content_hash: str) -> Path:
    """Where the pages of a scan are kept while it is being recognised; beside its bytes, gone when it is read."""
    path = blob_path(content_hash)
    return path.with_name(f"{path.name}.pages")


def forget_pages(content_hash: str) -> None:
    """Remove what was recognised of a scan so far; does nothing where nothing was."""
    shutil.rmtree(pages_folder(content_hash), ignore_errors=True)


def root() -> Path:
    """The folder of all kept bytes."""
    return Path(getattr(settings, "CONGVU_FILES_DIR", None) or settings.MEDIA_ROOT)


def _put(chunks: Iterator[bytes]) -> str:
    folder = root()
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    handle, name = tempfile.mkstemp(prefix=".incoming-", dir=folder)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            for chunk in chunks:
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        final = blob_path(digest.hexdigest())
        if not final.is_file():
            final.parent.mkdir(exist_ok=True)
            temporary.replace(final)
            _sync_folder(final.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    """The rename itself must survive a power cut, not only the bytes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
