"""Named groups and the readers of a document, through the pages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from congvu.accounts.models import AccessGroup
from congvu.accounts.queries import viewer_for
from congvu.common.models import AuditEvent
from congvu.corpus.models import Document
from congvu.index.actions import index_version
from congvu.retrieval.service import retrieve
from tests.factories import People, make_document, make_version
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
GROUPS = "/quan-tri/nhom/"


def sees(people: People, who: str, document: Document) -> bool:
    return Document.objects.visible_to(viewer_for(getattr(people, who))).filter(pk=document.pk).exists()


def actions() -> list[str]:
    return list(AuditEvent.objects.exclude(action="document.read").order_by("seq").values_list("action", flat=True))


def test_a_group_is_made_filled_and_emptied_and_each_step_holds_at_once(
    people: People, internal: Document, sign_in: SignIn
) -> None:
    index_version(make_version(internal))
    eve, charlie = sign_in(people.eve), sign_in(people.charlie)
    made = eve.post(GROUPS, {"name": "  Tổ   chuyển đổi số "})
    group = AccessGroup.objects.get()
    assert (group.name, made.headers["Location"]) == ("Tổ chuyển đổi số", f"{GROUPS}{group.pk}/")
    readers = reverse("library:readers", args=[internal.pk])
    sign_in(people.carol).post(readers, {"visibility": "groups", "groups": [group.pk]})
    assert charlie.get(internal.get_absolute_url()).status_code == 404
    assert sign_in(people.alice).get(internal.get_absolute_url()).status_code == 404

    page = eve.post(f"{GROUPS}{group.pk}/them/", {"username": "charlie"}, follow=True).content.decode()
    assert "Chu Văn Lý" in page
    assert charlie.get(internal.get_absolute_url()).status_code == 200
    assert "lịch trực" in retrieve(viewer_for(people.charlie), "đăng ký lịch trực").evidence[0].text

    eve.post(f"{GROUPS}{group.pk}/bo/", {"user": people.charlie.pk})
    assert charlie.get(internal.get_absolute_url()).status_code == 404
    assert retrieve(viewer_for(people.charlie), "đăng ký lịch trực").evidence == ()
    done = [name for name in actions() if name.startswith(("group", "document.visibility"))]
    assert done == ["group.created", "document.visibility_set", "group.joined", "group.left"]


def test_an_operator_counts_documents_of_a_group_but_reads_no_title_of_them(
    people: People, internal: Document, sign_in: SignIn
) -> None:
    group = AccessGroup.objects.create(name="Tổ kiểm tra")
    sign_in(people.carol).post(
        reverse("library:readers", args=[internal.pk]), {"visibility": "groups", "groups": [group.pk]}
    )
    eve = sign_in(people.eve)
    page = eve.get(f"{GROUPS}{group.pk}/").content.decode()
    assert internal.title not in page
    assert "1 văn bản" in page
    group.members.add(people.eve)
    assert internal.title in eve.get(f"{GROUPS}{group.pk}/").content.decode()


@pytest.mark.parametrize(
    ("path", "sent", "words"),
    [
        ("", {"name": " "}, "errorlist"),
        ("", {"name": "tổ MỘT"}, "Đã có nhóm"),
        ("them/", {"username": "khong-co"}, "Không có tài khoản"),
        ("them/", {"username": "cu"}, "đã kết thúc"),
    ],
)
def test_what_cannot_be_done_is_said(
    path: str, sent: dict[str, str], words: str, people: People, sign_in: SignIn
) -> None:
    group = AccessGroup.objects.create(name="Tổ một")
    people.bob.username, people.bob.is_active = "cu", False
    people.bob.save()
    response = sign_in(people.eve).post(f"{GROUPS}{group.pk}/{path}" if path else GROUPS, sent)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not AuditEvent.objects.filter(action__startswith="group").exists()


def test_foreign_and_impossible_keys_in_the_form_change_nothing(
    people: People, internal: Document, sign_in: SignIn
) -> None:
    one, two = (AccessGroup.objects.create(name=name) for name in ("một", "hai"))
    two.members.add(people.charlie)
    eve = sign_in(people.eve)
    for key in (people.charlie.pk, 987654, "x", "", "9" * 30):
        assert eve.post(f"{GROUPS}{one.pk}/bo/", {"user": key}).status_code == 302
    assert list(two.members.all()) == [people.charlie]
    readers = reverse("library:readers", args=[internal.pk])
    carol = sign_in(people.carol)
    for sent in (
        {"visibility": "province"},
        {"visibility": "private"},
        {"visibility": "groups"},
        {"visibility": "groups", "groups": [987654]},
        {"visibility": "everybody"},
        {},
    ):
        assert carol.post(readers, sent).status_code == 422, sent
    carol.post(readers, {"visibility": "agency", "agency": people.south.pk, "document": 1, "access": "p"})
    assert sees(people, "alice", internal)
    assert not sees(people, "charlie", internal)


def test_only_the_coordinator_of_its_agency_and_operators_change_readers(
    people: People, internal: Document, law: Document, sign_in: SignIn
) -> None:
    readers = reverse("library:readers", args=[internal.pk])
    for who in ("alice", "charlie", "dana", "eve"):
        assert sign_in(getattr(people, who)).post(readers, {"visibility": "agency"}).status_code == 404
    of_law = reverse("library:readers", args=[law.pk])
    assert sign_in(people.carol).post(of_law, {"visibility": "agency"}).status_code == 404
    page = sign_in(people.eve).get(of_law).content.decode()
    assert 'value="province"' in page
    assert 'value="agency"' not in page, "the law was supplied for no agency"


def test_whoever_loses_the_role_cannot_widen_their_private_text(people: People, sign_in: SignIn) -> None:
    own = make_document("private", actor=people.alice, agency=people.north, text="GHI CHÉP\n\nCủa tôi.\n", number="")
    alice = sign_in(people.alice)
    readers = reverse("library:readers", args=[own.pk])
    assert alice.get(readers).status_code == 200
    for visibility in ("agency", "groups", "province"):
        assert alice.post(readers, {"visibility": visibility}).status_code == 422
    assert not sees(people, "bob", own)


def test_narrowing_may_take_the_document_from_whoever_did_it(people: People, sign_in: SignIn) -> None:
    shared = make_document(agency=people.north, actor=people.eve)
    response = sign_in(people.eve).post(
        reverse("library:readers", args=[shared.pk]), {"visibility": "agency"}, follow=True
    )
    assert response.redirect_chain[-1][0] == reverse("library:list")
    assert sees(people, "alice", shared)
    assert not sees(people, "eve", shared)
