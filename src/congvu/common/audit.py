"""Writing and proving the audit log.

Each event's hash covers its content and the hash of its predecessor, so a changed, removed or reordered row shows.
Writers queue on a transaction-level lock; call ``record`` last in a transaction so that the queue stays short.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection, transaction

from congvu.common.clock import now
from congvu.common.hashing import canonical_json, sha256_hex
from congvu.common.models import AuditEvent

GENESIS = "0" * 64
_LOCK = 0x43564155  # any constant: the key of the advisory lock


class Actor(Protocol):
    """Whoever acts: an account, as far as the log needs to know it."""

    @property
    def pk(self) -> Any: ...

    def get_username(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What ``verify`` found: ``broken_at`` is the first sequence number that does not fit, or None."""

    checked: int
    broken_at: int | None
    problem: str
    head: str

    @property
    def intact(self) -> bool:
        return self.broken_at is None


def _digest(event: AuditEvent) -> str:
    content = {
        "seq": event.seq,
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor_id": event.actor_id,
        "actor_label": event.actor_label,
        "action": event.action,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "outcome": event.outcome,
        "detail": event.detail,
        "previous_hash": event.previous_hash,
    }
    return sha256_hex(canonical_json(content))


def record(
    action: str,
    *,
    actor: Actor | None = None,
    target: object | None = None,
    target_type: str = "",
    target_id: str = "",
    outcome: str = "ok",
    detail: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append one event, in the caller's transaction (or one of its own).

    ``target`` is any model instance; its class name and key are stored, never its content. ``detail`` must be JSON
    and must not carry the text of restricted documents or of questions.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = AuditEvent.objects.order_by("-seq").only("seq", "hash").first()
        event = AuditEvent(
            seq=(last.seq if last else 0) + 1,
            at=now(),
            actor_id=str(actor.pk) if actor is not None and actor.pk is not None else "",
            actor_label=actor.get_username() if actor is not None and actor.pk is not None else "",
            action=action,
            object_type=type(target).__name__ if target is not None else target_type,
            object_id=str(getattr(target, "pk", "")) if target is not None else target_id,
            outcome=outcome,
            detail=dict(detail or {}),
            previous_hash=last.hash if last else GENESIS,
        )
        event.hash = _digest(event)
        event.save(force_insert=True)
    return event


def verify() -> Verdict:
    """Walk the whole chain; stops at the first event that was changed, removed, added or moved."""
    previous, expected, checked = GENESIS, 1, 0
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=2000):
        if event.seq != expected:
            return Verdict(checked, expected, "event missing", previous)
        if event.previous_hash != previous:
            return Verdict(checked, event.seq, "does not follow its predecessor", previous)
        if _digest(event) != event.hash:
            return Verdict(checked, event.seq, "content changed", previous)
        previous, expected, checked = event.hash, expected + 1, checked + 1
    return Verdict(checked, None, "", previous)
