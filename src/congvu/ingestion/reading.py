"""Everything that is done to an untrusted file, in one function without side effects; runs inside the
sandbox.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from congvu.ingestion.attachments import attachment_title
from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import ParsedText, Parser
from congvu.ingestion.parsers.docx import DocxParser
from congvu.ingestion.parsers.html import HtmlParser
from congvu.ingestion.parsers.office import RTF, WORD
from congvu.ingestion.parsers.pdf import PdfParser
from congvu.ingestion.parsers.plain import PlainParser
from congvu.ingestion.parsers.sniff import FileKind, file_kind
from congvu.ingestion.types import ReadError, Reason
from congvu.legal import FrontMatter, display_title, find_effective_date, read_front_matter
from congvu.legal.partial_force import find_unit_dates
from congvu.legal.relation_types import FoundRelation
from congvu.legal.relations import find_relations
from congvu.legal.structure import StructuredText, parse_structure

PARSERS: dict[FileKind, Parser] = {
    FileKind.PLAIN: PlainParser(),
    FileKind.HTML: HtmlParser(),
    FileKind.DOCX: DocxParser(),
    FileKind.WORD: WORD,
    FileKind.RTF: RTF,
    FileKind.PDF: PdfParser(),
}
_STAMP = re.compile(r"^(?:(?:ĐỘ|DẤU CHỈ ĐỘ|MỨC ĐỘ) MẬT\s*:?\s*)?(?:TUYỆT MẬT|TỐI MẬT|MẬT)$")
_STAMP_REACH = 80


def read_file(path: Path, file_name: str, limits: Limits, workdir: Path) -> dict[str, Any]:
    """A file as JSON: text, structure, first page, relations. Raises ReadError with the reason it cannot be
    read.
    """
    if path.stat().st_size > limits.file_bytes:
        raise ReadError(Reason.TOO_LARGE, f"{path.stat().st_size} bytes, limit {limits.file_bytes}")
    parser = PARSERS[file_kind(path, file_name, limits)]
    parsed = parser.parse(path, limits, workdir)
    if not any(c.isalnum() for c in parsed.text):
        raise ReadError(Reason.EMPTY)
    front = read_front_matter(parsed.text)
    if front.secrecy or bears_stamp(parsed):
        raise ReadError(Reason.REFUSED_SECRET)
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
        "front": {name: _plain(value) for name, value in asdict(front).items()},
        "relations": [relation_to_json(found) for found in _relations(parsed.text, structure, front)],
        "unit_dates": [[unit, day.isoformat()] for unit, day in find_unit_dates(parsed.text)],
    }


def bears_stamp(parsed: ParsedText) -> bool:
    """Whether a line of its own near the top, or in a page header or footer, is the stamp of a state secret."""
    lines = [line for line in parsed.text.splitlines() if line.strip()][:_STAMP_REACH]
    return any(_STAMP.match(" ".join(line.split()).strip(" .|()[]")) for line in (*lines, *parsed.aside))


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
