"""Who read a restricted text: an audit event for each, without a word of the text.

What the whole province may read is not logged: that would be a record of what officials are interested in, and no
protection of anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum

from congvu.accounts.models import User
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.models import AuditEvent
from congvu.corpus.models import Document, Visibility

AGAIN_AFTER = dt.timedelta(minutes=10)
"""The same person, version and way within this time is one reading: an answer is told, fetched as a piece of the page
and shown again when the page is reloaded, and a reader follows five citations into one text. Downloads count each time,
because each makes a copy that is out of our hands.
"""


class Way(StrEnum):
    """How the text reached the person."""

    PAGE = "page"
    DOWNLOAD = "download"
    ANSWER = "answer"
    SEARCH = "search"


def record_reads(user_id: int, read: Mapping[int, Document], way: Way) -> None:
    """One ``document.read`` for each restricted document of ``read`` (by the id of the version that was read)."""
    restricted = {pk: document for pk, document in read.items() if document.visibility != Visibility.PROVINCE}
    if not restricted:
        return
    known = set() if way is Way.DOWNLOAD else _lately(user_id, restricted.values(), way)
    fresh = {pk: document for pk, document in restricted.items() if pk not in known}
    if not fresh:
        return
    actor = User.objects.get(pk=user_id)
    for version, document in sorted(fresh.items()):
        detail = {"version": version, "way": way, "visibility": document.visibility}
        audit.record("document.read", actor=actor, target=document, detail=detail)


def _lately(user_id: int, documents: Iterable[Document], way: Way) -> set[int]:
    """Versions of these documents that this person has read in this way within ``AGAIN_AFTER``."""
    events = AuditEvent.objects.filter(
        object_type="Document",
        object_id__in=[str(document.pk) for document in documents],
        action="document.read",
        actor_id=str(user_id),
        at__gt=now() - AGAIN_AFTER,
        detail__way=way,
    )
    return set(events.values_list("detail__version", flat=True))
