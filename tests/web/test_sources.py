"""Pages of sources, and the address that other systems send to."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from congvu.accounts.agencies import add_code
from congvu.common.clock import now
from congvu.common.hashing import sha256_hex
from congvu.common.models import AuditEvent
from congvu.corpus.models import Document
from congvu.ingestion.arrivals import process_arrival, take_in
from congvu.ingestion.connector_models import Arrival, SourceConnection, SourceKey, UnknownOrgan
from congvu.ingestion.edxml.types import MessageKind
from congvu.ingestion.edxml.validator import flaws_of
from congvu.ingestion.source_keys import CALLS_A_MINUTE, make_key
from congvu.ingestion.sources import work_off
from congvu.ingestion.types import Reason
from tests.factories import People
from tests.integration.ingestion.messages import SENDER, connect, envelope, life
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
MESSAGE = envelope(MessageKind.NEW, "15/4/2026")


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Any) -> None:
    settings.CONGVU_FILES_DIR = tmp_path / "files"
    settings.CONGVU_DROP_DIR = tmp_path / "drop"
    settings.CONGVU_EMBEDDER = "fake"


@pytest.fixture
def source(people: People) -> SourceConnection:
    add_code(people.north, SENDER)
    return connect("voffice", "endpoint", organ="H15.09", organ_name="UBND tỉnh")


def send(token: str, body: bytes, **headers: str) -> Any:
    given = {"authorization": f"Bearer {token}", **headers}
    return Client().post(reverse("receive"), body, content_type="application/xml", headers=given)


def test_a_message_is_taken_once_and_its_fate_is_told(source: SourceConnection) -> None:
    token = make_key(source, "Voffice")
    first, again = send(token, MESSAGE), send(token, MESSAGE)
    assert (first.status_code, again.status_code) == (202, 200)
    assert (first.json()["repeated"], again.json()["repeated"]) == (False, True)
    assert Arrival.objects.count() == 1
    work_off(source)
    assert Document.objects.count() == 1
    told = Client().get(
        reverse("fate", args=[first.json()["arrival"]]), headers={"authorization": f"Bearer {token}"}
    ).json()
    assert (told["state"], told["reason"]) == ("done", None)
    assert [status["code"] for status in told["statuses"]] == ["01"]
    assert flaws_of(told["statuses"][0]["message"].encode()) == ()


def test_the_life_of_a_document_over_http(source: SourceConnection) -> None:
    token = make_key(source, "Voffice")
    standing = []
    for _name, message, _expected in life():
        assert send(token, message).status_code == 202
        work_off(source)
        shown = Document.objects.filter(withdrawn_at=None).select_related("current").first()
        standing.append(shown.current.text.partition("ngày ")[2].partition(",")[0] if shown and shown.current else "")
    assert standing == [expected for _name, _message, expected in life()]


def test_without_a_good_key_nothing_is_taken(people: People, source: SourceConnection, sign_in: SignIn) -> None:
    make_key(source, "Voffice")
    for token in ("", "x", SourceKey.objects.get().token_hash):
        response = send(token, MESSAGE)
        assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert sign_in(people.eve).post(reverse("receive"), MESSAGE, content_type="text/xml").status_code == 401
    assert not Arrival.objects.exists()


def test_a_key_sees_nothing_of_another_source(source: SourceConnection, people: People) -> None:
    other = connect("khac", "endpoint")
    arrival, _new = take_in(source, "m.edxml", MESSAGE)
    token = make_key(other, "Khác")
    response = Client().get(reverse("fate", args=[arrival.pk]), headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 404


def test_too_much_and_too_often_is_turned_away(source: SourceConnection, settings: Any) -> None:
    token = make_key(source, "Voffice")
    settings.CONGVU_UPLOAD_MAX_BYTES = 1000
    assert send(token, bytes(2000)).status_code == 413
    assert send(token, b"").status_code == 400
    SourceKey.objects.update(window_calls=CALLS_A_MINUTE)
    response = send(token, b"x")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert not Arrival.objects.exists()


def test_an_operator_connects_a_source_and_sees_its_key_once(people: People, sign_in: SignIn) -> None:
    eve = sign_in(people.eve)
    form = {"code": "voffice", "name": "Voffice tỉnh", "connector": "endpoint", "reading": "files",
            "visibility": "province", "every_minutes": "5", "enabled": "on"}  # fmt: skip
    assert eve.post(reverse("sources:create"), form | {"code": "Sai Mã"}).status_code == 422
    response = eve.post(reverse("sources:create"), form, follow=True)
    assert "Voffice tỉnh" in response.content.decode()
    made = eve.post(reverse("sources:key", args=["voffice"]), {"name": "Trục"})
    key = SourceKey.objects.get()
    tokens = re.findall(r"<code>([\w-]{43})</code>", made.content.decode())
    assert [sha256_hex(token) for token in tokens] == [key.token_hash]
    assert "no-store" in made.headers["Cache-Control"]
    again = eve.get(reverse("sources:source", args=["voffice"])).content.decode()
    assert "Trục" in again
    assert tokens[0] not in again
    eve.post(reverse("sources:revoke", args=["voffice", key.pk]))
    key.refresh_from_db()
    assert key.revoked_at is not None
    names = ["source.created", "source.key_made", "source.key_revoked"]
    assert list(AuditEvent.objects.filter(action__in=names).order_by("seq").values_list("action", flat=True)) == names


def test_what_failed_is_shown_with_why_and_tried_again(
    people: People, source: SourceConnection, sign_in: SignIn
) -> None:
    arrival, _new = take_in(source, "hong.edxml", b"<edXML><edXMLEnvelope>")
    process_arrival(arrival.pk)
    eve = sign_in(people.eve)
    page = eve.get(reverse("sources:source", args=["voffice"])).content.decode()
    assert "hong.edxml" in page
    assert "XML không đúng cú pháp" in page
    retry = reverse("sources:retry", args=["voffice", arrival.pk])
    all_of_them = reverse("sources:retry_all", args=["voffice"])
    assert retry not in page
    assert all_of_them not in page
    slow, _new = take_in(source, "cham.txt", b"Mot hai ba.")
    Arrival.objects.filter(pk=slow.pk).update(state=Arrival.State.FAILED, reason_code=Reason.TIMEOUT, finished_at=now())
    retry = reverse("sources:retry", args=["voffice", slow.pk])
    page = eve.get(reverse("sources:source", args=["voffice"])).content.decode()
    assert retry in page
    assert all_of_them in page
    eve.post(retry)
    slow.refresh_from_db()
    assert slow.state == Arrival.State.QUEUED


def test_an_unknown_code_is_decided_and_what_waited_goes_on(
    people: People, source: SourceConnection, sign_in: SignIn
) -> None:
    arrival, _new = take_in(source, "m.edxml", envelope(MessageKind.NEW, "15/4/2026", sender="G22.07"))
    process_arrival(arrival.pk)
    organ = UnknownOrgan.objects.get()
    eve = sign_in(people.eve)
    assert "G22.07" in eve.get(reverse("sources:organs")).content.decode()
    address = reverse("sources:decide", args=[organ.pk])
    assert eve.post(address, {f"{organ.pk}-decision": "assigned"}).status_code == 422
    chosen = {f"{organ.pk}-decision": "assigned", f"{organ.pk}-agency": people.south.pk}
    assert eve.post(address, chosen).status_code == 302
    arrival.refresh_from_db()
    assert arrival.state == Arrival.State.QUEUED


def test_files_by_hand_and_archives_in_the_library(
    people: People, source: SourceConnection, sign_in: SignIn, transactional_db: None
) -> None:
    import io
    import zipfile

    eve = sign_in(people.eve)
    eve.post(reverse("sources:supply", args=["voffice"]), {"papers": [SimpleUploadedFile("m.edxml", MESSAGE)]})
    assert Arrival.objects.get().name == "m.edxml"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "QUY CHẾ\n\nMột dòng.")
        archive.writestr("thu-muc/b.txt", "QUY CHẾ\n\nHai dòng.")
    from congvu.ingestion.models import IngestionItem

    sent = {"visibility": "province", "agency": "", "papers": [SimpleUploadedFile("goi.zip", file.getvalue())]}
    assert eve.post(reverse("library:upload"), sent).status_code == 302
    names = IngestionItem.objects.order_by("ordinal").values_list("file_name", flat=True)
    assert list(names) == ["goi.zip/a.txt", "goi.zip/thu-muc/b.txt"]
