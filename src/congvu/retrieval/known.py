"""Documents of approved knowledge that may answer a question.

They lie in the same index as all texts and are found there by their questions; ``retrieval.service`` leaves them out of
the evidence, because they are no basis of anything but of the very question that was approved.
"""

from __future__ import annotations

from congvu.accounts.types import Viewer
from congvu.corpus.models import Document, Passage, Source
from congvu.index.actions import active_generation
from congvu.index.backends import get_backend
from congvu.index.types import SearchFilter

MOST = 50
"""Documents that are looked at for one question."""
_PASSAGES_EACH = 3


def documents_that_may_answer(viewer: Viewer, text: str) -> list[int]:
    """Ids of documents of approved knowledge that this viewer may read, the likeliest first, at most ``MOST``."""
    curated = Document.objects.visible_to(viewer).filter(source__kind=Source.Kind.CURATED, current__isnull=False)
    ids = tuple(curated.values_list("pk", flat=True))
    if not ids:
        return []
    where = SearchFilter(access=viewer.access, on=None, document_ids=ids)
    hits = get_backend().lexical(active_generation().name, text, where, MOST * _PASSAGES_EACH)
    found = dict(
        Passage.objects.filter(pk__in=[hit.passage_id for hit in hits]).values_list("pk", "version__document_id")
    )
    return list(dict.fromkeys(found[hit.passage_id] for hit in hits if hit.passage_id in found))[:MOST]
