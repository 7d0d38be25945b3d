"""What a statement of the PostgreSQL backend is run with: the filter as a condition, and settings of the planner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from psycopg import sql

from congvu.index.types import SearchFilter

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper


def condition_of(where: SearchFilter) -> tuple[sql.Composed, list[Any]]:
    """The filter as a condition on ``e``, with its parameters."""
    parts: list[sql.SQL] = [sql.SQL("TRUE")]
    parameters: list[Any] = []
    if where.access is not None:
        parts.append(sql.SQL("e.access && %s::text[]"))
        parameters.append(sorted(where.access))
    if where.on is not None:
        parts.append(sql.SQL("(e.force_from IS NULL OR e.force_from <= %s)"))
        parts.append(sql.SQL("(e.force_until IS NULL OR e.force_until > %s)"))
        parameters += [where.on, where.on]
    if where.document_ids is not None:
        parts.append(sql.SQL("e.document_id = ANY(%s::bigint[])"))
        parameters.append(list(where.document_ids))
    if where.passage_ids is not None:
        parts.append(sql.SQL("e.passage_id = ANY(%s::bigint[])"))
        parameters.append(list(where.passage_ids))
    return sql.SQL(" AND ").join(parts), parameters


@contextmanager
def planned(**settings: str) -> Iterator[CursorWrapper]:
    """A cursor whose statements are planned with these settings, which end with the block."""
    inside = connection.in_atomic_block  # else they end with the transaction, and nothing need be put back
    with transaction.atomic(), connection.cursor() as cursor:
        before = _settings(cursor, list(settings)) if inside else {}
        apply(cursor, settings)
        yield cursor
        if before:
            apply(cursor, before)


def _settings(cursor: CursorWrapper, names: list[str]) -> dict[str, str]:
    cursor.execute("SELECT " + ", ".join(["current_setting(%s, true)"] * len(names)), names)
    return {n: value or "" for n, value in zip(names, cursor.fetchone() or (), strict=True) if value is not None}


def apply(cursor: CursorWrapper, settings: dict[str, str]) -> None:
    """Settings of PostgreSQL until the transaction ends."""
    pairs = [part for item in settings.items() for part in item]
    cursor.execute("SELECT " + ", ".join(["set_config(%s, %s, true)"] * len(settings)), pairs)
