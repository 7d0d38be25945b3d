"""Search in PostgreSQL with nothing but pgvector: an inverted index (GIN) finds, sparse inner products score.

Everything is ordinary tables: writes belong to the caller's transaction, readers never wait for writers, and
after a crash PostgreSQL recovers it like all else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.db import connection, transaction
from psycopg import sql

from congvu.index.backends.nearest import graph, near, nearest
from congvu.index.backends.sessions import condition_of, planned
from congvu.index.backends.statistics import document_frequencies, refresh
from congvu.index.backends.tables import CREATE, DROP, MAX_DIMENSIONS, Tables
from congvu.index.embedding_text import embedding_hash, embedding_text
from congvu.index.types import Entry, Hit, IndexStatus, SearchFilter, Vector
from congvu.index.weights import TERM_SPACE, passage_weights, query_counts, rarity

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

_CREATE_LOCK = 0x43564958
_SEPARATOR = "\x1f"
READ_FIRST = 3_000
"""Occurrences of the rarest terms that are looked at before frequent terms are taken in as well."""
ENOUGH = 4
"""Entries that must pass the filter, as a multiple of the limit, for the frequent terms to be left out."""
FEW_DOCUMENTS = 20
"""Up to so many documents, a search inside them scores all of their entries."""
APPROXIMATE_FROM = 50_000
"""Vectors from which a graph index is made and used; fewer are compared one by one, which is exact."""


class PostgresBackend:
    """The port on PostgreSQL 15 or newer with pgvector 0.8 or newer."""

    name = "postgres"

    def create(self, generation: str, dimensions: int) -> None:
        if not 0 < dimensions <= MAX_DIMENSIONS:
            raise ValueError(f"a vector has from 1 to {MAX_DIMENSIONS} dimensions, not {dimensions}")
        tables = Tables(generation)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [tables.relation("terms")])
            if cursor.fetchone() != (None,):
                return
            # IF NOT EXISTS does not protect two transactions from each other.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CREATE_LOCK])
            cursor.execute(tables.fill(CREATE, dimensions=sql.Literal(dimensions)))

    def drop(self, generation: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(Tables(generation).fill(DROP))

    def put(self, generation: str, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        tables = Tables(generation)
        # One order for all writers, and one row a passage: no deadlocks, no row touched twice.
        unique = sorted({entry.passage_id: entry for entry in entries}.values(), key=lambda entry: entry.passage_id)
        with transaction.atomic(), connection.cursor() as cursor:
            for start in range(0, len(unique), 500):
                _put_batch(cursor, tables, unique[start : start + 500])

    def delete_versions(self, generation: str, version_ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                Tables(generation).fill("DELETE FROM {entries} WHERE version_id = ANY(%s)"),
                [list(version_ids)],
            )

    def update_documents(self, generation: str, entries: Sequence[Entry]) -> None:
        statement = """
            UPDATE {entries} e
            SET access = string_to_array(n.access, %s), force_from = n.force_from, force_until = n.force_until
            FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::date[])
                 AS n (id, access, force_from, force_until)
            WHERE e.passage_id = n.id
              AND (e.access, e.force_from, e.force_until)
                  IS DISTINCT FROM (string_to_array(n.access, %s), n.force_from, n.force_until)"""
        ordered = sorted(entries, key=lambda entry: entry.passage_id)
        with connection.cursor() as cursor:
            cursor.execute(
                Tables(generation).fill(statement),
                [
                    _SEPARATOR,
                    [entry.passage_id for entry in ordered],
                    [_SEPARATOR.join(entry.access) for entry in ordered],
                    [entry.force_from for entry in ordered],
                    [entry.force_until for entry in ordered],
                    _SEPARATOR,
                ],
            )

    def without_vectors(self, generation: str, limit: int) -> list[tuple[int, str]]:
        statement = "SELECT passage_id, text FROM {queue} ORDER BY position LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(Tables(generation).fill(statement), [limit])
            return list(cursor.fetchall())

    def set_vectors(self, generation: str, vectors: Sequence[tuple[int, Vector]]) -> None:
        tables = Tables(generation)
        parts: list[tuple[int, int, str]] = []
        counted: Counter[int] = Counter()
        for passage, vector in vectors:
            parts.append((passage, counted[passage], _dense(vector)))
            counted[passage] += 1
        ids = sorted(counted)
        store = """
            INSERT INTO {vectors} (passage_id, part, embedding)
            SELECT e.passage_id, n.part, n.embedding::halfvec
            FROM unnest(%s::bigint[], %s::integer[], %s::text[]) AS n (id, part, embedding)
                 JOIN {entries} e ON e.passage_id = n.id
            ORDER BY e.passage_id, n.part"""
        with transaction.atomic(), connection.cursor() as cursor:
            # In one order, so that two writers wait for each other instead of meeting crosswise.
            lock = "SELECT FROM {entries} WHERE passage_id = ANY(%s) ORDER BY passage_id FOR NO KEY UPDATE"
            cursor.execute(tables.fill(lock), [ids])
            cursor.execute(tables.fill("DELETE FROM {vectors} WHERE passage_id = ANY(%s)"), [ids])
            cursor.execute(tables.fill(store), [list(column) for column in zip(*parts, strict=True)] or [[], [], []])
            cursor.execute(tables.fill("DELETE FROM {queue} WHERE passage_id = ANY(%s)"), [ids])

    def lexical(self, generation: str, text: str, where: SearchFilter, limit: int) -> list[Hit]:
        counts = query_counts(text)
        if not counts or limit < 1:
            return []
        tables = Tables(generation)
        condition, parameters = condition_of(where)
        few = where.passage_ids is not None or 0 < len(where.document_ids or ()) <= FEW_DOCUMENTS
        statement = tables.fill(
            """SELECT e.passage_id, e.weights <#> %s::sparsevec AS distance, count(*) OVER ()
               FROM {entries} e WHERE {shares} AND {condition}
               ORDER BY distance, e.passage_id LIMIT %s""",
            condition=condition,
            # A handful of passages or documents is scored as it is: there the inverted index would only be in the way.
            shares=sql.SQL("%s::integer[] IS NOT NULL" if few else "e.terms && %s::integer[]"),
        )
        with planned(enable_seqscan="off", jit="off") as cursor:
            entries, frequencies = document_frequencies(cursor, tables, sorted(counts))
            wanted = {term: counts[term] * rarity(entries, n) for term, n in frequencies.items() if n > 0}
            question = _sparse(dict(sorted(wanted.items())))
            rows: list[tuple[int, float, int]] = []
            rounds = iter([list(wanted)]) if few else _rarest_first(wanted, frequencies)
            for terms in rounds if wanted else ():
                cursor.execute(statement, [question, terms, *parameters, limit])
                rows = cursor.fetchall()
                if rows and rows[0][2] >= ENOUGH * limit:
                    break
        return [Hit(passage, -float(distance)) for passage, distance, _ in rows if distance < 0]

    def dense(self, generation: str, vector: Vector, where: SearchFilter, limit: int) -> list[Hit]:
        if limit < 1:
            return []
        tables = Tables(generation)
        question = _dense(vector)
        with planned(jit="off", **graph(limit)) as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [tables.relation("by_meaning")])
            row = cursor.fetchone()
            if row is not None and row[0] and where.passage_ids is None:
                found = near(cursor, tables, question, where, limit)
                if len(found) == limit:
                    return found
            # No graph yet, or it gave up before enough entries passed the filter: compare them all.
            return nearest(cursor, tables, question, where, limit)

    def status(self, generation: str) -> IndexStatus:
        statement = "SELECT (SELECT count(*) FROM {entries}), (SELECT count(*) FROM {queue})"
        with connection.cursor() as cursor:
            cursor.execute(Tables(generation).fill(statement))
            entries, waiting = cursor.fetchone() or (0, 0)
        return IndexStatus(entries=entries, with_vectors=entries - waiting)

    def maintain(self, generation: str) -> None:
        tables = Tables(generation)
        with transaction.atomic(), connection.cursor() as cursor:
            refresh(cursor, tables)
            cursor.execute("SELECT to_regclass(%s) IS NULL", [tables.relation("by_meaning")])
            row = cursor.fetchone()
            if row is None or not row[0]:
                return
            cursor.execute(tables.fill("SELECT count(*) FROM {vectors}"))
            row = cursor.fetchone()
            if row is not None and row[0] >= APPROXIMATE_FROM:
                make = "CREATE INDEX {by_meaning} ON {vectors} USING hnsw (embedding halfvec_ip_ops)"
                cursor.execute(tables.fill(make))


def _put_batch(cursor: CursorWrapper, tables: Tables, entries: Sequence[Entry]) -> None:
    weighed = [passage_weights(entry) for entry in entries]
    hashes = [embedding_hash(entry) for entry in entries]
    ids = [entry.passage_id for entry in entries]
    # A vector of other words is no longer true.
    cursor.execute(
        tables.fill(
            """DELETE FROM {vectors} v
               USING {entries} e, unnest(%s::bigint[], %s::text[]) AS n (id, text_hash)
               WHERE v.passage_id = n.id AND e.passage_id = n.id AND e.text_hash <> n.text_hash"""
        ),
        [ids, hashes],
    )
    cursor.execute(
        tables.fill(
            """INSERT INTO {entries} (passage_id, version_id, document_id, access, force_from, force_until,
                                      text_hash, terms, weights)
               SELECT id, version, document, string_to_array(access, %s), force_from, force_until, text_hash,
                      terms::integer[], weights::sparsevec
               FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::date[], %s::date[],
                           %s::text[], %s::text[], %s::text[])
                 AS n (id, version, document, access, force_from, force_until, text_hash, terms, weights)
               ON CONFLICT (passage_id) DO UPDATE SET
                 version_id = excluded.version_id, document_id = excluded.document_id,
                 access = excluded.access, force_from = excluded.force_from,
                 force_until = excluded.force_until,
                 text_hash = excluded.text_hash, terms = excluded.terms, weights = excluded.weights"""
        ),
        [
            _SEPARATOR,
            ids,
            [entry.version_id for entry in entries],
            [entry.document_id for entry in entries],
            [_SEPARATOR.join(entry.access) for entry in entries],
            [entry.force_from for entry in entries],
            [entry.force_until for entry in entries],
            hashes,
            ["{" + ",".join(map(str, weights)) + "}" for weights in weighed],
            [_sparse(weights) for weights in weighed],
        ],
    )
    cursor.execute(
        tables.fill(
            """INSERT INTO {queue} (passage_id, text)
               SELECT n.id, n.text FROM unnest(%s::bigint[], %s::text[]) AS n (id, text)
               WHERE NOT EXISTS (SELECT FROM {vectors} v WHERE v.passage_id = n.id)
               ON CONFLICT (passage_id) DO UPDATE SET text = excluded.text"""
        ),
        [ids, [embedding_text(entry) for entry in entries]],
    )


def _rarest_first(wanted: dict[int, float], frequencies: dict[int, float]) -> Iterator[list[int]]:
    """The rarest terms, as many as cost ``READ_FIRST``; then, if that leaves any out, all of them.

    An entry that shares only frequent words with the question hardly comes near one that shares rare ones, so
    most of the inverted index need not be read, unless the filter lets too few entries through.
    """
    ordered = sorted(wanted, key=lambda term: (frequencies[term], term))
    if not ordered:
        return
    cost, rare = 0.0, list[int]()
    for term in ordered:
        cost += frequencies[term]
        if rare and cost > READ_FIRST:
            break
        rare.append(term)
    yield rare
    if len(rare) < len(ordered):
        yield ordered


def _sparse(weights: dict[int, float]) -> str:
    return "{" + ",".join(f"{term}:{weight:.6g}" for term, weight in weights.items()) + f"}}/{TERM_SPACE}"


def _dense(vector: Vector) -> str:
    return "[" + ",".join(f"{value:.6g}" for value in vector.tolist()) + "]"
