"""Approved knowledge never outlives what it rests on: it is suspended, and a case asks for it anew."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.common.clock import today
from congvu.corpus.curated import curated
from congvu.corpus.standing import Standing, standings
from congvu.knowledge.content import hash_of
from congvu.knowledge.models import KnowledgeEntry
from congvu.knowledge.opening import open_for_entry
from congvu.knowledge.publishing import suspend
from congvu.knowledge.types import EntryState


def check(entry: KnowledgeEntry) -> bool:
    """Suspend the entry and open a case if a source does not hold, or it is not the text that was approved; whether."""
    why = _why(entry)
    if not why:
        return False
    with transaction.atomic():
        if not suspend(entry, why):
            return False
        open_for_entry(entry, why)
    return True


def check_all() -> int:
    """All entries in use; how many were suspended."""
    live = KnowledgeEntry.objects.filter(state=EntryState.LIVE).select_related("correction", "version", "review")
    return sum(check(entry) for entry in live.iterator(chunk_size=200))


def altered(entry: KnowledgeEntry) -> bool:
    """Whether what is in use is not what the reviewer approved."""
    told, correction = curated(entry.version), entry.correction
    return (
        told is None
        or not hash_of(correction) == entry.content_hash == entry.review.content_hash
        or told.questions != (correction.question, *correction.paraphrases)
        or entry.version.text[told.start : told.end] != correction.text
        or [(one.unit_id, one.quote_hash) for one in told.sources]
        != list(correction.sources.order_by("ordinal").values_list("unit_id", "quote_hash"))
    )


def _why(entry: KnowledgeEntry) -> str:
    if altered(entry):
        return _("It is not the text that was approved.")
    told = curated(entry.version)
    found = standings(told.sources, today(), told.approved_at) if told is not None else ()
    words = {
        Standing.WITHDRAWN: _("A source was withdrawn."),
        Standing.REPLACED: _("A source has a newer version."),
        Standing.ALTERED: _("A source does not read as it did."),
        Standing.ENDED: _("A source is no longer in force."),
        Standing.NOT_YET: _("A source is not in force yet."),
        Standing.AMENDED: _("A source was amended."),
    }
    return next((words[standing] for standing in found if standing is not Standing.HOLDS), "")
