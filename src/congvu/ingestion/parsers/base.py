"""The port of all parsers and what they hand back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from congvu.ingestion.conf import Limits
from congvu.ingestion.types import ReadError, Reason
from congvu.text import clean


@dataclass(frozen=True, slots=True)
class ParsedText:
    """The text of a file: one line per paragraph, table rows as cells joined by " | ".

    ``aside`` are lines that are not text (page headers, footers): looked at for secrecy marks, then dropped.
    ``heads`` are the first lines of pages, looked at as well. ``metadata`` is what the file says of itself, as (name,
    value). ``recognised`` gives for each page (from 1) whose text was recognised the confidence, 0 to 100.
    """

    text: str
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    recognised: Mapping[int, int] = field(default_factory=dict)


class Parser(Protocol):
    """Reads one kind of file. Runs only inside the sandbox."""

    @property
    def name(self) -> str:
        """Name and revision, stored with every version that it made."""

    @property
    def media_type(self) -> str:
        """The kind that it reads."""

    def parse(self, path: Path, limits: Limits, workdir: Path) -> ParsedText:
        """The text of the file; ``workdir`` may be written to. Raises ReadError with the reason."""


# Beyond what ``text.clean`` drops: C1 controls, directional isolates (they can make a text read differently
# from what it says), interlinear marks.
_INVISIBLE = re.compile(r"[\x80-\x84\x86-\x9f\u2066-\u2069\ufff9-\ufffb]")
_LINE_ENDS = re.compile(r"[\x0c\x85]")
# Written so that the single blanks between words, nearly all there are, match nothing.
_ODD_BLANKS = re.compile(r"[^\S\n ]")
_BLANKS = re.compile(r" {2,}")
_BLANKS_AT_ENDS = re.compile(r"(?: \n ?|\n )")
_BLANK_LINES = re.compile(r"\n{3,}")
CELL_SEPARATOR = " | "
LAYOUT_WORDS = (
    "cong hoa xa hoi chu nghia",
    "noi nhan",
    "dang cong san viet nam",
    "doc lap - tu do",
    "kinh gui:",
)
"""Folded words of tables without lines that only set letterhead or signature side by side."""


def tidy(text: str) -> str:
    """NFC, one kind of line end and blank, nothing invisible, at most one empty line in a row."""
    text = clean(_INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))
    text = _BLANKS_AT_ENDS.sub("\n", _BLANKS.sub(" ", _ODD_BLANKS.sub(" ", text)))
    return _BLANK_LINES.sub("\n\n", text).strip("\n ")


def table_row(cells: list[str]) -> str:
    """One line for a row of a table; "" for a row without any text."""
    flat = [" ".join(cell.split()) for cell in cells]
    return CELL_SEPARATOR.join(flat) if any(flat) else ""


def check_length(text: str, limits: Limits) -> str:
    """The text itself; raises ReadError where it is longer than any document is."""
    if len(text) > limits.text_characters:
        raise ReadError(Reason.TOO_LARGE, f"{len(text)} characters of text, limit {limits.text_characters}")
    return text
