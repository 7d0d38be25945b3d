"""Which documents a question names: by symbol, by kind and number ("nđ 30"), or by the name of a law in the library.

Looked up once for each question, by indexed keys: what the viewer may read, and what has just arrived, holds at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q

from congvu.accounts.types import Viewer
from congvu.corpus.models import Document, DocumentQuerySet
from congvu.legal import LegalReference, law_key, law_keys_in, law_year, symbol_key
from congvu.retrieval.types import Query

LAW_KINDS = ("L", "BL", "PL", "HP")
_SHORTEST_NAME = 9  # a shorter one ("luat gia") stands in many texts by chance: it must begin the text


@dataclass(frozen=True, slots=True)
class Named:
    """The documents that a question names: one for each name, and by the reference that names it."""

    documents: tuple[Document, ...] = ()
    by_reference: Mapping[LegalReference, Document] = field(default_factory=dict)


def named_documents(viewer: Viewer, query: Query) -> Named:
    """Find what a question names, in at most two queries; of several of one name the year that was said decides, else
    the one in force on the day, else the newest.

    A name with a year that the library lacks is not found: another law of that name is not what was asked for. A name
    inside a longer one ("Luật Giáo dục" in "Luật Giáo dục đại học") is not meant.
    """
    pointing = [r for r in query.references if r.names_document and not r.relative]
    by_number = _numbered(viewer, pointing, query.on)
    keys = law_keys_in(query.search_text)
    by_name = {r: law_key(r.document_name) for r in pointing if r.document_name and r not in by_number}
    laws = _laws(viewer, {*keys, *by_name.values()} - {""})
    found = dict(by_number)
    for reference, key in by_name.items():
        law = _best(laws.get(key, ()), reference.year, query.on)
        if law is not None:
            found[reference] = law
    ordered = [found[r] for r in pointing if r in found] + _in_text(laws, keys, query)
    return Named(tuple({document.pk: document for document in ordered}.values()), found)


def _numbered(viewer: Viewer, references: Iterable[LegalReference], on: dt.date) -> dict[LegalReference, Document]:
    """The documents of references that give a symbol, or a kind and a number."""
    wanted: dict[LegalReference, Q] = {}
    for reference in references:
        if reference.document_symbol:
            wanted[reference] = Q(number_key=symbol_key(reference.document_symbol))
        elif reference.document_number and reference.document_kind:
            start = symbol_key(reference.document_number) + (f"/{reference.year}/" if reference.year else "/")
            wanted[reference] = Q(kind=reference.document_kind, number_key__startswith=start)
    if not wanted:
        return {}
    documents = list(_readable(viewer).filter(reduce(or_, wanted.values())))
    found = {}
    for reference in wanted:
        best = _best_first((d for d in documents if _is_named(d, reference)), on)
        if best:
            found[reference] = best[0]
    return found


def _is_named(document: Document, reference: LegalReference) -> bool:
    if reference.document_symbol:
        return document.number_key == symbol_key(reference.document_symbol)
    start = symbol_key(reference.document_number or "") + (f"/{reference.year}/" if reference.year else "/")
    return document.kind == reference.document_kind and document.number_key.startswith(start)


def _laws(viewer: Viewer, keys: Iterable[str]) -> dict[str, list[Document]]:
    """The laws of some keys, by key."""
    found: dict[str, list[Document]] = {}
    keys = sorted(keys)
    if keys:
        for law in _readable(viewer).filter(kind__in=LAW_KINDS, law_key__in=keys):
            found.setdefault(law.law_key, []).append(law)
    return found


def _in_text(
    laws: Mapping[str, list[Document]], keys: Mapping[str, list[tuple[int, int, int | None]]], query: Query
) -> list[Document]:
    """The laws whose names stand in the question, longest names first."""
    spans = {(start, end): (key, year) for key in laws for start, end, year in keys.get(key, ())}
    chosen = []
    for (start, end), (key, year) in sorted(spans.items(), key=lambda item: item[0][0] - item[0][1]):
        inside = any(a <= start and end <= b and (a, b) != (start, end) for a, b in spans)
        if inside or (end - start < _SHORTEST_NAME and start > 0):
            continue
        law = _best(laws[key], year, query.on)
        if law is not None:
            chosen.append(law)
    return chosen


def _best(laws: Iterable[Document], year: int | None, on: dt.date) -> Document | None:
    best = _best_first((law for law in laws if year is None or year in _years(law)), on)
    return best[0] if best else None


def _years(law: Document) -> set[int | None]:
    """The years by which a law is called: of its title, of its number, of its issue."""
    by_number = [int(part) for part in law.number.split("/") if part.isdigit() and len(part) == 4]
    return {law_year(law.title), law.issued_on.year if law.issued_on else None, *by_number}


def _readable(viewer: Viewer) -> DocumentQuerySet:
    return Document.objects.visible_to(viewer).filter(current__isnull=False)


def _best_first(documents: Iterable[Document], on: dt.date) -> list[Document]:
    return sorted(documents, key=lambda d: (not d.in_force(on), -(d.issued_on or dt.date.min).toordinal(), d.pk))
