"""Looking for words in the whole database: every column of every table that can hold text."""

from __future__ import annotations

from django.db import connection

_COLUMNS = """
    SELECT c.table_schema, c.table_name, c.column_name
    FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')
      AND (c.data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'bytea', 'xml')
           OR c.data_type = 'USER-DEFINED')
    ORDER BY 1, 2, 3
"""


def columns() -> list[tuple[str, str, str]]:
    """(schema, table, column) of everything that can hold words, in every schema that is not PostgreSQL's own."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        return list(cursor.fetchall())


def places_of(words: str) -> set[str]:
    """``table.column`` of each column in which ``words`` occur, in any case; JSON escapes and bytes are read too."""
    spellings = {words, words.encode("unicode_escape").decode(), words.encode().hex()}
    found = set()
    with connection.cursor() as cursor:
        for schema, table, column in columns():
            for spelling in spellings:
                text = f'lower("{column}"::text)'
                query = f'SELECT EXISTS (SELECT 1 FROM "{schema}"."{table}" WHERE strpos({text}, lower(%s)) > 0)'
                cursor.execute(query, [spelling])
                if cursor.fetchone()[0]:
                    found.add(f"{table}.{column}")
    return found
