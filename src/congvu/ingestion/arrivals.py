"""What comes from connected sources: taken in once, then done, in jobs that may be killed and repeated at any moment.

``take_in`` keeps the bytes and puts a row with its job, in one transaction; the connector lets go of its own copy only
after that. ``process_arrival`` reads outside of any transaction and does everything else in one.
"""

from __future__ import annotations

import atexit
import base64
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from congvu.accounts.agency_text import bare_code
from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.hashing import file_hash, sha256_hex
from congvu.corpus import actions as corpus
from congvu.corpus import storage
from congvu.corpus.locks import lock
from congvu.corpus.models import Visibility
from congvu.corpus.types import ReadDocument
from congvu.index.tasks import schedule
from congvu.ingestion.actions import MAX_ATTEMPTS, update_index
from congvu.ingestion.connector_models import Arrival, SourceConnection
from congvu.ingestion.door import KEPT_OUT, clean_name, nameless
from congvu.ingestion.edxml.types import StatusCode, message_from_json
from congvu.ingestion.exchange import apply_message, claim
from congvu.ingestion.forgetting import can_retry, forget_arrival, is_over
from congvu.ingestion.message_files import forget_attachments, forget_bytes
from congvu.ingestion.outgoing import tell
from congvu.ingestion.received import received
from congvu.ingestion.sandbox import UNPACKER, Sandbox
from congvu.ingestion.source_policies import can_run_source
from congvu.ingestion.tasks import process_arrival_task
from congvu.ingestion.types import ReadError, Reason
from congvu.ingestion.viruses import is_infected
from congvu.legal.secrecy import secrecy_of_name

_State = Arrival.State


@cache
def unpacker() -> Sandbox:
    """The sandbox of this process that reads what sources send."""
    shared = Sandbox(reader=UNPACKER)
    atexit.register(shared.close)
    return shared


def take_in(
    connection: SourceConnection, name: str, content: bytes | Path, *, marker: str = "", parent: Arrival | None = None
) -> tuple[Arrival, bool]:
    """Keep what came and queue it; (the row, whether it is new). The same thing again gives the row of before.

    A file that comes back after another one took its name is new; a message is the same whatever it is called. What
    failed for good, and was not kept, is tried anew when it comes again.
    """
    name = clean_name(name)
    limit = unpacker().limits.file_bytes
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    if secrecy_of_name(name):
        return _refused_name(connection, name, content, size, marker)
    if size > limit:
        return _refused_size(connection, name, size, marker), True
    content_hash = _keep(content)
    with transaction.atomic():
        lock(f"arrival|{connection.pk}|{content_hash}", f"arrival|{connection.pk}|{name}")
        before = connection.arrivals.filter(content_hash=content_hash).first()
        if before is not None and before.state == _State.REFUSED:
            forget_bytes(content_hash)
            return before, False
        if not storage.exists(content_hash):  # forgotten between the two lines above, with what came before
            _keep(content)
        again = before is not None and (before.message_kind or before.name == name)
        if before is not None and again and before.state == _State.FAILED and is_over(before):
            _queue(before)
            return before, True
        if before is not None and (before.message_kind or before == connection.arrivals.filter(name=name).first()):
            return before, False
        arrival = Arrival.objects.create(
            connection=connection, parent=parent, name=name, marker=marker[:300], content_hash=content_hash, size=size
        )
        process_arrival_task.defer(arrival_id=arrival.pk)
    return arrival, True


def supply_by_hand(
    actor: User | None, connection: SourceConnection, files: Iterable[tuple[str, bytes | Path]]
) -> int:
    """Take in files that somebody chose, as (name, content or path); how many are new. Raises NotAllowedError, and
    InvalidInputError where there is none.
    """
    _check(actor, connection)
    files = list(files)
    if not files:
        raise InvalidInputError(_("No file was given."), _("Choose at least one file."))
    taken = [take_in(connection, name, content)[1] for name, content in files]
    audit.record("source.supplied", actor=actor, target=connection, detail={"files": len(taken), "new": sum(taken)})
    return sum(taken)


def process_arrival(arrival_id: int, using: Sandbox | None = None) -> None:
    """Read what came and do what it says. Does nothing for what is done; never raises for a bad thing.

    Raises what is worth another try: a database that is away, a reading process that does not start.
    """
    arrival = Arrival.objects.select_related("connection__source", "connection__agency").filter(pk=arrival_id).first()
    if arrival is None:
        return
    if arrival.state != _State.QUEUED:
        # Whoever finished it may have been killed right after the commit.
        forget_arrival(arrival)
        if arrival.state == _State.DONE:
            schedule()
        return
    Arrival.objects.filter(pk=arrival.pk).update(attempts=F("attempts") + 1)
    try:
        _do(arrival, using or unpacker())
    except ReadError as error:
        _finish_badly(arrival, error)
    except InvalidInputError:
        _finish_badly(arrival, ReadError(Reason.CRASHED, "nobody is left who may read it"))


def retry_arrival(actor: User | None, arrival: Arrival) -> None:
    """Queue what failed or waits once more. Raises NotAllowedError, or InvalidInputError for what cannot be retried."""
    _check(actor, arrival.connection)
    with transaction.atomic():
        locked = Arrival.objects.select_for_update(of=("self",)).get(pk=arrival.pk)
        if not can_retry(locked):
            raise InvalidInputError(_("This cannot be tried again."), _("Supply it anew."))
        _queue(locked)
        audit.record("source.retried", actor=actor, target=locked)


def retry_all(actor: User | None, connection: SourceConnection) -> int:
    """Queue everything of a source that failed and may be tried again; how many. Raises NotAllowedError."""
    _check(actor, connection)
    with transaction.atomic():
        failed = connection.arrivals.filter(state=_State.FAILED).exclude(content_hash="").select_for_update()
        found = [arrival for arrival in failed.order_by("pk") if can_retry(arrival)]
        for arrival in found:
            _queue(arrival)
        if found:
            audit.record("source.retried_all", actor=actor, target=connection, detail={"count": len(found)})
    return len(found)


def release_waiting(bare: str) -> int:
    """Queue what waits for the sender of this code (see ``agency_text.bare_code``); how many. In the caller's
    transaction.
    """
    waiting = Arrival.objects.select_for_update(of=("self",)).filter(state=_State.WAITING).order_by("pk")
    found = [arrival for arrival in waiting if bare_code(arrival.sender)[:60] == bare]
    for arrival in found:
        _queue(arrival)
    return len(found)


def _queue(arrival: Arrival) -> None:
    arrival.state, arrival.reason_code, arrival.reason_detail = _State.QUEUED, "", ""
    arrival.attempts, arrival.finished_at = 0, None
    arrival.save()
    process_arrival_task.defer(arrival_id=arrival.pk)


def _do(arrival: Arrival, sandbox: Sandbox) -> None:
    if arrival.attempts >= MAX_ATTEMPTS:
        raise ReadError(Reason.CRASHED, f"given up after {arrival.attempts} tries")
    path = storage.blob_path(arrival.content_hash)
    if not path.is_file():
        raise ReadError(Reason.DAMAGED, "bytes are gone")
    if is_infected(path):
        raise ReadError(Reason.INFECTED)
    reading = arrival.connection.reading
    came = sandbox.read(path, f"{reading}/{arrival.name}", storage.pages_folder(arrival.content_hash))
    if "message" in came:
        try:
            message = message_from_json(came["message"])
        except (KeyError, TypeError, ValueError) as error:
            raise ReadError(Reason.CRASHED, f"unusable answer: {type(error).__name__}") from error

        def read(content_hash: str, name: str) -> ReadDocument:
            kept = storage.blob_path(content_hash)
            if is_infected(kept):
                raise ReadError(Reason.INFECTED)
            answer = sandbox.read(kept, f"files/{name}", storage.pages_folder(content_hash))
            if "message" in answer or "members" in answer:
                raise ReadError(Reason.UNSUPPORTED, "an archive or a message within a message")
            return _document(answer, name, kept.stat().st_size, content_hash)

        try:
            apply_message(arrival, message, read)
        except ReadError as error:
            if error.reason in KEPT_OUT:
                forget_attachments(message)
            if error.reason is Reason.REFUSED_SECRET:
                tell(arrival, message, StatusCode.REFUSED, "Từ chối: văn bản mang dấu chỉ độ mật")
            elif error.reason is Reason.INFECTED:
                tell(arrival, message, StatusCode.REFUSED, "Từ chối: tệp có mã độc")
            raise
        forget_arrival(Arrival.objects.get(pk=arrival.pk))
    elif "members" in came:
        _spread(arrival, came["members"])
        forget_arrival(Arrival.objects.get(pk=arrival.pk))
    else:
        _store(arrival, _document(came, arrival.name, arrival.size, arrival.content_hash))


def _document(answer: Any, name: str, size: int, content_hash: str) -> ReadDocument:
    return received(answer, file_name=clean_name(name), size=size, content_hash=content_hash)


@transaction.atomic
def _spread(arrival: Arrival, members: list[list[str]]) -> None:
    """Every file of an archive is an arrival of its own, with its own fate."""
    locked = claim(arrival)
    if locked is None:
        return
    if locked.parent_id is not None:
        raise ReadError(Reason.DECOMPRESSION_BOMB, "an archive in an archive")
    for name, content in members:
        take_in(locked.connection, f"{locked.name}/{name}", base64.b64decode(content), parent=locked)
    locked.state, locked.finished_at = _State.DONE, now()
    locked.save(update_fields=["state", "finished_at"])
    audit.record("source.archive", target=locked, detail={"files": len(members)})


@transaction.atomic
def _store(arrival: Arrival, read: ReadDocument) -> None:
    locked = claim(arrival)
    if locked is None:
        return
    connection = locked.connection
    visibility = connection.visibility
    if read.front.get("internal_only"):
        if connection.agency is None:
            raise ReadError(Reason.NO_READERS)
        visibility = Visibility.AGENCY
    result = corpus.store_document(
        read,
        source=connection.source,
        agency=connection.agency,
        visibility=visibility,
        actor=None,
        then=update_index,
    )
    locked.documents.set([result.version.document])
    locked.state, locked.finished_at = _State.DONE, now()
    locked.save(update_fields=["state", "finished_at"])
    transaction.on_commit(partial(storage.forget_pages, locked.content_hash))


def _finish_badly(arrival: Arrival, error: ReadError) -> None:
    secret = error.reason is Reason.REFUSED_SECRET
    refused = error.reason in KEPT_OUT or error.reason is Reason.SENDER_REFUSED
    with transaction.atomic():
        locked = claim(arrival)
        if locked is None:
            return
        locked.state = _State.REFUSED if refused else _State.FAILED
        locked.reason_code, locked.reason_detail = error.reason, "" if secret else error.detail[:500]
        locked.finished_at = now()
        if secret:
            locked.name, locked.facts = nameless(locked.name, locked.content_hash[:8]), {}
        locked.save()
        audit.record(
            "source.refused" if refused else "source.failed",
            target=locked,
            outcome="refused" if refused else "failed",
            detail={"reason": str(error.reason)},
        )
    # After the commit: should the process die in between, the job runs again and deletes then.
    forget_arrival(locked)


def _keep(content: bytes | Path) -> str:
    return storage.put_file(content) if isinstance(content, Path) else storage.put_bytes(content)


def _refused_name(
    connection: SourceConnection, name: str, content: bytes | Path, size: int, marker: str
) -> tuple[Arrival, bool]:
    """A thing whose very name bears a mark: only its hash is kept, so that it is known when it comes again."""
    content_hash = file_hash(content) if isinstance(content, Path) else sha256_hex(content)
    with transaction.atomic():
        lock(f"arrival|{connection.pk}|{content_hash}")
        before = connection.arrivals.filter(content_hash=content_hash).first()
        if before is not None:
            return before, False
        arrival = Arrival.objects.create(
            connection=connection, name=nameless(name, content_hash[:8]), marker=marker[:300], size=size,
            content_hash=content_hash, state=_State.REFUSED, reason_code=Reason.REFUSED_SECRET, finished_at=now(),
        )  # fmt: skip
        audit.record(
            "source.refused", target=arrival, outcome="refused", detail={"reason": str(Reason.REFUSED_SECRET)}
        )
    return arrival, True


def _refused_size(connection: SourceConnection, name: str, size: int, marker: str) -> Arrival:
    return Arrival.objects.create(
        connection=connection, name=name, marker=marker[:300], content_hash="", size=size, state=_State.FAILED,
        reason_code=Reason.TOO_LARGE, reason_detail=f"{size} bytes", finished_at=now(),
    )  # fmt: skip


def _check(actor: User | None, connection: SourceConnection) -> None:
    if actor is not None and not can_run_source(viewer_for(actor), connection):
        raise NotAllowedError(_("You may not do this with this source."), _("Ask the provincial operator."))
