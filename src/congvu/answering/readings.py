"""What an answer says of how its question was read."""

from __future__ import annotations

from collections.abc import Sequence

from congvu.answering import wording
from congvu.answering.types import Block
from congvu.retrieval.types import Rewrite


def reading_notes(rewrites: Sequence[Rewrite]) -> tuple[Block, ...]:
    """Notes on the readings that the person should know of; readings that have no alternative are not mentioned."""
    readings = [(r.typed, r.read) for r in rewrites if r.kind != "renamed" and not r.plain]
    notes = [wording.read_as(readings)] if readings else []
    for renamed in rewrites:
        if renamed.kind == "renamed" and renamed.since is not None:
            called = wording.now_called(renamed.typed, renamed.read, renamed.since) if renamed.read else ""
            notes.append(called or wording.place_ended(renamed.typed, renamed.since))
    return tuple(Block("note", note) for note in notes)
