"""An approved correction becomes a document of the curated source; withdrawing and suspending take it away again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.hashing import sha256_hex
from congvu.corpus.actions import ensure_source, store_document
from congvu.corpus.curated import Curated
from congvu.corpus.standing import Cited
from congvu.corpus.types import ReadDocument, StoreResult
from congvu.index.actions import index_version
from congvu.ingestion.actions import withdraw_document
from congvu.knowledge.models import Correction, KnowledgeEntry, Review
from congvu.knowledge.policies import can_withdraw
from congvu.knowledge.teaching import forget, teach
from congvu.knowledge.types import EntryState
from congvu.knowledge.visibility import narrowest
from congvu.legal.structure_types import Mark, StructuredText, UnitLevel, build_units

PARSER = "knowledge-1"
_QUESTION, _ANSWER, _BASIS, _NUMBER = "Câu hỏi", "Trả lời", "Căn cứ", "Hiệu chỉnh số"


def publish(correction: Correction, review: Review) -> KnowledgeEntry:
    """In the caller's transaction; found from its commit on."""
    sources = list(correction.sources.select_related("unit", "version__document"))
    readers = narrowest([source.version.document for source in sources])
    read = _read(correction, review)

    def found_from_now_on(result: StoreResult) -> None:
        index_version(result.version)

    stored = store_document(
        read,
        source=ensure_source("curated"),
        agency=readers.agency,
        visibility=readers.visibility,
        groups=readers.groups,
        actor=None,
        then=found_from_now_on,
    )
    entry: KnowledgeEntry = KnowledgeEntry.objects.create(
        correction=correction,
        review=review,
        document=stored.version.document,
        version=stored.version,
        content_hash=correction.hash,
        published_at=now(),
    )
    audit.record("knowledge.published", actor=review.reviewer, target=entry, detail={"hash": entry.content_hash})
    teach(correction, review)
    _replace_older(correction, entry)
    return entry


@transaction.atomic
def withdraw(entry: KnowledgeEntry, actor: User | None, why: str) -> KnowledgeEntry:
    """Nobody is answered with it from the next question on. ``actor`` None is the program itself."""
    held = _held(entry)
    if actor is not None and not can_withdraw(viewer_for(actor), held):
        raise NotAllowedError(_("You may not withdraw this."), _("Ask a reviewer of the field or the operator."))
    if not why.strip():
        raise InvalidInputError(_("Say why it is withdrawn."), _("The reason stays with it."))
    if held.state == EntryState.WITHDRAWN:
        return held
    return _end(held, EntryState.WITHDRAWN, why, actor)


def suspend(entry: KnowledgeEntry, why: str) -> bool:
    """A source of it has changed; whether it was in use until now. In the caller's transaction."""
    held = _held(entry)
    if held.state != EntryState.LIVE:
        return False
    _end(held, EntryState.SUSPENDED, why, None)
    return True


def _end(held: KnowledgeEntry, state: EntryState, why: str, actor: User | None) -> KnowledgeEntry:
    held.state, held.why, held.ended_at = state, why.strip()[:500], held.ended_at or now()
    held.save(update_fields=["state", "why", "ended_at"])
    withdraw_document(None, held.document)
    forget(held.correction)
    audit.record(f"knowledge.{state}", actor=actor, target=held)
    return held


def _held(entry: KnowledgeEntry) -> KnowledgeEntry:
    rows = KnowledgeEntry.objects.select_for_update(of=("self",)).select_related("correction__field", "document")
    return rows.get(pk=entry.pk)


def _replace_older(correction: Correction, entry: KnowledgeEntry) -> None:
    """What this case was about, and what answered the very same question for the same readers, is answered by this."""
    about = correction.case.entry_id
    older = KnowledgeEntry.objects.filter(state=EntryState.LIVE).exclude(pk=entry.pk)
    same = older.filter(correction__question__iexact=correction.question, document__access=entry.document.access)
    for one in same if about is None else (same | older.filter(pk=about)).distinct():
        withdraw(one, None, _("Replaced by newer approved knowledge."))


def _read(correction: Correction, review: Review) -> ReadDocument:
    """The text with its three parts: the questions, the answer, what it rests on."""
    questions = (correction.question, *correction.paraphrases)
    basis = [
        f"{source.unit.path} {source.version.document.title} {source.version.document.number}".strip()
        for source in correction.sources.select_related("unit", "version__document")
    ]
    first = "\n".join([_QUESTION, *questions, ""])
    answer_at = len(first) + 1
    before = f"{first}\n{_ANSWER}\n"
    whole = f"{before}{correction.text}\n\n"
    text = f"{whole}{_BASIS}\n" + "\n".join([*basis, f"{_NUMBER} {correction.pk}", ""])
    marks = [
        Mark(0, UnitLevel.HEADING, 0, title=_QUESTION),
        Mark(answer_at, UnitLevel.HEADING, 0, title=_ANSWER),
        Mark(len(whole), UnitLevel.HEADING, 0, title=_BASIS),
    ]
    told = Curated(
        questions,
        len(before),
        len(before) + len(correction.text),
        tuple(Cited(s.version_id, s.unit_id, s.start, s.end, s.quote_hash) for s in correction.sources.all()),
        review.reviewer_id,
        review.at,
    )
    content = text.encode()
    return ReadDocument(
        file_name=f"tri-thuc-{correction.pk}.txt",
        media_type="text/plain",
        size=len(content),
        content_hash=sha256_hex(content),
        text=text,
        structure=StructuredText("administrative", build_units(marks, len(text)), ()),
        parser=PARSER,
        title=f"Tri thức đã duyệt: {correction.question}",
        front=told.front(),
    )
