"""Keys of other people's things in forms and addresses: refused, and nothing of them comes back."""

from __future__ import annotations

import uuid

import pytest
from asgiref.sync import sync_to_async
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import AsyncClient
from django.urls import reverse

from congvu.accounts.models import AccessGroup
from congvu.accounts.notice import accept
from congvu.accounts.queries import viewer_for
from congvu.accounts.types import Role
from congvu.answering.models import Question
from congvu.common.models import AuditEvent
from congvu.corpus.actions import ensure_source
from congvu.corpus.models import Document
from congvu.feedback.models import Rating
from congvu.ingestion.models import IngestionItem, IngestionRun
from congvu.ingestion.policies import can_view_run
from tests.factories import People, make_user
from tests.web.conftest import Exchange, SignIn

pytestmark = pytest.mark.django_db
UPLOAD = "/van-ban/cung-cap/"


def test_a_question_is_never_added_to_somebody_elses_conversation(
    people: People, exchange: Exchange, sign_in: SignIn
) -> None:
    bob = sign_in(people.bob)
    sent = {"text": "Thế còn khoản 2?", "conversation": exchange.conversation.pk}
    assert bob.post(reverse("chat:ask"), sent).status_code == 404
    assert Question.objects.count() == 1
    assert AuditEvent.objects.filter(action="access.refused", object_type="Conversation").count() == 1


def test_somebody_elses_token_gives_no_answer_of_theirs(people: People, exchange: Exchange, sign_in: SignIn) -> None:
    sent = {"text": "Điều 2 nói gì?", "token": exchange.question.token, "live": "1"}
    response = sign_in(people.bob).post(reverse("chat:ask"), sent)
    assert str(exchange.conversation.pk) not in response.headers["Location"]
    assert Question.objects.get(conversation__user=people.bob).text == "Điều 2 nói gì?"


def test_a_verdict_on_somebody_elses_answer_is_not_taken(
    people: People, exchange: Exchange, sign_in: SignIn
) -> None:
    address = reverse("chat:rate", args=[exchange.answer.pk])
    assert sign_in(people.bob).post(address, {"verdict": "like"}).status_code == 404
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"agency": "south", "visibility": "agency"},
        {"agency": "south", "visibility": "private"},
        {"agency": "", "visibility": "groups", "groups": "group"},
        {"agency": "north", "visibility": "groups", "groups": 987654},
        {"agency": "north", "visibility": "province"},
        {"agency": "x", "visibility": "agency"},
    ],
    ids=str,
)
def test_a_coordinator_supplies_for_nobody_else(sent: dict[str, object], people: People, sign_in: SignIn) -> None:
    keys = {"south": people.south.pk, "north": people.north.pk, "group": AccessGroup.objects.create(name="Tổ").pk}
    body = {name: keys.get(str(value), value) for name, value in sent.items()}
    paper = SimpleUploadedFile("q.txt", "QUY CHẾ\n\nMột dòng.".encode())
    assert sign_in(people.carol).post(UPLOAD, {**body, "papers": [paper]}).status_code == 422
    assert not IngestionRun.objects.exists()
    fields = [event.detail["field"] for event in AuditEvent.objects.filter(action="access.refused")]
    foreign = {name for name, value in sent.items() if value in {"south", "x", 987654, "province"}}
    assert set(fields) == foreign, "what was never offered is in the log"
    assert "x" not in str(list(AuditEvent.objects.filter(action="access.refused").values_list("object_id", flat=True)))


def test_a_filter_by_an_agency_whose_documents_one_may_not_read_tells_nothing(
    people: People, internal: Document, sign_in: SignIn
) -> None:
    page = sign_in(people.charlie).get(f"/van-ban/?agency={people.north.pk}&q=quy+che&kind=quy-che").content.decode()
    for word in (internal.title, "Quy chế", "Sở Phía Bắc"):
        assert word not in page


def test_what_somebody_supplies_for_themselves_is_watched_by_nobody_else(people: People, sign_in: SignIn) -> None:
    second = make_user("cuc", "Cúc", people.north, Role.COORDINATOR)
    runs = {
        visibility: IngestionRun.objects.create(
            source=ensure_source("upload"), agency=people.north, started_by=people.carol, visibility=visibility
        )
        for visibility in ("agency", "private")
    }
    item = IngestionItem.objects.create(
        run=runs["private"], ordinal=0, file_name="ky-luat.pdf", size=3, state="failed", reason_code="damaged"
    )
    codes = {
        (user.username, visibility): sign_in(user).get(reverse("library:run", args=[run.pk])).status_code
        for user in (people.carol, second, people.eve, people.alice)
        for visibility, run in runs.items()
    }
    assert [codes[who, "private"] for who in ("carol", "cuc", "eve", "alice")] == [200, 404, 404, 404]
    assert [codes[who, "agency"] for who in ("carol", "cuc", "eve", "alice")] == [200, 200, 200, 404]
    assert sign_in(second).post(reverse("library:retry", args=[item.pk])).status_code == 404
    assert "ky-luat.pdf" not in sign_in(people.eve).get(UPLOAD).content.decode()
    for user in (people.carol, second, people.eve, people.alice):
        viewer = viewer_for(user)
        seen = set(IngestionRun.objects.visible_to(viewer))
        assert seen == {run for run in runs.values() if can_view_run(viewer, run)}


@pytest.mark.django_db(transaction=True)
async def test_the_stream_of_somebody_elses_answer_is_not_begun(people: People, exchange: Exchange) -> None:
    await sync_to_async(accept)(people.bob)
    client = AsyncClient()
    await client.aforce_login(people.bob)
    for key in (exchange.answer.pk, uuid.uuid4()):
        response = await client.get(reverse("chat:stream", args=[key]), headers={"Accept": "text/event-stream"})
        assert response.status_code == 404
        assert not response.streaming
    assert await AuditEvent.objects.filter(action="access.refused", object_type="Answer").acount() == 1


def test_an_operator_or_auditor_of_one_agency_is_neither_for_the_province(people: People, sign_in: SignIn) -> None:
    from congvu.accounts.models import RoleGrant

    for role in (Role.OPERATOR, Role.AUDITOR):
        RoleGrant.objects.create(user=people.alice, role=role, agency=people.north)
    alice = sign_in(people.alice)
    for address in ("/nhat-ky/", "/quan-tri/nhom/", UPLOAD):
        assert alice.get(address).status_code == 404
