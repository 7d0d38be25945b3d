"""What a model gets to read: short passages of the evidence, each behind a token that tells it nothing."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from congvu.answering.compose.extractive import Picked, pick, quote_named
from congvu.answering.compose.fencing import fenced
from congvu.answering.compose.picking import EVEN, Asked, Idf, coverage, read_question
from congvu.answering.compose.tables import without_table_rows
from congvu.answering.compose.tree import UnitTree
from congvu.answering.naming import document_name
from congvu.answering.types import Quote
from congvu.answering.verify import Basis
from congvu.retrieval.types import Evidence, Retrieval
from congvu.text import sentences

MOST_SOURCES = 4
LONGEST = 1400
"""Characters of a passage that a model reads; what it does not read cannot support a sentence either."""
MOST_READ = MOST_SOURCES * LONGEST
"""Characters of all passages together, unless the settings say fewer."""

_LEAST = 150
"""Fewer characters of a passage are not worth reading."""
_SHARE = 0.65
"""Of the room that is left, what a source may take while others come behind it."""
_CLOSE = 0.8
"""Of the best score; what lies further behind misleads a small model, and was right in none of 100 questions."""
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
    question: str,
    retrieval: Retrieval,
    trees: Mapping[int, UnitTree],
    *,
    seed: str,
    idf: Idf = EVEN,
    most_read: int = MOST_READ,
) -> tuple[Source, ...]:
    """The best few passages, best first; tokens are drawn anew for each ``seed``, so that no document can know them.

    ``most_read`` bounds the characters of all together: whoever comes first takes most of it.
    """
    asked = read_question(question)
    draw = random.Random(seed)  # noqa: S311  # a document must not know the tokens; nobody guesses them for gain
    names = [f"{a}{d}" for a in _LETTERS for d in range(2, 10)]
    draw.shuffle(names)
    chosen = _chosen(asked, retrieval.evidence, trees, idf)
    found: list[Source] = []
    for at, (evidence, picked) in enumerate(chosen):
        left = most_read - sum(len(s.text) for s in found)
        room = min(LONGEST, round(left * _SHARE) if at + 1 < len(chosen) else left)
        if found and room < _LEAST:
            break
        before = f"{picked.before.text}\n" if picked.before else ""
        readable = fenced(without_table_rows(f"{before}{picked.quote.text}"))
        text = shortened(readable, max(room, _LEAST), asked, idf)
        if text:
            found.append(Source(names.pop(), _place(trees[evidence.rank], evidence, picked), text, evidence, picked))
    return tuple(found)


def _chosen(
    asked: Asked, evidence: Sequence[Evidence], trees: Mapping[int, UnitTree], idf: Idf
) -> list[tuple[Evidence, Picked]]:
    """What is worth reading: every unit that the question names, else the best and those that come close to it."""
    usable = [e for e in evidence if e.rank in trees]
    named = [e for e in usable if e.structural]
    close = [e for e in usable if e.score >= _CLOSE * usable[0].score]
    chosen: list[tuple[Evidence, Picked]] = []
    seen: set[tuple[int, int, int]] = set()
    for one in named or close:
        tree = trees[one.rank]
        picked = quote_named(tree, one) if one.structural else pick(asked, tree, one, idf)
        key = (picked.quote.version_id, picked.quote.start, picked.quote.end)
        if key not in seen:
            seen.add(key)
            chosen.append((one, picked))
    return chosen[:MOST_SOURCES]


def shortened(text: str, room: int, asked: Asked, idf: Idf = EVEN) -> str:
    """At most ``room`` characters of a text: its opening line and the lines that say most of what is asked, whole and
    in their order; of a longer line its sentences, and the beginning of a sentence only where nothing else is.
    """
    if len(text) <= room:
        return text
    parts = [line for line in text.split("\n") if line.strip()]
    glue = "\n"
    if len(parts) == 1 or len(parts[0]) > room:
        parts = [part.strip() for part in (text[start:end] for start, end in sentences(text)) if part.strip()]
        glue = " "
    order = sorted(range(1, len(parts)), key=lambda i: (-coverage(asked, parts[i], idf), i))
    kept, left = {0}, room - len(parts[0])
    for i in order:
        if len(parts[i]) + 1 <= left:
            kept.add(i)
            left -= len(parts[i]) + 1
    return glue.join(parts[i] for i in sorted(kept))[:room].strip()


def _place(tree: UnitTree, evidence: Evidence, picked: Picked) -> str:
    name = document_name(evidence.kind_name, evidence.number, evidence.title, evidence.issued_on)
    title = tree.root.title
    return fenced(f"{picked.unit.path} {name}\n{title}".strip())
