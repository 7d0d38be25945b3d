"""Everything that is done to an untrusted file, in one function without side effects; runs inside the
sandbox.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from congvu.ingestion.attachments import attachment_title
from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.archive import refuse_archive
from congvu.ingestion.parsers.base import ParsedText, Parser
from congvu.ingestion.parsers.docx import DocxParser
from congvu.ingestion.parsers.html import HtmlParser
from congvu.ingestion.parsers.image import ImageParser
from congvu.ingestion.parsers.office import OLD_SHEET, RTF, WORD
from congvu.ingestion.parsers.pdf import PdfParser
from congvu.ingestion.parsers.plain import PlainParser
from congvu.ingestion.parsers.recognise import Unfinished
from congvu.ingestion.parsers.sheet import SheetParser
from congvu.ingestion.parsers.sniff import FileKind, file_kind
from congvu.ingestion.types import ReadError, Reason
from congvu.legal import FrontMatter, display_title, find_effective_date, read_front_matter
from congvu.legal.partial_force import find_unit_dates
from congvu.legal.relation_types import FoundRelation
from congvu.legal.relations import find_relations
from congvu.legal.secrecy import secrecy_of_metadata, secrecy_of_name, secrecy_of_text
from congvu.legal.structure import StructuredText, parse_structure

PARSERS: dict[FileKind, Parser] = {
    FileKind.PLAIN: PlainParser(),
    FileKind.HTML: HtmlParser(),
    FileKind.DOCX: DocxParser(),
    FileKind.WORD: WORD,
    FileKind.RTF: RTF,
    FileKind.PDF: PdfParser(),
    FileKind.XLSX: SheetParser(),
    FileKind.XLS: OLD_SHEET,
    FileKind.IMAGE: ImageParser(),
}


def read_file(path: Path, file_name: str, limits: Limits, workdir: Path) -> dict[str, Any]:
    """A file as JSON: text, structure, first page, relations. Raises ReadError with the reason it cannot be
    read.
    """
    if secrecy_of_name(file_name):
        raise ReadError(Reason.REFUSED_SECRET)
    try:
        parser, parsed = _parse(path, file_name, limits, workdir)
    except Unfinished as paused:
        return {"unfinished": [paused.done, paused.total]}
    if not any(c.isalnum() for c in parsed.text):
        raise ReadError(Reason.EMPTY)
    front = read_front_matter(parsed.text)
    attached = attachment_title(parsed.text)
    if attached is not None:
        # What else stands on its first page are the facts of the other document, or of a sample form.
        front = FrontMatter(title=attached, internal_only=front.internal_only)
    structure = parse_structure(parsed.text)
    effective = find_effective_date(parsed.text, front.issued_on)
    return {
        "parser": parser.name,
        "media_type": parser.media_type,
        "text": parsed.text,
        "pages": parsed.pages,
        "warnings": list(parsed.warnings),
        "structure": structure_to_json(structure),
        "title": display_title(front) or PurePosixPath(file_name).stem,
        "effective_from": _iso(effective),
        "front": {
            **{name: _plain(value) for name, value in asdict(front).items()},
            "recognised": {str(number): confidence for number, confidence in parsed.recognised.items()},
        },
        "relations": [relation_to_json(found) for found in _relations(parsed.text, structure, front)],
        "unit_dates": [[unit, day.isoformat()] for unit, day in find_unit_dates(parsed.text)],
    }


def _parse(path: Path, file_name: str, limits: Limits, workdir: Path, depth: int = 0) -> tuple[Parser, ParsedText]:
    """The text of a file, once it is sure that it bears no mark of a state secret; raises ReadError."""
    if path.stat().st_size > limits.file_bytes:
        raise ReadError(Reason.TOO_LARGE, f"{path.stat().st_size} bytes, limit {limits.file_bytes}")
    kind = file_kind(path, file_name, limits)

    def judge(member: Path, name: str, limits: Limits, folder: Path) -> None:
        if secrecy_of_name(name):
            raise ReadError(Reason.REFUSED_SECRET)
        _parse(member, name, limits, folder, depth + 1)

    try:
        if kind is FileKind.ZIP:
            refuse_archive(path, limits, workdir, judge, depth)
        parser = PARSERS[kind]
        parsed = parser.parse(path, limits, workdir)
    except (ReadError, Unfinished, MemoryError, RecursionError):
        raise
    except Exception as error:  # the libraries raise whatever a broken file makes them stumble over
        raise ReadError(Reason.DAMAGED, f"{kind}: {type(error).__name__}") from error
    if secrecy_of_text(parsed.text, (*parsed.heads, *parsed.aside)) or secrecy_of_metadata(parsed.metadata):
        raise ReadError(Reason.REFUSED_SECRET)
    return parser, parsed


def structure_to_json(structure: StructuredText) -> dict[str, Any]:
    """The tree as lists: [parent, level, number, title, start, own_end, end] per unit, in order."""
    return {
        "kind": structure.kind,
        "units": [[u.parent, u.level.value, u.number, u.title, u.start, u.own_end, u.end] for u in structure.units],
        "warnings": list(structure.warnings),
    }


def _relations(text: str, structure: StructuredText, front: FrontMatter) -> tuple[FoundRelation, ...]:
    return find_relations(
        text, structure, title=display_title(front) or "", kind=front.kind or "", issued_on=front.issued_on
    )


def relation_to_json(found: FoundRelation) -> dict[str, Any]:
    """A relation with its days as text; what it names as [symbol, name]."""
    return {
        **{name: _plain(value) for name, value in asdict(found).items()},
        "acting": [found.acting.symbol, found.acting.name] if found.acting else None,
        "affected": [found.affected.symbol, found.affected.name] if found.affected else None,
    }


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
