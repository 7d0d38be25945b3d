"""Legal texts: symbols, references, front matter, validity. Pure: no Django, no input or output."""

from __future__ import annotations

from congvu.legal.kinds import KINDS, DocumentKind, kind_by_code, kind_by_name
from congvu.legal.reference_types import LegalReference, format_reference
from congvu.legal.references import parse_reference, parse_references
from congvu.legal.symbols import Symbol, find_symbols, normalise_symbol, parse_symbol, symbol_key

__all__ = [
    "KINDS",
    "DocumentKind",
    "LegalReference",
    "Symbol",
    "find_symbols",
    "format_reference",
    "kind_by_code",
    "kind_by_name",
    "normalise_symbol",
    "parse_reference",
    "parse_references",
    "parse_symbol",
    "symbol_key",
]
