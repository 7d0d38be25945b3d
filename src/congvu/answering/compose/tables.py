"""Rows of tables, which a model is not given: a number says nothing without the head of its column, and rows of a
wide table have lost it.
"""

from __future__ import annotations

import re

from congvu.ingestion.parsers.base import CELL_SEPARATOR

_CELLS = re.compile(rf"\s*{re.escape(CELL_SEPARATOR.strip())}\s*|\t|\s{{3,}}")
_FIGURE = re.compile(r"^[\d.,%\s–-]+$")
_WIDE = 3
_FIGURES = 2


def without_table_rows(text: str) -> str:
    """The text without rows of three cells and more that hold several figures, and without lines of figures alone.

    A row of two cells stays: it is a label and what it says.
    """
    return "\n".join(line for line in text.split("\n") if not _is_row(line.strip()))


def _is_row(line: str) -> bool:
    if _FIGURE.match(line):
        return True
    cells = _CELLS.split(line)
    return len(cells) >= _WIDE and sum(bool(_FIGURE.match(cell)) for cell in cells) >= _FIGURES
