"""What one text says of another: the kinds of relations, and one relation as it was read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

SURE = 0.9
"""From this confidence on a relation is said in so many words, with the text and the unit that it concerns."""


class RelationKind(StrEnum):
    """How a text acts on another; a changed phrase amends the unit that holds it."""

    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"
    GUIDES = "guides"
    CONSOLIDATES = "consolidates"
    CORRECTS = "corrects"
    CITES = "cites"


@dataclass(frozen=True)
class TextName:
    """A text as another one names it: canonical symbol, or name with its year ("Luật Nhà ở 2023"); one may be None."""

    symbol: str | None
    name: str | None


@dataclass(frozen=True)
class FoundRelation:
    """A statement that a text acts on another, and where it stands.

    `acting` and `affected` are None for the text at hand itself; a note in a consolidated text may name both.
    `part` is the affected unit as it is cited ("khoản 3 Điều 12"), "" for the text as a whole; `acting_part` the
    provision that does it. `whole`: a repeal or replacement of the whole text, of which nothing is kept.
    `effective_on` is None where the statement gives no day; `until` is when the acting text ends, as a note says.
    `phrase`: only words inside the unit change, `old_words` into `new_words` where both are said. `new_text` is the
    span of what the unit says from then on. `start`, `end` and `quote` are the statement itself.
    """

    kind: RelationKind
    start: int
    end: int
    quote: str
    confidence: float
    acting: TextName | None = None
    affected: TextName | None = None
    acting_part: str = ""
    part: str = ""
    whole: bool = False
    effective_on: dt.date | None = None
    until: dt.date | None = None
    phrase: bool = False
    old_words: str = ""
    new_words: str = ""
    new_text: tuple[int, int] | None = None
