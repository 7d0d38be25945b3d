"""Documents of approved knowledge that may answer a question, and the vectors of the questions that they answer.

They lie in the same index as all texts and are found there by their questions; ``retrieval.service`` leaves them out of
the evidence, because they are no basis of anything but of the very question that was approved.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from congvu.accounts.types import Viewer
from congvu.common.errors import UnavailableError
from congvu.common.hashing import sha256_hex
from congvu.corpus.models import Document, Passage, Source
from congvu.index.actions import active_generation
from congvu.index.backends import get_backend
from congvu.index.types import SearchFilter, Vector
from congvu.llm import embedder
from congvu.retrieval import vectors
from congvu.retrieval.models import QuestionVector

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


def vector_of(text: str) -> Vector | None:
    """The vector of a question that was asked; None where no model gives one in time."""
    try:
        return vectors.of_question(text, embedder()).wait()
    except UnavailableError:
        return None


def keep_vectors(texts: Iterable[str]) -> int:
    """Work out and keep the vectors of known questions that have none by the present model; how many were new."""
    by_hash = {_hash(text): text for text in texts}
    try:
        model = embedder()
        name = model.recipe.id
        have = QuestionVector.objects.filter(model=name, text_hash__in=by_hash).values_list("text_hash", flat=True)
        missing = sorted(by_hash.keys() - set(have))
        made = list(model.queries([by_hash[key] for key in missing])) if missing else []
    except UnavailableError:
        return 0
    rows = [
        QuestionVector(text_hash=key, model=name, vector=np.asarray(vector, dtype=np.float32).tobytes())
        for key, vector in zip(missing, made, strict=True)
    ]
    QuestionVector.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def kept_vectors(texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
    """The vectors of known questions by the present model, by their words; those without one are left out."""
    by_hash = {_hash(text): text for text in texts}
    try:
        name = embedder().recipe.id
    except UnavailableError:
        return {}
    rows = QuestionVector.objects.filter(model=name, text_hash__in=by_hash).values_list("text_hash", "vector")
    return {by_hash[key]: np.frombuffer(vector, dtype=np.float32) for key, vector in rows}


def forget_vectors(texts: Iterable[str]) -> None:
    """Questions that are not known any more."""
    QuestionVector.objects.filter(text_hash__in=[_hash(text) for text in texts]).delete()


def _hash(text: str) -> str:
    """Of the words with their diacritics: a model tells them apart."""
    return sha256_hex(" ".join(text.split()))
