"""Reads of cases, of what is known, and of who contributed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from congvu.accounts.models import Agency
from congvu.accounts.types import Viewer
from congvu.answering.models import AnswerEvidence, Question
from congvu.common.clock import VIETNAM
from congvu.corpus.models import Document, Unit
from congvu.corpus.queries import documents_for
from congvu.knowledge.models import Case, Correction, DataRequest, KnowledgeEntry, Notice, Review, Signal
from congvu.knowledge.types import CorrectionState, EntryState, RequestState
from congvu.legal.structure import UnitLevel
from congvu.retrieval.known import approved_for, documents_that_may_answer
from congvu.text import syllables

_LIKE = 0.4
_COMPARED = 100


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What of the queue is shown; empty parts do not narrow. ``whose`` is "mine", "open", or "" for all unsettled."""

    whose: str = ""
    field: int | None = None
    agency: int | None = None
    owner: int | None = None


def queue(viewer: Viewer, wanted: QueueFilter) -> QuerySet[Case]:
    """Unsettled cases, the one that is due first at the top; ``asked_in`` tells what those of a page are about."""
    found = Case.objects.visible_to(viewer).unsettled().select_related("field", "agency", "owner", "entry__correction")
    if wanted.whose == "mine":
        found = found.filter(owner=viewer.user_id)
    elif wanted.whose == "open":
        found = found.filter(owner=None)
    if wanted.field is not None:
        found = found.filter(field=wanted.field)
    if wanted.agency is not None:
        found = found.filter(agency=wanted.agency)
    if wanted.owner is not None:
        found = found.filter(owner=wanted.owner)
    return found.order_by("due_on", "pk")


def asked_in(cases: Sequence[Case]) -> dict[int, tuple[str, int]]:
    """The oldest question that is still there ("" none) and how many answers stand behind each case, by its key.

    Asked for one page of the queue: worked out in the queue itself it was worked out for every case that waits.
    """
    keys = [case.pk for case in cases]
    questions = Question.objects.filter(answer__knowledge_signal__case__in=keys)
    texts = dict(
        questions.order_by("answer__knowledge_signal__case", "asked_at")
        .distinct("answer__knowledge_signal__case")
        .values_list("answer__knowledge_signal__case", "text")
    )
    behind = Signal.objects.filter(case__in=keys).order_by().values_list("case").annotate(count=Count("pk"))
    counts = dict(behind.values_list("case", "count"))
    return {key: (texts.get(key, ""), counts.get(key, 0)) for key in keys}


def evidence_of(viewer: Viewer, case: Case) -> list[AnswerEvidence]:
    """Passages that were found for its questions and that this viewer may read, the best first, each once."""
    rows = (
        AnswerEvidence.objects.filter(
            answer__knowledge_signal__case=case,
            passage__version__document__access__overlap=sorted(viewer.access),
            passage__version__document__withdrawn_at__isnull=True,
        )
        .select_related("passage__unit", "passage__version__document")
        .defer("passage__version__text", "passage__version__front", "passage__version__warnings")
        .order_by("rank")
    )
    found: dict[int, AnswerEvidence] = {}
    for row in rows[:60]:
        if row.passage_id is not None:
            found.setdefault(row.passage_id, row)
    return list(found.values())[:15]


def similar_questions(viewer: Viewer, case: Case, text: str, limit: int = 5) -> list[tuple[str, int]]:
    """Other questions of the same field that share much of the wording, with the keys of their cases, not who asked."""
    others = Signal.objects.filter(case__in=Case.objects.visible_to(viewer).filter(field=case.field_id))
    newest = others.exclude(case=case).filter(answer__isnull=False).order_by("-at")[:_COMPARED]
    asked, scored = set(syllables(text)), []
    for key, words in newest.values_list("case", "answer__question__text"):
        said = set(syllables(words))
        share = len(asked & said) / max(1, len(asked | said))
        if share >= _LIKE:
            scored.append((share, words, key))
    return [(words, key) for _share, words, key in sorted(scored, key=lambda row: -row[0])[:limit]]


def approved_before(viewer: Viewer, text: str, limit: int = 5) -> list[KnowledgeEntry]:
    """Approved knowledge in use that is near to a question, the nearest first."""
    where = approved_for(viewer)
    order = documents_that_may_answer(where, text)[:limit] if where is not None else []
    found = KnowledgeEntry.objects.visible_to(viewer).filter(document__in=order, state=EntryState.LIVE)
    by_document = {entry.document_id: entry for entry in found.select_related("correction", "review__reviewer")}
    return [by_document[pk] for pk in order if pk in by_document]


def entries_for(viewer: Viewer) -> QuerySet[KnowledgeEntry]:
    """What this viewer may read, the newest first."""
    return KnowledgeEntry.objects.visible_to(viewer).select_related(
        "correction__field", "correction__author", "review__reviewer", "document"
    )


def waiting_for_review(viewer: Viewer) -> QuerySet[Correction]:
    """Submitted corrections of fields in which this viewer reviews, but their own; the oldest first."""
    submitted = Correction.objects.filter(state=CorrectionState.SUBMITTED).exclude(author=viewer.user_id)
    fields = {field for role, field in viewer.field_roles if role == "reviewer"}
    if ("reviewer", None) not in viewer.agency_roles:
        submitted = submitted.filter(field__in=fields)
    return submitted.select_related("field", "author", "case").order_by("submitted_at", "pk")


def reviews_seen(viewer: Viewer) -> QuerySet[Correction]:
    """Corrections that this viewer may open: those of the cases that they see, once submitted."""
    seen = Correction.objects.exclude(state=CorrectionState.DRAFT)
    return seen.filter(case__in=Case.objects.visible_to(viewer).values("pk"))


def unread(user_id: int) -> int:
    return Notice.objects.filter(user=user_id, read_at=None).count()


# --- choosing sources


def libraries_found(viewer: Viewer, text: str, limit: int = 20) -> list[Document]:
    """Documents that can be a source, by words of title and number."""
    found = documents_for(viewer, text=text).exclude(source__kind="curated").exclude(visibility="private")
    return list(found.filter(current__isnull=False)[:limit])


def units_found(viewer: Viewer, document: Document, number: str = "", limit: int = 60) -> list[Unit]:
    """Units of a document that can be chosen: of one Điều with all its khoản and điểm, or the articles and headings."""
    units = Unit.objects.visible_to(viewer).filter(version=document.current_id).order_by("index")
    if number:
        articles = units.filter(level=UnitLevel.ARTICLE, number__iexact=number)
        roots = list(articles.values_list("start", "end"))
        return [u for start, end in roots for u in units.filter(start__gte=start, end__lte=end)[:limit]]
    tops = units.filter(level__in=(UnitLevel.ARTICLE, UnitLevel.HEADING, UnitLevel.PARAGRAPH))
    return list(tops[:limit])


# --- contributions


@dataclass(frozen=True, slots=True)
class Contribution:
    """What the people of an agency did for good answers."""

    agency: Agency
    corrections: int
    reviews: int
    supplied: int

    @property
    def total(self) -> int:
        return self.corrections + self.reviews + self.supplied


def contributions(first: dt.date, last: dt.date, agencies: Iterable[int] | None = None) -> list[Contribution]:
    """Approved corrections (by the author's agency), reviews and documents supplied between two days, both included;
    those who did most first.
    """
    begins = dt.datetime.combine(first, dt.time(), VIETNAM)
    ends = dt.datetime.combine(last, dt.time(), VIETNAM) + dt.timedelta(days=1)
    span = (begins, ends)
    corrections = _by_agency(Correction.objects.filter(entry__published_at__range=span))
    reviews = _by_agency(Review.objects.filter(at__range=span))
    supplied = _by_agency(DataRequest.objects.filter(state=RequestState.ARRIVED, closed_at__range=span))
    keys = {key for key in (*corrections, *reviews, *supplied) if key is not None}
    if agencies is not None:
        keys &= set(agencies)
    rows = [
        Contribution(agency, corrections[agency.pk], reviews[agency.pk], supplied[agency.pk])
        for agency in Agency.objects.filter(pk__in=keys).prefetch_related("names")
    ]
    return sorted(rows, key=lambda row: (-row.total, row.agency.code))


def _by_agency(rows: QuerySet[Correction] | QuerySet[Review] | QuerySet[DataRequest]) -> Counter[int | None]:
    found: Counter[int | None] = Counter()
    for key, count in rows.order_by().values_list("agency").annotate(count=Count("pk")):
        found[key] = count
    return found
