"""The table of how questions are worded, from the questions that we wrote ourselves."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from congvu.text import fold, tone_normalise
from training import written

REPEATS = Path(__file__).with_name("repeats.jsonl")
FEWEST = 2
MARKED = 0.6
"""Share of words with a mark from which a question counts as typed with its diacritics."""
_WORD = re.compile(r"[^\W\d_]+")


def table() -> str:
    """The JSON that ships (``congvu.retrieval.asking``): what stands in two questions at least."""
    counts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for question in dict.fromkeys(_questions()):
        words = [tone_normalise(word.lower()) for word in _WORD.findall(question)]
        if sum(fold(word) != word for word in words) <= MARKED * len(words):
            continue
        counts.update(words)
        pairs.update(pairwise(words))
    nested: dict[str, dict[str, int]] = {}
    for (left, right), count in sorted(pairs.items()):
        if count >= FEWEST:
            nested.setdefault(left, {})[right] = count
    kept = {form: count for form, count in sorted(counts.items()) if count >= FEWEST}
    return json.dumps({"counts": kept, "pairs": nested}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _questions() -> Iterator[str]:
    for questions in written.read().values():
        yield from questions
    for line in REPEATS.read_text("utf-8").splitlines():
        pair = json.loads(line)
        yield from (pair["entry"], pair["question"])
