"""Loading the governing article of each piece of evidence: the only texts a composer gets to see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from congvu.answering.compose.tree import PassageSpan, UnitTree, UnitView
from congvu.legal.structure import UnitLevel
from congvu.retrieval.types import Evidence

MOST_TREES = 5
# As statements, because the planner finds nothing better for several articles at once than to read all units; with one
# span at a time it uses the index by place.
_ROOTS = """
    SELECT u.id, root.id, u.version_id, root.start, root."end", root.index
    FROM corpus_unit u
    CROSS JOIN LATERAL (
        (SELECT a.id, a.start, a."end", a.index FROM corpus_unit a
         WHERE a.version_id = u.version_id AND a.level = %s
           AND a.start <= u.start AND a."end" >= u."end" AND a.index <= u.index
         ORDER BY a.start DESC, a.index DESC LIMIT 1)
        UNION ALL
        (SELECT u.id, u.start, u."end", u.index)
        LIMIT 1
    ) root
    WHERE u.id = ANY(%s)"""
_INSIDE = """
    SELECT u.version_id,
           CASE WHEN u.id = r.id THEN
               (SELECT substr(v.text, r.start + 1, greatest(r."end" - r.start, 1))
                FROM corpus_documentversion v WHERE v.id = r.version_id)
           ELSE '' END,
           u.index, u.id, u.parent_id, u.level, u.number, u.title, u.path, u.anchor, u.start, u.own_end, u."end",
           u.force_from, u.force_until
    FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::int[]) AS r (id, version_id, start, "end", index)
    JOIN corpus_unit u ON u.version_id = r.version_id AND u.start BETWEEN r.start AND r."end"
                      AND u."end" <= r."end" AND u.index >= r.index
    ORDER BY u.version_id, u.index"""
_OVERLAPPING = """
    SELECT p.version_id, p.id, p.start, p."end"
    FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::int[]) AS r (id, version_id, start, "end", index)
    JOIN corpus_passage p ON p.version_id = r.version_id AND p.start < r."end" AND p."end" > r.start
    ORDER BY p.version_id, p.ordinal"""


class _Root(NamedTuple):
    """A unit whose tree is wanted; ``place`` is its index in reading order."""

    id: int
    version_id: int
    start: int
    end: int
    place: int


def load_trees(evidence: Sequence[Evidence], most: int = MOST_TREES) -> dict[int, UnitTree]:
    """Trees by the rank of their evidence, for the first few pieces (``most``).

    The root is the Điều that holds the evidence's unit; outside of articles it is the unit itself. What may
    be read was decided when the evidence was made: nothing outside the evidence's own versions is touched.
    """
    roots = _roots(evidence[:most])
    spans = {(root.version_id, root.start, root.end): root for root in roots.values()}
    units = _inside(spans.values())
    passages = _overlapping(spans.values())
    built = {key: _tree(root, units, passages) for key, root in spans.items()}
    return {
        rank: built[(root.version_id, root.start, root.end)]
        for rank, root in roots.items()
        if built[(root.version_id, root.start, root.end)].passages
    }


def _roots(wanted: Sequence[Evidence]) -> dict[int, _Root]:
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ROOTS, [UnitLevel.ARTICLE, [e.unit_id for e in wanted]])
        found = {unit: _Root(*root) for unit, *root in cursor.fetchall()}
    return {e.rank: found[e.unit_id] for e in wanted if e.unit_id in found}


@dataclass(frozen=True, slots=True)
class _Inside:
    """A unit within a root; ``text`` of the root itself only, cut out of its version: a version may be a book."""

    version_id: int
    index: int
    text: str
    view: UnitView


def _inside(roots: Collection[_Root]) -> list[_Inside]:
    """Each unit once, where roots overlap with the text of the one that it is."""
    found: dict[int, _Inside] = {}
    for version, text, index, *view in _of_spans(_INSIDE, roots):
        one = _Inside(version, index, text, UnitView(*view))
        if text or one.view.id not in found:
            found[one.view.id] = one
    return list(found.values())


def _overlapping(roots: Collection[_Root]) -> list[tuple[int, PassageSpan]]:
    rows = dict.fromkeys(_of_spans(_OVERLAPPING, roots))  # a passage may reach into two articles
    return [(version, PassageSpan(pk, start, end)) for version, pk, start, end in rows]


def _of_spans(statement: str, roots: Collection[_Root]) -> list[tuple[Any, ...]]:
    if not roots:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in zip(*roots, strict=True)])
        return list(cursor.fetchall())


def _tree(root: _Root, units: Iterable[_Inside], passages: Iterable[tuple[int, PassageSpan]]) -> UnitTree:
    own = [
        u
        for u in units
        if u.version_id == root.version_id
        and u.index >= root.place
        and u.view.start >= root.start
        and u.view.end <= root.end
    ]
    touching = [
        p for version, p in passages if version == root.version_id and p.start < root.end and p.end > root.start
    ]
    text = next(u.text for u in own if u.view.id == root.id)
    return UnitTree(root.version_id, root.start, text, tuple(u.view for u in own), tuple(touching))
