"""Headings that a PDF has left alone at the foot of a page: LibreOffice passes over "keep with next" in documents with
longer tables, Word does not. Such a heading is put on the next page, in the copy that becomes the PDF only.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from docx import Document

_KEY = 24
"""Letters of a paragraph by which it is found on a page."""


def bring_together(docx: bytes, pages: Sequence[str]) -> bytes | None:
    """The document with a break before the first heading that stands on another page than what it heads.

    ``pages`` are the texts of its PDF. None where all are together.
    """
    document = Document(io.BytesIO(docx))
    paragraphs = [paragraph for paragraph in document.paragraphs if _key(paragraph.text)]
    found = [_letters(page) for page in pages]
    for heading, headed in pairwise(paragraphs):
        form = heading.paragraph_format
        if heading._p.getnext() is not headed._p:
            continue  # what stands before a table is kept with that
        if form.keep_with_next and not form.page_break_before and _apart(heading, headed, found):
            form.page_break_before = True
            target = io.BytesIO()
            document.save(target)
            return target.getvalue()
    return None


def _apart(heading: Any, headed: Any, pages: Sequence[str]) -> bool:
    """Whether the heading ends a page and what it heads begins the next, below that one's number."""
    above, below = _letters(heading.text), _key(headed.text)
    return any(
        above in page and below not in page and below in after[: _KEY * 3]
        for page, after in pairwise(pages)
    )


def _key(text: str) -> str:
    return _letters(text)[:_KEY]


def _letters(text: str) -> str:
    """Unaccented letters and digits only: accented ones may come out of a PDF at the end of their line."""
    return "".join(sign for sign in text if sign.isascii() and sign.isalnum())
