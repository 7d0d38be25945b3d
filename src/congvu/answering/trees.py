"""Loading the governing article of each piece of evidence: the only texts a composer gets to see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import F, Q
from django.db.models.functions import Greatest, Substr

from congvu.answering.compose.tree import PassageSpan, UnitTree, UnitView
from congvu.corpus.models import Passage, Unit
from congvu.legal.structure import UnitLevel
from congvu.retrieval.types import Evidence

MOST_TREES = 5


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
    texts = _texts(spans.values())
    built = {key: _tree(root, texts[root.pk], units, passages) for key, root in spans.items()}
    return {
        rank: built[(root.version_id, root.start, root.end)]
        for rank, root in roots.items()
        if built[(root.version_id, root.start, root.end)].passages
    }


def _roots(wanted: Sequence[Evidence]) -> dict[int, Unit]:
    units = Unit.objects.in_bulk([e.unit_id for e in wanted])
    present = [(e.rank, units[e.unit_id]) for e in wanted if e.unit_id in units]
    if not present:
        return {}
    above = Q()
    for _rank, unit in present:
        above |= Q(version_id=unit.version_id, start__lte=unit.start, end__gte=unit.end, index__lte=unit.index)
    articles = list(Unit.objects.filter(above, level=UnitLevel.ARTICLE))
    return {rank: _article_of(unit, articles) or unit for rank, unit in present}


def _article_of(unit: Unit, articles: Iterable[Unit]) -> Unit | None:
    holding = [
        a
        for a in articles
        if a.version_id == unit.version_id and a.start <= unit.start and a.end >= unit.end and a.index <= unit.index
    ]
    return max(holding, key=lambda a: a.index, default=None)


def _inside(roots: Iterable[Unit]) -> list[Unit]:
    within = Q()
    for root in roots:
        within |= Q(version_id=root.version_id, start__gte=root.start, end__lte=root.end, index__gte=root.index)
    return list(Unit.objects.filter(within).order_by("version_id", "index")) if within else []


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


def _texts(roots: Iterable[Unit]) -> dict[int, str]:
    """The text of each root, cut out of its version by the database: a version may be a book."""
    length = Greatest(F("end") - F("start"), 1)
    cut = Unit.objects.filter(pk__in=[root.pk for root in roots]).annotate(
        words=Substr("version__text", F("start") + 1, length)
    )
    return dict(cut.values_list("pk", "words"))


def _tree(root: Unit, text: str, units: Sequence[Unit], passages: Sequence[tuple[int, PassageSpan]]) -> UnitTree:
    own = [
        u
        for u in units
        if u.version_id == root.version_id and u.index >= root.index and u.start >= root.start and u.end <= root.end
    ]
    touching = [
        p for version, p in passages if version == root.version_id and p.start < root.end and p.end > root.start
    ]
    return UnitTree(root.version_id, root.start, text, tuple(_view(u) for u in own), tuple(touching))


def _view(unit: Unit) -> UnitView:
    return UnitView(
        id=unit.pk,
        parent_id=unit.parent_id,
        level=unit.level,
        number=unit.number,
        title=unit.title,
        path=unit.path,
        anchor=unit.anchor,
        start=unit.start,
        own_end=unit.own_end,
        end=unit.end,
        force_from=unit.force_from,
        force_until=unit.force_until,
    )
