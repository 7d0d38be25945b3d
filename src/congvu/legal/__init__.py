"""Legal texts: symbols, references, front matter, validity. Pure: no Django, no input or output."""

from __future__ import annotations

from congvu.legal.frontmatter import FrontMatter, display_title, read_front_matter
from congvu.legal.kinds import KINDS, DocumentKind, kind_by_code, kind_by_name
from congvu.legal.law_keys import law_key, law_keys_in, law_year
from congvu.legal.reference_types import LegalReference, format_reference
from congvu.legal.references import parse_reference, parse_references
from congvu.legal.symbols import Symbol, find_symbols, normalise_symbol, parse_symbol, symbol_key
from congvu.legal.validity import Repeal, find_effective_date, find_repeals

__all__ = [
    "KINDS",
    "DocumentKind",
    "FrontMatter",
    "LegalReference",
    "Repeal",
    "Symbol",
    "display_title",
    "find_effective_date",
    "find_repeals",
    "find_symbols",
    "format_reference",
    "kind_by_code",
    "kind_by_name",
    "law_key",
    "law_keys_in",
    "law_year",
    "normalise_symbol",
    "parse_reference",
    "parse_references",
    "parse_symbol",
    "read_front_matter",
    "symbol_key",
]
