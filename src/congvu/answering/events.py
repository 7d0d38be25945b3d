"""The typed events of an answer, in the order a reader gets them; each is plain data that can be made
again from rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class EvidenceEvent:
    """What was found, best first: dicts with ``rank``, ``document``, ``unit``, ``text``, ``url``,
    ``in_force``."""

    name: ClassVar[str] = "evidence"
    items: tuple[dict[str, Any], ...]

    def data(self) -> dict[str, Any]:
        return {"items": list(self.items)}


@dataclass(frozen=True, slots=True)
class CitationEvent:
    """One citation as in ``queries.answer_payload``; comes before the first block that rests on it."""

    name: ClassVar[str] = "citation"
    citation: dict[str, Any]

    def data(self) -> dict[str, Any]:
        return dict(self.citation)


@dataclass(frozen=True, slots=True)
class DeltaEvent:
    """A few more words of block ``block`` (from 0); all deltas of a block joined are its text."""

    name: ClassVar[str] = "delta"
    block: int
    text: str

    def data(self) -> dict[str, Any]:
        return {"block": self.block, "text": self.text}


@dataclass(frozen=True, slots=True)
class BlockEvent:
    """A block is complete; ``kind`` is lead, quote, written or note."""

    name: ClassVar[str] = "block"
    block: int
    kind: str
    text: str
    citations: tuple[int, ...]

    def data(self) -> dict[str, Any]:
        return {"block": self.block, "kind": self.kind, "text": self.text, "citations": list(self.citations)}


@dataclass(frozen=True, slots=True)
class DoneEvent:
    """The answer is complete."""

    name: ClassVar[str] = "done"
    status: str
    timings_ms: dict[str, float]
    versions: dict[str, str]

    def data(self) -> dict[str, Any]:
        return {"status": self.status, "timings_ms": dict(self.timings_ms), "versions": dict(self.versions)}


@dataclass(frozen=True, slots=True)
class FailedEvent:
    """No answer could be made: what is wrong, what to do, and whether asking again may work."""

    name: ClassVar[str] = "failed"
    message: str
    hint: str
    retry: bool

    def data(self) -> dict[str, Any]:
        return {"message": self.message, "hint": self.hint, "retry": self.retry}


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """Nothing new yet; tells the stream that the producer is at work, so that it can be stopped. Never sent."""

    name: ClassVar[str] = "waiting"

    def data(self) -> dict[str, Any]:
        return {}


Event = EvidenceEvent | CitationEvent | DeltaEvent | BlockEvent | DoneEvent | FailedEvent | WaitingEvent


class Stage(Enum):
    """Where the making of an answer stands: nothing new, something new in the rows, finished now, finished before."""

    WAITING = auto()
    ROWS = auto()
    FRESH = auto()
    OLD = auto()
