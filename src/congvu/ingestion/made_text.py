"""Texts that are made from records: a heading for each field or question, so that each is found and cited by itself.

Runs inside the sandbox. The text goes the way of every plain text (limits, secrecy, clean-up); only its structure is
known beforehand instead of being found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import tidy
from congvu.ingestion.reading import read_file, structure_to_json
from congvu.ingestion.types import ReadError, Reason
from congvu.legal import FrontMatter
from congvu.legal.structure_types import Mark, StructuredText, UnitLevel, build_units

MAX_TITLE = 900


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, without its number, and what stands below it; ``about`` is searched with the heading, not shown."""

    heading: str
    body: str
    about: str = ""

    @property
    def title(self) -> str:
        return f"{self.heading}: {self.about}" if self.about else self.heading


@dataclass(frozen=True, slots=True)
class Record:
    """What becomes one document: ``parser`` and ``media_type`` say from what it was made."""

    title: str
    parts: tuple[Part, ...]
    parser: str
    media_type: str
    issuer: str = ""


def read_record(record: Record, limits: Limits, workdir: Path) -> dict[str, Any]:
    """The answer that ``reading.read_file`` gives for a file, for a record. Raises ReadError as it does."""
    given = (part for part in record.parts if part.body.strip())
    parts = [Part(_line(part.heading), tidy(part.body), _line(part.about)) for part in given]
    if not parts:
        raise ReadError(Reason.EMPTY)
    heads = [f"{number}. {part.heading}" for number, part in enumerate(parts, start=1)]
    text = "\n\n".join(f"{head}\n{part.body}" for head, part in zip(heads, parts, strict=True))
    path = workdir / "made.txt"
    path.write_text(text, encoding="utf-8")
    answer = read_file(path, path.name, limits, workdir)
    title = _line(record.title)
    # What stands in a record's first field are no facts of a first page.
    facts = FrontMatter(title=title, issuer=record.issuer or None, internal_only=answer["front"]["internal_only"])
    return answer | {
        "parser": record.parser,
        "media_type": record.media_type,
        "title": title,
        "pages": None,
        "effective_from": None,
        "repeals": [],
        "front": answer["front"] | asdict(facts) | {"addressees": []},
        "structure": structure_to_json(_structure(answer["text"], heads, parts)),
    }


def _structure(text: str, heads: Iterable[str], parts: Iterable[Part]) -> StructuredText:
    """The headings, found again one after the other in the text as it was cleaned."""
    marks: list[Mark] = []
    position = 0
    for number, (head, part) in enumerate(zip(heads, parts, strict=True), start=1):
        found = text.find(head, position)
        if found < 0:
            raise ReadError(Reason.CRASHED, "a heading was lost")
        marks.append(Mark(found if marks else 0, UnitLevel.HEADING, 0, str(number), part.title[:MAX_TITLE]))
        position = found + len(head)
    return StructuredText("administrative", build_units(marks, len(text)), ())


def _line(text: str) -> str:
    return " ".join(tidy(text).split())[:MAX_TITLE]
