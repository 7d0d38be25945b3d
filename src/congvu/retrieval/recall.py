"""The memory of this library: approved judgements, as they are at this very question.

Only texts that the whole province may read teach: a judged question of which one answer is restricted is not remembered
at all, because its words may tell what stands there.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from congvu.accounts.types import Viewer
from congvu.corpus.models import Document, Unit
from congvu.retrieval.memory import NAMES, Memory, Place, Remembered, Rows
from congvu.retrieval.models import Judgement
from congvu.retrieval.statistics import Rarity, rarity
from congvu.retrieval.types import Evidence, Query
from congvu.text import clean, syllables

PUBLIC = Viewer(0, frozenset(), frozenset(), frozenset())
"""Reads what the whole province may read, and nothing else."""


@dataclass
class _Held:
    """The memory that this process made last, for the judgements and the rarity that it was made of."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    judgements: tuple[int, ...] = ()
    rarity: Rarity = field(default_factory=Rarity)
    memory: Memory = field(default_factory=lambda: Memory([], Rarity()))
    anchors: dict[int, set[str]] = field(default_factory=dict)


_held = _Held()


def rows_of(query: Query, evidence: Sequence[Evidence]) -> dict[int, Rows]:
    """Rows of ``memory.NAMES`` by passage, for those that have any; nothing where nothing was judged.

    A withdrawn judgement, and one whose text is not for everybody any more, is gone at the next call.
    """
    table = table_of(query, evidence)
    return {found.passage_id: row for found, row in zip(evidence, table, strict=True) if row.any()}


def table_of(query: Query, evidence: Sequence[Evidence], without: str = "", apart: Iterable[int] = ()) -> Rows:
    """A row for each; to learn from a judged question as in ``Memory.rows``."""
    memory, anchors = _now()
    if not len(memory) or not evidence:
        return np.zeros((len(evidence), len(NAMES)))
    return memory.rows(query.terms, _places(evidence, anchors), without, apart)


def _now() -> tuple[Memory, dict[int, set[str]]]:
    """The memory and the judged anchors by document: one query while nothing changes."""
    with connection.cursor() as cursor:
        cursor.execute(*_teaching_now())
        current = tuple(pk for (pk,) in cursor.fetchall())
    weighed = rarity()
    with _held.lock:
        if current != _held.judgements or weighed is not _held.rarity:
            _held.memory, _held.anchors = _made(current, weighed)
            _held.judgements, _held.rarity = current, weighed
        return _held.memory, _held.anchors


@cache
def _teaching_now() -> tuple[str, tuple[Any, ...]]:
    """The statement, put into words once: it is the same at every question, and doing so takes longer than asking."""
    statement, parameters = _teaching().order_by("pk").values_list("pk").query.sql_with_params()
    return statement, tuple(parameters)


def _teaching() -> QuerySet[Judgement]:
    """Judgements that a unit answers, but of questions of which one answer is not for everybody."""
    answers = Judgement.objects.filter(relevant=True)
    hidden = answers.exclude(
        document__in=Document.objects.visible_to(PUBLIC).filter(current__isnull=False).values("pk")
    )
    return answers.exclude(origin__in=hidden.values("origin"))


def _made(judgements: Sequence[int], weighed: Rarity) -> tuple[Memory, dict[int, set[str]]]:
    by_question: dict[str, set[tuple[int, str]]] = {}
    anchors: dict[int, set[str]] = {}
    rows = Judgement.objects.filter(pk__in=judgements).order_by("pk").values_list("question", "document", "anchor")
    for question, document, anchor in rows:
        by_question.setdefault(question, set()).add((document, anchor))
        anchors.setdefault(document, set()).add(anchor)
    remembered = [
        Remembered(
            question,
            tuple(syllables(clean(question))),
            frozenset(units),
            frozenset(document for document, _anchor in units),
        )
        for question, units in by_question.items()
    ]
    return Memory(remembered, weighed), anchors


def _places(evidence: Sequence[Evidence], anchors: dict[int, set[str]]) -> list[Place]:
    """The judged units, by document and anchor, that each passage shares text with in its own version."""
    judged = {found.version_id: found.document_id for found in evidence if found.document_id in anchors}
    spans: dict[int, list[tuple[str, int, int]]] = {}
    if judged:
        wanted = set().union(*(anchors[document] for document in judged.values()))
        units = Unit.objects.filter(version__in=judged, anchor__in=wanted)
        for version, anchor, start, end in units.values_list("version", "anchor", "start", "end"):
            spans.setdefault(version, []).append((anchor, start, end))
    places = []
    for found in evidence:
        units_here: frozenset[Hashable] = frozenset(
            (found.document_id, anchor)
            for anchor, start, end in spans.get(found.version_id, ())
            if anchor in anchors[found.document_id] and start < found.end and found.start < end
        )
        places.append(Place(units_here, found.document_id))
    return places
