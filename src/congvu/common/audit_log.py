"""Reading the audit log: events that fit a filter, newest first, a page at a time, and whether they are whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from congvu.common.audit import GENESIS, digest
from congvu.common.clock import VIETNAM
from congvu.common.models import AuditEvent


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What is looked for; empty parts do not narrow. Days are those of Việt Nam, both included.

    ``actor`` is a user name; ``target`` is a type ("Document"), a key ("12"), or both ("Document:12").
    """

    first: dt.date | None = None
    last: dt.date | None = None
    actor: str = ""
    action: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class LogPage:
    """Events of a page, and the number before which the next one begins (None on the last)."""

    events: tuple[AuditEvent, ...]
    before: int | None


def events(wanted: LogFilter) -> QuerySet[AuditEvent]:
    """What fits, newest first."""
    found = AuditEvent.objects.order_by("-seq")
    if wanted.first is not None:
        found = found.filter(at__gte=_midnight(wanted.first))
    if wanted.last is not None:
        found = found.filter(at__lt=_midnight(wanted.last) + dt.timedelta(days=1))
    if wanted.actor:
        found = found.filter(actor_label=wanted.actor)
    if wanted.action:
        found = found.filter(action=wanted.action)
    kind, _, key = wanted.target.partition(":")
    if wanted.target and not key and not kind.isalpha():
        kind, key = "", kind
    if kind:
        found = found.filter(object_type=kind)
    if key:
        found = found.filter(object_id=key)
    return found


def page(wanted: LogFilter, *, before: int | None = None, size: int = 50) -> LogPage:
    """One page, found by key however deep it lies: events with a number below ``before``."""
    found = events(wanted)
    if before is not None:
        found = found.filter(seq__lt=before)
    rows = tuple(found[: size + 1])
    return LogPage(rows[:size], rows[size - 1].seq if len(rows) > size else None)


def kinds() -> list[str]:
    """The kinds of events that the log holds, by one look into the index for each."""
    found: list[str] = []
    while True:
        further = AuditEvent.objects.filter(action__gt=found[-1] if found else "").order_by("action")
        kind = further.values_list("action", flat=True).first()
        if kind is None:
            return found
        found.append(kind)


def broken(shown: Sequence[AuditEvent]) -> list[int]:
    """The numbers of those that were changed, or do not follow the event before them in the log.

    This proves the shown events and their links; that nothing is missing elsewhere only ``audit.verify`` proves.
    """
    before = {event.seq - 1 for event in shown} - {0}
    hashes = dict(AuditEvent.objects.filter(seq__in=before).values_list("seq", "hash"))
    hashes[0] = GENESIS
    return [e.seq for e in shown if digest(e) != e.hash or hashes.get(e.seq - 1) != e.previous_hash]


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), VIETNAM)
