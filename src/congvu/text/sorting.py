"""Vietnamese dictionary order as a key that a database without Vietnamese collation can sort by."""

from __future__ import annotations

from vn_collate import collate_key

from congvu.text.folding import clean


def sort_key(s: str) -> str:
    """A text whose code-point order is Vietnamese dictionary order: Ă after A, Đ after D, tones last."""
    key: str = collate_key(clean(s).lower())
    return key
