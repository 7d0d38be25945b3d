"""Legal texts: symbols, references, front matter, validity. Pure: no Django, no input or output."""

from __future__ import annotations

from congvu.legal.kinds import KINDS, DocumentKind, kind_by_code, kind_by_name
from congvu.legal.symbols import Symbol, find_symbols, normalise_symbol, parse_symbol, symbol_key

__all__ = [
    "KINDS",
    "DocumentKind",
    "Symbol",
    "find_symbols",
    "kind_by_code",
    "kind_by_name",
    "normalise_symbol",
    "parse_symbol",
    "symbol_key",
]
