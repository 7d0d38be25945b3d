"""Events from the rows of a finished answer: the first telling and every later one are made here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from congvu.answering import wording
from congvu.answering.events import (
    BlockEvent,
    CitationEvent,
    DeltaEvent,
    DoneEvent,
    Event,
    EvidenceEvent,
    FailedEvent,
)
from congvu.answering.types import AnswerStatus
from congvu.answering.views import AnswerView

_WORDS_PER_DELTA = 4
_WORDS = re.compile(r"\s*\S+\s*")


def events_of(view: AnswerView, told: Collection[int] = ()) -> tuple[Event, ...]:
    """Evidence, then each block with its new citations before it and its words in between, then ``done``
    or ``failed``; of an answer that is being written, what there is so far. ``told`` are citations told before."""
    return tuple(_events(view, set(told)))


def _events(view: AnswerView, told: set[int]) -> Iterator[Event]:
    if view.status is AnswerStatus.FAILED:
        retry = view.versions.get("failure") == "unavailable"
        message, hint = wording.failure(retry=retry)
        yield FailedEvent(message, hint, retry)
        return
    if view.evidence:
        yield EvidenceEvent(tuple(e.data() for e in view.evidence))
    by_number = {c.n: c for c in view.citations}
    for block in view.blocks:
        for n in block.citations:
            if n not in told:
                told.add(n)
                yield CitationEvent(by_number[n].data())
        for words in deltas(block.text):
            yield DeltaEvent(block.ordinal, words)
        yield BlockEvent(block.ordinal, block.kind, block.text, block.citations)
    if view.finished:
        yield DoneEvent(view.status.value, view.timings_ms, view.versions)


def deltas(text: str) -> Iterator[str]:
    """A text in pieces of a few words; joined they are the text, white space included."""
    pieces = _WORDS.findall(text)
    for start in range(0, len(pieces), _WORDS_PER_DELTA):
        yield "".join(pieces[start : start + _WORDS_PER_DELTA])
