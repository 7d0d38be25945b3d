"""Writes of relations: a person says whether what was read is so; all of a text's relations are read anew."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.common import audit
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.corpus.locks import lock_numbers
from congvu.corpus.models import Document, DocumentVersion, Relation
from congvu.corpus.policies import can_decide_relations
from congvu.corpus.relations import link_waiting_relations, number_keys, refresh_force, store_relations, targets_of
from congvu.legal.relation_types import FoundRelation


@transaction.atomic
def decide_relations(actor: User, ids: Iterable[int], *, confirm: bool) -> tuple[Document, ...]:
    """Confirm or reject relations; returns the documents whose force changed, for the index.

    Relations of texts that the actor may not read are not there. A decision may be changed. Raises NotAllowedError,
    and InvalidInputError where none of them is there.
    """
    viewer = viewer_for(actor)
    if not can_decide_relations(viewer):
        raise NotAllowedError(_("You may not decide this."), _("Ask an expert or the provincial operator."))
    seen = Relation.objects.visible_to(viewer).filter(pk__in=set(ids), version=F("version__document__current"))
    documents = Document.objects.filter(current__relations__in=seen).distinct().order_by("pk")
    for document in documents:
        lock_numbers(document)
    rows = list(seen.select_related("version__document").order_by("pk"))
    if not rows:
        raise InvalidInputError(_("Nothing was chosen."), _("Tick at least one relation."))
    state = Relation.State.CONFIRMED if confirm else Relation.State.REJECTED
    Relation.objects.filter(pk__in=[row.pk for row in rows]).update(state=state)
    ends = {pk for row in rows for pk in (row.target_id, row.acting_id) if pk is not None}
    changed = refresh_force(ends)
    for row in rows:
        audit.record(f"relation.{state}", actor=actor, target=row, detail={"kind": row.kind, "version": row.version_id})
    return changed


@transaction.atomic
def replace_relations(
    version: DocumentVersion, found: Iterable[FoundRelation]
) -> tuple[Document, ...]:
    """Put what was read anew from a current version in the place of what was read before.

    What a person decided stays, where the same is read again. Returns the documents whose force changed.
    """
    found = tuple(found)
    document = version.document
    lock_numbers(document, number_keys(document.number, found))
    before = targets_of(document, version)
    decided = {
        _same(row): row.state
        for row in version.relations.filter(state__in=(Relation.State.CONFIRMED, Relation.State.REJECTED))
    }
    version.relations.all().delete()
    store_relations(version, found)
    for row in version.relations.all():
        state = decided.get(_same(row))
        if state is not None:
            Relation.objects.filter(pk=row.pk).update(state=state)
    link_waiting_relations(document)
    return refresh_force({document.pk} | before | targets_of(document, version))


def _same(row: Relation) -> tuple[str, ...]:
    return row.kind, row.acting_number_key, row.acting_part, row.target_number_key, row.part, row.quote
