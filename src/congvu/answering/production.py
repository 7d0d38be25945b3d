"""Making an answer exactly once, and telling it as events as often as it is asked for.

Whoever sets ``started_at`` on a pending answer makes it; everyone else waits for the rows. The events always
come from the rows, so a reader who reconnects gets what the first one got. No database connection is held
between events.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from collections.abc import Callable, Iterator

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q

from congvu.accounts.queries import viewer_for
from congvu.answering import approved, wording
from congvu.answering.events import DeltaEvent, Event, FailedEvent
from congvu.answering.making import Made, make
from congvu.answering.models import Answer
from congvu.answering.replay import events_of
from congvu.answering.store import save_draft, save_evidence
from congvu.answering.types import AnswerStatus
from congvu.answering.views import view_of
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import CongVuError, NotAllowedError, UnavailableError
from congvu.common.hashing import canonical_json, sha256_hex

log = logging.getLogger(__name__)

ABANDONED_AFTER = dt.timedelta(seconds=60)
"""A claim older than this belongs to a process that died; another may make the answer."""

_POLL_S = 0.1
_LONGEST_WAIT_S = 90.0
_DELTA_PAUSE_S = 0.01
_ALL_PAUSES_S = 1.5

Pause = Callable[[float], None]


def produce(answer_id: uuid.UUID, *, pause: Pause = time.sleep) -> Iterator[Event]:
    """The events of an answer, which is made now if nobody has; ``pause`` (seconds) spaces the words of a
    fresh one.

    The caller has checked that the reader may read this answer. Ends with ``done`` or ``failed``, and never
    raises for a fault of the search or the database.
    """
    try:
        fresh = _make_once(answer_id)
        events = _told(answer_id)
    except (OperationalError, InterfaceError):
        log.exception("the database failed while an answer was made")
        message, hint = wording.failure(retry=True)
        fresh, events = False, (FailedEvent(message, hint, retry=True),)
    finally:
        _release_connection()
    deltas = sum(isinstance(event, DeltaEvent) for event in events)
    step = min(_DELTA_PAUSE_S, _ALL_PAUSES_S / deltas) if fresh and deltas else 0.0
    for event in events:
        yield event
        if step and isinstance(event, DeltaEvent):
            pause(step)


def _told(answer_id: uuid.UUID) -> tuple[Event, ...]:
    answer = Answer.objects.select_related("question__conversation__user").get(pk=answer_id)
    return events_of(view_of(answer, viewer_for(answer.question.conversation.user)))


def _make_once(answer_id: uuid.UUID) -> bool:
    """True if the answer was made by this call; returns once it is finished, whoever made it."""
    patience = time.monotonic() + _LONGEST_WAIT_S
    while True:
        claim = _claim(answer_id)
        if claim is not None and _make_claimed(answer_id, claim):
            return True
        status = Answer.objects.filter(pk=answer_id).values_list("status", flat=True).first()
        if status is None:
            raise NotAllowedError(wording.conversation_not_found())
        if status != AnswerStatus.PENDING:
            return False
        _release_connection()
        if time.monotonic() > patience:
            raise OperationalError("waited too long for another process to finish the answer")
        time.sleep(_POLL_S)


def _claim(answer_id: uuid.UUID) -> dt.datetime | None:
    """Take a pending answer that nobody, or only a dead process, is making: one statement, so only one can
    win."""
    moment = now()
    free = Q(started_at__isnull=True) | Q(started_at__lt=moment - ABANDONED_AFTER)
    won = Answer.objects.filter(free, pk=answer_id, status=AnswerStatus.PENDING).update(started_at=moment)
    return moment if won else None


def _make_claimed(answer_id: uuid.UUID, claim: dt.datetime) -> bool:
    answer = Answer.objects.select_related("question__conversation__user").get(pk=answer_id)
    viewer = viewer_for(answer.question.conversation.user)
    access_hash = sha256_hex(canonical_json(sorted(viewer.access)))
    try:
        made = make(answer.question, viewer)
        return _keep(answer, claim, made, access_hash)
    except (UnavailableError, OperationalError, InterfaceError):
        log.exception("answer %s could not be made: something does not respond", answer_id)
        return _keep_failure(answer, claim, access_hash, retry=True)
    except CongVuError as error:
        log.exception("answer %s could not be made", answer_id)
        return _keep_failure(answer, claim, access_hash, retry=error.retryable)
    except Exception:
        log.exception("answer %s could not be made", answer_id)
        return _keep_failure(answer, claim, access_hash, retry=False)


def _keep(answer: Answer, claim: dt.datetime, made: Made, access_hash: str) -> bool:
    """Store everything in one transaction; False if another process took the claim over in the meantime."""
    with transaction.atomic():
        if not _still_ours(answer, claim):
            return False
        save_draft(answer, made.draft)
        save_evidence(answer, made.evidence)
        answer.status = made.draft.status
        answer.access_hash = access_hash
        answer.confidence = made.confidence
        answer.versions = dict(made.versions)
        answer.names = list(made.names)
        answer.timings_ms = dict(made.timings_ms)
        answer.finished_at = now()
        answer.save()
        audit.record(
            "answer.made",
            actor=answer.question.conversation.user,
            target=answer,
            outcome="refused" if made.draft.status == AnswerStatus.REFUSED_PERSONAL_DATA else "ok",
            detail={
                "status": made.draft.status.value,
                "citations": len(made.draft.quotes),
                "versions": sorted({quote.version_id for quote in made.draft.quotes}),
            },
        )
        for document in made.stale:
            approved.tell_stale(document)
    return True


def _keep_failure(answer: Answer, claim: dt.datetime, access_hash: str, *, retry: bool) -> bool:
    with transaction.atomic():
        if not _still_ours(answer, claim):
            return False
        answer.status = AnswerStatus.FAILED
        answer.access_hash = access_hash
        answer.versions = {"failure": "unavailable" if retry else "fault"}
        answer.finished_at = now()
        answer.save()
        audit.record(
            "answer.failed",
            actor=answer.question.conversation.user,
            target=answer,
            outcome="failed",
            detail=answer.versions,
        )
    return True


def _still_ours(answer: Answer, claim: dt.datetime) -> bool:
    """Lock the answer; True while it is pending under this very claim."""
    held = Answer.objects.select_for_update().filter(pk=answer.pk, status=AnswerStatus.PENDING, started_at=claim)
    return held.first() is not None


def _release_connection() -> None:
    """Give the connection back while words flow; inside a caller's transaction it is the caller's to keep."""
    if not connection.in_atomic_block:
        connection.close()
