"""Which documents a question names: by symbol, by kind and number ("nđ 30"), or by the name of a law in the library."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from congvu.accounts.types import Viewer
from congvu.corpus.models import Document
from congvu.legal import LegalReference, symbol_key
from congvu.retrieval.types import Query
from congvu.text import syllables

LAW_KINDS = ("L", "BL", "PL", "HP")
_YEAR = re.compile(r" (?:nam )?((?:19|20)\d{2})$")
_YEAR_AFTER = re.compile(r" (?:nam )?((?:19|20)\d{2})\b")
_SHORTEST_NAME = 9  # a shorter one ("luat gia") stands in many texts by chance: it must begin the text


def documents_of(viewer: Viewer, reference: LegalReference, on: dt.date) -> list[Document]:
    """The documents that a reference itself names, best first: in force on the day before others, then the newest."""
    visible = Document.objects.visible_to(viewer).filter(current__isnull=False)
    if reference.document_symbol:
        return _best_first(visible.filter(number_key=symbol_key(reference.document_symbol)), on)
    if reference.document_number and reference.document_kind:
        start = symbol_key(reference.document_number) + (f"/{reference.year}/" if reference.year else "/")
        return _best_first(visible.filter(kind=reference.document_kind, number_key__startswith=start), on)
    if reference.document_name:
        return _laws_in(viewer, syllables(reference.document_name), on)
    return []


def named_documents(viewer: Viewer, query: Query) -> list[Document]:
    """The documents a question names, one for each name, in the question's order as far as references give one."""
    by_reference = (documents_of(viewer, r, query.on)[:1] for r in query.references if not r.relative)
    found = [document for documents in by_reference for document in documents]
    found += _laws_in(viewer, query.terms, query.on)
    return list({document.pk: document for document in found}.values())


def _best_first(documents: Iterable[Document], on: dt.date) -> list[Document]:
    return sorted(documents, key=lambda d: (not d.in_force(on), -(d.issued_on or dt.date.min).toordinal(), d.pk))


def _laws_in(viewer: Viewer, terms: Iterable[str], on: dt.date) -> list[Document]:
    """The laws of the library whose names stand in a text, one for each name, longest names first.

    "luat lao dong" means the code of that name, "phap luat lao dong" does not. Where the library has several laws of
    one name, the year in the text decides, else the one in force on the day, else the newest. A name inside a longer
    one ("Luật Giáo dục" in "Luật Giáo dục đại học") is not meant.
    """
    text = " ".join(terms)
    if "luat" not in text and "phap lenh" not in text and "hien phap" not in text:
        return []
    spans: dict[tuple[int, int], list[tuple[Document, str]]] = {}
    laws = Document.objects.visible_to(viewer).filter(kind__in=LAW_KINDS, current__isnull=False)
    for law in laws.only("pk", "title_key", "issued_on", "force_from", "force_until"):
        name = " ".join(syllables(law.title_key))
        year = _YEAR.search(name)
        core = name[: year.start()] if year else name
        if len(core) < _SHORTEST_NAME and not text.startswith(core):
            continue
        match = re.search(rf"(?<!phap )\b{re.escape(core.removeprefix('bo '))}\b", text)
        if match:
            spans.setdefault(match.span(), []).append((law, year[1] if year else ""))
    chosen: list[Document] = []
    for (start, end), same in sorted(spans.items(), key=lambda item: item[0][0] - item[0][1]):
        if any(a <= start and end <= b and (a, b) != (start, end) for a, b in spans):
            continue
        said = _YEAR_AFTER.match(text, end)
        of_year = [law for law, year in same if said and year == said[1]]
        chosen += _best_first(of_year or [law for law, _ in same], on)[:1]
    return chosen
