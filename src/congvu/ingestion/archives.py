"""Archives that people supply: opened in the sandbox, within its limits, one level deep."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from congvu.ingestion.arrivals import unpacker
from congvu.ingestion.types import ReadError
from congvu.ingestion.unpacking import ARCHIVES

_ZIP = b"PK\x03\x04"


def opened(files: Iterable[tuple[str, bytes | Path]]) -> Iterator[tuple[str, bytes | Path]]:
    """The same files, with those of each ZIP in its place. What cannot be opened stays and gets its reason later."""
    for name, content in files:
        members = _members(name, content)
        if members is None:
            yield name, content
        else:
            yield from ((f"{name}/{inner}", data) for inner, data in members)


def _members(name: str, content: bytes | Path) -> list[tuple[str, bytes]] | None:
    if isinstance(content, Path):
        with content.open("rb") as file:
            if file.read(len(_ZIP)) != _ZIP:
                return None
        return _unpacked(name, content)
    if not content.startswith(_ZIP):
        return None
    with tempfile.NamedTemporaryFile(prefix="congvu-zip-") as copy:
        copy.write(content)
        copy.flush()
        return _unpacked(name, Path(copy.name))


def _unpacked(name: str, path: Path) -> list[tuple[str, bytes]] | None:
    try:
        answer = unpacker().read(path, f"{ARCHIVES}/{name}")
    except ReadError:
        return None
    members = answer.get("members")
    return None if members is None else [(inner, base64.b64decode(data)) for inner, data in members]
