"""Opening ZIP containers only after their table of contents has been judged; nothing is unpacked before that."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from congvu.ingestion.conf import MIB, Limits
from congvu.ingestion.types import ReadError, Reason

_ENCRYPTED_FLAG = 0x1


@contextmanager
def open_checked(path: Path, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """A ZIP whose directory is within the limits; raises ReadError otherwise."""
    try:
        with zipfile.ZipFile(path) as archive:
            _judge(archive, limits)
            yield archive
    except (
        zipfile.BadZipFile,
        EOFError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        UnicodeDecodeError,
    ) as error:
        raise ReadError(Reason.DAMAGED, f"ZIP container: {type(error).__name__}") from error


def _judge(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.zip_entries:
        raise ReadError(Reason.DECOMPRESSION_BOMB, f"{len(entries)} entries, limit {limits.zip_entries}")
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise ReadError(Reason.ENCRYPTED, "ZIP container with a password")
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked_bytes:
        raise ReadError(Reason.DECOMPRESSION_BOMB, f"unpacks to {total} bytes, limit {limits.unpacked_bytes}")
    for entry in entries:
        if entry.file_size > MIB and entry.file_size > limits.unpacked_ratio * max(entry.compress_size, 1):
            raise ReadError(Reason.DECOMPRESSION_BOMB, f"unpacks more than {limits.unpacked_ratio} times its size")


def read_part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """The bytes of a part, or None where there is no such part; never more than its directory entry admits."""
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    with archive.open(entry) as part:
        data = part.read(entry.file_size + 1)
    if len(data) > entry.file_size:
        raise ReadError(Reason.DECOMPRESSION_BOMB, "a part is larger than the container admits")
    return data


def read_xml(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """The root of an XML part, or None where there is none. A DTD or entities are refused, not expanded."""
    data = read_part(archive, name)
    if data is None:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(Reason.DAMAGED, f"{name}: not well-formed XML") from error
    if root.getroottree().docinfo.doctype:
        raise ReadError(Reason.DAMAGED, f"{name}: XML with a document type")
    return root
