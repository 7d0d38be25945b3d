"""What a message does to the documents: new, update, replacement, recall; once, whatever the order they come in.

Of two messages on one DocumentId the later stamp has the last word; of the same stamp, the one that comes later in the
life of a document (new, update, then recall and replacement). A recall that came first is remembered.

Files are read before the transaction. In it everything happens at once: documents and index, the ledger, the answer to
the sender, the arrival's state. Whoever is killed leaves all of it or nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from congvu.accounts.models import Agency
from congvu.accounts.queries import agency_by_code
from congvu.common import audit
from congvu.common.clock import now
from congvu.corpus import actions as corpus
from congvu.corpus.identity import identity_of
from congvu.corpus.locks import lock
from congvu.corpus.models import Document, Relation, Visibility
from congvu.corpus.policies import access_tokens
from congvu.corpus.relations import number_keys
from congvu.corpus.types import ReadDocument
from congvu.ingestion.actions import update_index, withdraw_document
from congvu.ingestion.connector_models import Arrival, Exchanged, ExchangedDocument, SourceConnection
from congvu.ingestion.edxml.types import Message, MessageKind, StatusCode
from congvu.ingestion.envelopes import bears_secret_mark, facts_of, is_internal
from congvu.ingestion.message_files import Files, Read, read_files
from congvu.ingestion.outgoing import tell
from congvu.ingestion.senders import Party, may_act_on, note_unknown, party_by_key, party_of
from congvu.ingestion.types import ReadError, Reason

_State = Arrival.State
_RANKS = {MessageKind.NEW: 0, MessageKind.UPDATE: 1, MessageKind.RECALL: 2, MessageKind.REPLACEMENT: 2}


@dataclass(frozen=True, slots=True)
class _Readers:
    visibility: str
    agency: Agency | None

    @property
    def access(self) -> list[str]:
        return access_tokens(self.visibility, agency_id=self.agency.pk if self.agency else None)


def circle_of(connection: SourceConnection) -> str:
    """Within which readers messages of a source act on each other: another source of the same readers counts."""
    return ",".join(access_tokens(connection.visibility, agency_id=connection.agency_id))


def apply_message(arrival: Arrival, message: Message, read: Read) -> None:
    """Do what a message says. Does nothing for an arrival that is done; raises ReadError with the reason it cannot be.

    A sender whom nobody knows is put on the operators' list, and the arrival waits.
    """
    if bears_secret_mark(message):
        raise ReadError(Reason.REFUSED_SECRET)
    party = party_of(message.sender.code)
    if party is None:
        _wait(arrival, message)
    elif message.kind is MessageKind.STATUS:
        _note_status(arrival, message, party)
    elif message.kind is MessageKind.RECALL:
        _settle(arrival, message, party, None)
    elif message.kind is MessageKind.UPDATE and not message.attachments:
        _note(arrival, message)  # other receivers, another due date: nothing that is answered from
    else:
        _settle(arrival, message, party, read_files(message, read))


@transaction.atomic
def _wait(arrival: Arrival, message: Message) -> None:
    locked = claim(arrival)
    if locked is not None:
        note_unknown(message.sender)
        _finish(locked, message, _State.WAITING)


@transaction.atomic
def _note(arrival: Arrival, message: Message) -> None:
    locked = claim(arrival)
    if locked is not None:
        _finish(locked, message, _State.DONE)


@transaction.atomic
def _note_status(arrival: Arrival, message: Message, party: Party) -> None:
    """A status is kept for people to see; one that asks a document back takes it away."""
    circle = circle_of(arrival.connection)
    ids = sorted({answer.document_id for answer in message.answers if answer.document_id})
    asked_back = message.status == StatusCode.ASKED_BACK
    _lock(circle, ids)
    locked = claim(arrival)
    if locked is None:
        return
    if asked_back:
        for document_id in ids:
            _recall(circle, document_id, party, _stamp(locked, message), 2, locked.connection)
        tell(locked, message, StatusCode.GIVEN_BACK, "Đã gỡ văn bản khỏi kho tra cứu")
    _finish(locked, message, _State.DONE)


@transaction.atomic
def _settle(arrival: Arrival, message: Message, party: Party, files: Files | None) -> None:
    connection = arrival.connection
    circle, readers = circle_of(connection), _readers_of(connection, message, files)
    own = message.document_id or message.key
    others = _acted_on(message, own)
    _lock(circle, [own, *others], files.reads if files else (), readers.access, connection.source.code)
    locked = claim(arrival)
    if locked is None:
        return
    unread = files.unread if files else ()
    if _is_repeated(locked, message):
        _finish(locked, message, _State.REPEATED, unread)
        return
    at, rank = _stamp(locked, message), _RANKS[message.kind]
    row = _row(circle, own, party, at, rank)
    if (row.sent_at, row.rank) > (at, rank):
        _finish(locked, message, _State.OVERTAKEN, unread)
        return
    row.recalled, row.sent_at, row.rank, row.party = files is None, at, rank, party.key
    row.save()
    stored = _store(locked, files, message, readers) if files else []
    for document_id in others:
        _recall(circle, document_id, party, at, rank, connection, keep=stored)
    _replace_documents(row, stored, files.main if files else None, connection)
    locked.documents.set(stored)
    tell(locked, message, StatusCode.ARRIVED, "Đã đến kho tra cứu")
    _finish(locked, message, _State.DONE, unread)


def _readers_of(connection: SourceConnection, message: Message, files: Files | None) -> _Readers:
    """The source's readers; an agency alone where the envelope or a file is for internal use."""
    marked = files is not None and any(read.front.get("internal_only") for read in files.reads)
    if not (marked or is_internal(message)) or connection.visibility == Visibility.AGENCY:
        return _Readers(connection.visibility, connection.agency)
    receivers = (agency_by_code(receiver.code) for receiver in message.receivers)
    agency = connection.agency or next((found for found in receivers if found is not None), None)
    if agency is None and message.kind is not MessageKind.RECALL:
        raise ReadError(Reason.NO_READERS)
    return _Readers(Visibility.AGENCY, agency) if agency else _Readers(connection.visibility, None)


def _acted_on(message: Message, own: str) -> list[str]:
    """The other documents that a message takes the place of, or takes back."""
    named = [*message.replaces] if message.kind is MessageKind.REPLACEMENT else []
    if message.kind in (MessageKind.UPDATE, MessageKind.RECALL) and message.acts_on:
        named.append(message.acts_on)
    return sorted({document_id for document_id in named if document_id != own})


def _lock(
    circle: str,
    document_ids: Sequence[str],
    reads: Sequence[ReadDocument] = (),
    access: Sequence[str] = (),
    source_code: str = "",
) -> None:
    """Everything that the transaction will hold, before it writes anything: several documents are stored in it, and
    whoever stores one of them meanwhile takes the same locks in this order (see ``corpus.locks``).
    """
    lock(*(f"exchange|{circle}|{document_id}" for document_id in document_ids))
    names: set[str] = set()
    numbers: set[str] = set()
    for read in reads:
        names.add(f"content|{','.join(access)}|{read.content_hash}")
        names.add(f"identity|{identity_of(read, source_code, access)}")
        numbers |= number_keys(read.number, read.relations)
    rows = Exchanged.objects.filter(circle=circle, document_id__in=document_ids)
    there = Document.objects.filter(exchanged__exchanged__in=rows)
    for document in there:
        names.add(f"identity|{document.identity}")
        numbers.add(document.number_key)
    numbers.update(Relation.objects.filter(version__document__in=there).values_list("target_number_key", flat=True))
    lock(*names, *(f"number|{key}" for key in numbers if key))


def _stamp(arrival: Arrival, message: Message) -> dt.datetime:
    return message.time_sent() or arrival.received_at


def _is_repeated(arrival: Arrival, message: Message) -> bool:
    connection = arrival.connection
    return (
        Arrival.objects.filter(
            message_key=message.key,
            state=_State.DONE,
            connection__visibility=connection.visibility,
            connection__agency=connection.agency_id,
        )
        .exclude(pk=arrival.pk)
        .exists()
    )


def _row(circle: str, document_id: str, party: Party, at: dt.datetime, rank: int) -> Exchanged:
    """The ledger's row, this party's from now on where nobody else's documents stand in it; ReadError where they do."""
    row, made = Exchanged.objects.get_or_create(
        circle=circle, document_id=document_id[:150],
        defaults={"party": party.key, "sent_at": at, "rank": rank},
    )  # fmt: skip
    if made:
        return row
    if row.documents.exists():
        if may_act_on(document_id, row.party, party):
            return row
        raise ReadError(Reason.NOT_THE_SENDER, f"DocumentId {document_id[:150]}")
    if may_act_on(document_id, party.key, party_by_key(row.party)):
        return row
    # What a stranger said about a document that never came from them does not count.
    row.party, row.sent_at, row.rank, row.recalled = party.key, at, rank, False
    return row


def _recall(
    circle: str,
    document_id: str,
    party: Party,
    at: dt.datetime,
    rank: int,
    connection: SourceConnection,
    keep: Sequence[Document] = (),
) -> None:
    """What came under a DocumentId is read by nobody any more, unless something later has been said about it."""
    row = _row(circle, document_id, party, at, rank)
    if (row.sent_at, row.rank) > (at, rank):
        return
    row.recalled, row.sent_at, row.rank = True, at, rank
    row.save()
    kept = {document.pk for document in keep}
    for link in row.documents.select_related("document__source"):
        if link.document_id not in kept:
            _withdraw(link, connection)


def _replace_documents(
    row: Exchanged, stored: Sequence[Document], main: int | None, connection: SourceConnection
) -> None:
    """Under this DocumentId stand these documents now; what stood there before is withdrawn."""
    keys = {document.pk for document in stored}
    for link in row.documents.select_related("document__source"):
        if link.document_id not in keys:
            _withdraw(link, connection)
            if keys:
                link.delete()
    for at, document in enumerate(stored):
        ExchangedDocument.objects.update_or_create(exchanged=row, document=document, defaults={"main": at == main})


def _withdraw(link: ExchangedDocument, connection: SourceConnection) -> None:
    """A text that a letter only carried, and that came to us from elsewhere too, stays."""
    if link.main or link.document.source_id == connection.source_id:
        withdraw_document(None, link.document)


def _store(arrival: Arrival, files: Files, message: Message, readers: _Readers) -> list[Document]:
    results = [
        corpus.store_document(
            read,
            source=arrival.connection.source,
            agency=readers.agency,
            visibility=readers.visibility,
            actor=None,
            then=update_index,
        )
        for read in files.reads
    ]
    return list({result.version.document_id: result.version.document for result in results}.values())


def claim(arrival: Arrival) -> Arrival | None:
    """The arrival, locked, or None where another worker was faster."""
    locked = (
        Arrival.objects.select_for_update(of=("self",)).select_related("connection__source").get(pk=arrival.pk)
    )
    return locked if locked.state == _State.QUEUED else None


def _finish(arrival: Arrival, message: Message, state: Arrival.State, unread: Sequence[str] = ()) -> None:
    arrival.state, arrival.finished_at = state, None if state == _State.WAITING else now()
    arrival.message_kind, arrival.message_key = message.kind.value, message.key
    arrival.sender, arrival.facts = message.sender.code[:60], facts_of(message)
    arrival.reason_code, arrival.reason_detail = "", "; ".join(unread)[:500]
    arrival.save()
    audit.record(
        "exchange.message",
        target=arrival,
        detail={"kind": message.kind.name.lower(), "state": str(state), "sender": message.sender.code[:60]},
    )
