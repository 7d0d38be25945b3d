"""The only place where a Candidate becomes Evidence: one set-based check against the database, per request.

The index is brought up to date with every change, but it is never the authority: a passage is shown only if this
viewer may read its document now, the version is the current one, and its text belongs to the day that was asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

from congvu.accounts.types import Viewer
from congvu.corpus.models import Document, Passage, Source, Unit
from congvu.retrieval.types import Candidate, Evidence, Query


class _Unit(NamedTuple):
    """Columns of a unit; as rows because a search looks at sixty passages, and sixty times four models take longer."""

    pk: int
    path: str
    anchor: str
    start: int
    end: int
    force_from: dt.date | None
    force_until: dt.date | None


class _Passage(NamedTuple):
    """Columns of a passage."""

    pk: int
    version_id: int
    headings: str
    text: str
    start: int
    end: int


class _Document(NamedTuple):
    """Columns of the passage's document."""

    pk: int
    number: str
    title: str
    kind_name: str
    issuer: str
    issued_on: dt.date | None
    force_from: dt.date | None
    force_until: dt.date | None


_COLUMNS = (
    *_Passage._fields,
    *(f"unit__{name}" for name in _Unit._fields),
    *(f"version__document__{name}" for name in _Document._fields),
)
_UNIT_FROM = len(_Passage._fields)
_DOCUMENT_FROM = _UNIT_FROM + len(_Unit._fields)


def citation_url(address: str, version_id: int, start: int, end: int, anchor: str) -> str:
    """Address of a span in the reader, relative to the site; ``address`` is the document's."""
    return f"{address}?{urlencode({'v': version_id, 's': start, 'e': end})}#{anchor}"


def authorise(viewer: Viewer, query: Query, candidates: Sequence[Candidate]) -> list[Evidence]:
    """Evidence in the candidates' order; what the viewer may not read, or what is not of that day, is left out.

    What the question itself names (a unit, a document) stays also when it is out of force: it is marked, and said so.
    Approved knowledge is left out: it answers its own question (``answering.approved``) and is no basis for others.
    """
    rows = (
        Passage.objects.visible_to(viewer)
        .filter(pk__in={c.passage_id for c in candidates}, version__current_of__isnull=False)
        .exclude(version__document__source__kind=Source.Kind.CURATED)
        .order_by()
        .values_list(*_COLUMNS)
    )
    passages = {row[0]: row for row in rows}
    units = _units({c.unit_id for c in candidates if c.unit_id is not None})
    address = cache(lambda pk: Document(pk=pk).get_absolute_url())
    evidence: list[Evidence] = []
    for candidate in candidates:
        row = passages.get(candidate.passage_id)
        if row is None:
            continue
        passage, document = _Passage(*row[:_UNIT_FROM]), _Document(*row[_DOCUMENT_FROM:])
        own = _Unit(*row[_UNIT_FROM:_DOCUMENT_FROM])
        unit = units.get(candidate.unit_id, own) if candidate.unit_id else own
        found = _evidence(len(evidence) + 1, candidate, passage, unit, document, address(document.pk), query)
        if found.in_force or candidate.structural or candidate.named:
            evidence.append(found)
    return evidence


def _units(wanted: set[int]) -> dict[int, _Unit]:
    if not wanted:
        return {}
    rows = Unit.objects.filter(pk__in=wanted).order_by().values_list(*_Unit._fields)
    return {row[0]: _Unit(*row) for row in rows}


def _evidence(
    rank: int, candidate: Candidate, passage: _Passage, unit: _Unit, document: _Document, address: str, query: Query
) -> Evidence:
    force_from = unit.force_from or document.force_from
    force_until = unit.force_until or document.force_until
    in_force = (force_from is None or force_from <= query.on) and (force_until is None or query.on < force_until)
    start, end = (unit.start, unit.end) if candidate.structural else (passage.start, passage.end)
    scores = {"fused": candidate.score}
    if candidate.lexical is not None:
        scores["lexical"] = candidate.lexical
    if candidate.dense is not None:
        scores["dense"] = candidate.dense
    return Evidence(
        rank=rank,
        passage_id=passage.pk,
        version_id=passage.version_id,
        document_id=document.pk,
        unit_id=unit.pk,
        unit_path=unit.path,
        anchor=unit.anchor,
        headings=passage.headings,
        text=passage.text,
        start=start,
        end=end,
        number=document.number,
        title=document.title,
        kind_name=document.kind_name,
        issuer=document.issuer,
        issued_on=document.issued_on,
        force_from=force_from,
        force_until=force_until,
        in_force=in_force,
        url=citation_url(address, passage.version_id, start, end, unit.anchor),
        score=candidate.score,
        structural=candidate.structural,
        named=candidate.named,
        scores=scores,
    )
