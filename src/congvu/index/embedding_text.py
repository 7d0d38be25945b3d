"""Which words of a passage its vector is made of."""

from __future__ import annotations

from congvu.common.hashing import sha256_hex
from congvu.index.types import Entry

MAX_CHARACTERS = 2400
"""About 600 tokens: models read 512 and cut the rest themselves, more would only be stored."""


def embedding_text(entry: Entry) -> str:
    """The headings above a passage and its beginning, as written."""
    return f"{entry.headings}\n{entry.body}".strip()[:MAX_CHARACTERS]


def embedding_hash(entry: Entry) -> str:
    """Equal for two entries exactly when they have the same vector under one model."""
    return sha256_hex(embedding_text(entry))
