"""Writing and proving the audit log.

Each event's hash covers its content and the hash of its predecessor, so a changed, removed or reordered row shows.
Writers queue on a transaction-level lock; call ``record`` last in a transaction so that the queue stays short.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
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


def digest(event: AuditEvent) -> str:
    """The hash that an event must carry: of its content and its predecessor's hash."""
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
    entry = Entry(
        action,
        type(target).__name__ if target is not None else target_type,
        str(getattr(target, "pk", "")) if target is not None else target_id,
        detail or {},
        outcome,
    )
    return record_all([entry], actor=actor)[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of many that one act makes; see ``record`` for what may stand in ``detail``."""

    action: str
    object_type: str
    object_id: str
    detail: Mapping[str, Any]
    outcome: str = "ok"


def record_all(entries: Sequence[Entry], *, actor: Actor | None = None) -> list[AuditEvent]:
    """Append events in this order, next to each other in the chain; thousands cost a few statements."""
    known = actor is not None and actor.pk is not None
    events: list[AuditEvent] = []
    with transaction.atomic(savepoint=False):  # what cannot be logged is undone with the act itself
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        # A statement of its own: one that takes the lock sees the log as it was before it waited.
        last = AuditEvent.objects.order_by("-seq").only("seq", "hash").first()
        for entry in entries:
            event = AuditEvent(
                seq=(last.seq if last else 0) + 1,
                at=now(),
                actor_id=str(actor.pk) if actor is not None and known else "",
                actor_label=actor.get_username() if actor is not None and known else "",
                action=entry.action,
                object_type=entry.object_type,
                object_id=entry.object_id,
                outcome=entry.outcome,
                detail=dict(entry.detail),
                previous_hash=last.hash if last else GENESIS,
            )
            event.hash = digest(event)
            events.append(event)
            last = event
        AuditEvent.objects.bulk_create(events, batch_size=1000)
    return events


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of the log at a moment, kept where the database cannot reach: what was there must still be there."""

    seq: int
    hash: str
    at: str

    @classmethod
    def of_line(cls, line: str) -> Anchor:
        """Read a line of an anchor file. Raises ValueError where it is none."""
        told = json.loads(line)
        if not isinstance(told, dict):
            raise ValueError(f"not an anchor: {line[:40]!r}")
        try:
            return cls(int(told["seq"]), str(told["hash"]), str(told["at"]))
        except (KeyError, TypeError) as error:
            raise ValueError(f"not an anchor: {line[:40]!r}") from error

    def line(self) -> str:
        return canonical_json({"seq": self.seq, "hash": self.hash, "at": self.at})


def head() -> Anchor:
    """The last event's number and hash, now; number 0 while the log is empty."""
    last = AuditEvent.objects.order_by("-seq").only("seq", "hash").first()
    return Anchor(last.seq if last else 0, last.hash if last else GENESIS, now().astimezone(dt.UTC).isoformat())


def keep(path: Path) -> Anchor:
    """Append the present head to an anchor file (made with its folder where it is missing), safely on the disk."""
    anchor = head()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(anchor.line() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return anchor


def kept(path: Path) -> list[Anchor]:
    """The anchors of a file. Raises ValueError, with the line, where one cannot be read; a cut last line counts."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                found.append(Anchor.of_line(line))
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from error
    return found


def verify(anchors: Iterable[Anchor] = ()) -> Verdict:
    """Walk the whole chain; stops at the first event that was changed, removed, added or moved.

    A chain alone cannot tell that its end was cut off, or that it was computed anew from some event on: ``anchors``
    can, up to the last of them.
    """
    return check(AuditEvent.objects.order_by("seq").iterator(chunk_size=2000), anchors)


def check(events: Iterable[AuditEvent], anchors: Iterable[Anchor] = ()) -> Verdict:
    """``verify`` for events from anywhere, in their order."""
    promised: dict[int, set[str]] = {}
    for anchor in anchors:
        promised.setdefault(anchor.seq, set()).add(anchor.hash)
    previous, expected, checked = GENESIS, 1, 0
    for event in events:
        if event.seq != expected:
            return Verdict(checked, expected, "event missing", previous)
        if event.previous_hash != previous:
            return Verdict(checked, event.seq, "does not follow its predecessor", previous)
        if digest(event) != event.hash:
            return Verdict(checked, event.seq, "content changed", previous)
        if promised.get(event.seq, {event.hash}) != {event.hash}:
            return Verdict(checked, event.seq, "not the event that was anchored", previous)
        previous, expected, checked = event.hash, expected + 1, checked + 1
    missing = [seq for seq in promised if seq >= expected]
    if missing:
        return Verdict(checked, expected, "events cut off at the end", previous)
    return Verdict(checked, None, "", previous)
