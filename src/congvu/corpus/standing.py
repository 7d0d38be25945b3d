"""Whether a cited unit still says what it said: the text it came from is there, current, unaltered and in force.

Readers are not asked about here: a unit stands or falls for everybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import F, Q
from django.db.models.functions import Substr

from congvu.common.hashing import sha256_hex
from congvu.corpus.models import Relation, Unit
from congvu.corpus.relations import COUNTED
from congvu.legal import parse_references
from congvu.legal.structure import UnitLevel


class Standing(StrEnum):
    """What became of a cited unit."""

    HOLDS = "holds"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    ALTERED = "altered"
    ENDED = "ended"
    NOT_YET = "not_yet"
    AMENDED = "amended"


@dataclass(frozen=True, slots=True)
class Cited:
    """A span that was cited as one unit; ``quote_hash`` is the SHA-256 of its words."""

    version_id: int
    unit_id: int
    start: int
    end: int
    quote_hash: str


def standings(cited: Sequence[Cited], on: dt.date, since: dt.datetime) -> tuple[Standing, ...]:
    """Where each stands on a day, in their order.

    Amended is what a text that came in after ``since`` changes or ends in part: the articles that it names there, or
    all where it names none.
    """
    units = {
        unit.pk: unit
        for unit in Unit.objects.filter(pk__in={c.unit_id for c in cited})
        .select_related("version__document")
        .defer("version__text", "version__front", "version__warnings")
    }
    return tuple(_standing(one, units.get(one.unit_id), on, since) for one in cited)


def _standing(one: Cited, unit: Unit | None, on: dt.date, since: dt.datetime) -> Standing:
    if unit is None or unit.version_id != one.version_id:
        return Standing.ALTERED
    document = unit.version.document
    if document.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if document.current_id != one.version_id:
        return Standing.REPLACED
    words = (
        Unit.objects.filter(pk=unit.pk)
        .annotate(words=Substr("version__text", one.start + 1, one.end - one.start))
        .values_list("words", flat=True)
        .get()
    )
    if sha256_hex(words) != one.quote_hash:
        return Standing.ALTERED
    begins, ends = unit.force_from or document.force_from, unit.force_until or document.force_until
    if ends is not None and ends <= on:
        return Standing.ENDED
    if begins is not None and begins > on:
        return Standing.NOT_YET
    return Standing.AMENDED if _amended(unit, on, since) else Standing.HOLDS


def _amended(unit: Unit, on: dt.date, since: dt.datetime) -> bool:
    begun = Q(version__document__force_from__isnull=True) | Q(version__document__force_from__lte=on)
    acting = (
        Relation.objects.filter(
            target=unit.version.document_id,
            state__in=COUNTED,
            version=F("version__document__current"),
            version__document__withdrawn_at__isnull=True,
            version__created_at__gt=since,
        )
        .filter(Q(kind=Relation.Kind.AMENDS) | Q(whole=False))
        .filter(Q(effective_on__lte=on) | Q(effective_on__isnull=True) & begun)
    )
    told = [part or quote for part, quote in acting.values_list("part", "quote")]
    if not told:
        return False
    article = (
        Unit.objects.filter(
            version_id=unit.version_id, level=UnitLevel.ARTICLE, start__lte=unit.start, end__gte=unit.end
        )
        .values_list("number", flat=True)
        .first()
    )
    for words in told:
        named = {reference.article for reference in parse_references(words) if reference.article}
        if not named or article is None or article.lower() in {name.lower() for name in named}:
            return True
    return False
