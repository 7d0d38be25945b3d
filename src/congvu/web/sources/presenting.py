"""Sources and what came from them, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.corpus.models import Document
from congvu.ingestion.connector_models import Arrival, SourceConnection, SourceRun
from congvu.ingestion.edxml.types import MessageKind
from congvu.ingestion.forgetting import can_retry
from congvu.ingestion.reasons import explain
from congvu.ingestion.told import told

_LOOKS = {
    Arrival.State.QUEUED: ("info", "clock"),
    Arrival.State.WAITING: ("warn", "question"),
    Arrival.State.DONE: ("ok", "check"),
    Arrival.State.REPEATED: ("quiet", "info"),
    Arrival.State.OVERTAKEN: ("quiet", "info"),
    Arrival.State.FAILED: ("bad", "warning"),
    Arrival.State.REFUSED: ("bad", "lock"),
}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source for a list; ``plan`` says when it is looked at."""

    connection: SourceConnection
    plan: str
    last: SourceRun | None
    done: int
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """One thing that came; ``documents`` are those that this reader may open, ``hidden`` whether there are others."""

    arrival: Arrival
    kind: str
    look: str
    icon: str
    label: str
    reason: str
    advice: str
    detail: str
    documents: tuple[Document, ...]
    can_retry: bool


def source_rows(
    found: Iterable[SourceConnection], counts: Mapping[int, Mapping[str, int]], runs: Mapping[int, SourceRun]
) -> list[SourceRow]:
    """Each source with its last look and its counts."""
    state = Arrival.State
    return [
        SourceRow(
            one,
            _plan(one),
            runs.get(one.pk),
            counts[one.pk].get(state.DONE, 0),
            counts[one.pk].get(state.QUEUED, 0) + counts[one.pk].get(state.WAITING, 0),
            counts[one.pk].get(state.FAILED, 0) + counts[one.pk].get(state.REFUSED, 0),
        )
        for one in found
    ]


def arrival_rows(arrivals: Iterable[Arrival], readable: frozenset[int]) -> list[ArrivalRow]:
    """What came, with what became of it; ``readable`` are the ids of documents that this reader may open."""
    return [_arrival_row(arrival, readable) for arrival in arrivals]


def _arrival_row(arrival: Arrival, readable: frozenset[int]) -> ArrivalRow:
    state = Arrival.State(arrival.state)
    look, icon = _LOOKS[state]
    why = explain(arrival.reason_code)
    documents: Sequence[Document] = list(arrival.documents.all())
    return ArrivalRow(
        arrival=arrival,
        kind=_kind(arrival.message_kind),
        look=look,
        icon=icon,
        label=str(state.label),
        reason=str(why.message) if why else "",
        advice=str(why.advice) if why else "",
        detail=told(arrival.reason_detail),
        documents=tuple(document for document in documents if document.pk in readable),
        can_retry=can_retry(arrival),
    )


def _plan(connection: SourceConnection) -> str:
    if not connection.enabled:
        return _("switched off")
    if connection.connector in (SourceConnection.Connector.ENDPOINT, SourceConnection.Connector.UPLOAD):
        return _("comes by itself")
    if not connection.every_minutes:
        return _("only by hand")
    return _("every %(minutes)d minutes") % {"minutes": connection.every_minutes}


def _kind(kind: str) -> str:
    words = {
        MessageKind.NEW: _("New document"),
        MessageKind.RECALL: _("Recall"),
        MessageKind.UPDATE: _("Update"),
        MessageKind.REPLACEMENT: _("Replacement"),
        MessageKind.STATUS: _("Status"),
    }
    return words[MessageKind(kind)] if kind else ""
