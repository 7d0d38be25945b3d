"""Supplying and withdrawing through the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.urls import reverse

from congvu.common.models import AuditEvent
from congvu.corpus.models import Document, Visibility
from congvu.index.types import IndexStatus
from congvu.ingestion.models import IngestionItem, IngestionRun
from congvu.web.library import catalogue_views
from tests.factories import People
from tests.web.conftest import SignIn

UPLOAD = "/van-ban/cung-cap/"


def paper(name: str = "quy-che.txt", content: bytes = "QUY CHẾ\n\nMột dòng.".encode()) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def audited(action: str) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(action=action)


@pytest.mark.django_db
def test_several_files_become_one_run_for_the_coordinators_agency(people: People, sign_in: SignIn) -> None:
    response = sign_in(people.carol).post(
        UPLOAD, {"papers": [paper("một.txt"), paper("hai.txt", b"")], "agency": people.north.pk, "visibility": "agency"}
    )
    run = IngestionRun.objects.get()
    assert response.headers["Location"] == reverse("library:run", args=[run.pk])
    assert (run.agency, run.started_by, run.visibility) == (people.north, people.carol, Visibility.AGENCY)
    assert list(run.items.order_by("ordinal").values_list("file_name", flat=True)) == ["một.txt", "hai.txt"]


@pytest.mark.django_db
def test_large_files_go_by_their_path(people: People, sign_in: SignIn, settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    content = "Một dòng dài hơn mười byte.".encode()
    sign_in(people.eve).post(UPLOAD, {"papers": [paper(content=content)], "visibility": "province"})
    assert IngestionItem.objects.get().size == len(content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"papers": [], "visibility": "agency"}, "Hãy chọn ít nhất một tệp"),
        ({"papers": [1], "visibility": "province"}, "province"),
        ({"papers": [1], "visibility": "agency", "agency": "south"}, "errorlist"),
        ({"papers": [1], "visibility": "agency", "agency": ""}, "errorlist"),
    ],
    ids=["no file", "whole province", "another agency", "no agency"],
)
def test_what_a_coordinator_may_not_do_is_said_and_nothing_is_kept(
    sent: dict[str, Any], words: str, people: People, sign_in: SignIn
) -> None:
    agency = {"south": people.south.pk, "": ""}.get(sent.get("agency", "north"), people.north.pk)
    papers = [paper() for _ in sent["papers"]]
    response = sign_in(people.carol).post(UPLOAD, {**sent, "agency": agency, "papers": papers})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not IngestionRun.objects.exists()


@pytest.mark.django_db
def test_a_file_over_the_limit_is_named(people: People, sign_in: SignIn, settings: Any) -> None:
    settings.CONGVU_UPLOAD_MAX_BYTES = 1024 * 1024
    large = paper("rất-lớn.txt", b"x" * (1024 * 1024 + 1))
    response = sign_in(people.eve).post(UPLOAD, {"papers": [large], "visibility": "province"})
    assert response.status_code == 422
    assert "“rất-lớn.txt” lớn hơn 1 MB" in response.content.decode()
    assert not IngestionRun.objects.exists()


@pytest.mark.django_db
def test_a_member_cannot_supply_even_by_hand(people: People, sign_in: SignIn) -> None:
    response = sign_in(people.alice).post(
        UPLOAD, {"papers": [paper()], "agency": people.north.pk, "visibility": "agency"}
    )
    assert response.status_code == 404
    assert not IngestionRun.objects.exists()


@pytest.mark.django_db
def test_withdrawing_asks_first_then_takes_the_document_from_everybody(
    people: People, internal: Document, sign_in: SignIn
) -> None:
    address = reverse("library:withdraw", args=[internal.pk])
    carol = sign_in(people.carol)
    asked = carol.get(address).content.decode()
    assert internal.title in asked
    assert Document.objects.get(pk=internal.pk).withdrawn_at is None

    assert sign_in(people.alice).post(address).status_code == 404
    assert Document.objects.get(pk=internal.pk).withdrawn_at is None

    after = carol.post(address, follow=True).content.decode()
    assert f"Đã thu hồi “{internal.title}”." in after
    assert Document.objects.get(pk=internal.pk).withdrawn_at is not None
    assert sign_in(people.alice).get(reverse("library:document", args=[internal.pk])).status_code == 404
    assert audited("document.withdrawn").count() == 1


@pytest.mark.django_db
def test_the_library_says_how_much_can_be_found_by_meaning(
    people: People, law: Document, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = IndexStatus(entries=1200, with_vectors=345)
    monkeypatch.setattr(catalogue_views, "status", lambda: counts)
    monkeypatch.setattr(catalogue_views, "worker_is_running", lambda: True)
    eve = sign_in(people.eve)
    page = eve.get("/van-ban/").content.decode()
    assert "345/1.200 đoạn tìm được theo nghĩa" in page
    assert 'value="345"' in page
    fragment = eve.get("/van-ban/theo-nghia/", headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 5s"' in fragment
    assert "tiến trình nền không chạy" not in fragment

    monkeypatch.setattr(catalogue_views, "worker_is_running", lambda: False)
    assert "tiến trình nền không chạy" in eve.get("/van-ban/").content.decode()

    counts = IndexStatus(entries=1200, with_vectors=1200)
    done = eve.get("/van-ban/theo-nghia/", headers={"HX-Request": "true"}).content.decode()
    assert "Cả 1.200 đoạn" in done
    assert "hx-trigger" not in done
    assert "theo nghĩa" not in sign_in(people.alice).get("/van-ban/").content.decode()
