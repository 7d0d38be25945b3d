"""In which words people ask: how often syllables and neighbours of them stand in questions, with their diacritics.

Texts of law hardly say "tôi muốn hỏi", so a corpus alone reads it as "tối mượn hỏi". The counts are those of the
questions that we wrote ourselves (``training/written.tsv``, ``training/repeats.jsonl``; ``python -m training asking``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from congvu.retrieval.pairs import Pairs

TABLE = Path(__file__).parent / "data" / "asking.json"


@dataclass(frozen=True)
class Asking:
    """Occurrences of written syllables, and of frequent pairs of them, in questions."""

    counts: Mapping[str, int]
    pairs: Pairs

    @cached_property
    def total(self) -> int:
        return sum(self.counts.values())


@cache
def asking() -> Asking:
    """The table of the package."""
    table = json.loads(TABLE.read_text("utf-8"))
    return Asking(table["counts"], Pairs(table["pairs"]))
