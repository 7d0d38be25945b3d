"""Answering from the structure: "khoản 2 Điều 113 Bộ luật Lao động" names its unit, nothing has to be guessed."""

from __future__ import annotations

from collections.abc import Iterable

from congvu.accounts.types import Viewer
from congvu.corpus.models import Document, Passage, Unit
from congvu.legal import LegalReference
from congvu.legal.structure import UnitLevel
from congvu.retrieval.naming import Named
from congvu.retrieval.types import Candidate, Query


def units_named(document: Document, reference: LegalReference) -> list[Unit]:
    """The unit a reference names inside a document: the deepest level it gives; several only if the text repeats it."""
    wanted = [
        (UnitLevel.CHAPTER, reference.chapter),
        (UnitLevel.ARTICLE, reference.article),
        (UnitLevel.CLAUSE, reference.clause),
        (UnitLevel.POINT, reference.point),
    ]
    steps = [(level, number) for level, number in wanted if number]
    if not steps:
        return []
    if reference.article:
        steps = [s for s in steps if s[0] != UnitLevel.CHAPTER]
    units = _top(document, *steps[0], annex=reference.annex)
    for level, number in steps[1:]:
        units = [child for unit in units for child in _below(unit, level, number)]
    return units


def _top(document: Document, level: UnitLevel, number: str, *, annex: str | None) -> list[Unit]:
    found = Unit.objects.filter(version=document.current_id, level=level, number__iexact=number).order_by("index")
    annexes = Unit.objects.filter(version=document.current_id, level=UnitLevel.ANNEX)
    if annex:
        annexes = annexes.filter(number__iexact=annex)
    spans = list(annexes.values_list("start", "end"))
    inside = [u for u in found if any(start <= u.start < end for start, end in spans)]
    return inside if annex else ([u for u in found if u not in inside] or inside)


def _below(unit: Unit, level: UnitLevel, number: str) -> Iterable[Unit]:
    return Unit.objects.filter(
        version=unit.version_id, level=level, number__iexact=number, start__gte=unit.start, end__lte=unit.end
    ).order_by("index")


def structural_candidates(viewer: Viewer, query: Query, named: Named) -> list[Candidate]:
    """One candidate per unit that the question names in a document it names, in the question's order.

    A unit without a document of its own ("Điều 113 nói gì trong luật lao động") belongs to the one document that the
    question names; with none or several named nothing is guessed.
    """
    pointing = [r for r in query.references if r.names_unit and not r.relative]
    if not pointing:
        return []
    alone = named.documents if len(named.documents) == 1 else ()
    found: dict[int, Candidate] = {}
    for reference in pointing:
        documents = (named.by_reference[reference],) if reference in named.by_reference else alone
        for unit in (u for document in documents for u in units_named(document, reference)[:2]):
            passage = (
                Passage.objects.visible_to(viewer)
                .filter(version=unit.version_id, start__lt=unit.end, end__gt=unit.start)
                .order_by("ordinal")
                .first()
            )
            if passage is not None and unit.pk not in found:
                found[unit.pk] = Candidate(passage.pk, score=1.0, structural=True, unit_id=unit.pk)
    return list(found.values())
