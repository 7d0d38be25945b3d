"""What a text means by "Điều này" and "khoản này": the place it stands in itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from congvu.answering.verify.reading import read
from congvu.answering.verify.types import Basis
from congvu.legal import LegalReference

_ABOVE = {"clause": ("clause", "article"), "article": ("article",)}
"""Levels that a reference to "this one" takes from the place of its text."""


def resolved_references(bases: Sequence[Basis]) -> Iterator[LegalReference]:
    """References of the cited texts to their own article or khoản, written out with its number: "khoản 1 Điều này"
    in Điều 13 is "khoản 1 Điều 13", and a sentence may call it so.
    """
    for basis in bases:
        relative = [r for r in read(basis.text).references if r.relative_level in _ABOVE and r.names_unit]
        own = next((r for r in read(basis.place).references if r.article), None) if relative else None
        for reference in relative if own else ():
            levels = {level: getattr(own, level) for level in _ABOVE[str(reference.relative_level)]}
            if all(levels.values()) and not any(getattr(reference, level) for level in levels):
                document = {
                    name: getattr(own, name)
                    for name in ("document_symbol", "document_number", "document_name", "document_kind", "year")
                }
                yield replace(reference, **levels, **document, relative=False, relative_level=None)
