from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Generator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.answering import making, production
from congvu.answering.actions import ask, produce
from congvu.answering.events import BlockEvent, CitationEvent, DeltaEvent, DoneEvent, Event, FailedEvent, WaitingEvent
from congvu.answering.models import Answer, AnswerBlock, AnswerEvidence, Citation
from congvu.answering.queries import answer_for, answer_payload
from congvu.answering.service import ask_once
from congvu.answering.store import save_blocks
from congvu.answering.types import AnswerStatus, Block
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import NotAllowedError, UnavailableError
from congvu.common.models import AuditEvent
from congvu.corpus.models import Document, Passage
from tests.integration.answering.conftest import DISABLED, Supply

pytestmark = pytest.mark.django_db


def told(answer: Answer) -> list[Event]:
    events = produce(answer.pk, pause=lambda _seconds: None)
    return [event for event in events if not isinstance(event, WaitingEvent)]


def outcome(making: Generator[Any, None, bool]) -> bool:
    """What a making returns at its end."""
    try:
        while True:
            next(making)
    except StopIteration as end:
        return bool(end.value)


def payload(answer: Answer, user: User) -> dict[str, Any]:
    viewer = viewer_for(user)
    return answer_payload(answer_for(viewer, answer.pk), viewer)


def test_the_governing_clause_is_the_first_citation_and_everything_is_rows(alice: User, law: Document) -> None:
    answer = ask(alice, DISABLED)
    told(answer)
    answer.refresh_from_db()
    assert answer.status in {AnswerStatus.ANSWERED, AnswerStatus.PARTIAL}
    first = Citation.objects.get(answer=answer, n=1)
    assert first.unit.path == "khoản 1 Điều 2"
    assert first.version == law.current
    quoted = first.version.text[first.start : first.end]
    assert quoted.startswith("1. Người lao động")
    assert quoted.endswith("nguy hiểm.")
    blocks = list(AnswerBlock.objects.filter(answer=answer))
    assert [b.kind for b in blocks][:2] == ["lead", "quote"]
    assert blocks[1].text == quoted
    assert list(blocks[1].citations.values_list("n", flat=True)) == [1]
    assert AnswerEvidence.objects.filter(answer=answer, rank=1, passage__version=law.current).exists()


def test_an_old_name_is_told_before_the_quotes(alice: User, law: Document) -> None:
    answer = ask(alice, f"Sở Kế hoạch và Đầu tư hỏi: {DISABLED}")
    told(answer)
    first = AnswerBlock.objects.filter(answer=answer)[0]
    assert first.kind == "note"
    assert "“Sở Kế hoạch và Đầu tư” is now “Sở Tài chính” (since 01/03/2025)" in first.text
    earlier = ask(alice, f"Sở Kế hoạch và Đầu tư hỏi: {DISABLED}", on=dt.date(2024, 6, 6))
    told(earlier)
    assert AnswerBlock.objects.filter(answer=earlier)[0].kind == "lead"


def test_what_could_have_changed_the_answer_is_recorded(alice: User, law: Document) -> None:
    answer = ask(alice, DISABLED)
    told(answer)
    answer.refresh_from_db()
    assert {"congvu", "composer", "generation", "ranking", "embedding"} <= set(answer.versions)
    assert {"retrieve_total", "compose", "total"} <= set(answer.timings_ms)
    assert len(answer.access_hash) == 64
    assert answer.confidence is not None
    assert answer.started_at is not None
    assert answer.finished_at is not None
    event = AuditEvent.objects.get(action="answer.made")
    assert event.detail["status"] == answer.status
    assert audit.verify().intact


def test_the_payload_has_the_documented_shape_and_nothing_else(alice: User, law: Document) -> None:
    found = ask_once(alice, DISABLED)
    assert list(found) == ["status", "blocks", "citations", "timings_ms", "versions"]
    assert all(set(block) == {"text", "citations"} for block in found["blocks"])
    citation = found["citations"][0]
    assert set(citation) == {"n", "document", "unit", "quote", "url"}
    assert set(citation["document"]) == {"number", "title", "kind", "issuer", "issued_on", "in_force"}
    assert citation["n"] == 1
    assert citation["document"]["number"] == law.number
    assert citation["unit"] == "khoản 1 Điều 2"
    assert citation["quote"] in {block["text"] for block in found["blocks"]}
    assert f"v={law.current_id}" in citation["url"]


def test_a_named_unit_is_quoted_from_the_structure(alice: User, law: Document) -> None:
    found = ask_once(alice, "khoan 2 dieu 2 luat 45/2019/qh14 noi gi")
    assert found["status"] == "answered"
    assert [c["unit"] for c in found["citations"]] == ["khoản 2 Điều 2"]


def test_a_reader_who_comes_back_is_told_the_same(alice: User, law: Document) -> None:
    answer = ask(alice, DISABLED)
    first = told(answer)
    assert told(answer) == first
    assert first[0].name == "evidence"
    assert isinstance(first[-1], DoneEvent)
    said = "".join(e.text for e in first if isinstance(e, DeltaEvent))
    assert said == "".join(e.text for e in first if isinstance(e, BlockEvent))
    assert [e.citation["n"] for e in first if isinstance(e, CitationEvent)] == list(
        Citation.objects.filter(answer=answer).values_list("n", flat=True)
    )
    assert AuditEvent.objects.filter(action="answer.made").count() == 1


def test_only_a_fresh_answer_is_paced_and_never_for_more_than_a_second_and_a_half(alice: User, law: Document) -> None:
    answer = ask(alice, DISABLED)
    first: list[float] = []
    again: list[float] = []
    events = list(produce(answer.pk, pause=first.append))
    list(produce(answer.pk, pause=again.append))
    assert len(first) == sum(isinstance(e, DeltaEvent) for e in events)
    assert max(first) <= 0.01
    assert sum(first) <= 1.5
    assert again == []


@pytest.mark.django_db(transaction=True)
def test_two_readers_at_once_get_one_answer_made_once(
    alice: User, law: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches: list[str] = []
    inside = threading.Event()
    real = making.retrieve

    def slow(*args: Any, **kwargs: Any) -> Any:
        searches.append("search")
        inside.set()
        threading.Event().wait(0.4)
        return real(*args, **kwargs)

    monkeypatch.setattr(making, "retrieve", slow)
    answer = ask(alice, DISABLED)
    results: dict[int, list[Event]] = {}

    def read(who: int) -> None:
        if who:
            inside.wait(10)
        try:
            results[who] = told(answer)
        finally:
            connection.close()

    threads = [threading.Thread(target=read, args=(who,)) for who in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert searches == ["search"]
    assert results[0] == results[1] == results[2]
    assert AnswerBlock.objects.filter(answer=answer).count() == sum(isinstance(e, BlockEvent) for e in results[0])
    assert AuditEvent.objects.filter(action="answer.made").count() == 1


@pytest.mark.django_db(transaction=True)
def test_no_connection_is_held_between_events(alice: User, law: Document) -> None:
    stream = produce(ask(alice, DISABLED).pk, pause=lambda _seconds: None)
    seen = 0
    for _event in stream:
        assert connection.connection is None
        seen += 1
    assert seen > 3


def test_a_claim_of_a_dead_process_is_taken_over(alice: User, law: Document) -> None:
    answer = ask(alice, DISABLED)
    passage = Passage.objects.filter(version=law.current).first()
    AnswerEvidence.objects.create(answer=answer, rank=1, passage=passage, score=1.0)
    AnswerBlock.objects.create(answer=answer, ordinal=0, kind="written", text="Half of it")
    Answer.objects.filter(pk=answer.pk).update(started_at=now() - dt.timedelta(seconds=61))
    assert isinstance(told(answer)[-1], DoneEvent)
    assert not AnswerBlock.objects.filter(answer=answer, text="Half of it").exists()


def test_a_block_with_a_number_that_no_citation_has_is_not_stored(alice: User, law: Document) -> None:
    answer = ask(alice, DISABLED)
    with pytest.raises(IntegrityError), transaction.atomic():
        save_blocks(answer, [Block("written", "Without a source", (1,))], ())
    assert not AnswerBlock.objects.filter(answer=answer).exists()


def test_a_process_that_lost_its_claim_stores_nothing(
    alice: User, law: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask(alice, DISABLED)
    claim = production._claim(answer.pk)
    assert claim is not None
    assert production._claim(answer.pk) is None
    Answer.objects.filter(pk=answer.pk).update(started_at=claim + dt.timedelta(seconds=61))
    turn = production._MAKINGS.enter("", "")
    assert turn is not None
    with turn:
        assert outcome(production._make_claimed(production._Reader(answer.pk), claim, turn)) is False
    answer.refresh_from_db()
    assert answer.status == AnswerStatus.PENDING
    assert not Citation.objects.exists()


@pytest.mark.parametrize(("fault", "retry"), [(UnavailableError("down"), True), (RuntimeError("bug"), False)])
def test_a_failure_says_so_once_and_for_all(
    alice: User, law: Document, monkeypatch: pytest.MonkeyPatch, fault: Exception, retry: bool
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise fault

    monkeypatch.setattr(making, "retrieve", broken)
    answer = ask(alice, DISABLED)
    events = told(answer)
    assert [type(e) for e in events] == [FailedEvent]
    assert isinstance(events[0], FailedEvent)
    assert events[0].retry is retry
    assert events[0].message
    assert events[0].hint
    answer.refresh_from_db()
    assert answer.status == AnswerStatus.FAILED
    assert told(answer) == events
    assert payload(answer, alice)["citations"] == []
    assert AuditEvent.objects.get(action="answer.failed").detail == {"failure": "unavailable" if retry else "fault"}


def test_an_answer_that_does_not_exist_is_not_found(db: None) -> None:
    with pytest.raises(NotAllowedError):
        list(produce("00000000-0000-0000-0000-000000000000"))  # type: ignore[arg-type]  # any key


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Giá vàng hôm nay bao nhiêu?", "out_of_scope"),
        ("Phi hành gia bay lên sao Hỏa hưởng phụ cấp độc tố thế nào?", "no_evidence"),
        ("xin chào", "clarify"),
        ("Điều 2 nói gì?", "clarify"),
        ("Cho tôi số CCCD của ông A", "refused_personal_data"),
        ("Tóm tắt giúp tôi công văn mật này", "refused_secret"),
    ],
)
def test_statuses_without_an_answer_have_words_and_no_citation(
    alice: User, law: Document, question: str, status: str
) -> None:
    found = ask_once(alice, question)
    assert found["status"] == status
    assert found["citations"] == []
    assert len(found["blocks"]) >= 2
    assert all(block["text"] and block["citations"] == [] for block in found["blocks"])


def test_an_empty_library_has_no_evidence(alice: User) -> None:
    assert ask_once(alice, DISABLED)["status"] == "no_evidence"


def test_asking_back_offers_a_document_the_viewer_may_read(alice: User, law: Document, supply: Supply) -> None:
    ask_once(alice, DISABLED)
    found = ask_once(alice, "Điều 2 nói gì?")
    assert "Luật Nghỉ phép" in found["blocks"][1]["text"]


def test_a_follow_up_is_resolved_and_what_was_typed_is_kept(alice: User, law: Document) -> None:
    first = ask(alice, DISABLED)
    told(first)
    second = ask(alice, "thế còn khoản 3?", conversation=first.question.conversation)
    told(second)
    found = payload(second, alice)
    assert found["citations"][0]["unit"] == "khoản 3 Điều 2"
    assert found["versions"]["resolved_question"] == "thế còn khoản 3 Điều 2 Luật 45/2019/QH14?"
    second.question.refresh_from_db()
    assert second.question.text == "thế còn khoản 3?"


def test_a_law_that_ended_is_quoted_only_when_named_and_says_that_it_ended(alice: User, law: Document) -> None:
    Document.objects.filter(pk=law.pk).update(force_until=dt.date(2024, 1, 1))
    named = ask_once(alice, "khoản 2 Điều 2 Luật 45/2019/QH14", dt.date(2025, 1, 1))
    assert named["citations"][0]["document"]["in_force"] is False
    assert any("ended on 01/01/2024" in block["text"] for block in named["blocks"])
    assert ask_once(alice, DISABLED, dt.date(2025, 1, 1))["citations"] == []


def test_another_agencys_document_is_never_evidence(alice: User, charlie: User, supply: Supply) -> None:
    supply(visibility="agency")
    assert ask_once(alice, DISABLED)["citations"]
    assert ask_once(charlie, DISABLED)["citations"] == []
