"""What goes into the index and what comes out; free of SQL, so that any engine can stand behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage as it is indexed; texts are as written, the backend folds them.

    ``title`` names the document ("Bộ luật Lao động 2019 45/2019/QH14"), ``headings`` the path above and
    the unit's own heading, ``body`` the passage itself. ``force_until`` is excluded.
    """

    passage_id: int
    version_id: int
    document_id: int
    access: tuple[str, ...]
    force_from: dt.date | None
    force_until: dt.date | None
    title: str
    headings: str
    body: str


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Who asks and for which day; ``access`` None means everything (evaluations only, never a person).

    ``document_ids`` and ``passage_ids`` leave only these: a search inside named documents, or the scores of passages
    that were found in another way.
    """

    access: frozenset[str] | None
    on: dt.date | None
    document_ids: tuple[int, ...] | None = None
    passage_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and its score; larger is better, and comparable only within one result list."""

    passage_id: int
    score: float


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """How far a generation is: passages searchable by text, and how many of them have vectors."""

    entries: int
    with_vectors: int
