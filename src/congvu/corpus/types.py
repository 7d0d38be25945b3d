"""What ingestion hands to the corpus: a text, its structure, and what its first page says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from congvu.legal.structure import StructuredText


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file that was read. ``text`` is NFC; ``structure`` covers every character of it."""

    file_name: str
    media_type: str
    size: int
    content_hash: str
    text: str
    structure: StructuredText
    parser: str
    pages: int | None = None
    number: str = ""
    kind: str = ""
    kind_name: str = ""
    title: str = ""
    issuer: str = ""
    issued_on: dt.date | None = None
    effective_from: dt.date | None = None
    front: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassagePlan:
    """A passage before it is stored: ``first``/``last`` are unit indexes, ``start``/``end`` character offsets."""

    unit_index: int
    start: int
    end: int
    headings: str
