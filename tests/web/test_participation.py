"""Pages of participation: who sees whose figures, what is said of them, and a second look from press to decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from congvu.accounts.models import RoleGrant
from congvu.accounts.types import Role
from congvu.answering.models import Question
from congvu.campaigns.judging import judge_new
from congvu.campaigns.models import Appeal, Campaign, ImportedFigures, Seen, Verdict
from congvu.common.clock import today
from tests.factories import People, make_user
from tests.web.conftest import Exchange, SignIn


@pytest.fixture(autouse=True)
def _fresh_figures() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def campaign(people: People) -> Campaign:
    made: Campaign = Campaign.objects.create(
        code="dot", title="Đợt thử", starts_on=today(), ends_on=today(), deadline=today() + dt.timedelta(days=9),
        target=3, rule="v1", state="open",
    )  # fmt: skip
    return made


def page(client: Client, route: str, *keys: object) -> str:
    response = client.get(reverse(f"participation:{route}", args=list(keys)))
    assert response.status_code == 200
    return response.content.decode()


def test_an_answer_that_was_opened_is_seen_and_counts(
    people: People, exchange: Exchange, campaign: Campaign, sign_in: SignIn
) -> None:
    client = sign_in(people.alice)
    Question.objects.update(text="Viên chức được nghỉ hằng năm bao nhiêu ngày?")
    judge_new()
    assert Verdict.objects.get().reason == "unseen"
    client.get(reverse("chat:conversation", args=[exchange.conversation.pk]))
    client.get(reverse("chat:answer", args=[exchange.answer.pk]))
    assert Seen.objects.count() == 1
    judge_new()
    assert Verdict.objects.get().valid
    assert "1/3" in page(client, "mine", "dot")


def test_operators_see_the_ranking_and_others_their_own_agency(
    people: People, exchange: Exchange, campaign: Campaign, sign_in: SignIn
) -> None:
    assert {"Sở Phía Bắc", "Sở Phía Nam"} <= names(page(sign_in(people.eve), "province", "dot"))
    for person in (people.alice, people.carol):
        assert names(page(sign_in(person), "province", "dot")) == {"Sở Phía Bắc"}
    assert names(page(sign_in(people.charlie), "province", "dot")) == {"Sở Phía Nam"}


def names(html: str) -> set[str]:
    return {name for name in ("Sở Phía Bắc", "Sở Phía Nam") if f">{name}<" in html}


def test_leaders_and_coordinators_see_people_but_never_the_words_of_a_question(
    people: People, exchange: Exchange, campaign: Campaign, sign_in: SignIn
) -> None:
    leader = make_user("lanh", "Lê Thị Lãnh", people.north)
    RoleGrant.objects.create(user=leader, role=Role.LEADER, agency=people.north)
    judge_new()
    for person in (leader, people.carol, people.eve):
        client = sign_in(person)
        assert people.alice.full_name in page(client, "agency", "dot", people.north.pk)
        html = page(client, "person", "dot", people.north.pk, people.alice.pk)
        assert "Nghỉ hằng năm" not in html
        other = client.get(reverse("participation:agency", args=["dot", people.south.pk]))
        assert other.status_code == (200 if person == people.eve else 404)
    assert "Nghỉ hằng năm" in page(sign_in(people.alice), "mine", "dot")


def test_a_second_look_from_the_press_to_the_decision(
    people: People, exchange: Exchange, campaign: Campaign, sign_in: SignIn
) -> None:
    judge_new()
    verdict = Verdict.objects.get()
    sign_in(people.alice).post(
        reverse("participation:appeal", args=["dot", verdict.pk]), {"text": "=Tôi đã đọc <b>rồi</b>"}
    )
    found = Appeal.objects.get()
    client = sign_in(people.carol)
    assert "=Tôi đã đọc &lt;b&gt;rồi&lt;/b&gt;" in page(client, "appeals", "dot")
    client.post(reverse("participation:decide", args=["dot", found.pk]), {"accept": "1", "note": "Đúng"})
    found.refresh_from_db()
    verdict.refresh_from_db()
    assert (found.state, found.question_text, verdict.valid, verdict.overruled) == ("accepted", "", True, True)
    assert "Đúng" in page(sign_in(people.alice), "mine", "dot")


def test_an_operator_makes_a_campaign_takes_figures_over_and_closes_it(people: People, sign_in: SignIn) -> None:
    client = sign_in(people.eve)
    form = {
        "code": "dot-1", "title": "Đợt 1", "starts_on": "2024-03-01", "ends_on": "30/06/2024",
        "deadline": "17/06/2024", "target": "50",
    }  # fmt: skip
    assert client.post(reverse("participation:create"), form).status_code == 302
    assert client.post(reverse("participation:create"), form).status_code == 422
    table = "Đơn vị;Số người dùng;Like;Dislike;Số câu hỏi\nSở Phía Bắc;40;276;188;3.212\nSở Phía Nam;2;0;0;9\n"
    given = {"source": "Công văn số 1", "starts_on": "2024-03-01", "ends_on": "2024-05-31"}
    address = reverse("participation:figures", args=["dot-1"])
    assert client.post(address, {**given, "paper": SimpleUploadedFile("a.csv", table.encode())}).status_code == 302
    assert client.post(address, {**given, "paper": SimpleUploadedFile("a.csv", table.encode())}).status_code == 422
    html = page(client, "province", "dot-1")
    assert "3.212" in html
    assert "Công văn số 1" in html
    assert "3.221" in page(client, "screen", "dot-1")
    assert client.post(reverse("participation:change", args=["dot-1"]), {**form, "target": "60"}).status_code == 302
    figures = ImportedFigures.objects.get()
    client.post(reverse("participation:close", args=["dot-1"]))
    client.post(reverse("participation:remove", args=["dot-1", figures.pk]))
    assert ImportedFigures.objects.exists()
    assert Campaign.objects.get().state == Campaign.State.CLOSED


def test_every_page_keeps_to_the_policy_of_content(
    people: People, exchange: Exchange, campaign: Campaign, sign_in: SignIn
) -> None:
    client = sign_in(people.eve)
    for route, keys in (
        ("province", ["dot"]), ("screen", ["dot"]), ("agency", ["dot", people.north.pk]), ("rule", ["dot"]),
        ("person", ["dot", people.north.pk, people.alice.pk]),
    ):  # fmt: skip
        html = page(client, route, *keys)
        assert " style=" not in html
        assert "<script>" not in html
