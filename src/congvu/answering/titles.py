"""What a conversation is called: the beginning of its first question."""

from __future__ import annotations

_LONGEST = 80


def title_of(text: str) -> str:
    """The text in one line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rpartition(' ')[0] or line[:_LONGEST]} …"
