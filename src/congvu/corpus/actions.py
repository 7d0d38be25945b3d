"""Writes of the corpus: store a file that was read, withdraw a document, change who reads it.

Every action is one transaction with its audit event. The index is not told from here (it lies above the
corpus): callers bring it up to date in the same transaction, from what these functions return.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from congvu.accounts.models import AccessGroup, Agency, User
from congvu.accounts.queries import viewer_for
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.hashing import sha256_hex
from congvu.corpus.identity import identity_of
from congvu.corpus.locks import lock, lock_numbers
from congvu.corpus.models import Document, DocumentVersion, Source, Visibility
from congvu.corpus.policies import access_tokens, can_give_to, can_manage, can_read
from congvu.corpus.relations import link_waiting_relations, number_keys, refresh_force, store_relations, targets_of
from congvu.corpus.types import Outcome, ReadDocument, StoreResult
from congvu.corpus.versions import add_version, show_version

_SOURCES = {
    "upload": ("Tải lên", Source.Kind.UPLOAD),
    "folder": ("Thư mục", Source.Kind.FOLDER),
    "bundled": ("Kèm theo chương trình", Source.Kind.BUNDLED),
    "curated": ("Tri thức đã duyệt", Source.Kind.CURATED),
}


def ensure_source(code: str) -> Source:
    """The source of a code, made on first use for the four that come with the program.

    Raises InvalidInputError for any other code that nobody has set up.
    """
    if code in _SOURCES:
        name, kind = _SOURCES[code]
        return Source.objects.get_or_create(code=code, defaults={"name": name, "kind": kind})[0]
    source = Source.objects.filter(code=code).first()
    if source is None:
        raise InvalidInputError(_("There is no source of documents called “%(code)s”.") % {"code": code})
    return source


@transaction.atomic
def store_document(
    read: ReadDocument,
    *,
    source: Source,
    agency: Agency | None,
    visibility: str,
    groups: Iterable[AccessGroup] = (),
    actor: User | None,
    then: Callable[[StoreResult], None] | None = None,
) -> StoreResult:
    """Make a file that was read a document, or a version of one, or nothing when it is there already.

    The same bytes, or other bytes with the same text, change nothing; anything else becomes the current
    version. Supplying a withdrawn document again brings it back. Two callers with the same file wait for each
    other. Who may supply for whom is checked by the caller (``ingestion``), where the supply was asked for.
    ``then`` runs in the same transaction when something was stored; the audit event, on which all writers
    queue, comes after it.
    """
    groups = tuple(groups)
    access = access_tokens(
        visibility,
        agency_id=agency.pk if agency else None,
        group_ids=[group.pk for group in groups],
        user_id=actor.pk if actor else None,
    )
    document = _find(read, source, access)
    if document is None:
        document = Document.objects.create(
            source=source,
            identity=identity_of(read, source.code, access),
            agency=agency,
            supplied_by=actor,
            visibility=visibility,
            access=access,
            title=read.title or read.file_name,
        )
        document.groups.set(groups)
        outcome = Outcome.CREATED
    else:
        current = document.current
        if current is not None and document.withdrawn_at is None and _same(current, read):
            return StoreResult(current, Outcome.UNCHANGED)
        outcome = Outcome.NEW_VERSION
    touched = targets_of(document, document.current)
    version = _version_for(document, read)
    document.withdrawn_at = None
    show_version(document, version)
    link_waiting_relations(document)
    result = StoreResult(version, outcome, _refresh(document, touched | targets_of(document, version)))
    if then is not None:
        then(result)
    audit.record(
        f"document.{outcome}",
        actor=actor,
        target=document,
        detail={"version": version.sequence, "content_hash": version.content_hash, "visibility": visibility},
    )
    return result


@transaction.atomic
def withdraw_document(actor: User | None, document: Document) -> tuple[Document, ...]:
    """Nobody reads it any more and its repeals end; returns the other documents whose force changed.

    ``actor`` None is the program itself. Raises NotAllowedError.
    """
    document = _managed(actor, document)
    if document.withdrawn_at is not None:
        return ()
    document.withdrawn_at = now()
    document.save(update_fields=["withdrawn_at"])
    affected = _refresh(document, targets_of(document, document.current))
    audit.record("document.withdrawn", actor=actor, target=document)
    return affected


@transaction.atomic
def set_visibility(
    actor: User | None, document: Document, visibility: str, groups: Iterable[AccessGroup] = ()
) -> tuple[Document, ...]:
    """Change who reads a document, from the next query on; returns the other documents whose force changed.

    Raises NotAllowedError, and InvalidInputError where the new readers have this document already.
    """
    groups = tuple(groups) if visibility == Visibility.GROUPS else ()
    # Who supplied it, and for whom, never changes: the new readers are known before anything is locked.
    access = access_tokens(
        visibility,
        agency_id=document.agency_id,
        group_ids=[group.pk for group in groups],
        user_id=document.supplied_by_id,
    )
    document = _managed(actor, document, access)
    if actor is not None and not can_give_to(viewer_for(actor), document, visibility):
        raise _not_allowed()
    before = targets_of(document, document.current)
    detail = {"from": document.visibility, "visibility": visibility, "groups": sorted(g.pk for g in groups)}
    document.access = access
    document.visibility = visibility
    document.identity = _free_identity(actor, document)
    document.save(update_fields=["access", "visibility", "identity"])
    document.groups.set(groups)
    link_waiting_relations(document)
    affected = _refresh(document, before | targets_of(document, document.current))
    audit.record("document.visibility_set", actor=actor, target=document, detail=detail)
    return affected


def _find(read: ReadDocument, source: Source, access: list[str]) -> Document | None:
    """The document that a file belongs to, locked; and nobody else may store the same one meanwhile."""
    identity = identity_of(read, source.code, access)
    lock(f"content|{','.join(access)}|{read.content_hash}")
    lock(f"identity|{identity}")
    found = Document.objects.filter(identity=identity).first()
    if found is None and not read.number:
        found = Document.objects.filter(access=access, number="", current__content_hash=read.content_hash).first()
    lock_numbers(found, number_keys(read.number, read.relations))
    # One found by its bytes may have been given other readers meanwhile, and is then not the one any more.
    return None if found is None else _locked().filter(pk=found.pk, access=access).first()


def _locked() -> QuerySet[Document]:
    """Documents held until the end of the transaction; their numbers are locked before."""
    return Document.objects.select_for_update(of=("self",)).select_related("current")


def _same(version: DocumentVersion, read: ReadDocument) -> bool:
    return version.content_hash == read.content_hash or version.text_hash == sha256_hex(read.text)


def _version_for(document: Document, read: ReadDocument) -> DocumentVersion:
    """A file that comes back after another one took its place is shown again, not stored again."""
    earlier = document.versions.filter(content_hash=read.content_hash).first()
    if earlier is not None:
        return earlier
    version = add_version(document, read)
    store_relations(version, read.relations)
    return version


def _refresh(document: Document, others: set[int]) -> tuple[Document, ...]:
    changed = refresh_force({document.pk} | others)
    document.refresh_from_db(fields=["force_until"])
    return tuple(other for other in changed if other.pk != document.pk)


def _managed(actor: User | None, document: Document, readers: Iterable[str] | None = None) -> Document:
    """The document, locked, when the actor may manage it; also against being stored meanwhile, under its
    identity of now and under that for new ``readers``.
    """
    identity = Document.objects.values_list("identity", flat=True).get(pk=document.pk)
    identities = {identity} if readers is None else {identity, _identity_for(readers, identity)}
    lock(*(f"identity|{name}" for name in identities))
    lock_numbers(document)
    locked = _locked().get(pk=document.pk)
    if actor is not None and not can_manage(viewer_for(actor), locked):
        raise _not_allowed()
    return locked


def _not_allowed() -> NotAllowedError:
    return NotAllowedError(_("You may not do this with this document."), _("Ask the provincial operator."))


def _identity_for(readers: Iterable[str], identity: str) -> str:
    return ",".join(readers) + "|" + identity.partition("|")[2]


def _free_identity(actor: User | None, document: Document) -> str:
    """The identity under the new readers; another document that holds it is named only to those who can read
    it.
    """
    identity = _identity_for(document.access, document.identity)
    other = Document.objects.filter(identity=identity).exclude(pk=document.pk).first()
    if other is None:
        return identity
    if actor is None or can_read(viewer_for(actor), other):
        raise InvalidInputError(
            _("These readers have this document already."),
            _("Withdraw one of the two, or supply it as a new version."),
        )
    return f"{identity}#{document.pk}"
