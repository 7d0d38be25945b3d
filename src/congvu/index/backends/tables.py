"""The tables of one generation in PostgreSQL: their names, and the statements that make and remove them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from psycopg import sql

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
MAX_DIMENSIONS = 4000


@dataclass(frozen=True, slots=True)
class Tables:
    """Quoted names, ready to be put into statements.

    ``entries`` holds terms and weights, and what the filter looks at; ``vectors`` the embeddings, one or several a
    passage; ``queue`` the texts that still wait for them; ``terms`` how many entries contain each frequent term
    (term 0: how many there were). Vectors live apart so that storing one does not touch the inverted index of its
    passage.
    """

    generation: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.generation):
            raise ValueError(f"not a name of a generation: {self.generation!r}")

    def _name(self, suffix: str) -> sql.Identifier:
        return sql.Identifier(f"idx_{self.generation}_{suffix}")

    def fill(self, statement: str, **more: sql.Composable) -> sql.Composed:
        """The statement with {entries}, {vectors}, {queue}, {terms} and the index names filled in."""
        names = ("entries", "vectors", "queue", "terms", "by_term", "by_version", "by_document", "by_meaning")
        return sql.SQL(statement).format(**{name: self._name(name) for name in names}, **more)

    def relation(self, suffix: str) -> str:
        """A name as text, for functions that take one (``to_regclass``)."""
        return f'"idx_{self.generation}_{suffix}"'


# The arrays are kept out of line and uncompressed: scans that only filter stay on few pages, scoring reads
# them without unpacking. Room is left on the pages so that changes of access do not touch the inverted index.
CREATE = """
CREATE TABLE IF NOT EXISTS {entries} (
    passage_id bigint PRIMARY KEY,
    version_id bigint NOT NULL,
    document_id bigint NOT NULL,
    access text[] NOT NULL,
    force_from date,
    force_until date,
    text_hash text NOT NULL,
    terms integer[] STORAGE EXTERNAL NOT NULL,
    weights sparsevec STORAGE EXTERNAL NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX IF NOT EXISTS {by_term} ON {entries} USING gin (terms) WITH (gin_pending_list_limit = 8192);
CREATE INDEX IF NOT EXISTS {by_version} ON {entries} (version_id);
CREATE INDEX IF NOT EXISTS {by_document} ON {entries} (document_id);
CREATE TABLE IF NOT EXISTS {vectors} (
    passage_id bigint NOT NULL REFERENCES {entries} ON DELETE CASCADE,
    part integer NOT NULL,
    embedding halfvec({dimensions}) NOT NULL,
    PRIMARY KEY (passage_id, part)
);
CREATE TABLE IF NOT EXISTS {queue} (
    passage_id bigint PRIMARY KEY REFERENCES {entries} ON DELETE CASCADE,
    position bigint GENERATED ALWAYS AS IDENTITY,
    text text NOT NULL
);
CREATE TABLE IF NOT EXISTS {terms} (
    term integer PRIMARY KEY,
    frequency integer NOT NULL
)
"""

DROP = "DROP TABLE IF EXISTS {queue}, {vectors}, {terms}, {entries}"
