"""The page "My data": only one's own, with a step between asking and deleting, and without JavaScript."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from congvu.answering.models import Conversation
from congvu.common.models import AuditEvent
from tests.factories import People
from tests.web.conftest import Exchange, SignIn

pytestmark = pytest.mark.django_db

PAGE = "/tai-khoan/du-lieu/"


def test_the_page_says_who_one_is_and_lists_ones_own_conversations(
    people: People, exchange: Exchange, sign_in: SignIn
) -> None:
    page = sign_in(people.alice).get(PAGE).content.decode()
    for told in ("An Thị Lý", "Sở Phía Bắc", "Nghỉ hằng năm bao nhiêu ngày?", "365 ngày"):
        assert told in page
    assert reverse("account:erase_one", args=[exchange.conversation.pk]) in page
    assert "Nghỉ hằng năm" not in sign_in(people.bob).get(PAGE).content.decode()


def test_the_download_is_ones_own_file(people: People, exchange: Exchange, sign_in: SignIn) -> None:
    client = sign_in(people.alice)
    assert client.get(f"{PAGE}tai-ve/").status_code == 405
    response = client.post(f"{PAGE}tai-ve/")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="congvu-')
    assert "no-store" in response.headers["Cache-Control"]
    document = json.loads(response.content)
    assert document["account"]["username"] == "alice"
    assert document["conversations"][0]["questions"][0]["text"] == exchange.question.text
    assert json.loads(sign_in(people.bob).post(f"{PAGE}tai-ve/").content)["conversations"] == []
    assert AuditEvent.objects.filter(action="privacy.exported").count() == 2


def test_deleting_asks_first(people: People, exchange: Exchange, sign_in: SignIn) -> None:
    client = sign_in(people.alice)
    address = reverse("account:erase_one", args=[exchange.conversation.pk])
    assert address in client.get(reverse("chat:conversation", args=[exchange.conversation.pk])).content.decode()
    asked = client.get(address).content.decode()
    assert exchange.conversation.title in asked
    assert '<form class="row" method="post">' in asked
    assert Conversation.objects.exists()
    done = client.post(address, follow=True)
    assert done.redirect_chain == [(PAGE, 302)]
    assert "Đã xóa hội thoại." in done.content.decode()
    assert not Conversation.objects.exists()
    assert client.get(address).status_code == 404


def test_all_conversations_at_once(people: People, exchange: Exchange, sign_in: SignIn) -> None:
    client = sign_in(people.alice)
    assert "1 hội thoại" in client.get(reverse("account:erase_all")).content.decode()
    done = client.post(reverse("account:erase_all"), follow=True)
    assert "Anh/chị không có hội thoại nào." in done.content.decode()
    assert not Conversation.objects.exists()


def test_nobody_deletes_what_is_not_theirs(people: People, exchange: Exchange, sign_in: SignIn) -> None:
    client = sign_in(people.eve)
    assert client.post(reverse("account:erase_one", args=[exchange.conversation.pk])).status_code == 404
    assert client.post(reverse("account:erase_all")).status_code == 302
    assert Conversation.objects.get() == exchange.conversation


def test_deleting_needs_the_token(people: People, exchange: Exchange) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.alice)
    for address in (reverse("account:erase_all"), reverse("account:erase_one", args=[exchange.conversation.pk])):
        assert client.post(address).status_code == 403
    assert Conversation.objects.exists()


def test_who_does_not_accept_the_notice_can_still_take_and_delete(people: People, exchange: Exchange) -> None:
    client = Client()
    client.force_login(people.alice)
    assert client.get("/").status_code == 302
    assert client.get(PAGE).status_code == 200
    assert client.post(f"{PAGE}tai-ve/").status_code == 200
    client.post(reverse("account:erase_all"))
    assert not Conversation.objects.exists()
