"""Answering from the structure: "khoản 2 Điều 113 Bộ luật Lao động" names its unit, nothing has to be guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from congvu.accounts.types import Viewer
from congvu.corpus.models import Document, Passage, Unit
from congvu.legal import LegalReference, symbol_key
from congvu.legal.structure import UnitLevel
from congvu.retrieval.types import Candidate
from congvu.text import fold

# Common short names of codes and laws, folded, to the folded start of their title.
SHORT_NAMES = {
    "blld": "bo luat lao dong",
    "blds": "bo luat dan su",
    "blhs": "bo luat hinh su",
    "bltds": "bo luat to tung dan su",
    "blttds": "bo luat to tung dan su",
    "bltths": "bo luat to tung hinh su",
    "blths": "bo luat to tung hinh su",
    "blhh": "bo luat hang hai viet nam",
    "ldd": "luat dat dai",
}


def name_key(name: str) -> str:
    """A document's name as it is compared: folded, one space, short names written out."""
    folded = " ".join(fold(name).replace(",", " ").replace(".", " ").split())
    first, _, rest = folded.partition(" ")
    return f"{SHORT_NAMES[first]} {rest}".strip() if first in SHORT_NAMES else folded


def documents_named(viewer: Viewer, reference: LegalReference, on: dt.date) -> list[Document]:
    """The documents a reference can mean, best first: in force on the day before others, then the newest.

    A name without a year matches the title with any year; a longer title ("Luật Giáo dục đại học") is not meant by a
    shorter name ("Luật Giáo dục").
    """
    if reference.document_symbol:
        condition = Q(number_key=symbol_key(reference.document_symbol))
    elif reference.document_name:
        key = name_key(reference.document_name)
        year = rf"( so [^ ]+)?( (nam )?{reference.year})?" if reference.year else r"( (nam )?\d{4})?"
        condition = Q(title_key=key) | Q(title_key__regex=rf"^{_escaped(_without_year(key))}{year}$")
    else:
        return []
    found = Document.objects.visible_to(viewer).filter(condition, current__isnull=False)
    return sorted(
        found, key=lambda d: (not d.in_force(on), -(d.issued_on or dt.date.min).toordinal(), d.pk)
    )


def _without_year(key: str) -> str:
    head, _, last = key.rpartition(" ")
    if not (last.isdigit() and len(last) == 4 and head):
        return key
    return head.removesuffix(" nam")


def _escaped(key: str) -> str:
    return "".join(c if c.isalnum() or c == " " else f"\\{c}" for c in key)


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


def structural_candidates(viewer: Viewer, references: Iterable[LegalReference], on: dt.date) -> list[Candidate]:
    """One candidate per unit that the question names in a document it names, in the question's order."""
    found: dict[int, Candidate] = {}
    for reference in references:
        for document in documents_named(viewer, reference, on)[:1]:
            for unit in units_named(document, reference)[:2]:
                passage = (
                    Passage.objects.visible_to(viewer)
                    .filter(version=unit.version_id, start__lt=unit.end, end__gt=unit.start)
                    .order_by("ordinal")
                    .first()
                )
                if passage is not None and unit.pk not in found:
                    found[unit.pk] = Candidate(passage.pk, score=1.0, structural=True, unit_id=unit.pk)
    return list(found.values())
