"""Relations and the index: what is decided or read anew of texts acting on one another holds at the next question."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import F

from congvu.accounts.models import User
from congvu.corpus import relation_actions as corpus
from congvu.corpus.models import DocumentVersion
from congvu.index.actions import reindex_document
from congvu.legal.relations import find_relations
from congvu.legal.structure import parse_structure


@transaction.atomic
def decide_relations(actor: User, ids: Iterable[int], *, confirm: bool) -> None:
    """Confirm or reject relations (ids). Raises NotAllowedError, and InvalidInputError where none is there."""
    for document in corpus.decide_relations(actor, ids, confirm=confirm):
        reindex_document(document)


def read_relations_anew(progress: Callable[[str, int, int], None] = lambda _name, _done, _all: None) -> int:
    """Read the relations of every text in the library again, as after an update of the program; returns how many texts.

    What people decided stays. One transaction for each text.
    """
    current = DocumentVersion.objects.filter(
        pk=F("document__current"), document__withdrawn_at__isnull=True
    ).select_related("document")
    total = current.count()
    done = 0
    for version in current.order_by("pk").iterator(chunk_size=20):
        document = version.document
        found = find_relations(
            version.text,
            parse_structure(version.text),
            title=document.title,
            kind=document.kind,
            issued_on=document.issued_on,
        )
        with transaction.atomic():
            for changed in corpus.replace_relations(version, found):
                reindex_document(changed)
        done += 1
        progress(document.number or document.title, done, total)
    return done
