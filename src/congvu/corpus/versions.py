"""Storing a version with its units and passages, in bulk, and showing its facts on its document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import Max, Model

from congvu.common.hashing import sha256_hex
from congvu.corpus.anchors import unit_anchors
from congvu.corpus.models import Document, DocumentVersion, Passage, Unit
from congvu.corpus.passages import plan_passages
from congvu.corpus.relations import number_key
from congvu.corpus.types import ReadDocument
from congvu.legal import law_key
from congvu.legal.structure import citation_path
from congvu.text import fold

_UNIT_COLUMNS = (
    "id", "version_id", "index", "parent_id", "level", "number", "title", "path", "anchor", "start", "own_end", "end",
    "force_from",
)  # fmt: skip
_PASSAGE_COLUMNS = ("version_id", "ordinal", "unit_id", "headings", "text", "start", "end")


def add_version(document: Document, read: ReadDocument) -> DocumentVersion:
    """The next version of a document with all of its units and passages."""
    last = document.versions.aggregate(last=Max("sequence"))["last"] or 0
    version = DocumentVersion.objects.create(
        document=document,
        sequence=last + 1,
        content_hash=read.content_hash,
        text_hash=sha256_hex(read.text),
        file_name=read.file_name[-255:],
        media_type=read.media_type,
        size=read.size,
        text=read.text,
        structure=read.structure.kind,
        front=read.front
        | {
            "number": read.number,
            "kind": read.kind,
            "kind_name": read.kind_name,
            "display_title": read.title,
            "issuer": read.issuer,
            "issued_on": _iso(read.issued_on),
            "effective_from": _iso(read.effective_from),
        },
        parser=read.parser,
        pages=read.pages,
        warnings=[*read.warnings, *read.structure.warnings],
    )
    # Keys are taken beforehand, so that children can name their parents in the same stream of rows.
    keys = _take_keys(Unit, len(read.structure.units))
    _copy(Unit, _UNIT_COLUMNS, _units(version, read, keys))
    _copy(Passage, _PASSAGE_COLUMNS, _passages(version, read, keys))
    return version


def show_version(document: Document, version: DocumentVersion) -> None:
    """Make a version the current one: number, title, dates of the document are those of its first page."""
    front = version.front
    document.current = version
    document.number = front["number"][:120]
    document.number_key = number_key(front["number"])
    document.kind = front["kind"][:16]
    document.kind_name = front["kind_name"][:60]
    document.title = (front["display_title"] or version.file_name)[:1000]
    document.title_key = fold(document.title)[:1000]
    document.law_key = law_key(document.title)[:1000]
    document.issuer = front["issuer"][:250]
    document.issued_on = front["issued_on"]
    document.force_from = front["effective_from"]
    document.save()
    # Dates were given as text; what the caller goes on with must be dates.
    document.refresh_from_db(fields=["issued_on", "force_from"])


def _units(version: DocumentVersion, read: ReadDocument, keys: list[int]) -> Iterator[tuple[object, ...]]:
    anchors = unit_anchors(read.structure)
    dates = {unit.casefold(): day for unit, day in read.unit_dates}
    for node in read.structure.units:
        path = citation_path(read.structure, node.index)
        yield (
            keys[node.index],
            version.pk,
            node.index,
            None if node.parent is None else keys[node.parent],
            node.level.value,
            node.number[:60],
            node.title[:1000],
            path[:300],
            anchors[node.index],
            node.start,
            node.own_end,
            node.end,
            dates.get(path.casefold()),
        )


def _passages(version: DocumentVersion, read: ReadDocument, keys: list[int]) -> Iterator[tuple[object, ...]]:
    for ordinal, plan in enumerate(plan_passages(read.text, read.structure)):
        text = read.text[plan.start : plan.end]
        yield version.pk, ordinal, keys[plan.unit_index], plan.headings, text, plan.start, plan.end


def _copy(model: type[Model], columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Stream rows into a table: a code of law has thousands of units, and this is several times a bulk insert."""
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)


def _take_keys(model: type[Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _iso(day: object) -> str | None:
    return None if day is None else str(day)
