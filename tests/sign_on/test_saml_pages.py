"""SAML as browsers and providers see it: the pages and addresses, with a scripted provider behind them."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import etree

from congvu.accounts.actions import end_account
from congvu.accounts.models import Agency, AgencyName, Identity, SamlExchange, SignOnSession, User
from congvu.accounts.sign_on.providers import check_all, providers
from congvu.accounts.sign_on.saml.gate import decoded
from congvu.accounts.sign_on.saml.redirect import check_query, signed_url
from congvu.common.errors import InvalidInputError
from congvu.common.models import AuditEvent
from tests.providers.scripted_saml import Answer, ScriptedIdp, encoded, stamp

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
BASE = f"{SITE}/dang-nhap/saml/tinh/"
CONFIGURATION = """
[[provider]]
kind = "saml"
key = "tinh"
label = "Đăng nhập của tỉnh"
issuer = "{issuer}"
metadata = "tinh.xml"
site = "http://testserver"
create = true
{more}
[provider.claims]
username = "uid"
full_name = "cn"
agency = "agency"
roles = "groups"
[provider.roles]
dau-moi = "coordinator"
"""
PERSON: dict[str, tuple[str, ...]] = {
    "uid": ("an",),
    "cn": ("Lý Thị An",),
    "agency": ("so-bac",),
    "groups": ("khác", "dau-moi"),
}
Configure = Callable[[str], Path]


@pytest.fixture(scope="module")
def idp(tmp_path_factory: pytest.TempPathFactory) -> ScriptedIdp:
    if not shutil.which("xmlsec1"):
        pytest.skip("xmlsec1 is not installed")
    return ScriptedIdp(tmp_path_factory.mktemp("idp"))


@pytest.fixture(scope="module")
def described(idp: ScriptedIdp, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The provider's metadata in a file, one for all tests: reading it takes a second."""
    path = tmp_path_factory.mktemp("metadata") / "tinh.xml"
    path.write_text(idp.metadata(), "utf-8")
    return path


@pytest.fixture
def configured(configure: Configure, idp: ScriptedIdp, described: Path) -> Callable[..., None]:
    def put(more: str = "") -> None:
        text = CONFIGURATION.format(issuer=idp.entity_id, more=more)
        configure(text.replace('"tinh.xml"', f'"{described}"'))

    AgencyName.create(Agency.objects.create(code="so-bac"), "Sở Phía Bắc")
    put()
    return put


def asks(client: Client, **query: str) -> str:
    """Off to the provider by redirect; the identifier of the request."""
    response = client.get("/dang-nhap/sso/tinh/", query)
    assert response.status_code == 302
    request = parse_qs(urlsplit(response["Location"]).query)["SAMLRequest"][0]
    return str(etree.fromstring(decoded(request, deflated=True)).get("ID"))


def answer(idp: ScriptedIdp, request_id: str, /, **changes: Any) -> str:
    honest = Answer(request_id, f"{BASE}tiep-nhan/", f"{BASE}sieu-du-lieu/", idp.entity_id, attributes=PERSON)
    return encoded(idp.xml(honest.but(**changes)))


def posts(message: str, **more: str) -> HttpResponse:
    """The provider's form: another site's, so without any cookie."""
    response: HttpResponse = Client(enforce_csrf_checks=True).post(
        "/dang-nhap/saml/tinh/tiep-nhan/",
        {"SAMLResponse": message, **more},
        headers={"Origin": "https://idp.tinh.test"},
    )
    return response


def signs_in(client: Client, idp: ScriptedIdp, next_: str = "/van-ban/", **changes: Any) -> HttpResponse:
    ticket = posts(answer(idp, asks(client, next=next_), **changes))
    assert ticket.status_code == 303, ticket.content.decode()
    response: HttpResponse = client.get(ticket["Location"])
    return response


def is_in(client: Client) -> bool:
    return client.get("/muc-dich-luu-tru/").status_code == 200


def refusals() -> list[str]:
    found = AuditEvent.objects.filter(outcome="refused").order_by("seq")
    return [str(event.detail["why"]) for event in found]


def test_the_addresses_are_those_that_the_settings_say(configured: Any) -> None:
    saml = providers()[0].saml
    assert saml is not None
    for name, address in (("metadata", saml.own_id), ("take", saml.acs), ("signed_out", saml.slo)):
        assert SITE + reverse(f"account:saml_{name}", args=["tinh"]) == address


def test_our_description(configured: Any) -> None:
    response = Client().get("/dang-nhap/saml/tinh/sieu-du-lieu/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/samlmetadata+xml")
    root = etree.fromstring(response.content)
    md = "{urn:oasis:names:tc:SAML:2.0:metadata}"
    descriptor = root.find(f"{md}SPSSODescriptor")
    assert root.get("entityID") == f"{BASE}sieu-du-lieu/"
    assert (descriptor.get("AuthnRequestsSigned"), descriptor.get("WantAssertionsSigned")) == ("true", "true")
    assert [key.get("use") for key in descriptor.findall(f"{md}KeyDescriptor")] == ["signing"]
    (acs,) = descriptor.findall(f"{md}AssertionConsumerService")
    assert acs.get("Location") == f"{BASE}tiep-nhan/"
    assert acs.get("Binding").endswith("HTTP-POST")
    assert {place.get("Location") for place in descriptor.findall(f"{md}SingleLogoutService")} == {f"{BASE}dang-xuat/"}


def test_the_request_is_signed_by_the_key_that_was_made_here(configured: Any, idp: ScriptedIdp) -> None:
    address = urlsplit(Client().get("/dang-nhap/sso/tinh/")["Location"])
    key = django_settings.CONGVU_SIGN_ON_KEYS / "saml-key.pem"
    assert key.stat().st_mode & 0o077 == 0
    certificate = x509.load_pem_x509_certificate(key.read_bytes())
    message = parse_qs(address.query)["SAMLRequest"][0]
    check_query(address.query, "SAMLRequest", message, [certificate])
    root = etree.fromstring(decoded(message, deflated=True))
    assert root.get("AssertionConsumerServiceURL") == f"{BASE}tiep-nhan/"
    assert root.get("Destination") == f"{idp.entity_id}/sso"
    assert root.find("{urn:oasis:names:tc:SAML:2.0:protocol}NameIDPolicy").get("Format").endswith(":persistent")


def test_in_with_agency_and_role_and_on_to_where_one_wanted_to_go(configured: Any, idp: ScriptedIdp) -> None:
    client = Client()
    response = signs_in(client, idp)
    assert (response.status_code, response["Location"]) == (302, "/van-ban/")
    user = User.objects.get()
    assert (user.username, user.full_name) == ("an", "Lý Thị An")
    assert user.grants.get().agency == Agency.objects.get()
    assert (Identity.objects.get().issuer, Identity.objects.get().subject) == (idp.entity_id, "p-0001")
    assert SignOnSession.objects.get().session == "s-1"
    assert is_in(client)
    assert not SamlExchange.objects.exists()  # what was said of the person is not kept a moment longer


def test_relay_state_leads_nowhere(configured: Any, idp: ScriptedIdp) -> None:
    for evil in ("https://khac.test/", "//khac.test", "javascript:alert(1)", "/quan-tri/"):
        client = Client()
        ticket = posts(answer(idp, asks(client, next="/van-ban/")), RelayState=evil)
        assert client.get(ticket["Location"])["Location"] == "/van-ban/"


@pytest.mark.parametrize("evil", ["https://khac.test/", "//khac.test", "javascript:alert(1)", "\\\\khac.test"])
def test_next_stays_on_this_site(evil: str, configured: Any, idp: ScriptedIdp) -> None:
    assert signs_in(Client(), idp, evil)["Location"] == "/"


def test_the_answer_to_one_browser_is_nothing_in_another(configured: Any, idp: ScriptedIdp) -> None:
    """An attacker signs in at the provider as himself and has the victim's browser deliver the answer, or the link."""
    attacker, victim = Client(), Client()
    asks(victim)
    ticket = posts(answer(idp, asks(attacker)))
    refused = victim.get(ticket["Location"])
    assert refused.status_code == 400
    assert "other_browser" in refusals()
    assert not is_in(victim)
    assert attacker.get(ticket["Location"]).status_code == 302
    assert attacker.get(ticket["Location"]).status_code == 400  # and once
    assert Client().get(ticket["Location"]).status_code == 400


def test_several_tabs(configured: Any, idp: ScriptedIdp) -> None:
    client = Client()
    first, second = asks(client, next="/van-ban/"), asks(client, next="/lich-su/")
    for request_id, next_ in ((first, "/van-ban/"), (second, "/lich-su/")):
        assert client.get(posts(answer(idp, request_id))["Location"])["Location"] == next_


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"audience": "https://khac.test/"}, "audience"),
        ({"sign_assertion": False}, "unsigned"),
        ({"ends": -90}, "expired"),
        ({"request_id": "id-khac"}, "in_response_to"),
    ],
)
def test_a_refusal_says_little_and_is_in_the_log(
    changes: dict[str, Any], why: str, configured: Any, idp: ScriptedIdp
) -> None:
    client = Client()
    response = posts(answer(idp, asks(client), **changes))
    assert response.status_code == 400
    assert "p-0001" not in response.content.decode()
    assert why not in response.content.decode()
    assert refusals() == [why]
    assert not is_in(client)
    assert not User.objects.exists()


def test_no_message_at_all(configured: Any) -> None:
    client = Client()
    for data in ({}, {"SAMLResponse": ""}, {"SAMLResponse": "x" * 400_000}, {"SAMLArt": "x"}):
        assert client.post("/dang-nhap/saml/tinh/tiep-nhan/", data).status_code == 400
    assert client.get("/dang-nhap/saml/tinh/tiep-nhan/").status_code == 405
    assert client.get("/dang-nhap/saml/tinh/xong/").status_code == 400
    assert client.get("/dang-nhap/saml/tinh/xong/", {"ma": "\x00"}).status_code == 400
    assert client.get("/dang-nhap/saml/tinh/dang-xuat/").status_code == 400
    assert client.post("/dang-nhap/saml/tinh/dang-xuat/", {"SAMLRequest": "x"}).status_code == 400


def test_doors_of_the_other_protocol_are_closed(configured: Any) -> None:
    assert Client().get("/dang-nhap/sso/tinh/xong/").status_code == 404
    assert Client().post("/dang-nhap/sso/tinh/ket-thuc/").status_code == 404
    assert Client().get("/dang-nhap/sso/tinh/dang-xuat/").status_code == 404


def test_an_account_that_has_ended_stays_out(configured: Any, idp: ScriptedIdp) -> None:
    client = Client()
    signs_in(client, idp)
    end_account(User.objects.get())
    assert not is_in(client)
    assert signs_in(Client(), idp).status_code == 403


def test_the_session_ends_no_later_than_there(configured: Any, idp: ScriptedIdp) -> None:
    def short(said: Any) -> None:
        said.authn_statement[0].session_not_on_or_after = stamp(600)

    client = Client()
    signs_in(client, idp, change_assertion=short)
    assert 0 < client.session.get_expiry_age() <= 600


def test_requests_by_form(configured: Any, idp: ScriptedIdp) -> None:
    """The other binding: a page whose form may leave this site, as no other page's may; a button without a script."""
    configured('request_binding = "post"')
    client = Client()
    page = client.get("/dang-nhap/sso/tinh/?next=/van-ban/")
    text = page.content.decode()
    assert page.status_code == 200
    assert f'action="{idp.entity_id}/sso-post"' in text
    assert "form-action 'self' https:;" in page["Content-Security-Policy"] + ";"
    assert "form-action 'self';" in client.get("/dang-nhap/")["Content-Security-Policy"] + ";"
    assert "<script>" not in text
    message = text.partition('name="SAMLRequest" value="')[2].partition('"')[0]
    request = etree.fromstring(base64.b64decode(message))
    assert request.find("{http://www.w3.org/2000/09/xmldsig#}Signature") is not None
    ticket = posts(answer(idp, request.get("ID")))
    assert client.get(ticket["Location"])["Location"] == "/van-ban/"


# signing out


def _key(idp: ScriptedIdp) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(idp.key_file.read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def says_out(idp: ScriptedIdp, subject: str, session: str = "", relay_state: str = "") -> HttpResponse:
    request = idp.logout_request(f"{BASE}dang-xuat/", subject, session)
    address = signed_url(f"{BASE}dang-xuat/", "SAMLRequest", str(request), _key(idp), relay_state)
    response: HttpResponse = Client().get(address.removeprefix(SITE))
    return response


def test_out_there_is_out_here_for_that_session_alone(configured: Any, idp: ScriptedIdp) -> None:
    one, two, other = Client(), Client(), Client()
    signs_in(one, idp, session_index="s-1")
    signs_in(two, idp, session_index="s-2")
    signs_in(other, idp, subject="p-0002", attributes={**PERSON, "uid": ("binh",)}, session_index="s-3")
    response = says_out(idp, "p-0001", "s-1", relay_state="của nhà cung cấp")
    assert (is_in(one), is_in(two), is_in(other)) == (False, True, True)
    address = urlsplit(response["Location"])
    given = parse_qs(address.query)
    assert response["Location"].startswith(f"{idp.entity_id}/slo?")
    assert given["RelayState"] == ["của nhà cung cấp"]
    own = x509.load_pem_x509_certificate((django_settings.CONGVU_SIGN_ON_KEYS / "saml-key.pem").read_bytes())
    check_query(address.query, "SAMLResponse", given["SAMLResponse"][0], [own])
    assert b"status:Success" in decoded(given["SAMLResponse"][0], deflated=True)
    # A session that this person does not have, then all of them.
    says_out(idp, "p-0001", "s-3")
    assert (is_in(two), is_in(other)) == (True, True)
    says_out(idp, "p-0001")
    assert (is_in(two), is_in(other)) == (False, True)
    assert Session.objects.filter(session_key=other.session.session_key).exists()


def test_a_request_that_is_not_signed_ends_nothing(configured: Any, idp: ScriptedIdp) -> None:
    client = Client()
    signs_in(client, idp)
    request = idp.logout_request(f"{BASE}dang-xuat/", "p-0001")
    response = Client().post("/dang-nhap/saml/tinh/dang-xuat/", {"SAMLRequest": encoded(str(request))})
    assert (response.status_code, refusals()) == (400, ["unsigned"])
    address = signed_url("", "SAMLRequest", str(request), _key(idp)).partition("&SigAlg")[0]
    assert Client().get(f"/dang-nhap/saml/tinh/dang-xuat/{address}").status_code == 400
    assert is_in(client)


def test_out_here_leads_on_to_the_provider(configured: Any, idp: ScriptedIdp) -> None:
    client = Client()
    signs_in(client, idp)
    page = client.post("/dang-xuat/")
    assert not is_in(client)
    there = page["Refresh"].partition("url=")[2]
    assert there.startswith(f"{idp.entity_id}/slo?SAMLRequest=")
    request = etree.fromstring(decoded(parse_qs(urlsplit(there).query)["SAMLRequest"][0], deflated=True))
    assert request.findtext("{urn:oasis:names:tc:SAML:2.0:assertion}NameID") == "p-0001"
    assert request.findtext("{urn:oasis:names:tc:SAML:2.0:protocol}SessionIndex") == "s-1"
    assert not SignOnSession.objects.exists()


def test_a_provider_that_signs_out_by_form_only(configure: Configure, idp: ScriptedIdp) -> None:
    AgencyName.create(Agency.objects.create(code="so-bac"), "Sở Phía Bắc")
    root = etree.fromstring(idp.metadata().encode())
    (place,) = root.iter("{urn:oasis:names:tc:SAML:2.0:metadata}SingleLogoutService")
    place.set("Binding", "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST")
    file = configure(CONFIGURATION.format(issuer=idp.entity_id, more=""))
    (file.parent / "tinh.xml").write_bytes(etree.tostring(root))
    client = Client()
    signs_in(client, idp)
    page = client.post("/dang-xuat/")
    text = page.content.decode()
    assert "Refresh" not in page
    assert f'<form method="post" action="{idp.entity_id}/slo" data-carry>' in text
    assert "form-action 'self' https:" in page["Content-Security-Policy"]
    request = base64.b64decode(text.partition('name="SAMLRequest" value="')[2].partition('"')[0])
    assert etree.fromstring(request).find("{http://www.w3.org/2000/09/xmldsig#}Signature") is not None

    signs_in(client, idp)
    text = says_out(idp, "p-0001", relay_state="<x>").content.decode()
    assert not is_in(client)
    assert 'name="RelayState" value="&lt;x&gt;"' in text
    told = base64.b64decode(text.partition('name="SAMLResponse" value="')[2].partition('"')[0])
    assert etree.fromstring(told).find("{http://www.w3.org/2000/09/xmldsig#}Signature") is not None


# the file


def test_a_short_file_is_enough(configured: Any) -> None:
    (found,) = check_all()
    assert (found.saml is not None, found.client_id, found.create) == (True, "", True)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('site = "http://testserver"', "", "tinh.site"),
        ('site = "http://testserver"', 'site = "testserver"', "tinh.site"),
        ('site = "http://testserver"', 'site = "http://testserver/duoi"', "tinh.site"),
        ('kind = "saml"', 'kind = "kerberos"', "tinh.kind"),
        ('kind = "saml"', 'kind = "saml"\nclient_id = "x"', "tinh.client_id"),
        ('kind = "saml"', 'kind = "saml"\nskew_seconds = 3600', "tinh.skew_seconds"),
        ('kind = "saml"', 'kind = "saml"\nskew_seconds = true', "tinh.skew_seconds"),
        ('kind = "saml"', 'kind = "saml"\nrequest_binding = "soap"', "tinh.request_binding"),
        ('kind = "saml"', 'kind = "saml"\nresponse_signed = "yes"', "tinh.response_signed"),
        ('kind = "saml"', 'kind = "saml"\nsigning_key = "k.pem"', "tinh.signing_key"),
        ('metadata = "tinh.xml"', "", "tinh.metadata"),
        ('issuer = "https://idp.tinh.test/metadata"', "", "tinh.issuer"),
    ],
)
def test_a_mistake_in_the_file(old: str, new: str, named: str, configure: Configure, idp: ScriptedIdp) -> None:
    text = CONFIGURATION.format(issuer=idp.entity_id, more="")
    assert old in text
    configure(text.replace(old, new))
    with pytest.raises(InvalidInputError) as caught:
        providers()
    assert named in str(caught.value.message)
    assert "\n" not in str(caught.value.message)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (None, "No such file"),
        ("không phải XML", "tinh.xml"),
        ("<!DOCTYPE a><a/>", "DTD"),
        ("OTHER", "https://idp.noi-khac.test/metadata"),
        ("NO CERTIFICATE", "certificate"),
        ("NO POST", "single_sign_on_service"),
    ],
)
def test_a_provider_file_that_cannot_be_used(
    content: str | None, named: str, configure: Configure, idp: ScriptedIdp, tmp_path: Path
) -> None:
    more = 'request_binding = "post"' if content == "NO POST" else ""
    file = configure(CONFIGURATION.format(issuer=idp.entity_id, more=more))
    metadata = idp.metadata()
    made = {
        "OTHER": metadata.replace(idp.entity_id, "https://idp.noi-khac.test/metadata"),
        "NO CERTIFICATE": etree.tostring(_without(metadata, "KeyDescriptor")).decode(),
        "NO POST": etree.tostring(_without(metadata, "SingleSignOnService", keep="Redirect")).decode(),
    }
    if content is not None:
        (file.parent / "tinh.xml").write_text(made.get(content, content), "utf-8")
    with pytest.raises(InvalidInputError) as caught:
        check_all()
    assert named in str(caught.value.message)
    assert "\n" not in str(caught.value.message)
    # A person sees a page, not a failure, where the file broke while the site ran.
    assert Client().get("/dang-nhap/sso/tinh/").status_code == 503


def _without(metadata: str, name: str, keep: str = "-") -> Any:
    root = etree.fromstring(metadata.encode())
    for element in list(root.iter(f"{{urn:oasis:names:tc:SAML:2.0:metadata}}{name}")):
        if keep not in element.get("Binding", ""):
            element.getparent().remove(element)
    return root


def test_without_the_program_it_says_what_to_install(
    configure: Configure, idp: ScriptedIdp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    configure(CONFIGURATION.format(issuer=idp.entity_id, more=""))
    with pytest.raises(InvalidInputError) as caught:
        providers()
    assert "apt-get install xmlsec1" in str(caught.value.message)


def test_new_keys_of_the_provider_need_no_restart(
    configure: Configure, idp: ScriptedIdp, tmp_path: Path, db: None
) -> None:
    AgencyName.create(Agency.objects.create(code="so-bac"), "Sở Phía Bắc")
    (tmp_path / "new").mkdir()
    renewed = ScriptedIdp(tmp_path / "new", idp.entity_id)
    file = configure(CONFIGURATION.format(issuer=idp.entity_id, more="")).parent / "tinh.xml"
    file.write_text(idp.metadata(), "utf-8")
    client = Client()
    assert posts(answer(renewed, asks(client))).status_code == 400
    file.write_text(renewed.metadata(), "utf-8")
    assert posts(answer(renewed, asks(client))).status_code == 303
    assert posts(answer(idp, asks(client))).status_code == 400
    assert refusals() == ["signature", "signature"]
