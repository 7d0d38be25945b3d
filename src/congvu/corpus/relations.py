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
from congvu.corpus.unit_force import refresh_units
from congvu.legal import law_key, law_year, symbol_key
from congvu.legal.relation_types import SURE, FoundRelation, RelationKind, TextName
from congvu.legal.validity import guide_ends_on
from congvu.text import find_dates

COUNTED = (Relation.State.READ, Relation.State.CONFIRMED)
ENDING = (Relation.Kind.REPEALS, Relation.Kind.REPLACES)
_REACH = 80


def number_key(symbol: str) -> str:
    """By what a symbol is found in the columns of documents and relations; empty for none."""
    return symbol_key(symbol)[:120] if symbol else ""


def name_key(name: TextName | None) -> str:
    """By what a named text is found: its symbol, or the name of a law with its year; empty where that is not said."""
    if name is None:
        return ""
    if name.symbol:
        return number_key(name.symbol)
    year, key = law_year(name.name or ""), law_key(name.name or "")
    return f"{year}|{key}"[:120] if year and key else ""


def keys_of(document: Document) -> set[str]:
    """Every key by which relations may name a document."""
    keys = {document.number_key} - {""}
    if document.law_key:
        years = {law_year(document.title), document.issued_on.year if document.issued_on else None}
        keys |= {f"{year}|{document.law_key}"[:120] for year in years if year}
    return keys


def number_keys(read_number: str, relations: Iterable[FoundRelation]) -> set[str]:
    """The keys of a text's own symbol and of all that it names."""
    named = (name_key(name) for relation in relations for name in (relation.affected, relation.acting))
    return {number_key(read_number), *named} - {""}


def store_relations(version: DocumentVersion, found: Iterable[FoundRelation]) -> None:
    """Record what a new version says about other texts and of itself, linked to them where they are here already."""
    document = version.document
    # The document does not bear the facts of a version that is being stored yet.
    front = version.front
    own = keys_of(document) | {number_key(front["number"])} - {""}
    rows = []
    for relation in found:
        row = _row(version, relation)
        # A text that names itself says nothing of another.
        if row.target_number_key in own and row.acting_id == document.pk:
            continue
        if row.acting_id is None:
            row.acting = _found_by(document, row.acting_number_key)
        if row.target_id is None:
            row.target = _target_of(document, row)
        rows.append(row)
    Relation.objects.bulk_create(rows)


def _row(version: DocumentVersion, relation: FoundRelation) -> Relation:
    """The row of a relation; it counts at once where the acting text itself says it in so many words."""
    document = version.document
    acting, target = relation.acting, relation.affected
    sure = acting is None and relation.confidence >= SURE
    itself = TextName(version.front["number"] or None, version.front["display_title"] or document.title)
    named, by = target or itself, acting or itself
    return Relation(
        version=version,
        kind=Relation.Kind(relation.kind.value),
        state=Relation.State.READ if sure or relation.kind is RelationKind.CITES else Relation.State.PROPOSED,
        whole=relation.whole,
        phrase=relation.phrase,
        acting=document if acting is None else None,
        acting_number=(by.symbol or by.name or "")[:300],
        acting_number_key=name_key(by),
        acting_part=relation.acting_part[:300],
        target=document if target is None else None,
        target_number=(named.symbol or named.name or "")[:300],
        target_number_key=name_key(named),
        part=relation.part[:300],
        effective_on=relation.effective_on,
        until=relation.until,
        old_words=relation.old_words[:400],
        new_words=relation.new_words[:400],
        quote=relation.quote,
        start=relation.start,
        end=relation.end,
        new_start=relation.new_text[0] if relation.new_text else None,
        new_end=relation.new_text[1] if relation.new_text else None,
        confidence=relation.confidence,
    )


def link_waiting_relations(document: Document) -> None:
    """Texts that arrived earlier and speak of this one now point to it."""
    keys = keys_of(document)
    if not keys:
        return
    known = _from_texts_known_to(document)
    for relation in known.filter(target_number_key__in=keys, target__isnull=True):
        if _means(relation, document):
            Relation.objects.filter(pk=relation.pk).update(target=document)
    for relation in known.filter(acting_number_key__in=keys, acting__isnull=True):
        if has_year(relation.acting_number):
            Relation.objects.filter(pk=relation.pk).update(acting=document)


def targets_of(document: Document, version: DocumentVersion | None) -> set[int]:
    """Ids of the documents on which a document's version can act, for its readers of now; itself for its notes."""
    if version is None:
        return set()
    keys = set(version.relations.exclude(kind=Relation.Kind.CITES).values_list("target_number_key", flat=True)) - {""}
    laws = {key.partition("|")[2] for key in keys if "|" in key}
    found = Document.objects.filter(Q(number_key__in=keys) | Q(law_key__in=laws - {""}))
    return set(_same_readers(found, document, acting=True).values_list("pk", flat=True))


def refresh_force(document_ids: Iterable[int]) -> tuple[Document, ...]:
    """Work out anew until when documents and their units are in force; returns those for which it changed.

    Only what counts (``COUNTED``) and is said by current versions of texts that are not withdrawn ends anything; the
    earliest day wins. Texts that guide these are worked out after them.
    """
    ids = set(document_ids)
    guides = set(
        Relation.objects.filter(
            kind=Relation.Kind.GUIDES, state=Relation.State.CONFIRMED, target__in=ids, acting__isnull=False
        ).values_list("acting", flat=True)
    )
    rows = list(Document.objects.filter(pk__in=ids | guides).select_for_update().order_by("pk"))
    changed = []
    for document in sorted(rows, key=lambda row: (row.pk in guides, row.pk)):
        until = min(_ends(document), default=None)
        if until != document.force_until:
            document.force_until = until
            document.save(update_fields=["force_until"])
            changed.append(document)
        if refresh_units(document, _current(_acting_on(document))) and document not in changed:
            changed.append(document)
    return tuple(changed)


def _ends(document: Document) -> list[dt.date]:
    relations = _current(_acting_on(document)).filter(kind__in=ENDING, whole=True, part="")
    days = [relation.takes_effect for relation in relations if _means(relation, document)]
    return [day for day in (*days, _end_as_guide(document)) if day is not None]


def _end_as_guide(document: Document) -> dt.date | None:
    """The day on which it fell with the texts that it guides; only where a person confirmed that it guides them."""
    guided = Relation.objects.filter(
        acting=document,
        kind=Relation.Kind.GUIDES,
        state=Relation.State.CONFIRMED,
        version=F("version__document__current"),
    ).select_related("target")
    return guide_ends_on(relation.target.force_until if relation.target else None for relation in guided)


def _current(relations: QuerySet[Relation]) -> QuerySet[Relation]:
    """Of these relations, the ones that may decide something."""
    return relations.filter(
        state__in=COUNTED, version=F("version__document__current"), version__document__withdrawn_at__isnull=True
    ).select_related("version__document")


def _acting_on(document: Document) -> QuerySet[Relation]:
    """Relations that concern this document and come from texts that its readers know, its own notes included."""
    named = _from_texts_known_to(document).filter(target_number_key__in=keys_of(document))
    noted = Relation.objects.filter(version__document=document, target=document)
    return named | noted


def _from_texts_known_to(document: Document) -> QuerySet[Relation]:
    acting = Q(version__document__visibility=Visibility.PROVINCE) | Q(version__document__access=document.access)
    return Relation.objects.filter(acting).exclude(version__document=document).select_related("version__document")


def _same_readers(documents: QuerySet[Document], other: Document, *, acting: bool) -> QuerySet[Document]:
    """Documents on which ``other`` acts, or (``acting`` False) which its readers can see."""
    if acting and other.visibility == Visibility.PROVINCE:
        return documents
    own = Q(access=other.access)
    return documents.filter(own if acting else own | Q(visibility=Visibility.PROVINCE))


def _target_of(document: Document, relation: Relation) -> Document | None:
    """The text that is meant, among those that this document's readers can see; their own copy first."""
    return next((t for t in _of_key(document, relation.target_number_key) if _means(relation, t)), None)


def _found_by(document: Document, key: str) -> Document | None:
    return next(iter(_of_key(document, key)), None)


def _of_key(document: Document, key: str) -> list[Document]:
    """Texts of a key that this document's readers can see, their own copy first."""
    if not key:
        return []
    law = key.partition("|")[2]
    found = _same_readers(
        Document.objects.filter(Q(law_key=law) if law else Q(number_key=key)).exclude(pk=document.pk),
        document,
        acting=False,
    ).alias(own=Case(When(access=document.access, then=Value(0)), default=Value(1), output_field=IntegerField()))
    return [other for other in found.order_by("own", "pk") if key in keys_of(other)]


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
