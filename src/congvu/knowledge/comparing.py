"""Two texts side by side: what was taken out, what was put in, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECES = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one side; ``changed`` where the other side has something else or nothing."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Sides:
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def equal(self) -> bool:
        return not any(piece.changed for piece in (*self.before, *self.after))


def compared(before: str, after: str) -> Sides:
    """Joined, the pieces of each side are its text."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i1 < i2:
            left.append(Piece("".join(old[i1:i2]), tag != "equal"))
        if j1 < j2:
            right.append(Piece("".join(new[j1:j2]), tag != "equal"))
    return Sides(tuple(left), tuple(right))
