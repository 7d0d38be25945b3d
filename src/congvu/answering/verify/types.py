"""What goes into the checker and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """The rules of the checker, by what they compare."""

    FORM = "form"
    OVERLAP = "overlap"
    QUANTITY = "quantity"
    DATE = "date"
    REFERENCE = "reference"
    NAME = "name"
    NEGATION = "negation"
    MODALITY = "modality"
    COMPARATIVE = "comparative"
    EXCEPTION = "exception"
    ACTOR = "actor"
    CASE = "case"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Basis:
    """A cited text: its words as quoted, and ``place``, what it is called (unit, headings, document)."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a sentence was refused: the rule, the words at fault, and one line of English for logs and measurements."""

    rule: Rule
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``refusals`` empty: everything in the sentence is in what it cites. ``overlap``: share of its content found."""

    refusals: tuple[Refusal, ...]
    overlap: float

    @property
    def ok(self) -> bool:
        return not self.refusals
