"""From the rows of the corpus to entries of the index."""

from __future__ import annotations

from congvu.corpus.models import DocumentVersion
from congvu.index.types import Entry


def entries_of(version: DocumentVersion) -> list[Entry]:
    """One entry for each passage of a version; the unit's own period of force overrides the document's."""
    document = version.document
    title = f"{document.title} {document.number}".strip()
    access = tuple(document.access)
    passages = version.passages.select_related("unit").order_by("ordinal")
    return [
        Entry(
            passage_id=passage.pk,
            version_id=version.pk,
            document_id=document.pk,
            access=access,
            force_from=passage.unit.force_from or document.force_from,
            force_until=passage.unit.force_until or document.force_until,
            title=title,
            headings=passage.headings,
            body=passage.text,
        )
        for passage in passages
    ]
