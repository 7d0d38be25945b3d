"""An answer as it may be shown to one viewer now: made from rows, with what has become unreadable left
out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.db.models.functions import Substr

from congvu.accounts.types import Viewer
from congvu.answering import wording
from congvu.answering.approved import APPROVAL, VERSION_KEY, approval_line
from congvu.answering.models import Answer, AnswerBlock, AnswerEvidence, Citation
from congvu.answering.types import CHOICE, AnswerStatus
from congvu.common.hashing import sha256_hex
from congvu.corpus.models import Document, Unit
from congvu.corpus.policies import can_read, reads_in_full
from congvu.corpus.reading import Way, record_reads
from congvu.retrieval.access import citation_url
from congvu.text.personal import CONTACTS, Personal, mask_personal

# What is read of the rows behind an answer: it is read after every sentence, and most columns say nothing here.
_UNIT = ("path", "anchor", "start", "end", "force_from", "force_until")
_PASSAGE = ("start", "end", "headings", "text", "version_id")
_DOCUMENT = (
    *("number", "title", "kind_name", "issuer", "issued_on", "force_from", "force_until"),
    *("access", "withdrawn_at", "visibility", "agency_id", "supplied_by_id"),
)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is said of a document beside a quote; ``in_force`` is for the day of the question."""

    number: str
    title: str
    kind: str
    issuer: str
    issued_on: dt.date | None
    in_force: bool

    def data(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "title": self.title,
            "kind": self.kind,
            "issuer": self.issuer,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "in_force": self.in_force,
        }


@dataclass(frozen=True, slots=True)
class CitationView:
    """Citation ``n``; all but the number is empty (``document`` None) where the viewer may no longer read
    the source."""

    n: int
    document: DocumentFacts | None
    unit: str
    quote: str
    url: str
    version_id: int | None
    force_from: dt.date | None = None
    force_until: dt.date | None = None

    @property
    def available(self) -> bool:
        return self.document is not None

    def data(self) -> dict[str, Any]:
        if self.document is None:
            return {"n": self.n, "document": None, "unit": None, "quote": None, "url": None}
        return {
            "n": self.n,
            "document": self.document.data(),
            "unit": self.unit,
            "quote": self.quote,
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block; ``withheld`` ones show why instead of their text."""

    ordinal: int
    kind: str
    text: str
    citations: tuple[int, ...]
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A piece of evidence that the viewer may still read."""

    rank: int
    document: DocumentFacts
    unit: str
    headings: str
    text: str
    url: str

    def data(self) -> dict[str, Any]:
        return {
            "rank": self.rank,
            "document": self.document.data(),
            "unit": self.unit,
            "headings": self.headings,
            "text": self.text,
            "url": self.url,
            "in_force": self.document.in_force,
        }


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Everything of an answer that this viewer may see at this moment."""

    id: str
    status: AnswerStatus
    blocks: tuple[BlockView, ...]
    citations: tuple[CitationView, ...]
    evidence: tuple[EvidenceView, ...]
    timings_ms: dict[str, float]
    versions: dict[str, str]

    @property
    def finished(self) -> bool:
        return self.status != AnswerStatus.PENDING


def view_of(answer: Answer, viewer: Viewer, *, evidence: bool = True, since: int = 0) -> AnswerView:
    """Read an answer's rows for a viewer who may read the answer; sources are checked again, now.

    Whatever tells an answer comes through here, so here it is logged that restricted texts were read. To go on telling,
    the blocks from ordinal ``since`` with what they cite are read, and no ``evidence``.
    """
    on = answer.question.on
    read: dict[int, Document] = {}
    begun = answer.started_at is not None or answer.status != AnswerStatus.PENDING  # else there are no rows yet
    blocks = _block_rows(answer, since) if begun else []
    citations = _citations(_cited(answer, blocks, since), viewer, on, read) if blocks else ()
    found = _evidence(answer, viewer, on, read) if begun and evidence else ()
    record_reads(viewer.user_id, read, Way.ANSWER)
    gone = frozenset(c.n for c in citations if not c.available)
    masks = {c.n: _masked_kinds(read[c.version_id], viewer) for c in citations if c.version_id is not None}
    named = names_are_readable(answer, viewer)
    return AnswerView(
        id=str(answer.pk),
        status=AnswerStatus(answer.status),
        blocks=tuple(_blocks(answer, blocks, gone, masks, named=named)),
        citations=citations,
        evidence=found,
        timings_ms=dict(answer.timings_ms),
        versions={k: v for k, v in answer.versions.items() if named or k != "resolved_question"},
    )


def names_are_readable(answer: Answer, viewer: Viewer) -> bool:
    """Whether the viewer may still read every document that the answer's own words name."""
    return not answer.names or (
        Document.objects.visible_to(viewer).filter(pk__in=answer.names).count() == len(set(answer.names))
    )


def _of(relation: str, columns: Iterable[str]) -> list[str]:
    return [f"{relation}__{column}" for column in columns]


class _BlockRow(NamedTuple):
    """A block as it is stored, with the numbers of its citations in order."""

    ordinal: int
    kind: str
    text: str
    numbers: tuple[int, ...]


def _block_rows(answer: Answer, since: int) -> list[_BlockRow]:
    """Blocks from ordinal ``since`` on, with their numbers, in one statement."""
    rows = (
        AnswerBlock.objects.filter(answer=answer, ordinal__gte=since)
        .order_by("ordinal", "citations__n")
        .values_list("ordinal", "kind", "text", "citations__n")
    )
    return [
        _BlockRow(ordinal, kind, text, tuple(n for *_block, n in group if n))  # none of a block that cites nothing
        for (ordinal, kind, text), group in groupby(rows, key=itemgetter(0, 1, 2))
    ]


def _cited(answer: Answer, blocks: Iterable[_BlockRow], since: int) -> QuerySet[Citation]:
    """All citations of an answer; of one that is told on, those of the blocks that are told now."""
    rows = Citation.objects.filter(answer=answer)
    return rows.filter(n__in={n for block in blocks for n in block.numbers}) if since else rows


def _citations(
    found: QuerySet[Citation], viewer: Viewer, on: dt.date, read: dict[int, Document]
) -> tuple[CitationView, ...]:
    """Citations in order; the documents of those that are shown are added to ``read``, by version."""
    rows = list(
        found.annotate(quote=Substr("version__text", F("start") + 1, F("end") - F("start")))
        .select_related("unit", "version__document")
        .only("n", "start", "end", "quote_hash", *_of("unit", _UNIT), *_of("version__document", _DOCUMENT))
    )
    documents = {row.version_id: row.version.document for row in rows}
    readable = {pk: document for pk, document in documents.items() if can_read(viewer, document)}
    read |= readable
    return tuple(_citation(row, on, viewer) if row.version_id in readable else _gone(row.n) for row in rows)


def _masked_kinds(document: Document, viewer: Viewer) -> frozenset[Personal]:
    """Identifiers that this viewer sees masked; what the province publishes gives telephone numbers of offices."""
    if reads_in_full(viewer, document):
        return frozenset()
    return frozenset(Personal) if document.agency_id is not None else frozenset(Personal) - CONTACTS


def _citation(row: Citation, on: dt.date, viewer: Viewer) -> CitationView:
    quote: str = row.quote  # type: ignore[attr-defined]  # annotated above
    if sha256_hex(quote) != row.quote_hash:
        return _gone(row.n)
    document = row.version.document
    return CitationView(
        n=row.n,
        document=_facts(document, row.unit, on),
        unit=row.unit.path,
        quote=mask_personal(quote, _masked_kinds(document, viewer)),
        url=citation_url(document.get_absolute_url(), row.version_id, row.start, row.end, row.unit.anchor),
        version_id=row.version_id,
        force_from=row.unit.force_from or document.force_from,
        force_until=row.unit.force_until or document.force_until,
    )


def _gone(n: int) -> CitationView:
    return CitationView(n=n, document=None, unit="", quote="", url="", version_id=None)


def _facts(document: Document, unit: Unit | None, on: dt.date) -> DocumentFacts:
    since = (unit.force_from if unit else None) or document.force_from
    until = (unit.force_until if unit else None) or document.force_until
    return DocumentFacts(
        number=document.number,
        title=document.title,
        kind=document.kind_name,
        issuer=document.issuer,
        issued_on=document.issued_on,
        in_force=(since is None or since <= on) and (until is None or on < until),
    )


def _blocks(
    answer: Answer,
    rows: Iterable[_BlockRow],
    gone: frozenset[int],
    masks: Mapping[int, frozenset[Personal]],
    *,
    named: bool,
) -> Iterator[BlockView]:
    """Blocks in order; one that rests on a source that is gone names and quotes it no more, its lead included.

    ``named`` False: what asks back is withheld, because it offers a document that is gone.
    """
    asks_back = answer.status == AnswerStatus.CLARIFY and not named
    for block in rows:
        if block.kind == CHOICE and not named:
            continue
        numbers = block.numbers
        withheld = asks_back or not gone.isdisjoint(numbers)
        kinds = frozenset[Personal]().union(*(masks.get(n, frozenset()) for n in numbers))
        text = wording.no_longer_available() if withheld else mask_personal(block.text, kinds)
        if block.kind == APPROVAL and not withheld:
            text = approval_line(answer.versions.get(VERSION_KEY, "0")) or text
        yield BlockView(block.ordinal, block.kind, text, numbers, withheld)


def _evidence(answer: Answer, viewer: Viewer, on: dt.date, read: dict[int, Document]) -> tuple[EvidenceView, ...]:
    rows = (
        AnswerEvidence.objects.filter(
            answer=answer,
            passage__version__document__access__overlap=sorted(viewer.access),
            passage__version__document__withdrawn_at__isnull=True,
        )
        .select_related("unit", "passage__unit", "passage__version__document")
        .only(
            *("rank", *_of("unit", _UNIT), *_of("passage", _PASSAGE)),
            *(*_of("passage__unit", _UNIT), *_of("passage__version__document", _DOCUMENT)),
        )
    )
    views: list[EvidenceView] = []
    for row in rows:
        passage = row.passage
        if passage is None:
            continue
        unit = row.unit or passage.unit
        document = read[passage.version_id] = passage.version.document
        start, end = max(unit.start, passage.start), min(unit.end, passage.end)
        if start >= end:
            start, end = passage.start, passage.end
        views.append(
            EvidenceView(
                rank=row.rank,
                document=_facts(document, unit, on),
                unit=unit.path,
                headings=passage.headings,
                text=mask_personal(passage.text, _masked_kinds(document, viewer)),
                url=citation_url(document.get_absolute_url(), passage.version_id, start, end, unit.anchor),
            )
        )
    return tuple(views)
