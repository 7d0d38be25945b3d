"""Writes of ingestion: start a supply, process its files, try a file again, change or withdraw what was
supplied.

Reading happens outside of any transaction, in a child process. Then one transaction stores the document,
brings the index up to date, moves the item and writes the audit event, so that a process killed at any moment
leaves an item either untouched or done.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from congvu.accounts.models import AccessGroup, Agency, User
from congvu.accounts.policies import can_supply_documents
from congvu.accounts.queries import viewer_for
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.corpus import actions as corpus
from congvu.corpus import storage
from congvu.corpus.models import Document, Visibility
from congvu.corpus.policies import access_tokens, can_publish_to_province
from congvu.corpus.queries import current_version_of_bytes
from congvu.corpus.types import Outcome, ReadDocument, StoreResult
from congvu.index.actions import index_version, reindex_document, remove_document
from congvu.index.tasks import schedule
from congvu.ingestion.door import KEPT_OUT, clean_name, forget_unjudged, nameless, visibility_for
from congvu.ingestion.models import IngestionItem, IngestionRun
from congvu.ingestion.policies import can_view_run
from congvu.ingestion.received import received
from congvu.ingestion.sandbox import Sandbox, sandbox
from congvu.ingestion.tasks import process_item_task
from congvu.ingestion.types import ReadError, Reason
from congvu.ingestion.viruses import is_infected
from congvu.legal.secrecy import secrecy_of_name

MAX_ATTEMPTS = 4
"""Starts after which a file that takes its whole process down each time is given up."""

_State = IngestionItem.State


def start_run(
    actor: User | None,
    files: Iterable[tuple[str, bytes | Path]],
    *,
    source_code: str = "upload",
    agency: Agency | None,
    visibility: str,
    groups: Iterable[AccessGroup] = (),
) -> IngestionRun:
    """Take in files, as (name, content or path), and queue one job for each; all or none of them.

    The bytes are kept first, then run, items and jobs appear together. ``actor`` None is the program itself.
    Raises NotAllowedError, and InvalidInputError where it is not said who may read, or nothing was given.
    """
    groups = tuple(groups)
    _check_supply(actor, agency, visibility, groups)
    source = corpus.ensure_source(source_code)
    limits = sandbox().limits
    kept = [_keep(name, content, limits.file_bytes) for name, content in files]
    if not kept:
        raise InvalidInputError(_("No file was given."), _("Choose at least one file."))
    with transaction.atomic():
        run = IngestionRun.objects.create(source=source, agency=agency, visibility=visibility, started_by=actor)
        run.groups.set(groups)
        for ordinal, item in enumerate(kept):
            item.run, item.ordinal = run, ordinal
            if item.state == _State.REFUSED:
                item.file_name = nameless(item.file_name, ordinal + 1)
        IngestionItem.objects.bulk_create(kept)
        waiting = [item.pk for item in kept if item.state == _State.QUEUED]
        if waiting:
            jobs: list[dict[str, Any]] = [{"item_id": pk} for pk in waiting]
            process_item_task.batch_defer(*jobs)
        for item in kept:
            if item.state == _State.REFUSED:
                _record_bad_end(item, actor)
        audit.record("ingestion.started", actor=actor, target=run, detail={"files": len(kept)})
    return run


def process_item(item_id: int, using: Sandbox | None = None) -> None:
    """Read the file of an item and store it. Does nothing for an item that is done; never raises for a bad
    file.

    Raises what is worth another try: a database that is away, a reading process that does not start.
    """
    item = IngestionItem.objects.select_related("run").filter(pk=item_id).first()
    if item is None:
        return
    if item.state != _State.QUEUED:
        # Whoever finished it may have been killed right after the commit.
        forget_unjudged(item)
        if item.state == _State.STORED:
            schedule()
        return
    try:
        if _is_known(item):
            return
        IngestionItem.objects.filter(pk=item.pk).update(attempts=F("attempts") + 1)
        _store(item, _read(item, using or sandbox()))
    except ReadError as error:
        _finish_badly(item, error)
    except InvalidInputError:
        # The person or the groups that were to read it are gone since it was supplied.
        _finish_badly(item, ReadError(Reason.CRASHED, "nobody is left who may read it"))


@transaction.atomic
def retry_item(actor: User, item: IngestionItem) -> None:
    """Queue a file that failed once more. Raises NotAllowedError, or InvalidInputError for one that did not
    fail.
    """
    locked = IngestionItem.objects.select_for_update(of=("self",)).select_related("run").get(pk=item.pk)
    viewer = viewer_for(actor)
    run = locked.run
    if not can_view_run(viewer, run) or not _may_supply(
        actor, run.agency_id, run.visibility
    ):
        raise _not_allowed()
    if locked.state != _State.FAILED or not locked.content_hash or not storage.exists(locked.content_hash):
        raise InvalidInputError(_("This file cannot be tried again."), _("Supply it anew."))
    locked.state, locked.reason_code, locked.reason_detail = _State.QUEUED, "", ""
    locked.attempts, locked.finished_at = 0, None
    locked.save()
    process_item_task.defer(item_id=locked.pk)
    audit.record("ingestion.retried", actor=actor, target=locked)


@transaction.atomic
def withdraw_document(actor: User | None, document: Document) -> None:
    """Take a document away from all readers and out of the index. Raises NotAllowedError."""
    affected = corpus.withdraw_document(actor, document)
    remove_document(document)
    _reindex(affected)


@transaction.atomic
def set_visibility(actor: User | None, document: Document, visibility: str, groups: Iterable[AccessGroup] = ()) -> None:
    """Change who reads a document, for the very next query. Raises NotAllowedError and InvalidInputError."""
    affected = corpus.set_visibility(actor, document, visibility, groups)
    _reindex((document, *affected))


def _check_supply(actor: User | None, agency: Agency | None, visibility: str, groups: tuple[AccessGroup, ...]) -> None:
    access_tokens(
        visibility,
        agency_id=agency.pk if agency else None,
        group_ids=[group.pk for group in groups],
        user_id=actor.pk if actor else None,
    )
    if actor is not None and not _may_supply(actor, agency.pk if agency else None, visibility):
        raise _not_allowed()


def _may_supply(actor: User, agency_id: int | None, visibility: str) -> bool:
    viewer = viewer_for(actor)
    if visibility == Visibility.PROVINCE and not can_publish_to_province(viewer):
        return False
    return can_supply_documents(viewer, agency_id)


def _not_allowed() -> NotAllowedError:
    return NotAllowedError(
        _("You may not supply documents here."),
        _("Ask the coordinator of your agency or the provincial operator."),
    )


def _keep(name: str, content: bytes | Path, most: int) -> IngestionItem:
    """An item whose bytes are kept; one that is too large, or whose name bears a mark, is done and not copied."""
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    item = IngestionItem(file_name=clean_name(name), size=size)
    if secrecy_of_name(item.file_name):
        item.state, item.finished_at, item.reason_code = _State.REFUSED, now(), Reason.REFUSED_SECRET
    elif size > most:
        item.state, item.finished_at = _State.FAILED, now()
        item.reason_code, item.reason_detail = Reason.TOO_LARGE, f"{size} bytes, limit {most}"
    else:
        item.content_hash = storage.put_file(content) if isinstance(content, Path) else storage.put_bytes(content)
    return item


def _read(item: IngestionItem, reader: Sandbox) -> ReadDocument:
    if item.attempts >= MAX_ATTEMPTS:
        raise ReadError(Reason.CRASHED, f"given up after {item.attempts} tries")
    path = storage.blob_path(item.content_hash)
    if not path.is_file():
        refused = IngestionItem.objects.filter(content_hash=item.content_hash, state=_State.REFUSED).first()
        if refused is not None:
            raise ReadError(Reason(refused.reason_code))
        raise ReadError(Reason.DAMAGED, "bytes are gone")
    if is_infected(path):
        raise ReadError(Reason.INFECTED)
    answer = reader.read(path, item.file_name, storage.pages_folder(item.content_hash))
    return received(answer, file_name=item.file_name, size=item.size, content_hash=item.content_hash)


@transaction.atomic
def _is_known(item: IngestionItem) -> bool:
    """Settle an item whose very bytes these readers have already, without reading them again."""
    run = item.run
    access = access_tokens(
        run.visibility,
        agency_id=run.agency_id,
        group_ids=run.groups.values_list("pk", flat=True),
        user_id=run.started_by_id,
    )
    version = current_version_of_bytes(item.content_hash, access)
    locked = _claim(item) if version is not None else None
    if locked is None:
        return False
    locked.state, locked.version, locked.finished_at = _State.UNCHANGED, version, now()
    locked.save(update_fields=["state", "version", "finished_at"])
    return True


@transaction.atomic
def _store(item: IngestionItem, read: ReadDocument) -> None:
    locked = _claim(item)
    if locked is None:
        return
    run = locked.run
    result = corpus.store_document(
        read,
        source=run.source,
        agency=run.agency,
        visibility=visibility_for(run, read),
        groups=run.groups.all(),
        actor=run.started_by,
        then=update_index,
    )
    locked.state = _State.UNCHANGED if result.outcome is Outcome.UNCHANGED else _State.STORED
    locked.version = result.version
    locked.finished_at = now()
    locked.save(update_fields=["state", "version", "finished_at"])
    transaction.on_commit(partial(storage.forget_pages, locked.content_hash))


def update_index(result: StoreResult) -> None:
    """What ``corpus.store_document`` calls in its transaction when something was stored."""
    index_version(result.version)
    _reindex(result.affected)


def _finish_badly(item: IngestionItem, error: ReadError) -> None:
    with transaction.atomic():
        locked = _claim(item)
        if locked is None:
            return
        locked.state = _State.REFUSED if error.reason in KEPT_OUT else _State.FAILED
        locked.reason_code, locked.reason_detail = error.reason, error.detail[:500]
        locked.finished_at = now()
        if error.reason is Reason.REFUSED_SECRET:
            locked.file_name, locked.reason_detail = nameless(locked.file_name, locked.ordinal + 1), ""
        locked.save(update_fields=["file_name", "state", "reason_code", "reason_detail", "finished_at"])
        _record_bad_end(locked, locked.run.started_by)
    # After the commit: should the process die in between, the job runs again and deletes then.
    forget_unjudged(locked)


def _record_bad_end(item: IngestionItem, actor: User | None) -> None:
    refused = item.state == _State.REFUSED
    audit.record(
        "ingestion.refused" if refused else "ingestion.failed",
        actor=actor,
        target=item,
        outcome="refused" if refused else "failed",
        detail={"reason": str(item.reason_code)},
    )


def _claim(item: IngestionItem) -> IngestionItem | None:
    """The item, locked, or None where another worker was faster."""
    locked = IngestionItem.objects.select_for_update(of=("self",)).select_related("run").get(pk=item.pk)
    return locked if locked.state == _State.QUEUED else None


def _reindex(documents: Iterable[Document]) -> None:
    for document in documents:
        reindex_document(document)
