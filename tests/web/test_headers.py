"""What every page tells the browser not to do."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from congvu.corpus.models import Document
from tests.factories import PASSWORD, People
from tests.web.conftest import Exchange, SignIn

_INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style[\s>]|\sstyle=|\son[a-z]+=|javascript:|https?://", re.IGNORECASE
)


def policy(header: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in header.split(";") if part.strip())}


@pytest.mark.django_db
def test_pages_allow_only_what_comes_from_the_site_itself(
    people: People, exchange: Exchange, law: Document, sign_in: SignIn
) -> None:
    client = sign_in(people.carol)
    for address in ("/", "/hoi-thoai/", "/van-ban/", f"/van-ban/{law.pk}/", "/van-ban/cung-cap/", "/khong-co/"):
        response = client.get(address)
        allowed = policy(response.headers["Content-Security-Policy"])
        assert allowed["default-src"] == allowed["script-src"] == allowed["style-src"] == ["'self'"]
        assert allowed["object-src"] == allowed["base-uri"] == allowed["frame-ancestors"] == ["'none'"]
        assert allowed["form-action"] == allowed["connect-src"] == ["'self'"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Content-Language"] == "vi"


@pytest.mark.django_db
def test_no_page_needs_what_the_policy_forbids(
    people: People, exchange: Exchange, law: Document, sign_in: SignIn
) -> None:
    client = sign_in(people.alice)
    conversation = reverse("chat:conversation", args=[exchange.conversation.pk])
    pages = [client.get(address) for address in ("/", conversation, "/van-ban/", f"/van-ban/{law.pk}/", "/khong-co/")]
    for page in [*pages, Client().get("/dang-nhap/")]:
        assert _INLINE.search(page.content.decode()) is None


@pytest.mark.django_db
def test_what_is_personal_is_not_kept_by_the_browser(people: People, exchange: Exchange, sign_in: SignIn) -> None:
    client = sign_in(people.alice)
    for address in (
        "/",
        "/hoi-thoai/",
        reverse("chat:conversation", args=[exchange.conversation.pk]),
        reverse("chat:answer", args=[exchange.answer.pk]),
    ):
        assert "no-store" in client.get(address).headers["Cache-Control"]


@pytest.mark.django_db
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(people: People) -> None:
    client = Client()
    client.get("/dang-nhap/")
    client.post("/ngon-ngu/", {"language": "en"})
    client.post("/dang-nhap/", {"username": "alice", "password": PASSWORD})
    assert set(client.cookies) == {"csrftoken", "congvu_language", "sessionid"}
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key
