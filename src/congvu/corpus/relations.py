"""How texts end one another, whichever of the two arrives first.

A repeal acts only within a circle of readers that knows both texts: the province's texts act on every copy,
an agency's own papers only on papers with exactly the same readers. So nobody's private upload can end a law
for the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from congvu.corpus.identity import has_year
from congvu.corpus.models import Document, DocumentVersion, Relation, Visibility
from congvu.corpus.types import Repeal
from congvu.legal import symbol_key
from congvu.text import find_dates

_REACH = 80


def number_key(symbol: str) -> str:
    """By what a symbol is found in the columns of documents and relations; empty for none."""
    return symbol_key(symbol)[:120] if symbol else ""


def number_keys(symbol: str, repeals: Iterable[Repeal]) -> set[str]:
    """The keys of a text's own symbol and of all that it ends."""
    return {number_key(symbol), *(number_key(repeal.symbol) for repeal in repeals)} - {""}


def store_relations(version: DocumentVersion, repeals: Iterable[Repeal]) -> None:
    """Record what a new version says about other texts, linked to them where they are here already."""
    document = version.document
    rows = []
    for repeal in repeals:
        key = number_key(repeal.symbol)
        if not key or key != document.number_key:
            rows.append(
                Relation(
                    version=version,
                    kind=Relation.Kind.REPEALS,
                    whole=repeal.whole,
                    target_number=(repeal.symbol or repeal.name)[:120],
                    target_number_key=key,
                    effective_on=repeal.effective_on,
                    quote=repeal.quote,
                )
            )
    for row in rows:
        row.target = _target_of(document, row)
    Relation.objects.bulk_create(rows)


def link_waiting_relations(document: Document) -> None:
    """Texts that arrived earlier and speak of this one now point to it."""
    waiting = _acting_on(document).filter(target__isnull=True).select_related("version__document")
    for relation in waiting:
        if _means(relation, document):
            Relation.objects.filter(pk=relation.pk).update(target=document)


def targets_of(document: Document, version: DocumentVersion | None) -> set[int]:
    """Ids of the documents on which the repeals of a document's version can act, for its readers of now."""
    if version is None:
        return set()
    keys = version.relations.values_list("target_number_key", flat=True)
    found = Document.objects.filter(number_key__in=list(keys)).exclude(number_key="")
    return set(_same_readers(found, document, acting=True).values_list("pk", flat=True))


def refresh_force(document_ids: Iterable[int]) -> tuple[Document, ...]:
    """Work out anew until when documents are in force; returns those for which it changed.

    Only whole repeals by current versions of texts that are not withdrawn count; the earliest day wins.
    """
    changed = []
    for document in Document.objects.filter(pk__in=set(document_ids)).select_for_update().order_by("pk"):
        until = min(_ends(document), default=None)
        if until != document.force_until:
            document.force_until = until
            document.save(update_fields=["force_until"])
            changed.append(document)
    return tuple(changed)


def _ends(document: Document) -> list[dt.date]:
    relations = (
        _acting_on(document)
        .filter(
            kind=Relation.Kind.REPEALS,
            whole=True,
            version=F("version__document__current"),
            version__document__withdrawn_at__isnull=True,
        )
        .select_related("version__document")
    )
    days = (
        relation.effective_on or relation.version.document.force_from
        for relation in relations
        if _means(relation, document)
    )
    return [day for day in days if day is not None]


def _acting_on(document: Document) -> QuerySet[Relation]:
    """Relations that name this document's number and come from texts that its readers know."""
    if not document.number_key:
        return Relation.objects.none()
    acting = Q(version__document__visibility=Visibility.PROVINCE) | Q(version__document__access=document.access)
    return Relation.objects.filter(acting, target_number_key=document.number_key).exclude(version__document=document)


def _same_readers(documents: QuerySet[Document], other: Document, *, acting: bool) -> QuerySet[Document]:
    """Documents on which ``other`` acts, or (``acting`` False) which its readers can see."""
    if acting and other.visibility == Visibility.PROVINCE:
        return documents
    own = Q(access=other.access)
    return documents.filter(own if acting else own | Q(visibility=Visibility.PROVINCE))


def _target_of(document: Document, relation: Relation) -> Document | None:
    """The text that is meant, among those that this document's readers can see; their own copy first."""
    if not relation.target_number_key:
        return None
    found = _same_readers(
        Document.objects.filter(number_key=relation.target_number_key).exclude(pk=document.pk),
        document,
        acting=False,
    ).alias(own=Case(When(access=document.access, then=Value(0)), default=Value(1), output_field=IntegerField()))
    candidates = [target for target in found.order_by("own", "pk") if _means(relation, target)]
    return candidates[0] if candidates else None


def _means(relation: Relation, target: Document) -> bool:
    """Whether a text of this number is the one meant: numbers without a year come back every January.

    Then the date in the quoted sentence decides, and where there is none nothing is assumed.
    """
    acting = relation.version.document
    if acting.issued_on and target.issued_on and acting.issued_on < target.issued_on:
        return False
    if has_year(relation.target_number):
        return True
    return target.issued_on is not None and target.issued_on == _day_beside(relation.quote, relation.target_number)


def _day_beside(quote: str, number: str) -> dt.date | None:
    """The date that follows a number ("Quyết định số 12/QĐ-UBND ngày 05 tháng 3 năm 2020"), however the number is
    written there; None where several dates could be meant.
    """
    at = quote.find(number)
    days = [day for day, start, _end in find_dates(quote) if at < 0 or at < start < at + len(number) + _REACH]
    return days[0] if days and (at >= 0 or len(set(days)) == 1) else None
