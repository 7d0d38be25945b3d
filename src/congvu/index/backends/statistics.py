"""How many entries contain a term: counted for rare terms, remembered for frequent ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from congvu.index.backends.tables import Tables

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

SMALL = 2_000
"""Up to so many entries everything is counted when asked."""
SAMPLE = 8_000
"""Entries looked at to estimate how frequent the frequent terms are."""
FREQUENT = 0.005
"""Share of the entries above which a term is remembered instead of counted."""
STALE = 1.3
"""Growth or shrinking of the generation after which the memory is made anew."""


def document_frequencies(cursor: CursorWrapper, tables: Tables, terms: Sequence[int]) -> tuple[float, dict[int, float]]:
    """(number of entries, entries containing each term). Remembered numbers are scaled to today's size."""
    cursor.execute(
        tables.fill(
            """SELECT (SELECT count(*) FROM {entries}), (SELECT frequency FROM {terms} WHERE term = 0),
                      q.term, t.frequency,
                      CASE WHEN t.term IS NULL
                           THEN (SELECT count(*) FROM {entries} e WHERE e.terms @> ARRAY[q.term]) END
               FROM unnest(%s::integer[]) AS q (term) LEFT JOIN {terms} t ON t.term = q.term"""
        ),
        [list(terms)],
    )
    entries, frequencies = 0, {}
    for entries, then, term, remembered, counted in cursor.fetchall():
        frequencies[term] = float(counted) if remembered is None else remembered * entries / then
    return float(entries), frequencies


def refresh(cursor: CursorWrapper, tables: Tables) -> None:
    """Remember the frequent terms again if the generation has changed much; otherwise do nothing."""
    cursor.execute(
        tables.fill("SELECT (SELECT count(*) FROM {entries}), (SELECT frequency FROM {terms} WHERE term = 0)")
    )
    entries, then = cursor.fetchone() or (0, None)
    if entries <= SMALL and then is None:
        return
    if then is not None and then / STALE <= entries <= then * STALE:
        return
    _remember(cursor, tables, entries)


def _remember(cursor: CursorWrapper, tables: Tables, entries: int) -> None:
    # Merging the recent insertions first keeps questions from reading them one by one.
    cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [tables.relation("by_term")])
    cursor.execute(tables.fill("ANALYZE {entries} (access, document_id, version_id, force_from, force_until)"))
    cursor.execute(tables.fill("DELETE FROM {terms}"))
    if entries <= SMALL:
        return
    share = min(100.0, 100.0 * SAMPLE / entries)
    cursor.execute(
        tables.fill(
            """WITH sampled AS MATERIALIZED (SELECT terms FROM {entries} TABLESAMPLE BERNOULLI (%s)),
                    size AS (SELECT count(*)::float8 AS n FROM sampled)
               INSERT INTO {terms} (term, frequency)
               SELECT term, round(count(*) / max(size.n) * %s)
               FROM sampled, unnest(sampled.terms) AS term, size
               GROUP BY term HAVING count(*) >= greatest(%s * max(size.n), 2)
               UNION ALL SELECT 0, %s
               ON CONFLICT (term) DO UPDATE SET frequency = excluded.frequency"""
        ),
        [share, entries, FREQUENT, entries],
    )
