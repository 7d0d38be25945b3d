"""Which words of a passage its vectors are made of.

A passage is read in windows, each under the heading of its Điều, and each has a vector; the nearest of them stands for
the passage. One vector of a whole passage blurs what its khoản say: on ALQAC windows found the right article first for
76 of 100 questions instead of 68, for about the same work (decision 15).
"""

from __future__ import annotations

import re

from congvu.common.hashing import sha256_hex
from congvu.corpus.passages import split_headings
from congvu.index.types import Entry

VERSION = "windows-1"
"""Part of a generation's recipe: raise it when the same passage would be read in other windows."""
WINDOW = 80
"""Words of a window, about: a passage is cut into equal parts, as near to this as they come."""
OVERLAP = 8
"""Words that a window shares with the next, so that a phrase across the cut is whole in one of them."""
HEADING = 60
"""Words of the heading that every window is read under."""
MAX_CHARACTERS = 6000
"""More than a passage has; a text of other origin is cut here."""

_WORD = re.compile(r"\S+")


def embedding_text(entry: Entry) -> str:
    """The heading of a passage's Điều on one line, then the passage as written."""
    own = " ".join(split_headings(entry.headings)[1].split())
    return f"{own}\n{entry.body.strip()}"[:MAX_CHARACTERS]


def embedding_hash(entry: Entry) -> str:
    """Equal for two entries exactly when they have the same vectors under one model."""
    return sha256_hex(embedding_text(entry))


def windows(text: str) -> list[str]:
    """The texts to embed for one ``embedding_text``, in reading order; at least one, all about as long."""
    heading, _, body = text.partition("\n")
    over = " ".join(heading.split()[:HEADING])
    words = list(_WORD.finditer(body))
    count = max(1, round(len(words) / WINDOW))
    size = -(-len(words) // count)
    parts = [
        body[words[start].start() : words[min(start + size + OVERLAP, len(words)) - 1].end()]
        for start in range(0, len(words), size or 1)
    ]
    return [f"{over}\n{part}".strip() for part in parts or [""]]
