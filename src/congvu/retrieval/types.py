"""Query, candidate and evidence: what is asked, what was found, and what this viewer may see of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from congvu.legal.references import LegalReference
from congvu.retrieval.diacritics import Spoken

if TYPE_CHECKING:
    from congvu.retrieval.force import ForceFinding

RewriteKind = Literal["abbreviation", "everyday", "slip", "renamed"]


class Vocabulary(Protocol):
    """What a corpus is made of: in how many of ``documents`` passages a folded syllable or an adjacent pair stands."""

    @property
    def documents(self) -> int: ...

    @property
    def spoken(self) -> Spoken:
        """Its syllables and pairs with their diacritics."""
        ...

    def frequency(self, term: str) -> int:
        """Passages that hold ``term``: a folded syllable ("dat") or a pair as ``text.bigrams`` gives it ("dat_dai")."""
        ...


class _Nothing:
    """The vocabulary of no corpus."""

    documents = 0
    spoken = Spoken()

    def frequency(self, term: str) -> int:
        return 0


NOTHING: Vocabulary = _Nothing()


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One reading of something that was typed: the words as typed and the words that they are read as.

    ``renamed`` ones hold ``since`` a day; ``read`` is "" for a place that ended and whose place nothing known took.
    ``plain`` ones have no other reading, so nobody need be told ("UBND").
    """

    typed: str
    read: str
    kind: RewriteKind
    since: dt.date | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it was understood.

    ``text`` is as typed; ``search_text`` is what the index, the model and the ranker read: the same words but for
    ``rewrites``, with the diacritics that were left out. ``terms`` are its folded syllables, ``references`` those found
    in it.
    """

    text: str
    on: dt.date
    terms: tuple[str, ...]
    references: tuple[LegalReference, ...] = ()
    search_text: str = ""
    rewrites: tuple[Rewrite, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An unchecked hit. Nothing of its text may be shown or quoted before ``retrieval.access`` made it Evidence.

    Component scores are kept so that every order can be explained: ``lexical``/``dense`` are the engines' own,
    ``score`` is the fused one in 0..1; ``structural`` marks a unit,
    ``named`` a document that the question names itself.
    """

    passage_id: int
    score: float
    lexical: float | None = None
    dense: float | None = None
    structural: bool = False
    named: bool = False
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that this viewer may read, checked against the database in this very request.

    ``start``/``end`` are offsets in the version's text. ``unit_id`` is the governing unit: the one the question names,
    or the smallest one that holds the passage. ``confidence`` (0..1) estimates that it answers the question.
    """

    rank: int
    passage_id: int
    version_id: int
    document_id: int
    unit_id: int
    unit_path: str
    anchor: str
    headings: str
    text: str
    start: int
    end: int
    number: str
    title: str
    kind_name: str
    issuer: str
    issued_on: dt.date | None
    force_from: dt.date | None
    force_until: dt.date | None
    in_force: bool
    url: str
    score: float
    structural: bool = False
    named: bool = False
    scores: dict[str, float] = field(default_factory=dict)
    features: dict[str, float] = field(default_factory=dict)
    added: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The outcome: evidence best first, timings in milliseconds per step, and the versions that made it."""

    query: Query
    evidence: tuple[Evidence, ...]
    confidence: float
    timings_ms: dict[str, float]
    versions: dict[str, str]
    notes: tuple[str, ...] = ()
    force: ForceFinding | None = None
