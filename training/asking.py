"""The table of how questions are worded, from the questions that we wrote ourselves."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from congvu.retrieval.diacritics import WORD, has_its_marks
from congvu.text import tone_normalise
from training import written

REPEATS = Path(__file__).with_name("repeats.jsonl")
FEWEST = 2


def table() -> str:
    """The JSON that ships (``congvu.retrieval.asking``): what stands in two questions at least."""
    counts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for question in dict.fromkeys(_questions()):
        words = [tone_normalise(word.lower()) for word in WORD.findall(question)]
        if has_its_marks(words):
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
