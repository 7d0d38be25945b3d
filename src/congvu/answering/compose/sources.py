"""What a model gets to read: short passages of the evidence, each behind a token that tells it nothing."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from congvu.answering.compose.extractive import Picked, pick, quote_named
from congvu.answering.compose.fencing import fenced
from congvu.answering.compose.picking import EVEN, Idf, read_question
from congvu.answering.compose.tree import UnitTree
from congvu.answering.naming import document_name
from congvu.answering.types import Quote
from congvu.answering.verify import Basis
from congvu.retrieval.types import Evidence, Retrieval

MOST_SOURCES = 4
LONGEST = 1400
"""Characters of a passage that a model reads; what it does not read cannot support a sentence either."""

_LETTERS = "BCDGHKMNPQRSTVX"


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage as a model reads it: its token, what it is called, its words."""

    token: str
    place: str
    text: str

    @property
    def basis(self) -> Basis:
        return Basis(self.text, self.place)


@dataclass(frozen=True, slots=True)
class Source(Reading):
    """A passage with what is cited for it."""

    evidence: Evidence
    picked: Picked

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The governing unit first, then the lead-in that it stands under."""
        return (self.picked.quote, self.picked.before) if self.picked.before else (self.picked.quote,)


def sources_of(
    question: str, retrieval: Retrieval, trees: Mapping[int, UnitTree], *, seed: str, idf: Idf = EVEN
) -> tuple[Source, ...]:
    """The best few passages; tokens are drawn anew for each ``seed``, so that no document can know them."""
    asked = read_question(question)
    draw = random.Random(seed)  # noqa: S311  # a document must not know the tokens; nobody guesses them for gain
    names = [f"{a}{d}" for a in _LETTERS for d in range(2, 10)]
    draw.shuffle(names)
    found: list[Source] = []
    seen: set[tuple[int, int, int]] = set()
    named = [e for e in retrieval.evidence if e.rank in trees and e.structural]
    for evidence in named or [e for e in retrieval.evidence if e.rank in trees]:
        tree = trees[evidence.rank]
        picked = quote_named(tree, evidence) if evidence.structural else pick(asked, tree, evidence, idf)
        key = (picked.quote.version_id, picked.quote.start, picked.quote.end)
        if key in seen:
            continue
        seen.add(key)
        before = f"{picked.before.text}\n" if picked.before else ""
        text = fenced(f"{before}{picked.quote.text}"[:LONGEST])
        if text:
            found.append(Source(names.pop(), _place(tree, evidence, picked), text, evidence, picked))
        if len(found) == MOST_SOURCES:
            break
    return tuple(found)


def _place(tree: UnitTree, evidence: Evidence, picked: Picked) -> str:
    name = document_name(evidence.kind_name, evidence.number, evidence.title, evidence.issued_on)
    title = tree.root.title
    return fenced(f"{picked.unit.path} {name}\n{title}".strip())
