"""Vietnamese legal text, without a database: symbols, names and references, kinds of documents, structure."""

from __future__ import annotations

from congvu.legal.kinds import KINDS, Kind, KindGroup
from congvu.legal.references import LegalReference, format_reference, parse_reference, parse_references
from congvu.legal.symbols import Symbol, find_symbols, normalise_symbol, parse_symbol, symbol_key

__all__ = [
    "KINDS",
    "Kind",
    "KindGroup",
    "LegalReference",
    "Symbol",
    "find_symbols",
    "format_reference",
    "normalise_symbol",
    "parse_reference",
    "parse_references",
    "parse_symbol",
    "symbol_key",
]
