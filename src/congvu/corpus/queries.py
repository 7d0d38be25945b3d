"""Reads of documents. What reaches a person goes through ``visible_to``; the finders by symbol and name do
not filter, so that their callers can, once, together with everything else they ask.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from congvu.accounts.models import Agency
from congvu.accounts.types import Viewer
from congvu.common.clock import today
from congvu.corpus.models import Document, DocumentVersion
from congvu.corpus.types import ForceState
from congvu.legal import symbol_key
from congvu.text import fold


def documents_for(
    viewer: Viewer,
    *,
    text: str = "",
    kind: str = "",
    issuer: str = "",
    agency: Agency | None = None,
    in_force: bool | None = None,
    on: dt.date | None = None,
) -> QuerySet[Document]:
    """The library of a viewer, newest first.

    ``text`` is matched syllable by syllable, without diacritics, against title and number; ``issuer`` is a
    part of the issuer's name. ``in_force`` True or False keeps texts that are or are not in force on ``on``
    (today by default).
    """
    found = Document.objects.visible_to(viewer).select_related("source", "agency", "current")
    for word in fold(text).split():
        found = found.filter(Q(title_key__contains=word) | Q(number_key__contains=symbol_key(word) or word))
    if kind:
        found = found.filter(kind=kind)
    if issuer:
        found = found.filter(issuer__icontains=issuer)
    if agency is not None:
        found = found.filter(agency=agency)
    if in_force is not None:
        holding = Document.objects.in_force(on or today())
        found = found.filter(pk__in=holding.values("pk")) if in_force else found.exclude(pk__in=holding.values("pk"))
    return found


def state_of_force(document: Document, on: dt.date | None = None) -> ForceState:
    """Where a document stands on a day (today by default); a text that says nothing of its force is
    ``unknown``.
    """
    on = on or today()
    if document.force_until is not None and document.force_until <= on:
        return ForceState.ENDED
    if document.force_from is None:
        return ForceState.UNKNOWN
    return ForceState.IN_FORCE if document.force_from <= on else ForceState.NOT_YET


def current_version_of_bytes(content_hash: str, access: Sequence[str]) -> DocumentVersion | None:
    """The version that these very bytes are, where it is shown now to exactly these readers; not filtered by reader."""
    return DocumentVersion.objects.filter(
        content_hash=content_hash, current_of__access=sorted(access), current_of__withdrawn_at__isnull=True
    ).first()
