"""From a dislike to the approved answer that the next person gets, and to its end."""

from __future__ import annotations

import datetime as dt

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from congvu.accounts.models import RoleGrant, User
from congvu.accounts.queries import viewer_for
from congvu.accounts.types import Role
from congvu.answering.approved import look_up
from congvu.answering.models import Answer, Citation
from congvu.answering.queries import answer_payload
from congvu.common import audit
from congvu.common.clock import today
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.corpus.models import Document, Unit
from congvu.feedback.actions import rate
from congvu.index.actions import index_version
from congvu.ingestion.actions import set_visibility, withdraw_document
from congvu.knowledge import actions, correcting, expiry, opening, publishing, requests, reviewing
from congvu.knowledge.models import Case, DataRequest, KnowledgeEntry, Notice, Signal
from congvu.knowledge.tasks import check_document
from congvu.retrieval.models import Judgement
from tests.factories import a_repeal, make_document, make_version
from tests.integration.knowledge.conftest import (
    PARAPHRASE,
    QUESTION,
    TEXT,
    Cast,
    Disliked,
    answered,
    approved,
    is_approved,
    submitted,
    unit_of,
)

pytestmark = pytest.mark.django_db
UNTONED = "nguoi lam vi du cao tuoi duoc nghi hang nam may ngay"


def test_the_next_person_gets_the_approved_answer_with_its_source(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    for text in (QUESTION, PARAPHRASE, UNTONED, QUESTION.upper()):
        answer = answered(cast.people.charlie, text)
        told = answer_payload(answer, viewer_for(cast.people.charlie))
        assert told["status"] == "answered"
        assert [block["text"] for block in told["blocks"]][1] == TEXT
        assert "Rosa" in told["blocks"][0]["text"]
        assert f"{today():%d/%m/%Y}" in told["blocks"][0]["text"]
        assert told["citations"][0]["unit"] == "điểm b khoản 1 Điều 2"
        assert told["citations"][0]["quote"].startswith("b) 14 ngày")
    assert not is_approved(answered(cast.people.charlie, "Người làm ví dụ được nghỉ hằng năm mấy ngày?"))
    assert audit.verify().intact


def test_approved_knowledge_is_no_basis_of_other_questions(cast: Cast, law: Document, disliked: Disliked) -> None:
    entry = approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    answer = answered(cast.people.charlie, "Ngày nghỉ của người làm ví dụ do ai sắp xếp?")
    assert not Citation.objects.filter(answer=answer, version=entry.version_id).exists()
    assert not answer.evidence.filter(passage__version=entry.version_id).exists()


def test_who_may_not_read_the_source_does_not_get_the_answer(cast: Cast, law: Document, disliked: Disliked) -> None:
    own = make_document(
        "agency", agency=cast.people.north, file_name="quy-che.txt", number="", title="Quy chế nghỉ", kind="quy-che",
        kind_name="Quy chế", text=law.current.text.replace("VÍ DỤ", "NGHỈ"),  # type: ignore[union-attr]
    )  # fmt: skip
    index_version(make_version(own))
    entry = approved(submitted(disliked(), cast.expert, own), _reader(cast))
    assert entry.document.access == own.access
    assert is_approved(answered(cast.people.bob, QUESTION))
    assert not is_approved(answered(cast.people.charlie, QUESTION))


def _reader(cast: Cast) -> User:
    """A reviewer who may read what the north keeps for itself."""
    RoleGrant.objects.create(user=cast.people.bob, role=Role.REVIEWER, field=cast.field)
    return cast.people.bob


def test_when_the_readers_of_a_source_become_fewer_the_answer_follows(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    law.agency = cast.people.north
    law.save(update_fields=["agency"])
    approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    set_visibility(None, law, "agency")
    assert is_approved(answered(cast.people.bob, QUESTION))
    assert not is_approved(answered(cast.people.charlie, QUESTION))


def test_a_repealed_source_suspends_at_the_next_question_and_asks_for_a_new_answer(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    entry = approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    repeal = a_repeal("01/2020/QH14", today(), name="Luật Ví dụ")
    make_document(text="LUẬT\nKHÁC\nĐiều 1. Thi hành\nThay luật cũ.", number="02/2026/QH16", title="Luật Khác",
                  file_name="khac.txt", relations=(repeal,), issued_on=today(), effective_from=today())  # fmt: skip
    assert not is_approved(answered(cast.people.charlie, QUESTION))
    check_document(entry.document_id)
    entry.refresh_from_db()
    case = Case.objects.get(entry=entry)
    assert (entry.state, case.origin, case.field) == ("suspended", "expired", cast.field)
    assert opening.question_texts(case) == [QUESTION]
    assert not is_approved(answered(cast.people.charlie, QUESTION))


def test_a_job_is_made_for_a_stale_source_that_a_question_meets(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    entry = approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    Unit.objects.filter(pk=unit_of(law).pk).update(force_until=today())
    assert not is_approved(answered(cast.people.charlie, QUESTION))
    assert not is_approved(answered(cast.people.bob, QUESTION))
    jobs = ProcrastinateJob.objects.filter(task_name="congvu.knowledge.check_document")
    assert [job.args for job in jobs] == [{"document_id": entry.document_id}]


@pytest.mark.parametrize("how", ["withdrawn", "replaced", "amended", "ended"])
def test_whatever_happens_to_a_source_ends_the_knowledge(
    how: str, cast: Cast, law: Document, disliked: Disliked
) -> None:
    entry = approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    if how == "withdrawn":
        withdraw_document(None, law)
    elif how == "replaced":
        make_document(text=make_version(law).text + "\nThêm một dòng.")
    elif how == "amended":
        part = a_repeal("01/2020/QH14", today(), name="Luật Ví dụ", part="khoản 1 Điều 2")
        make_document(text="LUẬT\nSỬA\nĐiều 1. Sửa\nBãi bỏ.", number="03/2026/QH16", title="Luật Sửa",
                      file_name="sua.txt", relations=(part,), issued_on=today(), effective_from=today())  # fmt: skip
    else:
        Unit.objects.filter(pk=unit_of(law).pk).update(force_until=today())
    assert not is_approved(answered(cast.people.charlie, QUESTION))
    assert expiry.check_all() == 1
    assert expiry.check_all() == 0
    assert Case.objects.filter(entry=entry, state="open").count() == 1


def test_an_amendment_of_another_article_leaves_it(cast: Cast, law: Document, disliked: Disliked) -> None:
    approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    part = a_repeal("01/2020/QH14", today(), name="Luật Ví dụ", part="Điều 1")
    make_document(text="LUẬT\nSỬA\nĐiều 1. Sửa\nBãi bỏ.", number="03/2026/QH16", title="Luật Sửa",
                  file_name="sua.txt", relations=(part,), issued_on=today(), effective_from=today())  # fmt: skip
    assert expiry.check_all() == 0
    assert is_approved(answered(cast.people.charlie, QUESTION))


def test_withdrawal_holds_at_the_next_question_and_takes_the_answer_out_of_old_ones(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    entry = approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    before = answered(cast.people.charlie, QUESTION)
    with pytest.raises(NotAllowedError):
        publishing.withdraw(entry, cast.foreign, "sai")
    with pytest.raises(InvalidInputError):
        publishing.withdraw(entry, cast.reviewer, " ")
    publishing.withdraw(entry, cast.reviewer, "Đã lạc hậu")
    assert not is_approved(answered(cast.people.charlie, QUESTION))
    assert TEXT not in str(answer_payload(before, viewer_for(cast.people.charlie)))


def test_a_question_for_a_day_on_which_the_source_did_not_hold_is_not_answered_with_it(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    viewer = viewer_for(cast.people.bob)
    assert look_up(viewer, QUESTION, today()).draft is not None
    assert look_up(viewer, QUESTION, dt.date(2020, 1, 1)).draft is None


def test_returned_then_written_again_then_approved(cast: Cast, law: Document, disliked: Disliked) -> None:
    case = disliked()
    first = submitted(case, cast.expert, law, text="Được nghỉ 15 ngày.")
    reviewing.decide(first, cast.reviewer, "returned", seen=first.hash, comment="14 ngày chứ?", suggestion=TEXT)
    case.refresh_from_db()
    assert (case.state, case.owner) == ("claimed", cast.expert)
    second = correcting.begin(case, cast.expert)
    assert (second.previous, second.text, second.sources.count()) == (first, "Được nghỉ 15 ngày.", 1)
    correcting.save_draft(second, cast.expert, QUESTION, [], TEXT)
    approved(correcting.submit(second, cast.expert), cast.reviewer)
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("settled", "corrected")
    told = Notice.objects.order_by("pk").values_list("user__username", "kind")
    assert list(told) == [("dana", "returned"), ("alice", "corrected"), ("dana", "approved")]


def test_a_newer_answer_to_the_same_question_takes_the_place_of_the_older(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    older = approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    case = disliked(cast.people.bob)
    assert case.entry == older
    newer = approved(submitted(case, cast.expert, law, text="Mười bốn (14) ngày."), cast.reviewer)
    older.refresh_from_db()
    assert (older.state, newer.state) == ("withdrawn", "live")
    answer = answered(cast.people.charlie, QUESTION)
    assert answer.versions["approved"] == str(newer.version_id)


def test_an_answer_without_a_source_is_refused(cast: Cast, law: Document, disliked: Disliked) -> None:
    case = disliked()
    actions.claim(case, cast.expert)
    draft = correcting.begin(case, cast.expert)
    correcting.save_draft(draft, cast.expert, QUESTION, [], TEXT)
    with pytest.raises(InvalidInputError, match="without a source"):
        correcting.submit(draft, cast.expert)


# --- how cases come about


def test_like_questions_are_one_case_and_everybody_is_told(cast: Cast, law: Document, disliked: Disliked) -> None:
    case = disliked()
    assert disliked(cast.people.bob, UNTONED) == case
    assert disliked(cast.people.charlie, "Ai sắp xếp ngày nghỉ của người làm ví dụ?") != case
    approved(submitted(case, cast.expert, law), cast.reviewer)
    assert set(Notice.objects.filter(kind="corrected").values_list("user__username", flat=True)) == {"alice", "bob"}


def test_a_dislike_without_a_reason_is_no_case_and_one_taken_back_ends_it(cast: Cast, law: Document) -> None:
    answer = answered(cast.people.alice, QUESTION)
    assert opening.from_dislike(rate(cast.people.alice, answer, False)) is None
    case = opening.from_dislike(rate(cast.people.alice, answer, False, ["wrong"]))
    assert case is not None
    opening.taken_back(answer)
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("settled", "withdrawn")


def test_dislikes_that_no_page_has_seen_are_found(cast: Cast, law: Document) -> None:
    rate(cast.people.alice, answered(cast.people.alice, QUESTION), False, [], "sai rồi")
    assert opening.sweep_dislikes() == 1
    assert opening.sweep_dislikes() == 0


def test_an_expert_is_asked_only_by_whoever_asked_and_only_where_there_is_no_full_answer(
    cast: Cast, law: Document
) -> None:
    answer = answered(cast.people.alice, "Thủ tục đăng ký kinh doanh hộ cá thể cần giấy tờ gì kèm theo hồ sơ?")
    Answer.objects.filter(pk=answer.pk).update(status="no_evidence")
    with pytest.raises(NotAllowedError):
        opening.ask_expert(cast.people.bob, answer)
    assert opening.ask_expert(cast.people.alice, answer) == opening.ask_expert(cast.people.alice, answer)
    Answer.objects.filter(pk=answer.pk).update(status="refused_secret")
    Signal.objects.all().delete()
    with pytest.raises(InvalidInputError):
        opening.ask_expert(cast.people.alice, answer)


def test_chance_draws_unrated_answers_only(cast: Cast, law: Document, settings: object) -> None:
    settings.CONGVU_SAMPLE_PERCENT = 50  # type: ignore[attr-defined]  # pytest-django's wrapper
    texts = ["Ngày nghỉ do ai sắp xếp?", "Luật này quy định gì?", "Hiệu lực của Luật Ví dụ?", QUESTION]
    answers = [answered(cast.people.alice, text) for text in texts]
    rate(cast.people.alice, answers[3], True)
    assert opening.sample(today()) == 2
    assert Signal.objects.exclude(answer=answers[3]).filter(origin="sample", user=None).count() == 2


def test_a_leader_has_answers_of_the_own_agency_checked(cast: Cast, law: Document) -> None:
    answered(cast.people.alice, QUESTION)
    answered(cast.people.charlie, "Ngày nghỉ do ai sắp xếp?")
    with pytest.raises(NotAllowedError):
        opening.spot_check(cast.people.bob, cast.people.north.pk, 5)
    RoleGrant.objects.create(user=cast.people.bob, role=Role.LEADER, agency=cast.people.north)
    assert opening.spot_check(cast.people.bob, cast.people.north.pk, 5) == 1
    assert not Case.objects.visible_to(viewer_for(cast.people.bob)).exists()


def test_a_right_verdict_settles_and_tells(cast: Cast, law: Document, disliked: Disliked) -> None:
    case = actions.claim(disliked(), cast.expert)
    actions.judge(case, cast.expert, "right")
    case.refresh_from_db()
    assert (case.state, case.outcome, Notice.objects.get().kind) == ("settled", "right", "right")


# --- data


def test_missing_data_is_asked_for_and_its_arrival_goes_on_with_the_case(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    case = actions.claim(disliked(), cast.expert)
    requests.ask_for_data(case, cast.expert, cast.people.north, "missing", "Quyết định về nghỉ phép", "7/QĐ-UBND")
    case.refresh_from_db()
    assert case.state == "waiting"
    assert requests.sweep_arrivals() == 0
    make_document(text="QUYẾT ĐỊNH\nĐiều 1. Nghỉ\nNghỉ.", number="07/QĐ-UBND", title="Quyết định", file_name="q.txt",
                  kind="quyet-dinh", kind_name="Quyết định")  # fmt: skip
    assert requests.sweep_arrivals() == 1
    case.refresh_from_db()
    assert (case.state, case.owner) == ("claimed", cast.expert)
    assert list(Notice.objects.order_by("pk").values_list("kind", flat=True)) == ["data_asked", "data_arrived"]


def test_only_the_agencys_coordinator_says_that_data_cannot_be_had(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    case = actions.claim(disliked(), cast.expert)
    request = requests.ask_for_data(case, cast.expert, cast.people.north, "missing", "Một văn bản")
    assert list(DataRequest.objects.visible_to(viewer_for(cast.people.carol))) == [request]
    assert not DataRequest.objects.visible_to(viewer_for(cast.people.bob)).exists()
    with pytest.raises(NotAllowedError):
        requests.refuse(request, cast.people.bob, "không có")
    requests.refuse(request, cast.people.carol, "không có")
    case.refresh_from_db()
    assert case.state == "claimed"


def test_an_entry_stays_one_document_that_is_indexed_like_any_other(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    entry = approved(submitted(disliked(), cast.expert, law), cast.reviewer)
    assert entry.document.source.kind == "curated"
    assert "Trả lời" in list(entry.version.units.values_list("title", flat=True))
    assert KnowledgeEntry.objects.visible_to(viewer_for(cast.people.charlie)).get() == entry


def test_an_approved_answer_teaches_the_ranker_until_it_is_withdrawn(
    cast: Cast, law: Document, disliked: Disliked
) -> None:
    draft = submitted(disliked(), cast.expert, law)
    assert not Judgement.objects.exists(), "what nobody approved teaches nothing"
    entry = approved(draft, cast.reviewer)
    [row] = Judgement.objects.all()
    source = draft.sources.get()
    assert (row.question, row.document_id, row.anchor) == (draft.question, law.pk, source.unit.anchor)
    assert (row.relevant, row.field) == (True, draft.field.code)
    publishing.withdraw(entry, cast.reviewer, "Sai.")
    assert not Judgement.objects.exists()
