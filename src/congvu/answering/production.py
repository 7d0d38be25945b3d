"""Making an answer exactly once, and telling it as events as often as it is asked for.

What a language model writes is told while it comes: each sentence is a row before it is an event (``written_out``).

Whoever sets ``started_at`` on a pending answer makes it; everyone else waits for the rows. The events always
come from the rows, so a reader who reconnects gets what the first one got. No database connection is held
between events.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import time
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import closing

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from congvu.accounts.queries import viewer_for
from congvu.accounts.types import Viewer
from congvu.answering import wording
from congvu.answering.events import DeltaEvent, Event, FailedEvent, Stage, WaitingEvent
from congvu.answering.keeping import keep, still_ours
from congvu.answering.making import Made, make
from congvu.answering.models import Answer
from congvu.answering.replay import events_of
from congvu.answering.searchers import Searchers, searchers
from congvu.answering.store import forget_draft
from congvu.answering.types import AnswerStatus
from congvu.answering.views import view_of
from congvu.answering.written_out import write_out
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import CongVuError, NotAllowedError, UnavailableError
from congvu.common.hashing import canonical_json, sha256_hex
from congvu.llm.chat import gateway
from congvu.llm.chat.admission import Admission, Shares, Ticket
from congvu.llm.chat.seats import MOST

log = logging.getLogger(__name__)

ABANDONED_AFTER = dt.timedelta(seconds=60)
"""A claim older than this belongs to a process that died; another may make the answer."""

_POLL_S = 0.1
_LONGEST_POLL_S = 1.0
_LONGEST_WAIT_S = 90.0
_MAKINGS = Admission(
    Shares(slots=max(1, len(os.sched_getaffinity(0)) // settings.CONGVU_WEB_PROCESSES), queue=MOST, person=0)
)
"""Searching and composing is work for a processor: where no processes are there for it alone, all web processes do as
many at a time as there are, or all take longer together.
"""
_TOLD = ("status", "names", "timings_ms", "versions")
_DELTA_PAUSE_S = 0.01
_ALL_PAUSES_S = 1.5

Pause = Callable[[float], None]


def produce(answer_id: uuid.UUID, *, pause: Pause = time.sleep) -> Iterator[Event]:
    """The events of an answer, which is made now if nobody has; ``pause`` (seconds) spaces the words of a
    fresh one.

    The caller has checked that the reader may read this answer. Ends with ``done`` or ``failed``, and never
    raises for a fault of the search, the database or a language model. While nothing can be told there are ``waiting``
    events; closing the iterator stops the making, and gives the answer back to whoever asks next.
    """
    reader = _Reader(answer_id)
    telling = _Telling(reader)
    try:
        for stage in _made(reader):
            events = () if stage is Stage.WAITING else telling.news(stage)
            _release_connection()
            yield from _spaced(events, pause if stage is Stage.FRESH else None)
            if not events:
                yield WaitingEvent()
    except (OperationalError, InterfaceError):
        log.exception("the database failed while an answer was made")
        message, hint = wording.failure(retry=True)
        yield FailedEvent(message, hint, retry=True)
    finally:
        _release_connection()


def _spaced(events: tuple[Event, ...], pause: Pause | None) -> Iterator[Event]:
    deltas = sum(isinstance(event, DeltaEvent) for event in events)
    step = min(_DELTA_PAUSE_S, _ALL_PAUSES_S / deltas) if pause and deltas else 0.0
    for event in events:
        yield event
        if pause and step and isinstance(event, DeltaEvent):
            pause(step)


class _Reader:
    """An answer and the rights of who asked, looked up once for the making and the telling, as for every request."""

    def __init__(self, answer_id: uuid.UUID) -> None:
        self.answer_id = answer_id
        self._found: tuple[Answer, Viewer] | None = None

    def found(self, *, again: bool = False) -> tuple[Answer, Viewer]:
        """``again``: with what has become of the answer since."""
        if self._found is None:
            answer = Answer.objects.select_related("question__conversation__user").get(pk=self.answer_id)
            self._found = answer, viewer_for(answer.question.conversation.user)
        elif again:
            self._found[0].refresh_from_db(fields=_TOLD)
        return self._found


class _Telling:
    """What one reader has been told of an answer: nothing is read for them twice."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._evidence = False
        self._blocks = 0
        self._cited: set[int] = set()

    def news(self, stage: Stage) -> tuple[Event, ...]:
        """The events since the last time. Until it is finished, only the blocks of an answer grow."""
        answer, viewer = self._reader.found(again=stage is not Stage.ROWS)
        view = view_of(answer, viewer, evidence=not self._evidence, since=self._blocks)
        events = events_of(view, self._cited)
        self._evidence = self._evidence or bool(view.evidence)
        self._blocks += len(view.blocks)
        self._cited |= {n for block in view.blocks for n in block.citations}
        return events


def _made(reader: _Reader) -> Iterator[Stage]:
    """Make the answer or wait for whoever does; ends once it is finished."""
    answer_id = reader.answer_id
    patience, poll = time.monotonic() + _LONGEST_WAIT_S, _POLL_S
    while True:
        status, started = _state(answer_id)
        if status != AnswerStatus.PENDING:
            yield Stage.OLD
            return
        if started is None or started < now() - ABANDONED_AFTER:
            if (yield from _make(reader, patience)):
                yield Stage.FRESH
                return
            continue
        if time.monotonic() > patience:
            raise OperationalError("waited too long for another process to finish the answer")
        yield Stage.WAITING
        time.sleep(poll)
        poll = min(_LONGEST_POLL_S, poll * 1.5)


def _state(answer_id: uuid.UUID) -> tuple[str, dt.datetime | None]:
    """Status of the answer, and since when somebody makes it. Raises NotAllowedError where it was deleted."""
    row = Answer.objects.filter(pk=answer_id).values_list("status", "started_at").first()
    _release_connection()
    if row is None:
        raise NotAllowedError(wording.conversation_not_found())
    return row


def _make(reader: _Reader, patience: float) -> Generator[Stage, None, bool]:
    """Make the answer unless somebody else does by now; whether it was stored. Without search processes, wait for a
    turn before.
    """
    others = searchers()
    if others is not None:
        claim = _claim(reader.answer_id)
        return claim is not None and (yield from _make_claimed(reader, claim, others))
    ticket = _MAKINGS.enter(str(reader.answer_id), "")
    if ticket is None:
        raise OperationalError("too many questions wait for their search")
    with ticket:
        while not ticket.wait():
            if time.monotonic() > patience:
                raise OperationalError("waited too long for a search")
            yield Stage.WAITING
        claim = _claim(reader.answer_id)
        return claim is not None and (yield from _make_claimed(reader, claim, ticket))


def _claim(answer_id: uuid.UUID) -> dt.datetime | None:
    """Take a pending answer that nobody, or only a dead process, is making: by one statement, so only one can
    win. What a dead process left behind goes with its claim; an answer that nobody is making has nothing."""
    moment = now()
    pending = Answer.objects.filter(pk=answer_id, status=AnswerStatus.PENDING)
    if pending.filter(started_at__isnull=True).update(started_at=moment):
        return moment
    with transaction.atomic():
        if not pending.filter(started_at__lt=moment - ABANDONED_AFTER).update(started_at=moment):
            return None
        forget_draft(answer_id)
    return moment


def _make_claimed(reader: _Reader, claim: dt.datetime, by: Ticket | Searchers) -> Generator[Stage, None, bool]:
    """Make the answer under this claim, by a turn of this process or by those who search for it; whether it was stored.
    Faults are stored too, as an answer that failed.

    The turn is given back as soon as there is evidence.
    """
    answer, viewer = reader.found()
    answer.started_at = claim  # renewed while a model writes
    access_hash = sha256_hex(canonical_json(sorted(viewer.access)))
    try:
        made = (yield from _made_by(by, answer, viewer, claim)) or make(answer.question, viewer)
        models = gateway()
        if models is not None and made.ground is not None:
            if isinstance(by, Ticket):
                by.leave()
            return (yield from write_out(answer, claim, made, made.ground, models, access_hash))
        return keep(answer, claim, made, access_hash)
    except (UnavailableError, OperationalError, InterfaceError):
        log.exception("answer %s could not be made: something does not respond", answer.pk)
        return _keep_failure(answer, _current(answer, claim), access_hash, retry=True)
    except CongVuError as error:
        log.exception("answer %s could not be made", answer.pk)
        return _keep_failure(answer, _current(answer, claim), access_hash, retry=error.retryable)
    except Exception:
        log.exception("answer %s could not be made", answer.pk)
        return _keep_failure(answer, _current(answer, claim), access_hash, retry=False)


def _made_by(
    by: Ticket | Searchers, answer: Answer, viewer: Viewer, claim: dt.datetime
) -> Generator[Stage, None, Made | None]:
    """What the search processes make of it, if there are any and they do; the claim is given back where nobody waits
    for them any more.
    """
    if isinstance(by, Ticket):
        return None
    _release_connection()
    with closing(by.ask(answer.question, viewer)) as asked:
        try:
            while True:
                try:
                    next(asked)
                except StopIteration as told:
                    made: Made | None = told.value
                    return made
                yield Stage.WAITING
        except GeneratorExit:
            Answer.objects.filter(pk=answer.pk, started_at=claim).update(started_at=None)
            raise


def _current(answer: Answer, claim: dt.datetime) -> dt.datetime:
    """The claim as it was last renewed."""
    return claim if answer.started_at is None else answer.started_at


def _keep_failure(answer: Answer, claim: dt.datetime, access_hash: str, *, retry: bool) -> bool:
    with transaction.atomic():
        if not still_ours(answer, claim):
            return False
        forget_draft(answer.pk)
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


def _release_connection() -> None:
    """Give the connection back while words flow; inside a caller's transaction it is the caller's to keep."""
    if not connection.in_atomic_block:
        connection.close()
