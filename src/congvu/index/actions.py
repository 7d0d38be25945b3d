"""Writes of the index. They join the caller's transaction: a document and its entries appear together."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from congvu.corpus.models import Document, DocumentVersion
from congvu.index import weights
from congvu.index.backends import get_backend
from congvu.index.entries import entries_of
from congvu.index.models import IndexGeneration
from congvu.index.tasks import embed_pending, schedule
from congvu.llm import embedder

__all__ = ["active_generation", "embed_pending", "index_version", "reindex_document", "remove_document"]


def active_generation() -> IndexGeneration:
    """The generation that is searched and written; made on first use.

    Raises UnavailableError when it has to be made and the embedding model does not tell its dimensions.
    """
    active = IndexGeneration.objects.filter(state=IndexGeneration.State.ACTIVE).first()
    return active or _first_generation()


def _first_generation() -> IndexGeneration:
    made_by = embedder().recipe
    recipe = {"embedding": made_by.id, "dimensions": made_by.dimensions, "terms": weights.VERSION}
    try:
        with transaction.atomic():
            generation = IndexGeneration.objects.create(name="g1", state=IndexGeneration.State.ACTIVE, recipe=recipe)
            get_backend().create(generation.name, made_by.dimensions)
    except IntegrityError:  # another process was first
        return IndexGeneration.objects.get(state=IndexGeneration.State.ACTIVE)
    return generation


def index_version(version: DocumentVersion) -> None:
    """Make this version the one of its document that is found; entries of its other versions go away."""
    with transaction.atomic():
        generation = active_generation()
        backend = get_backend()
        others = version.document.versions.exclude(pk=version.pk).values_list("pk", flat=True)
        backend.delete_versions(generation.name, list(others))
        backend.put(generation.name, entries_of(version))
        transaction.on_commit(schedule)


def reindex_document(document: Document) -> None:
    """Bring access and force up to date after they changed; a withdrawn document is not found any more."""
    with transaction.atomic():
        fresh = Document.objects.select_related("current").get(pk=document.pk)
        if fresh.withdrawn_at is not None or fresh.current is None:
            remove_document(fresh)
            return
        get_backend().update_documents(active_generation().name, entries_of(fresh.current))


def remove_document(document: Document) -> None:
    """Take every entry of a document out of the index."""
    versions = list(document.versions.values_list("pk", flat=True))
    get_backend().delete_versions(active_generation().name, versions)
