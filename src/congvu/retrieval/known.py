"""Documents of approved knowledge that may answer a question.

They lie in the same index as all texts and are found there by their questions; ``retrieval.service`` leaves them out of
the evidence, because they are no basis of anything but of the very question that was approved.
"""

from __future__ import annotations

from collections.abc import Sequence

from congvu.accounts.types import Viewer
from congvu.common.errors import UnavailableError
from congvu.corpus.models import Document, Passage, Source
from congvu.index.actions import active_generation
from congvu.index.backends import get_backend
from congvu.index.types import Hit, SearchFilter
from congvu.retrieval import vectors

MOST = 50
"""Documents that are looked at for one question."""
_PASSAGES_EACH = 3


def approved_for(viewer: Viewer) -> SearchFilter | None:
    """The approved knowledge that this viewer may read; None where there is none, as in a new library."""
    curated = Document.objects.visible_to(viewer).filter(source__kind=Source.Kind.CURATED, current__isnull=False)
    ids = tuple(curated.order_by().values_list("pk", flat=True))
    return SearchFilter(access=viewer.access, on=None, document_ids=ids) if ids else None


def documents_that_may_answer(where: SearchFilter, text: str) -> list[int]:
    """Ids of documents of approved knowledge, found by words, the likeliest first, at most ``MOST``."""
    hits = get_backend().lexical(active_generation().name, text, where, MOST * _PASSAGES_EACH)
    return list(_by_document(hits))[:MOST]


def documents_near(where: SearchFilter, text: str) -> dict[int, float]:
    """The same by meaning: how alike the question and the nearest passage of each are (0 to 1), at most ``MOST``.

    Nothing where vectors take no part just now.
    """
    backend, generation = get_backend(), active_generation()
    if (model := vectors.model_of(backend, generation)) is None:
        return {}
    try:
        asked = vectors.of_question(text, model).wait()
        hits = backend.dense(generation.name, asked, where, MOST * _PASSAGES_EACH)
    except UnavailableError:
        return {}
    return {key: model.recipe.alike(cosine) for key, cosine in list(_by_document(hits).items())[:MOST]}


def _by_document(hits: Sequence[Hit]) -> dict[int, float]:
    """The best score of each document, in the order of the hits."""
    owner = dict(
        Passage.objects.filter(pk__in=[hit.passage_id for hit in hits]).values_list("pk", "version__document_id")
    )
    found: dict[int, float] = {}
    for hit in hits:
        if hit.passage_id in owner:
            found.setdefault(owner[hit.passage_id], hit.score)
    return found
