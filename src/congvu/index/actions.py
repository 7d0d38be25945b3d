"""Writes of the index. They join the caller's transaction: a document and its entries appear together.

Every write goes to the active generation and to the one that is being built to take over.
"""

from __future__ import annotations

from django.db import transaction

from congvu.corpus.models import Document, DocumentVersion
from congvu.index.backends import get_backend
from congvu.index.entries import entries_of
from congvu.index.generations import active_generation, written_generations
from congvu.index.tasks import embed_pending, schedule

__all__ = ["active_generation", "embed_pending", "index_version", "reindex_document", "remove_document"]


def index_version(version: DocumentVersion) -> None:
    """Make this version the one of its document that is found; entries of its other versions go away."""
    with transaction.atomic():
        generations = written_generations()
        others = list(version.document.versions.exclude(pk=version.pk).values_list("pk", flat=True))
        entries = entries_of(version)
        for generation in generations:
            get_backend().delete_versions(generation.name, others)
            get_backend().put(generation.name, entries)
        transaction.on_commit(schedule)


def reindex_document(document: Document) -> None:
    """Bring access and force up to date after they changed; a withdrawn document is not found any more."""
    with transaction.atomic():
        generations = written_generations()
        fresh = Document.objects.select_related("current").get(pk=document.pk)
        if fresh.withdrawn_at is not None or fresh.current is None:
            remove_document(fresh)
            return
        entries = entries_of(fresh.current)
        for generation in generations:
            get_backend().update_documents(generation.name, entries)


def remove_document(document: Document) -> None:
    """Take every entry of a document out of the index."""
    with transaction.atomic():
        generations = written_generations()
        versions = list(document.versions.values_list("pk", flat=True))
        for generation in generations:
            get_backend().delete_versions(generation.name, versions)
