"""The entries whose vectors are nearest to a question's: by the graph index, or compared one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from congvu.index.backends.sessions import apply, condition_of
from congvu.index.backends.tables import Tables
from congvu.index.types import Hit, SearchFilter

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper


def graph(asked: int) -> dict[str, str]:
    """Settings with which the graph looks far enough for so many rows."""
    return {"hnsw.iterative_scan": "strict_order", "hnsw.ef_search": str(min(asked + 100, 1000))}


def near(cursor: CursorWrapper, tables: Tables, question: str, where: SearchFilter, limit: int) -> list[Hit]:
    """The best of the graph, fewer than ``limit`` where it gave up; a passage counts by the nearest of its vectors."""
    condition, parameters = condition_of(where)
    statement = tables.fill(
        """SELECT v.passage_id, v.embedding <#> %s::halfvec AS distance
           FROM {vectors} v JOIN {entries} e ON e.passage_id = v.passage_id
           WHERE {condition} ORDER BY distance LIMIT %s""",
        condition=condition,
    )
    best: dict[int, float] = {}
    for asked in (2 * limit, 8 * limit):
        apply(cursor, graph(asked))
        cursor.execute(statement, [question, *parameters, asked])
        rows = cursor.fetchall()
        best = {}
        for passage, distance in rows:
            best.setdefault(passage, float(distance))
        if len(best) >= limit or len(rows) < asked:
            break
    return [Hit(passage, -distance) for passage, distance in list(best.items())[:limit]]


def nearest(cursor: CursorWrapper, tables: Tables, question: str, where: SearchFilter, limit: int) -> list[Hit]:
    """The best of all, compared one by one."""
    condition, parameters = condition_of(where)
    statement = tables.fill(
        """SELECT v.passage_id, min(v.embedding <#> %s::halfvec) AS distance
           FROM {vectors} v JOIN {entries} e ON e.passage_id = v.passage_id
           WHERE {condition} GROUP BY v.passage_id ORDER BY distance, v.passage_id LIMIT %s""",
        condition=condition,
    )
    cursor.execute(statement, [question, *parameters, limit])
    return [Hit(passage, -float(distance)) for passage, distance in cursor.fetchall()]
