"""Relations as a page shows them: what the viewer may not read has no title and no link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from congvu.accounts.types import Viewer
from congvu.corpus.force_queries import named, readable_ids
from congvu.corpus.models import Document, Relation

_ON = {
    "repeals": (_("Ended by"), _("Ends")),
    "part": (_("Ended in part by"), _("Ends in part")),
    "replaces": (_("Replaced by"), _("Replaces")),
    "amends": (_("Amended by"), _("Amends")),
    "corrects": (_("Corrected by"), _("Corrects")),
    "guides": (_("Guided by"), _("Guides")),
    "consolidates": (_("Consolidated in"), _("Consolidates")),
    "cites": (_("Basis of"), _("Based on")),
}


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A text at one end of a relation; ``url`` is empty where the viewer cannot open it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownRelation:
    """A relation for a page: who does what to whom, where that stands; ``label`` is seen from the one who suffers it,
    ``active`` from the one who does it.
    """

    pk: int
    label: str
    active: str
    acting: LinkedText
    acting_part: str
    target: LinkedText
    part: str
    on: dt.date | None
    old_words: str
    new_words: str
    certain: bool
    confidence: int
    place: str


def shown_relations(viewer: Viewer, rows: Sequence[Relation]) -> list[ShownRelation]:
    """Relations for a page, in the same order; ``rows`` are those that this viewer may see."""
    readable = readable_ids(viewer, rows)
    return [_shown(row, readable) for row in rows]


def _shown(row: Relation, readable: frozenset[int]) -> ShownRelation:
    partly = row.kind == Relation.Kind.REPEALS and not row.whole and not row.part
    passive, active = _ON["part" if partly else row.kind]
    return ShownRelation(
        pk=row.pk,
        label=str(passive),
        active=str(active),
        acting=_linked(row.acting, row.acting_number, readable),
        acting_part=row.acting_part,
        target=_linked(row.target, row.target_number, readable),
        part=row.part,
        on=None if row.kind == Relation.Kind.CITES else row.takes_effect,
        old_words=row.old_words,
        new_words=row.new_words,
        certain=row.counts,
        confidence=round(row.confidence * 100),
        place=_place(row),
    )


def _linked(document: Document | None, written: str, readable: frozenset[int]) -> LinkedText:
    known = document is not None and document.pk in readable
    return LinkedText(named(document, written, readable), document.get_absolute_url() if known and document else "")


def _place(row: Relation) -> str:
    """The address of the statement in the text that makes it."""
    span = urlencode({"v": row.version_id, "s": row.start, "e": row.end})
    return f"{row.version.document.get_absolute_url()}?{span}#trich-dan"
