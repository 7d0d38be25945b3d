"""What is decided about a supplied file beside its text: its name, readers of internal papers, whose bytes stay."""

from __future__ import annotations

from pathlib import PurePosixPath

from congvu.corpus import storage
from congvu.corpus.models import DocumentVersion, Visibility
from congvu.corpus.types import ReadDocument
from congvu.ingestion.connector_models import Arrival
from congvu.ingestion.models import IngestionItem, IngestionRun
from congvu.ingestion.reasons import EXPLANATIONS
from congvu.ingestion.types import Reason

KEPT_OUT = frozenset({Reason.REFUSED_SECRET, Reason.INFECTED})
"""Reasons for which nothing of a file may stay."""

_State = IngestionItem.State


def clean_name(name: str) -> str:
    """A name for showing and for the suffix only: no root, no way up, nothing invisible, no more than 255."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    clean = "".join(c for c in "/".join(parts) if c.isprintable())
    return clean[-255:] or "file"


def nameless(name: str, instead: object) -> str:
    """What a refused file is called: ``instead`` and its kind. Its own name may be part of the secret."""
    suffix = PurePosixPath(name).suffix
    return f"#{instead}{suffix if suffix[1:].isalnum() and len(suffix) <= 6 else ''}"


def visibility_for(run: IngestionRun, read: ReadDocument) -> str:
    """Who may read a document of this run: "LƯU HÀNH NỘI BỘ" on its first page keeps it within the agency, or, where
    the supply names no agency, with the person who supplied it.
    """
    if run.visibility != Visibility.PROVINCE or not read.front.get("internal_only"):
        return run.visibility
    if run.agency_id is not None:
        return Visibility.AGENCY
    return Visibility.PRIVATE if run.started_by_id is not None else run.visibility


def forget_unjudged(item: IngestionItem) -> None:
    """Delete the bytes of a file that was refused, or that could not be read and so was never judged; what another try
    may yet read stays, and so does what a document was made of. The hash stays, so that the same file is known again.
    """
    if not item.content_hash or item.state not in (_State.REFUSED, _State.FAILED):
        return
    reason = Reason(item.reason_code)
    if reason in KEPT_OUT:
        storage.forget_pages(item.content_hash)
        storage.delete(item.content_hash)
    elif not EXPLANATIONS[reason].worth_retrying:
        forget_unneeded(item.content_hash)


def forget_unneeded(content_hash: str) -> None:
    """Delete kept bytes that no document was made of, and that nothing still waits to be made of."""
    if (
        DocumentVersion.objects.filter(content_hash=content_hash).exists()
        or IngestionItem.objects.filter(content_hash=content_hash, state=_State.QUEUED).exists()
        or Arrival.objects.filter(
            content_hash=content_hash, state__in=(Arrival.State.QUEUED, Arrival.State.WAITING)
        ).exists()
    ):
        return
    storage.forget_pages(content_hash)
    storage.delete(content_hash)
