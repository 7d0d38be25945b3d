"""Loading the governing article of each piece of evidence: the only texts a composer gets to see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest, Substr

from congvu.answering.compose.tree import PassageSpan, UnitTree, UnitView
from congvu.corpus.models import Passage, Unit
from congvu.legal.structure import UnitLevel
from congvu.retrieval.types import Evidence

MOST_TREES = 5
_VIEW = ("pk", *(field.name for field in fields(UnitView) if field.name != "id"))
"""The columns of a ``UnitView``, in its order."""


def load_trees(evidence: Sequence[Evidence], most: int = MOST_TREES) -> dict[int, UnitTree]:
    """Trees by the rank of their evidence, for the first few pieces (``most``).

    The root is the Điều that holds the evidence's unit; outside of articles it is the unit itself. What may
    be read was decided when the evidence was made: nothing outside the evidence's own versions is touched.
    """
    wanted = list(evidence[:most])
    roots = _roots(wanted)
    spans = {(root.version_id, root.start, root.end): root for root in roots.values()}
    units = _inside(spans.values())
    passages = _overlapping(spans.values())
    built = {key: _tree(root, units, passages) for key, root in spans.items()}
    return {
        rank: built[(root.version_id, root.start, root.end)]
        for rank, root in roots.items()
        if built[(root.version_id, root.start, root.end)].passages
    }


def _roots(wanted: Sequence[Evidence]) -> dict[int, Unit]:
    placed = Unit.objects.only("version_id", "start", "end", "index")
    units = placed.in_bulk([e.unit_id for e in wanted])
    present = [(e.rank, units[e.unit_id]) for e in wanted if e.unit_id in units]
    if not present:
        return {}
    above = Q()
    for _rank, unit in present:
        above |= Q(version_id=unit.version_id, start__lte=unit.start, end__gte=unit.end, index__lte=unit.index)
    articles = list(placed.filter(above, level=UnitLevel.ARTICLE))
    return {rank: _article_of(unit, articles) or unit for rank, unit in present}


def _article_of(unit: Unit, articles: Iterable[Unit]) -> Unit | None:
    holding = [
        a
        for a in articles
        if a.version_id == unit.version_id and a.start <= unit.start and a.end >= unit.end and a.index <= unit.index
    ]
    return max(holding, key=lambda a: a.index, default=None)


@dataclass(frozen=True, slots=True)
class _Inside:
    """A unit within a root; ``text`` of the root itself only, cut out of its version: a version may be a book."""

    version_id: int
    index: int
    text: str
    view: UnitView


def _inside(roots: Collection[Unit]) -> list[_Inside]:
    within = Q()
    for root in roots:
        within |= Q(version_id=root.version_id, start__gte=root.start, end__lte=root.end, index__gte=root.index)
    if not within:
        return []
    text = Substr("version__text", F("start") + 1, Greatest(F("end") - F("start"), 1))
    whole = Case(When(pk__in=[root.pk for root in roots], then=text), default=Value(""))
    rows = Unit.objects.filter(within).order_by("version_id", "index")
    return [
        _Inside(version, index, words, UnitView(*view))
        for version, index, words, *view in rows.values_list("version_id", "index", whole, *_VIEW)
    ]


def _overlapping(roots: Iterable[Unit]) -> list[tuple[int, PassageSpan]]:
    touching = Q()
    for root in roots:
        touching |= Q(version_id=root.version_id, start__lt=root.end, end__gt=root.start)
    if not touching:
        return []
    rows = (
        Passage.objects.filter(touching)
        .order_by("version_id", "ordinal")
        .values_list("version_id", "pk", "start", "end")
    )
    return [(version, PassageSpan(pk, start, end)) for version, pk, start, end in rows]


def _tree(root: Unit, units: Iterable[_Inside], passages: Iterable[tuple[int, PassageSpan]]) -> UnitTree:
    own = [
        u
        for u in units
        if u.version_id == root.version_id
        and u.index >= root.index
        and u.view.start >= root.start
        and u.view.end <= root.end
    ]
    touching = [
        p for version, p in passages if version == root.version_id and p.start < root.end and p.end > root.start
    ]
    text = next(u.text for u in own if u.view.id == root.pk)
    return UnitTree(root.version_id, root.start, text, tuple(u.view for u in own), tuple(touching))
