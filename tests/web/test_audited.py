"""What the log is told of reading and being turned away: who, what, when, and not a word of any text."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.db.models import QuerySet
from django.urls import reverse

import congvu.web
from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.answering.queries import answer_payload
from congvu.common import audit, clock
from congvu.common.models import AuditEvent
from congvu.corpus.models import Document
from congvu.corpus.reading import AGAIN_AFTER
from tests.factories import People, make_document
from tests.web.conftest import Exchange, SignIn

pytestmark = pytest.mark.django_db


def reads() -> list[tuple[str, str, str]]:
    """(who, document, way) of every reading in the log."""
    events = AuditEvent.objects.filter(action="document.read").order_by("seq")
    return [(event.actor_label, event.object_id, event.detail["way"]) for event in events]


def refusals() -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(action="access.refused").order_by("seq")


def test_reading_and_fetching_a_restricted_text_is_logged_and_a_public_one_is_not(
    people: People, internal: Document, law: Document, sign_in: SignIn
) -> None:
    alice = sign_in(people.alice)
    for document in (law, internal):
        alice.get(document.get_absolute_url())
        alice.get(reverse("library:original", args=[document.current_id]))
    assert reads() == [("alice", str(internal.pk), "page"), ("alice", str(internal.pk), "download")]
    logged = json.dumps(list(AuditEvent.objects.values_list("detail", flat=True)), ensure_ascii=False)
    assert internal.title not in logged
    assert "lịch trực" not in logged
    assert audit.verify().intact


def test_reading_again_within_minutes_is_one_event_and_fetching_again_is_two(
    people: People, internal: Document, sign_in: SignIn
) -> None:
    alice, bob = sign_in(people.alice), sign_in(people.bob)
    file = reverse("library:original", args=[internal.current_id])
    for _ in range(2):
        alice.get(internal.get_absolute_url())
        alice.get(f"{internal.get_absolute_url()}?v={internal.current_id}&s=0&e=5")
        alice.get(file)
    bob.get(internal.get_absolute_url())
    assert [(who, way) for who, _document, way in reads()] == [
        ("alice", "page"), ("alice", "download"), ("alice", "download"), ("bob", "page"),
    ]  # fmt: skip
    with clock.frozen(clock.now() + AGAIN_AFTER + dt.timedelta(seconds=1)):
        sign_in(people.bob).get(internal.get_absolute_url())
    assert len(reads()) == 5


def test_an_answer_that_quotes_a_restricted_text_is_a_reading(exchange: Exchange, law: Document) -> None:
    viewer = viewer_for(exchange.conversation.user)
    answer_payload(exchange.answer, viewer)
    assert reads() == []
    Document.objects.filter(pk=law.pk).update(visibility="agency", access=[f"a:{next(iter(viewer.agency_ids))}"])
    answer_payload(exchange.answer, viewer)
    answer_payload(exchange.answer, viewer)
    assert reads() == [("alice", str(law.pk), "answer")]
    Document.objects.filter(pk=law.pk).update(access=["a:999999"])
    with clock.frozen(clock.now() + AGAIN_AFTER + dt.timedelta(seconds=1)):
        answer_payload(exchange.answer, viewer)
    assert len(reads()) == 1, "what is withheld is not read"


def test_a_refusal_names_the_object_and_what_is_not_there_is_no_refusal(
    people: People, internal: Document, exchange: Exchange, sign_in: SignIn
) -> None:
    charlie = sign_in(people.charlie)
    assert charlie.get(internal.get_absolute_url()).status_code == 404
    assert charlie.get(reverse("chat:conversation", args=[exchange.conversation.pk])).status_code == 404
    assert charlie.post(reverse("library:withdraw", args=[internal.pk])).status_code == 404
    charlie.get(reverse("library:document", args=[987654]))
    charlie.get("/khong-co-trang-nay/")
    found = [(e.actor_label, e.object_type, e.object_id, e.outcome, e.detail["method"]) for e in refusals()]
    assert found == [
        ("charlie", "Document", str(internal.pk), "refused", "GET"),
        ("charlie", "Conversation", str(exchange.conversation.pk), "refused", "GET"),
        ("charlie", "Document", str(internal.pk), "refused", "POST"),
    ]


def test_a_version_of_another_document_is_neither_shown_nor_told(
    people: People, internal: Document, law: Document, sign_in: SignIn
) -> None:
    """Mismatched ids: a readable document with somebody else's version in the address, and the other way round."""
    text = "QUY CHẾ\n\nCủa Sở Phía Nam.\n"
    other = make_document("agency", agency=people.south, text=text, number="", kind="quy-che")
    alice = sign_in(people.alice)
    for version, refused in ((other.current_id, 1), (internal.current_id, 1), (987654, 1)):
        response = alice.get(f"{law.get_absolute_url()}?v={version}")
        assert response.status_code == 404
        assert "Phía Nam" not in response.content.decode()
        assert refusals().count() == refused, "only what alice may not read is a refusal"
    assert reads() == []


def test_strangers_are_led_to_the_sign_in_page_and_not_logged(internal: Document) -> None:
    from django.test import Client

    assert Client().get(internal.get_absolute_url()).status_code == 302
    assert not refusals().exists()


def test_a_refusal_by_an_action_is_a_403_and_logged(
    people: People, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, internal: Document
) -> None:
    from congvu.common.errors import NotAllowedError
    from congvu.web.library import catalogue_views

    def lost(actor: User, document: Document) -> None:
        raise NotAllowedError("no", "")

    monkeypatch.setattr(catalogue_views, "withdraw_document", lost)
    assert sign_in(people.carol).post(reverse("library:withdraw", args=[internal.pk])).status_code == 403
    assert refusals().get().detail == {"route": "library:withdraw", "method": "POST"}


def test_no_view_looks_objects_up_in_another_way() -> None:
    """``visible_or_404`` and ``Refused`` are how refusals get into the log."""
    folder = Path(congvu.web.__file__).parent
    used = [path.name for path in folder.rglob("*.py") if "get_object_or_404" in path.read_text("utf-8")]
    assert used == []
    plain = re.compile(r"raise Http404\b")
    by_hand = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*.py") if plain.search(path.read_text("utf-8"))
    }
    assert by_hand <= {
        "objects.py",
        "library/reader_views.py",
        "account/entering.py",
        "account/saml.py",
        "agencies/views.py",
        "agencies/change_views.py",
        "library/force_views.py",
        "rankers/views.py",
        "participation/figure_views.py",
        "reports/views.py",
        "scoring/views.py",
        "scoring/agency_views.py",
    }, "only what is there for nobody"
