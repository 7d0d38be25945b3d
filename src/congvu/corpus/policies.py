"""Who may read, change and publish a document."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from congvu.accounts.policies import can_supply_documents
from congvu.accounts.types import EVERYBODY, Role, Viewer
from congvu.common.errors import InvalidInputError
from congvu.corpus.models import Document, Relation, Visibility


def access_tokens(
    visibility: str, *, agency_id: int | None, group_ids: Iterable[int] = (), user_id: int | None = None
) -> list[str]:
    """The tokens of which a reader needs one (see ``accounts.types.Viewer.access``), sorted.

    Raises InvalidInputError where a visibility lacks what it speaks of: an agency, groups, a person.
    """
    groups = sorted(set(group_ids))
    if visibility == Visibility.PROVINCE:
        return [EVERYBODY]
    if visibility == Visibility.AGENCY and agency_id is not None:
        return [f"a:{agency_id}"]
    if visibility == Visibility.GROUPS and groups:
        return sorted(f"g:{group}" for group in groups)
    if visibility == Visibility.PRIVATE and user_id is not None:
        return [f"u:{user_id}"]
    raise InvalidInputError(
        _("It is not said who may read this document."),
        _("Choose the whole province, an agency, or at least one group."),
    )


def can_read(viewer: Viewer, document: Document) -> bool:
    """The equal of ``Document.objects.visible_to(viewer)`` for one document."""
    return document.withdrawn_at is None and not viewer.access.isdisjoint(document.access)


def reads_in_full(viewer: Viewer, document: Document) -> bool:
    """Whether personal identifiers of a document are shown to somebody who may read it: to its agency, and to whoever
    supplied it; to all others answers show them masked.
    """
    return document.agency_id in viewer.agency_ids or document.supplied_by_id == viewer.user_id


def can_publish_to_province(viewer: Viewer) -> bool:
    """Only operators make a text the province's own: it would otherwise replace what everybody relies on."""
    return viewer.has_role(Role.OPERATOR)


def can_manage(viewer: Viewer, document: Document) -> bool:
    """Withdraw a document or change who reads it: whoever supplies for its agency, or owns a private one."""
    if document.visibility == Visibility.PRIVATE:
        return document.supplied_by_id == viewer.user_id
    if document.visibility == Visibility.PROVINCE:
        return can_publish_to_province(viewer)
    return can_supply_documents(viewer, document.agency_id)


def can_give_to(viewer: Viewer, document: Document, visibility: str) -> bool:
    """Whether somebody who may manage a document may make these its readers.

    The province's texts are the operators'. An agency or groups are given a text only by whoever supplies for its
    agency, so nobody widens what is their own without that role. Only the person who supplied it can be left as its
    only reader.
    """
    if visibility == Visibility.PROVINCE:
        return can_publish_to_province(viewer)
    if visibility == Visibility.PRIVATE:
        return document.supplied_by_id == viewer.user_id
    return can_supply_documents(viewer, document.agency_id) and (
        visibility == Visibility.GROUPS or document.agency_id is not None
    )


def can_decide_relations(viewer: Viewer) -> bool:
    """Experts and operators say whether what was read of texts acting on one another is so."""
    return viewer.has_role(Role.OPERATOR) or viewer.has_role(Role.EXPERT)


def can_decide(viewer: Viewer, relation: Relation) -> bool:
    """Of one relation: whoever decides relations and may read the text that states it."""
    return can_decide_relations(viewer) and can_read(viewer, relation.version.document)
