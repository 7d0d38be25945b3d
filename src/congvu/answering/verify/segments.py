"""The places of a text that one sentence can be a reading of: a stretch between marks, behind the lead it hangs on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from congvu.answering.verify.operators import is_head
from congvu.answering.verify.tokens import Token

_ENDS = frozenset({";", ".", "\n"})


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens of a stretch without its last mark, and those of the lead ("…:") that stands above it."""

    own: tuple[Token, ...]
    lead: tuple[Token, ...] = ()

    def heads(self) -> list[str]:
        return [token.text for token in (*self.lead, *self.own) if is_head(token)]


def segments(tokens: Sequence[Token]) -> Iterator[Segment]:
    """Every stretch of a text in order."""
    lead: tuple[Token, ...] = ()
    start = 0
    for at in range(len(tokens) + 1):
        if at < len(tokens) and tokens[at].text not in _ENDS:
            continue
        own = tuple(tokens[start:at])
        if own:
            yield Segment(own, lead)
            if own[-1].text == ":":
                lead = own
        start = at + 1


def closest(heads: Sequence[str], text: Sequence[Token]) -> Segment | None:
    """The stretch that has most of some words; the shorter of two that have the same."""
    wanted = Counter(heads)
    found: tuple[tuple[int, int], Segment] | None = None
    for segment in segments(text):
        have = segment.heads()
        rank = (sum((wanted & Counter(have)).values()), -len(have))
        if found is None or rank > found[0]:
            found = rank, segment
    return found[1] if found else None
