from __future__ import annotations

import datetime as dt
import json

from hypothesis import given
from hypothesis import strategies as st

from congvu.answering.events import (
    BlockEvent,
    CitationEvent,
    DeltaEvent,
    DoneEvent,
    EvidenceEvent,
    FailedEvent,
)
from congvu.answering.replay import deltas, events_of
from congvu.answering.types import AnswerStatus
from congvu.answering.views import AnswerView, BlockView, CitationView, DocumentFacts, EvidenceView

FACTS = DocumentFacts("45/2019/QH14", "Bộ luật Lao động", "Bộ luật", "Quốc hội", dt.date(2019, 11, 20), True)


def answer_view(status: AnswerStatus = AnswerStatus.ANSWERED, **versions: str) -> AnswerView:
    return AnswerView(
        id="1",
        status=status,
        blocks=(
            BlockView(0, "lead", "Theo khoản 1 Điều 113 Bộ luật Lao động 2019:", (1,)),
            BlockView(1, "quote", "1. Người lao động:\na) 12 ngày làm việc;", (1, 2)),
        ),
        citations=(
            CitationView(1, FACTS, "khoản 1 Điều 113", "1. Người", "/d/1", 7),
            CitationView(2, None, "", "", "", None),
        ),
        evidence=(EvidenceView(1, FACTS, "Điều 113", "Chương VII", "1. Người", "/d/1"),),
        timings_ms={"total": 3.0},
        versions=versions,
    )


@given(st.text(max_size=300))
def test_joined_deltas_are_the_text(text: str) -> None:
    assert "".join(deltas(text)) == (text if text.strip() else "")


def test_evidence_comes_first_then_citations_before_their_block_then_done() -> None:
    events = events_of(answer_view())
    kinds = [type(e) for e in events if not isinstance(e, DeltaEvent)]
    assert kinds == [EvidenceEvent, CitationEvent, BlockEvent, CitationEvent, BlockEvent, DoneEvent]
    for block in (e for e in events if isinstance(e, BlockEvent)):
        words = "".join(e.text for e in events if isinstance(e, DeltaEvent) and e.block == block.block)
        assert words == block.text


def test_every_event_is_plain_json() -> None:
    for event in events_of(answer_view()):
        assert event.name
        assert json.loads(json.dumps(event.data())) == event.data()


def test_a_source_that_is_gone_has_a_number_and_nothing_else() -> None:
    gone = next(e for e in events_of(answer_view()) if isinstance(e, CitationEvent) and e.citation["n"] == 2)
    assert gone.data() == {"n": 2, "document": None, "unit": None, "quote": None, "url": None}


def test_a_failed_answer_is_one_event_that_says_whether_to_try_again() -> None:
    again = events_of(answer_view(AnswerStatus.FAILED, failure="unavailable"))
    fault = events_of(answer_view(AnswerStatus.FAILED, failure="fault"))
    assert [(type(e), e.retry) for e in again if isinstance(e, FailedEvent)] == [(FailedEvent, True)]
    assert [(type(e), e.retry) for e in fault if isinstance(e, FailedEvent)] == [(FailedEvent, False)]
    assert len(again) == len(fault) == 1
