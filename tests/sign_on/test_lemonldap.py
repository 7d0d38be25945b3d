"""Through LemonLDAP::NG over slapd and back, by OpenID Connect and by SAML: people of a directory, over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2 as httpx
import pytest
from django.conf import settings as django_settings

from congvu.accounts.models import Agency, AgencyName, Identity, RoleGrant, SignOnSession, User
from congvu.accounts.queries import current_agency, viewer_for
from congvu.accounts.sign_on import oidc
from congvu.accounts.types import Role
from congvu.common.models import AuditEvent
from tests.providers.browser import Form, browser, follow, forms, frames
from tests.providers.directory import AN, BINH, CHAU, Official
from tests.providers.lemonldap import LemonLdap, RelyingParty, missing

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "chi-de-thu"
CLAIMS = """
[provider.claims]
username = "{username}"
full_name = "name"
email = "email"
agency = "agency"
title = "title"
roles = "groups"
[provider.roles]
congvu-dau-moi = "coordinator"
"""
OPENID = """
[[provider]]
key = "mo"
label = "LemonLDAP bằng OpenID"
issuer = "{url}/"
client_id = "congvu"
client_secret = "{secret}"
create = true
"""
SAML = """
[[provider]]
kind = "saml"
key = "tinh"
label = "LemonLDAP bằng SAML"
issuer = "{url}/saml/metadata"
metadata = "tinh.xml"
site = "{site}"
response_signed = true
create = true
"""


def own_description(site: str, key: str = "tinh") -> str:
    """Our metadata, as the provider's administrator gets it."""
    from congvu.accounts.sign_on.saml.description import describe
    from congvu.accounts.sign_on.saml.keys import own_key
    from congvu.accounts.sign_on.saml.types import SamlSettings

    own = own_key(django_settings.CONGVU_SIGN_ON_KEYS)
    prefix = f"/dang-nhap/saml/{key}/"
    return describe(SamlSettings(key, "-", Path("-"), site, prefix, signing_key=own.key, certificate=own.certificate))


@pytest.fixture(scope="session")
def lemonldap(live_server: LiveServer) -> Iterator[LemonLdap]:
    """One provider for all tests of this session; it knows the site by both protocols."""
    if program := missing():
        pytest.skip(f"LemonLDAP::NG or slapd is not installed: {program}")
    site = live_server.url
    party = RelyingParty(
        "congvu", SECRET, f"{site}/dang-nhap/sso/mo/xong/", f"{site}/dang-nhap/", f"{site}/dang-nhap/sso/mo/dang-xuat/"
    )
    provider = LemonLdap(saml={"congvu": own_description(site)}, oidc={"congvu": party})
    yield provider
    provider.close()


@pytest.fixture
def site(
    live_server: LiveServer, lemonldap: LemonLdap, configure: Callable[[str], Path], tmp_path: Path
) -> Iterator[str]:
    """The address of the site, which knows two agencies and both ways to the provider."""
    oidc.forget()
    (tmp_path / "tinh.xml").write_text(lemonldap.saml_metadata, "utf-8")
    configure(
        OPENID.format(url=lemonldap.url, secret=SECRET)
        + CLAIMS.format(username="sub")
        + SAML.format(url=lemonldap.url, site=live_server.url)
        + CLAIMS.format(username="uid")
    )
    for code, name in (("so-bac", "Sở Phía Bắc"), ("so-nam", "Sở Phía Nam")):
        AgencyName.create(Agency.objects.create(code=code), name)
    yield live_server.url
    oidc.forget()


def with_field(page: httpx.Response, name: str) -> Form:
    found = [form for form in forms(page) if name in form.fields]
    assert found, page.text[:2000]
    return found[0]


def signs_in_there(client: httpx.Client, start: str, who: Official) -> httpx.Response:
    """From the link on our sign-in page up to whatever the provider answers to name and password."""
    page = follow(client, client.get(start), "")
    form = with_field(page, "password")
    return client.post(form.action, data={**form.fields, "user": who.uid, "password": who.password})


def by_openid(client: httpx.Client, site: str, who: Official) -> httpx.Response:
    return follow(client, signs_in_there(client, f"{site}/dang-nhap/sso/mo/?next=/van-ban/", who), "")


def by_saml(client: httpx.Client, site: str, who: Official) -> httpx.Response:
    page = follow(client, signs_in_there(client, f"{site}/dang-nhap/sso/tinh/?next=/van-ban/", who), "")
    form = with_field(page, "SAMLResponse")
    assert form.action == f"{site}/dang-nhap/saml/tinh/tiep-nhan/"
    return follow(client, client.post(form.action, data=form.fields), "")


WAYS = {"openid": by_openid, "saml": by_saml}


def is_in(client: httpx.Client, site: str) -> bool:
    return client.get(f"{site}/muc-dich-luu-tru/").status_code == 200


def signs_out_here(client: httpx.Client, site: str) -> httpx.Response:
    """Press the button; follow the page's own refresh to the provider, and everything after it."""
    client.get(f"{site}/muc-dich-luu-tru/")
    token = client.cookies.get("csrftoken", domain="localhost.local") or ""
    page = client.post(
        f"{site}/dang-xuat/", data={"csrfmiddlewaretoken": token}, headers={"Referer": f"{site}/", "Origin": site}
    )
    assert page.status_code == 200, page.text[:500]
    return follow(client, client.get(page.headers["Refresh"].partition("url=")[2]), "")


@pytest.mark.parametrize("way", WAYS)
def test_a_person_of_the_directory_lands_in_the_right_agency_and_role(
    way: str, site: str, lemonldap: LemonLdap
) -> None:
    with browser() as client:
        landed = WAYS[way](client, site, BINH)
        assert landed.status_code == 200, landed.text[:500]
        assert landed.url.path == "/muc-dich-luu-tru/"
        assert "next=%2Fvan-ban%2F" in str(landed.url)
        user = User.objects.get()
        agency = current_agency(user)
        assert (user.username, user.full_name, user.email) == (BINH.uid, BINH.name, BINH.email)
        assert agency is not None
        assert (agency.code, user.memberships.get().title) == ("so-nam", BINH.title)
        assert (Role.COORDINATOR, agency.pk) in viewer_for(user).agency_roles
        assert RoleGrant.objects.get().provider == ("mo" if way == "openid" else "tinh")
        identity = Identity.objects.get()
        assert identity.issuer == f"{lemonldap.url}/" + ("" if way == "openid" else "saml/metadata")
        assert identity.subject.startswith("_" if way == "saml" else BINH.uid)  # persistent, and not a name
        assert AuditEvent.objects.filter(action="signin", outcome="ok").count() == 1


@pytest.mark.parametrize("way", WAYS)
def test_the_same_person_again_is_the_same_account_and_another_is_another(way: str, site: str) -> None:
    for who in (AN, BINH, AN):
        with browser() as client:
            WAYS[way](client, site, who)
            assert is_in(client, site)
    assert sorted(User.objects.values_list("username", flat=True)) == [AN.uid, BINH.uid]
    assert Identity.objects.count() == 2
    assert not RoleGrant.objects.filter(user__username=AN.uid).exists()


@pytest.mark.parametrize("way", WAYS)
def test_whose_agency_nobody_knows_is_told_so(way: str, site: str) -> None:
    with browser() as client:
        page = WAYS[way](client, site, CHAU)
        assert page.status_code == 403
        assert "Đơn vị" in page.text
        assert not is_in(client, site)
    assert not User.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_password_there_is_nobody_here(way: str, site: str) -> None:
    with browser() as client:
        page = follow(client, client.get(f"{site}/dang-nhap/sso/{'mo' if way == 'openid' else 'tinh'}/"), "")
        form = with_field(page, "password")
        page = client.post(form.action, data={**form.fields, "user": AN.uid, "password": "sai"})
        assert not page.is_redirect
        assert not any("SAMLResponse" in form.fields for form in forms(page))
        assert not is_in(client, site)


@pytest.mark.parametrize("way", WAYS)
def test_out_here_is_out_there(way: str, site: str, lemonldap: LemonLdap) -> None:
    with browser() as client:
        WAYS[way](client, site, AN)
        assert is_in(client, site)
        back = signs_out_here(client, site)
        if way == "openid":  # a page of its own there, which opens our address in a frame and then leads back
            assert [address for address in frames(back) if address.startswith(f"{site}/dang-nhap/sso/mo/dang-xuat/")]
            back = follow(client, client.get(forms(back)[0].action, params=forms(back)[0].fields), "")
        assert str(back.url).startswith(f"{site}/dang-nhap/"), (back.url, back.text[:500], lemonldap.log())
        assert not is_in(client, site)
        assert not SignOnSession.objects.exists()
        key = "mo" if way == "openid" else "tinh"
        assert with_field(follow(client, client.get(f"{site}/dang-nhap/sso/{key}/"), ""), "password")


@pytest.mark.parametrize("way", WAYS)
def test_out_there_is_out_here(way: str, site: str, lemonldap: LemonLdap) -> None:
    """LemonLDAP::NG opens our address in a frame: signed in SAML; for OpenID Connect only a cookie says who it is."""
    with browser() as client, browser() as other:
        WAYS[way](client, site, AN)
        WAYS[way](other, site, AN)
        page = client.get(f"{lemonldap.url}/?logout=1")
        (frame,) = [address for address in frames(page) if address.startswith(site)]
        answer = client.get(frame)
        if way == "saml":
            assert answer.headers["Location"].startswith(f"{lemonldap.url}/saml/")
            assert follow(client, answer, "").url.path.endswith(
                "/ok.png"
            )  # its sign for: our signed answer was accepted
        assert not is_in(client, site)
        assert is_in(other, site)
        assert AuditEvent.objects.filter(action="signout", detail={"by": "provider"}).count() == 1
        assert httpx.get(frame).status_code == (400 if way == "saml" else 200)
        assert is_in(other, site)
