"""Until when single units are in force: ended parts of a text, found by the way they are cited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from congvu.corpus.models import Document, Relation, Unit
from congvu.legal.reference_types import LEVELS, LegalReference, format_reference
from congvu.legal.references import parse_reference

_ABOVE_ARTICLES = frozenset({"subsection", "section", "chapter", "part"})


def unit_key(part: str) -> str:
    """By what two citations of one unit are equal: "Điều 231 Mục 5 Chương XIV" is "điều 231".

    Articles count through a whole text, so that what stands above them does not matter.
    """
    reference = parse_reference(part)
    if reference is None:
        return " ".join(part.split()).casefold()
    kept = {level: getattr(reference, level) for level in LEVELS}
    if reference.article:
        kept = {level: value for level, value in kept.items() if level not in _ABOVE_ARTICLES}
    return format_reference(LegalReference(**kept)).casefold()


def is_within(part: str, outer: str) -> bool:
    """Whether one citation names a unit inside another, or that unit itself; both as ``unit_key`` gives them."""
    return part == outer or part.endswith(f" {outer}")


def refresh_units(document: Document, relations: Iterable[Relation]) -> bool:
    """Give the units of the current version the day on which each was ended; True where that changed one.

    ``relations`` are those that act on the document and may decide. Units inside an ended unit end with it.
    """
    ends: dict[str, dt.date] = {}
    for relation in relations:
        day = relation.takes_effect
        if relation.kind == Relation.Kind.REPEALS and relation.part and not relation.phrase and day is not None:
            key = unit_key(relation.part)
            ends[key] = min(day, ends.get(key, day))
    units = Unit.objects.filter(version=document.current_id)
    if not ends:
        return units.filter(force_until__isnull=False).update(force_until=None) > 0
    changed = []
    for unit in units.exclude(path="").only("path", "force_until"):
        path = unit.path.casefold()
        days = [day for key, day in ends.items() if is_within(path, key)]
        until = min(days, default=None)
        if until != unit.force_until:
            unit.force_until = until
            changed.append(unit)
    Unit.objects.bulk_update(changed, ["force_until"], batch_size=500)
    return bool(changed)
