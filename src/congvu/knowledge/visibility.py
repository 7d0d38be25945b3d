"""Who may read an approved answer: those who may read all of its sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.accounts.models import AccessGroup, Agency
from congvu.common.errors import InvalidInputError
from congvu.corpus.models import Document, Visibility


@dataclass(frozen=True, slots=True)
class Readers:
    """As ``corpus.actions.store_document`` wants them."""

    visibility: str
    agency: Agency | None
    groups: tuple[AccessGroup, ...] = ()


def narrowest(documents: Sequence[Document]) -> Readers:
    """The readers that all sources have in common. Raises InvalidInputError where they have none that can be named."""
    limited = [document for document in documents if document.visibility != Visibility.PROVINCE]
    if not limited:
        return Readers(Visibility.PROVINCE, None)
    shared = set.intersection(*(set(document.access) for document in limited))
    first = limited[0]
    if shared and all(document.visibility == Visibility.AGENCY for document in limited):
        return Readers(Visibility.AGENCY, first.agency)
    if shared and all(document.visibility == Visibility.GROUPS for document in limited):
        groups = AccessGroup.objects.filter(pk__in=[int(token.removeprefix("g:")) for token in shared])
        return Readers(Visibility.GROUPS, None, tuple(groups))
    raise InvalidInputError(
        _("The sources have different readers, so nobody could be given the answer."),
        _("Write one answer for each circle of readers."),
    )
