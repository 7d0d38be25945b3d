"""The only place where a Candidate becomes Evidence: one set-based check against the database, per request.

The index is brought up to date with every change, but it is never the authority: a passage is shown only if this
viewer may read its document now, the version is the current one, and its text belongs to the day that was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from congvu.accounts.types import Viewer
from congvu.corpus.models import Document, Passage, Source, Unit
from congvu.retrieval.types import Candidate, Evidence, Query


def citation_url(document: Document, version_id: int, start: int, end: int, anchor: str) -> str:
    """Address of a span in the reader, relative to the site."""
    return f"{document.get_absolute_url()}?{urlencode({'v': version_id, 's': start, 'e': end})}#{anchor}"


def authorise(viewer: Viewer, query: Query, candidates: Sequence[Candidate]) -> list[Evidence]:
    """Evidence in the candidates' order; what the viewer may not read, or what is not of that day, is left out.

    What the question itself names (a unit, a document) stays also when it is out of force: it is marked, and said so.
    Approved knowledge is left out: it answers its own question (``answering.approved``) and is no basis for others.
    """
    passages = {
        p.pk: p
        for p in Passage.objects.visible_to(viewer)
        .filter(pk__in={c.passage_id for c in candidates}, version__current_of__isnull=False)
        .exclude(version__document__source__kind=Source.Kind.CURATED)
        .select_related("unit", "version__document")
        .defer("version__text", "version__front", "version__warnings")
    }
    units = Unit.objects.in_bulk({c.unit_id for c in candidates if c.unit_id is not None})
    evidence: list[Evidence] = []
    for candidate in candidates:
        passage = passages.get(candidate.passage_id)
        if passage is None:
            continue
        unit = units.get(candidate.unit_id, passage.unit) if candidate.unit_id else passage.unit
        found = _evidence(len(evidence) + 1, candidate, passage, unit, query)
        if found.in_force or candidate.structural or candidate.named:
            evidence.append(found)
    return evidence


def _evidence(rank: int, candidate: Candidate, passage: Passage, unit: Unit, query: Query) -> Evidence:
    version = passage.version
    document = version.document
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
        version_id=version.pk,
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
        url=citation_url(document, version.pk, start, end, unit.anchor),
        score=candidate.score,
        structural=candidate.structural,
        named=candidate.named,
        scores=scores,
    )
