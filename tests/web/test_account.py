"""Signing in and out, the brake on guessing, the notice, the language."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from congvu.accounts.models import NoticeAcceptance
from congvu.common.models import AuditEvent
from congvu.web.account.throttle import ALLOWED
from congvu.web.models import SignInFailure
from tests.factories import PASSWORD, People
from tests.web.conftest import SignIn

LOGIN = "/dang-nhap/"


def try_in(client: Client, username: str, password: str, **more: str) -> int:
    return client.post(LOGIN, {"username": username, "password": password, **more}).status_code


@pytest.mark.django_db
def test_a_newcomer_signs_in_reads_the_notice_once_and_arrives(people: People) -> None:
    client = Client()
    wanted = reverse("library:list")
    response = client.get(wanted)
    assert response.headers["Location"] == f"{LOGIN}?next=%2Fvan-ban%2F"
    response = client.post(LOGIN, {"username": "alice", "password": PASSWORD, "next": wanted}, follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account:notice"))
    response = client.post(reverse("account:notice"), {"next": wanted})
    assert response.headers["Location"] == wanted
    assert client.get(wanted).status_code == 200
    assert NoticeAcceptance.objects.filter(user=people.alice).count() == 1
    again = Client()
    again.force_login(people.alice)
    assert again.get(wanted).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(people: People, target: str) -> None:
    response = Client().post(LOGIN, {"username": "alice", "password": PASSWORD, "next": target})
    assert response.headers["Location"] == "/"


@pytest.mark.django_db
def test_after_a_few_failures_even_the_right_password_has_to_wait(people: People) -> None:
    client = Client()
    for _attempt in range(ALLOWED):
        assert try_in(client, "alice", "sai") == 422
    response = client.post(LOGIN, {"username": "Alice ", "password": PASSWORD})
    assert response.status_code == 422
    assert "15 phút" in response.content.decode()
    assert AuditEvent.objects.filter(action="signin.blocked").count() == 1
    assert try_in(client, "bob", PASSWORD) == 302, "another account from the same address is not held up"
    assert try_in(Client(REMOTE_ADDR="10.1.2.3"), "alice", PASSWORD) == 302, "nor the same one from elsewhere"


@pytest.mark.django_db
def test_a_success_clears_the_failures_and_no_typed_name_is_kept(people: People) -> None:
    client = Client()
    assert try_in(client, "alice", "sai") == 422
    assert not any("alice" in failure.key for failure in SignInFailure.objects.all())
    assert try_in(client, "alice", PASSWORD) == 302
    assert not SignInFailure.objects.exists()


@pytest.mark.django_db
def test_a_session_dies_with_the_account(people: People, sign_in: SignIn) -> None:
    client = sign_in(people.alice)
    assert client.get("/").status_code == 200
    people.alice.is_active = False
    people.alice.save()
    assert client.get("/").status_code == 302


@pytest.mark.django_db
def test_vietnamese_first_and_english_by_choice(people: People) -> None:
    client = Client(headers={"accept-language": "en-US"})
    page = client.get(LOGIN).content.decode()
    assert '<html lang="vi">' in page
    assert "Đăng nhập" in page
    client.post(reverse("account:language"), {"language": "en", "next": LOGIN})
    page = client.get(LOGIN).content.decode()
    assert '<html lang="en">' in page
    assert "Sign in" in page


@pytest.mark.django_db
def test_demo_accounts_are_listed_only_in_the_demo(people: People, settings: pytest.FixtureRequest) -> None:
    people.alice.is_demo = True
    people.alice.save()
    assert "<code>alice</code>" not in Client().get(LOGIN).content.decode()
    settings.CONGVU_DEMO, settings.CONGVU_DEMO_PASSWORD = True, "mật khẩu thử"  # type: ignore[attr-defined]  # pytest-django
    page = Client().get(LOGIN).content.decode()
    assert "<code>alice</code>" in page
    assert "mật khẩu thử" in page
