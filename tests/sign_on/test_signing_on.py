"""Who comes in through a provider, as whom, with which rights, and how they go out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from congvu.accounts.actions import end_account, grant_role
from congvu.accounts.models import Agency, Identity, RoleGrant, SignOnSession, User
from congvu.accounts.queries import current_agency, viewer_for
from congvu.accounts.types import AccountState, Role
from congvu.common.clock import now, today
from congvu.common.models import AuditEvent
from tests.factories import PASSWORD, make_user
from tests.sign_on.conftest import CONFIGURATION, begun, came_back, signs_on
from tests.sign_on.scripted import CLIENT, SECRET, Scripted, running

pytestmark = pytest.mark.django_db
ENDED = "/dang-nhap/sso/tinh/ket-thuc/"


def is_in(client: Client) -> bool:
    return not str(client.get("/muc-dich-luu-tru/").headers.get("Location", "")).startswith("/dang-nhap/")


def test_the_site_asks_for_a_code_with_pkce_state_and_nonce(site: Scripted) -> None:
    asked = begun(Client(), site)
    assert (asked["response_type"], asked["code_challenge_method"], asked["client_id"]) == ("code", "S256", CLIENT)
    assert asked["redirect_uri"] == "http://testserver/dang-nhap/sso/tinh/xong/"
    again = begun(Client(), site)
    assert all(asked[name] != again[name] for name in ("state", "nonce", "code_challenge"))


def test_a_person_lands_in_the_right_agency_and_role_and_is_counted_as_active(site: Scripted) -> None:
    site.person["groups"] = ["dau-moi", "chuyen-gia", "không biết"]
    client = Client()
    response = signs_on(client, site, next="/van-ban/")
    assert (response.status_code, response["Location"]) == (302, "/van-ban/")
    user = User.objects.get(username="an")
    agency = current_agency(user)
    assert (user.full_name, user.state, agency and agency.code) == ("Lý Thị An", AccountState.ACTIVE, "so-bac")
    assert (Role.COORDINATOR, agency and agency.pk) in viewer_for(user).agency_roles
    assert {(grant.role, grant.provider) for grant in RoleGrant.objects.all()} == {
        ("coordinator", "tinh"), ("expert", "tinh"),
    }  # fmt: skip
    assert is_in(client)
    assert AuditEvent.objects.filter(action="signin", outcome="ok", detail={"provider": "tinh"}).count() == 1


def test_the_same_subject_is_the_same_person_whatever_else_changes(site: Scripted) -> None:
    signs_on(Client(), site)
    site.person |= {"preferred_username": "moi", "name": "Lý Thị An Bình", "email": "b@x.vn", "agency_code": "so-nam"}
    signs_on(Client(), site)
    user = User.objects.get()
    agency = current_agency(user)
    assert (user.username, user.full_name, user.email) == ("an", "Lý Thị An Bình", "b@x.vn")
    assert agency is not None
    assert agency.code == "so-nam"
    assert user.memberships.count() == 2


def test_an_address_never_tells_who_somebody_is(site: Scripted) -> None:
    site.person["email"] = "an@tinh.gov.vn"
    signs_on(Client(), site)
    site.person |= {"sub": "s-2", "preferred_username": "khac"}
    signs_on(Client(), site)
    assert {row.user.username for row in Identity.objects.all()} == {"an", "khac"}


def test_roles_of_a_provider_go_with_its_word_and_those_given_here_stay(site: Scripted) -> None:
    site.person["groups"] = ["dau-moi"]
    signs_on(Client(), site)
    user = User.objects.get()
    grant_role(user, Role.AUDITOR)
    site.person["groups"] = []
    signs_on(Client(), site)
    assert {role for role, _ in viewer_for(user).agency_roles} == {Role.MEMBER, Role.AUDITOR}


def test_an_account_of_the_roster_is_taken_over_only_where_the_operator_says_so(
    site: Scripted, configure: Callable[[str], Path]
) -> None:
    make_user("an", "Lý Thị An", Agency.objects.get(code="so-bac"))
    client = Client()
    refused = signs_on(client, site)
    assert refused.status_code == 403
    assert not is_in(client)
    configure(CONFIGURATION.format(issuer=site.issuer, client=CLIENT, secret=SECRET, more="link = true"))
    assert signs_on(client, site).status_code == 302
    site.person["sub"] = "somebody else with this name"
    assert signs_on(Client(), site).status_code == 403


def test_who_is_not_in_the_roster_does_not_come_in_unless_accounts_may_be_made(
    site: Scripted, configure: Callable[[str], Path]
) -> None:
    configure(
        CONFIGURATION.format(issuer=site.issuer, client=CLIENT, secret=SECRET, more="").replace("create = true", "")
    )
    response = signs_on(Client(), site)
    assert response.status_code == 403
    assert "chưa có tài khoản" in response.content.decode()
    assert not User.objects.exists()


def test_an_agency_that_nobody_knows_is_told_and_makes_no_account(site: Scripted) -> None:
    site.person["agency_code"] = "so-la"
    response = signs_on(Client(), site)
    assert response.status_code == 403
    assert "Đơn vị của bạn" in response.content.decode()
    assert not User.objects.exists()


def test_an_account_that_has_ended_does_not_come_in_and_its_session_is_over(site: Scripted) -> None:
    client = Client()
    signs_on(client, site)
    end_account(User.objects.get())
    assert not is_in(client)
    assert signs_on(Client(), site).status_code == 403


def test_a_session_ends_when_the_last_membership_ends(site: Scripted) -> None:
    client = Client()
    signs_on(client, site)
    user = User.objects.get()
    user.memberships.update(starts_on=None, ends_on=today())
    assert not is_in(client)
    assert not client.session.get("_auth_user_id")


def test_a_first_arrival_is_one_event_and_one_membership(site: Scripted) -> None:
    signs_on(Client(), site)
    actions = AuditEvent.objects.filter(object_type="User").order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["account.created", "identity.linked", "signin"]
    assert [m.title for m in User.objects.get().memberships.all()] == ["Chuyên viên"]


def test_what_an_expired_session_proved_is_not_kept(site: Scripted) -> None:
    signs_on(Client(), site)
    Session.objects.update(expire_date=now() - dt.timedelta(seconds=1))
    signs_on(Client(), site)
    assert SignOnSession.objects.count() == 1
    assert SignOnSession.objects.filter(
        session_key__in=Session.objects.filter(expire_date__gt=now()).values("pk")
    ).exists()


def test_signing_out_here_leads_to_the_provider_with_the_proof(site: Scripted) -> None:
    client = Client()
    signs_on(client, site)
    response = client.post("/dang-xuat/")
    address = urlsplit(response["Refresh"].partition("url=")[2])
    asked = parse_qs(address.query)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{site.issuer}/logout"
    assert asked["post_logout_redirect_uri"] == ["http://testserver/dang-nhap/"]
    assert asked["id_token_hint"][0].count(".") == 2
    assert not is_in(client)
    assert not SignOnSession.objects.exists()


def test_the_provider_ends_one_session_or_all_sessions_of_a_person(site: Scripted) -> None:
    first, second = Client(), Client()
    signs_on(first, site)
    site.person["sid"] = "phiên-2"
    signs_on(second, site)
    site.person.pop("sid")
    told = site.signed(site.logout(sub=None, sid="phiên-2", jti="a"))
    assert (
        Client(enforce_csrf_checks=True).post("/dang-nhap/sso/tinh/ket-thuc/", {"logout_token": told}).status_code
        == 200
    )
    assert (is_in(first), is_in(second)) == (True, False)
    told = site.signed(site.logout(sid=None, jti="b"))
    assert Client().post(ENDED, {"logout_token": told}).status_code == 200
    assert not is_in(first)


def test_passwords_are_taken_only_where_local_accounts_are_allowed(site: Scripted, settings: object) -> None:
    make_user("local", "Người Tại Chỗ", None)
    form = {"username": "local", "password": PASSWORD}
    settings.CONGVU_LOCAL_ACCOUNTS = False  # type: ignore[attr-defined]  # pytest-django's wrapper
    page = Client().get("/dang-nhap/").content.decode()
    assert "Đăng nhập bằng Đăng nhập một lần của tỉnh" in page
    assert 'name="password"' not in page
    assert Client().post("/dang-nhap/", form).status_code == 403
    settings.CONGVU_LOCAL_ACCOUNTS = True  # type: ignore[attr-defined]
    assert Client().post("/dang-nhap/", form).status_code == 302


def test_a_provider_that_is_down_is_said_to_be_down(site: Scripted, configure: Callable[[str], Path]) -> None:
    configure(CONFIGURATION.format(issuer="http://127.0.0.1:9", client=CLIENT, secret=SECRET, more=""))
    response = Client().get("/dang-nhap/sso/tinh/")
    assert response.status_code == 503
    assert "hiện không trả lời" in response.content.decode()


def test_two_providers_serve_side_by_side_and_their_people_are_not_mixed(
    site: Scripted, configure: Callable[[str], Path]
) -> None:
    with running() as other:
        both = CONFIGURATION.format(issuer=site.issuer, client=CLIENT, secret=SECRET, more="")
        both += CONFIGURATION.format(issuer=other.issuer, client=CLIENT, secret=SECRET, more="").replace("tinh", "bo")
        configure(both)
        other.person |= {"preferred_username": "binh", "agency_code": "so-nam"}
        signs_on(Client(), site)
        client = Client()
        came_back(client, begun(client, other, key="bo"), key="bo")
        assert {(i.issuer, i.subject, i.user.username) for i in Identity.objects.all()} == {
            (site.issuer, "s-1", "an"),
            (other.issuer, "s-1", "binh"),
        }
