"""Pages of cases, corrections and approved knowledge: who sees what, and what a form cannot do."""

from __future__ import annotations

import pytest
from django.urls import reverse

from congvu.accounts.models import RoleGrant, User, WorkField
from congvu.accounts.types import Role
from congvu.common.clock import today
from congvu.feedback.models import Rating
from congvu.knowledge import actions, correcting, reviewing
from congvu.knowledge.models import Case, Correction, KnowledgeEntry, Notice, Review, Signal
from congvu.knowledge.quality import quality
from tests.factories import People, make_user
from tests.web.conftest import Exchange, SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(people: People) -> User:
    user = make_user("rosa", "Rô Thị Sa", people.south)
    RoleGrant.objects.create(user=user, role=Role.REVIEWER, field=WorkField.objects.get())
    return user


@pytest.fixture
def case(people: People, exchange: Exchange, sign_in: SignIn) -> Case:
    """Alice says on the page what is wrong; dana takes it."""
    address = reverse("chat:rate", args=[exchange.answer.pk])
    sign_in(people.alice).post(address, {"verdict": "dislike", "reasons": ["wrong"], "comment": "Thiếu điểm b"})
    found = Case.objects.get()
    return actions.claim(actions.move(found, people.dana, WorkField.objects.get(), None), people.dana)


@pytest.fixture
def sent(people: People, exchange: Exchange, case: Case) -> Correction:
    """Dana reviews in her field too, so only being the author stands in her way."""
    RoleGrant.objects.create(user=people.dana, role=Role.REVIEWER, field=WorkField.objects.get())
    draft = correcting.begin(case, people.dana)
    correcting.save_draft(draft, people.dana, "Nghỉ mấy ngày?", [], "Người cao tuổi nghỉ 14 ngày.")
    correcting.add_source(draft, people.dana, exchange.citation.unit)
    return correcting.submit(draft, people.dana)


def decision(correction: Correction, how: str = "approved", **more: str) -> dict[str, str]:
    return {"decision": how, "seen": correction.hash, **more}


def test_a_dislike_on_the_page_is_a_case_and_taking_it_back_ends_it(
    people: People, exchange: Exchange, sign_in: SignIn
) -> None:
    alice, address = sign_in(people.alice), reverse("chat:rate", args=[exchange.answer.pk])
    alice.post(address, {"verdict": "dislike"})
    assert not Case.objects.exists(), "no reason yet"
    alice.post(address, {"verdict": "dislike", "reasons": ["wrong"]})
    assert Signal.objects.get().user == people.alice
    alice.post(address, {"verdict": "none"})
    assert Case.objects.get().outcome == "withdrawn"


def test_an_author_does_not_approve_through_the_page(people: People, sent: Correction, sign_in: SignIn) -> None:
    page = reverse("knowledge:review", args=[sent.pk])
    dana = sign_in(people.dana)
    assert 'name="decision"' not in dana.get(page).content.decode()
    assert dana.post(page, decision(sent)).status_code == 403
    assert reverse("knowledge:review", args=[sent.pk]) not in dana.get(reverse("knowledge:reviews")).content.decode()
    assert not Review.objects.exists()


def test_reviewers_of_another_field_do_not_even_find_it(people: People, sent: Correction, sign_in: SignIn) -> None:
    other = WorkField.objects.create(code="dat-dai", name="Đất đai")
    for role in (Role.EXPERT, Role.REVIEWER):
        RoleGrant.objects.create(user=people.bob, role=role, field=other)
    bob = sign_in(people.bob)
    assert bob.get(reverse("knowledge:review", args=[sent.pk])).status_code == 404
    assert bob.post(reverse("knowledge:review", args=[sent.pk]), decision(sent)).status_code == 404
    assert bob.get(reverse("knowledge:case", args=[sent.case_id])).status_code == 404
    assert bob.post(reverse("knowledge:editor", args=[sent.case_id]), {"do": "begin"}).status_code == 404


def test_a_text_other_than_the_one_that_was_seen_is_not_approved(
    reviewer: User, sent: Correction, sign_in: SignIn
) -> None:
    rosa, page = sign_in(reviewer), reverse("knowledge:review", args=[sent.pk])
    assert rosa.post(page, {"decision": "approved", "seen": "0" * 64}).status_code == 422
    assert rosa.post(page, decision(sent, "returned")).status_code == 422, "why must be said"
    assert not Review.objects.exists()
    assert rosa.post(page, decision(sent)).status_code == 302
    assert KnowledgeEntry.objects.get().review.reviewer == reviewer


def test_a_reviewer_who_may_not_read_a_source_sees_none_of_it_and_does_not_decide(
    people: People, reviewer: User, sent: Correction, exchange: Exchange, sign_in: SignIn
) -> None:
    document = exchange.citation.version.document
    document.access = [f"a:{people.north.pk}"]
    document.save(update_fields=["access"])
    rosa, page = sign_in(reviewer), reverse("knowledge:review", args=[sent.pk])
    assert "khuyết tật &amp; người" not in rosa.get(page).content.decode()
    assert rosa.post(page, decision(sent)).status_code == 403


def test_an_expert_sees_the_question_and_why_but_not_who_asked(
    people: People, case: Case, sign_in: SignIn
) -> None:
    page = sign_in(people.dana).get(reverse("knowledge:case", args=[case.pk])).content.decode()
    assert "Nghỉ hằng năm &lt;b&gt;bao nhiêu&lt;/b&gt; ngày?" in page
    assert "Thiếu điểm b" in page
    assert "An Thị Lý" not in page
    assert "alice" not in page


def test_what_differs_from_the_sources_must_be_confirmed(
    people: People, exchange: Exchange, case: Case, sign_in: SignIn
) -> None:
    draft = correcting.begin(case, people.dana)
    correcting.add_source(draft, people.dana, exchange.citation.unit)
    dana, editor = sign_in(people.dana), reverse("knowledge:editor", args=[case.pk])
    written = {"question": "Nghỉ mấy ngày?", "text": "Nghỉ 15 ngày.", "paraphrases": "Mấy ngày?\n\n", "do": "submit"}
    page = dana.post(editor, written)
    assert page.status_code == 422
    assert "15" in page.content.decode().split("alert--warn")[1]
    assert dana.post(editor, {**written, "checked": "1"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.paraphrases) == ("submitted", ["Mấy ngày?"])


def test_marks_on_what_was_found_are_kept_and_strange_ones_are_not(
    people: People, exchange: Exchange, case: Case, sign_in: SignIn
) -> None:
    passage = exchange.citation.passage
    exchange.answer.evidence.create(rank=1, passage=passage, unit=exchange.citation.unit, score=1)
    other = exchange.citation.version.passages.exclude(pk=passage.pk).first()
    assert other is not None
    marks = {f"mark-{passage.pk}": "misleads", f"mark-{other.pk}": "basis", "mark-x": "basis"}
    sign_in(people.dana).post(reverse("knowledge:editor", args=[case.pk]), {**marks, "do": "save"})
    assert list(Correction.objects.get().marks.values_list("passage", "right")) == [(passage.pk, False)]


def test_whoever_disliked_is_told_and_reads_it_once(
    people: People, reviewer: User, sent: Correction, sign_in: SignIn
) -> None:
    reviewing.decide(sent, reviewer, "approved", seen=sent.hash)
    alice, page = sign_in(people.alice), reverse("knowledge:notices")
    assert 'class="count">1' in alice.get("/").content.decode()
    assert alice.post(page).status_code == 302
    assert 'class="count"' not in alice.get("/").content.decode()
    assert Notice.objects.get(user=people.alice).read_at is not None


def test_a_leader_sees_the_figures_of_the_own_agency_only(
    people: People, case: Case, sign_in: SignIn, exchange: Exchange
) -> None:
    Signal.objects.update(origin="sample")
    actions.judge(case, people.dana, "partly")
    RoleGrant.objects.create(user=people.charlie, role=Role.LEADER, agency=people.south)
    north, south = (quality(today(), today(), frozenset({agency.pk})) for agency in (people.north, people.south))
    assert (north.sampled.partly, north.by_agency[0].name, south.sampled.share.total) == (1, "Sở Phía Bắc", 0)
    page = sign_in(people.charlie).get(reverse("knowledge:quality")).content.decode()
    assert "Sở Phía Bắc" not in page


def test_a_rating_through_a_page_of_somebody_else_makes_no_case(
    people: People, exchange: Exchange, sign_in: SignIn
) -> None:
    address = reverse("chat:rate", args=[exchange.answer.pk])
    sign_in(people.bob).post(address, {"verdict": "dislike", "reasons": ["wrong"]})
    assert not Rating.objects.exists()
    assert not Case.objects.exists()
