"""Pages of participation: who sees whose figures, what is said of them, and a second look from press to decision."""

from __future__ import annotations

import datetime as dt
import uuid
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
from congvu.campaigns.rules import RULES
from congvu.common.clock import now, today
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


def test_figures_of_chosen_days(
    people: People, exchange: Exchange, campaign: Campaign, sign_in: SignIn
) -> None:
    Campaign.objects.update(starts_on=today() - dt.timedelta(days=30))
    address = reverse("participation:province", args=["dot"])
    client = sign_in(people.eve)

    def asked(**chosen: str) -> tuple[int, bool]:
        """All questions of the days, and whether something is wrong with them."""
        response = client.get(address, chosen)
        assert response.status_code == 200
        return response.context["totals"]["questions"], bool(response.context["form"].errors)

    before = f"{today() - dt.timedelta(days=1):%d/%m/%Y}"
    assert asked() == (1, False)
    assert asked(den=before) == (0, False)
    assert asked(tu=today().isoformat(), hom_nay="on") == (1, False)
    assert asked(tu="31/02/2026") == (1, True)
    assert asked(tu=today().isoformat(), den=before) == (1, True)
    assert asked(tu="0001-01-01", den="9999-12-31") == (1, False)


def test_who_has_much_that_does_not_count_is_shown_with_the_reasons(
    people: People, exchange: Exchange, campaign: Campaign, sign_in: SignIn
) -> None:
    for n, (user, reason) in enumerate(
        [(people.alice, "copied"), (people.alice, "copied"), (people.alice, "unseen"), (people.charlie, "repeated")]
    ):
        Verdict.objects.create(
            question=uuid.UUID(int=n), rule="v1", user=user, valid=False, reason=reason, day=today(), asked_at=now(),
            agency=people.south if user == people.charlie else people.north,
        )  # fmt: skip
    found = sign_in(people.eve).get(reverse("participation:suspects", args=["dot"])).context["rows"]
    assert [(s.user.username, s.questions, [(r.value, n) for r, n in s.reasons]) for s, _agency, _open in found] == [
        ("alice", 2, [("copied", 2)]),
        ("charlie", 1, [("repeated", 1)]),
    ]
    html = page(sign_in(people.carol), "suspects", "dot")
    assert people.alice.full_name in html
    assert people.charlie.full_name not in html
    assert sign_in(people.alice).get(reverse("participation:suspects", args=["dot"])).status_code == 404


def test_those_who_have_not_asked_anything_can_be_listed_alone(
    people: People, exchange: Exchange, campaign: Campaign, sign_in: SignIn
) -> None:
    address = reverse("participation:agency", args=["dot", people.north.pk])
    client = sign_in(people.carol)
    listed = [{p.user.username for p in client.get(address + q).context["people"]} for q in ("", "?chua=1")]
    assert listed == [{"alice", "bob", "carol", "dana"}, {"bob", "carol", "dana"}]


def test_the_rule_is_told_by_the_numbers_of_its_version(people: People, campaign: Campaign, sign_in: SignIn) -> None:
    client = sign_in(people.alice)
    told = {}
    for version, rule in RULES.items():
        Campaign.objects.update(rule=version)
        told[version] = page(client, "rule", "dot")
        for number in (rule.daily_cap, rule.least_syllables, round(100 * rule.alike)):
            assert f" {number} " in told[version]
    assert "70 %" in told["v2"]
    assert "70 %" not in told["v1"]


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
