"""The files of a message: kept, read, and forgotten again where they must not be here."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass

from congvu.common.hashing import sha256_hex
from congvu.corpus import storage
from congvu.corpus.models import DocumentVersion
from congvu.corpus.types import ReadDocument
from congvu.ingestion.door import KEPT_OUT, forget_unneeded
from congvu.ingestion.edxml.types import Attachment, Message
from congvu.ingestion.envelopes import find_main, with_envelope
from congvu.ingestion.types import ReadError, Reason

Read = Callable[[str, str], ReadDocument]
"""Reads kept bytes, by hash, under a name; raises ReadError."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files that could be read, which of them is the document itself, and what happened to the others."""

    reads: tuple[ReadDocument, ...]
    main: int | None
    unread: tuple[str, ...]


def read_files(message: Message, read: Read) -> Files:
    """Read the attachments. A secret or infected one refuses the message; others that cannot be read are named, unless
    all are.
    """
    reads: list[ReadDocument] = []
    unread: list[str] = []
    first: ReadError | None = None
    for attachment in message.attachments:
        try:
            reads.append(read(_keep(attachment), attachment.name))
        except ReadError as error:
            if error.reason in KEPT_OUT:
                raise
            first = first or error
            # It was never judged; another try takes it out of the message again.
            if attachment.content:
                forget_unneeded(sha256_hex(base64.b64decode(attachment.content)))
            unread.append(f"{attachment.name}: {error.reason}")
    if not reads:
        raise first or ReadError(Reason.EMPTY, "a message without files")
    main = find_main(reads, message)
    return Files(
        tuple(with_envelope(one, message, main=at == main) for at, one in enumerate(reads)), main, tuple(unread)
    )


def _keep(attachment: Attachment) -> str:
    if attachment.flaw:
        raise ReadError(Reason.DAMAGED, f"attachment: {attachment.flaw}")
    return storage.put_bytes(base64.b64decode(attachment.content))


def forget_attachments(message: Message) -> None:
    """Delete the kept bytes of a message that is refused, but for those that documents have from elsewhere."""
    for attachment in message.attachments:
        if attachment.content:
            forget_bytes(sha256_hex(base64.b64decode(attachment.content)))


def forget_bytes(content_hash: str) -> None:
    """Delete kept bytes, unless they are those of a document that is there in its own right."""
    storage.forget_pages(content_hash)
    if not DocumentVersion.objects.filter(content_hash=content_hash).exists():
        storage.delete(content_hash)
