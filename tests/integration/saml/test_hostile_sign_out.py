"""Requests to sign out, and answers to ours: believed only when signed by the provider, for us, now, and once."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from saml2 import saml, samlp
from saml2.s_utils import success_status_factory

from congvu.accounts.sign_on.saml import exchange
from congvu.accounts.sign_on.saml.errors import SamlRefusedError
from congvu.accounts.sign_on.saml.redirect import signed_url
from congvu.accounts.sign_on.saml.service import ServiceProvider
from congvu.accounts.sign_on.saml.types import NameId
from tests.providers.scripted_saml import LOGOUT_REQUEST, ScriptedIdp, encoded, new_id, stamp

pytestmark = pytest.mark.django_db


def key_of(idp: ScriptedIdp) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(idp.key_file.read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def by_redirect(idp: ScriptedIdp, message: Any, name: str = "SAMLRequest", relay_state: str = "") -> tuple[str, str]:
    """The message and the raw query of a redirect that carries it, signed."""
    query = urlsplit(signed_url("https://x.test/", name, str(message), key_of(idp), relay_state)).query
    return parse_qs(query)[name][0], query


def by_post(idp: ScriptedIdp, request: Any) -> str:
    request.signature = idp.template(request.id)
    return encoded(idp.sign(str(request), LOGOUT_REQUEST, request.id))


def test_a_request_by_redirect_and_by_form(service: ServiceProvider, idp: ScriptedIdp) -> None:
    request = idp.logout_request(service.settings.slo, "p-0001", "s-1")
    taken = exchange.take_sign_out(service, *by_redirect(idp, request, relay_state="ở đâu đó"))
    assert (taken.issuer, taken.subject, taken.session_indexes) == (idp.entity_id, "p-0001", ("s-1",))
    taken = exchange.take_sign_out(service, by_post(idp, idp.logout_request(service.settings.slo, "p-0002")), None)
    assert (taken.subject, taken.session_indexes) == ("p-0002", ())


def test_escapes_in_small_letters_are_what_was_signed(service: ServiceProvider, idp: ScriptedIdp) -> None:
    """Some providers write %2b; signing covers the bytes as they were sent."""
    request = idp.logout_request(service.settings.slo, "p-0001")
    packed = zlib.compress(str(request).encode())[2:-4]
    message = base64.b64encode(packed).decode()
    small = quote_plus(message).replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d")
    method = quote_plus("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256").replace("%3A", "%3a").replace("%2F", "%2f")
    query = f"SAMLRequest={small}&SigAlg={method}"
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    signature = key_of(idp).sign(query.encode(), padding.PKCS1v15(), hashes.SHA256())
    query += f"&Signature={quote_plus(base64.b64encode(signature).decode())}"
    assert exchange.take_sign_out(service, message, query).subject == "p-0001"


_REQUESTS: dict[str, tuple[dict[str, Any], str]] = {
    "another issuer": ({"issuer": saml.Issuer(text="https://khac.test/metadata")}, "issuer"),
    "another destination": ({"destination": "https://khac.test/slo"}, "destination"),
    "no destination": ({"destination": None}, "destination"),
    "expired": ({"not_on_or_after": stamp(-90)}, "expired"),
    "issued long ago": ({"issue_instant": stamp(-4000)}, "expired"),
    "issued in the future": ({"issue_instant": stamp(3000)}, "not_yet_valid"),
    "nobody": ({"name_id": saml.NameID(text="")}, "subject"),
}


@pytest.mark.parametrize("binding", ["redirect", "post"])
@pytest.mark.parametrize("case", _REQUESTS)
def test_a_request_that_is_not_for_us_now(case: str, binding: str, service: ServiceProvider, idp: ScriptedIdp) -> None:
    changes, reason = _REQUESTS[case]
    request = idp.logout_request(service.settings.slo, "p-0001", **changes)
    message, query = by_redirect(idp, request) if binding == "redirect" else (by_post(idp, request), None)
    with pytest.raises(SamlRefusedError) as caught:
        exchange.take_sign_out(service, message, query)
    assert caught.value.reason == reason


@pytest.mark.parametrize("binding", ["redirect", "post"])
def test_a_request_counts_once(binding: str, service: ServiceProvider, idp: ScriptedIdp) -> None:
    request = idp.logout_request(service.settings.slo, "p-0001")
    message, query = by_redirect(idp, request) if binding == "redirect" else (by_post(idp, request), None)
    exchange.take_sign_out(service, message, query)
    with pytest.raises(SamlRefusedError, match="replayed"):
        exchange.take_sign_out(service, message, query)


def _without_signature(query: str) -> str:
    return query.partition("&SigAlg=")[0]


_QUERIES: dict[str, tuple[Callable[[str], str], str]] = {
    "no signature": (_without_signature, "unsigned"),
    "an empty signature": (lambda q: q.partition("&Signature=")[0] + "&Signature=", "signature"),
    "a signature that is no base64": (lambda q: q.partition("&Signature=")[0] + "&Signature=%%%", "signature"),
    "no algorithm": (lambda q: q.replace("SigAlg=", "SigAlgo="), "unsigned"),
    "SHA-1": (lambda q: q.replace("rsa-sha256", "rsa-sha1"), "algorithm"),
    "another SHA-2 than was signed": (lambda q: q.replace("rsa-sha256", "rsa-sha512"), "signature"),
    "HMAC": (lambda q: q.replace("rsa-sha256", "hmac-sha256"), "algorithm"),
    "another RelayState": (lambda q: q.replace("RelayState=x", "RelayState=y"), "signature"),
    "RelayState taken away": (lambda q: q.replace("RelayState=x&", ""), "signature"),
    "two messages": (lambda q: f"SAMLRequest=AAAA&{q}", "structure"),
}


@pytest.mark.parametrize("case", _QUERIES)
def test_a_redirect_that_was_changed(case: str, service: ServiceProvider, idp: ScriptedIdp) -> None:
    message, query = by_redirect(idp, idp.logout_request(service.settings.slo, "p-0001"), relay_state="x")
    change, reason = _QUERIES[case]
    with pytest.raises(SamlRefusedError) as caught:
        exchange.take_sign_out(service, message, change(query))
    assert caught.value.reason == reason


def test_a_redirect_with_the_signature_of_another(
    service: ServiceProvider, idp: ScriptedIdp, thief: ScriptedIdp
) -> None:
    message, query = by_redirect(thief, idp.logout_request(service.settings.slo, "p-0001"))
    with pytest.raises(SamlRefusedError, match="signature"):
        exchange.take_sign_out(service, message, query)


def test_a_message_that_is_not_the_signed_one(service: ServiceProvider, idp: ScriptedIdp) -> None:
    """The view hands over the message it has read and the query that was signed: they must be the same."""
    _, query = by_redirect(idp, idp.logout_request(service.settings.slo, "p-0001"))
    other, _ = by_redirect(idp, idp.logout_request(service.settings.slo, "p-0002"))
    with pytest.raises(SamlRefusedError, match="structure"):
        exchange.take_sign_out(service, other, query)


def test_a_form_without_or_with_a_wrong_signature(
    service: ServiceProvider, idp: ScriptedIdp, thief: ScriptedIdp
) -> None:
    request = idp.logout_request(service.settings.slo, "p-0001")
    with pytest.raises(SamlRefusedError, match="unsigned"):
        exchange.take_sign_out(service, encoded(str(request)), None)
    with pytest.raises(SamlRefusedError, match="signature"):
        exchange.take_sign_out(service, by_post(thief, request), None)
    good = base64.b64decode(by_post(idp, idp.logout_request(service.settings.slo, "p-0001"))).decode()
    with pytest.raises(SamlRefusedError, match="signature"):
        exchange.take_sign_out(service, encoded(good.replace("p-0001", "p-0002")), None)


def test_a_form_with_a_second_signature(service: ServiceProvider, idp: ScriptedIdp) -> None:
    """The good one stays; another, of an element of its own, is beside it."""
    xml = base64.b64decode(by_post(idp, idp.logout_request(service.settings.slo, "p-0001"))).decode()
    identifier = new_id()
    found = re.search(r"<ns\d:Signature.*?</ns\d:Signature>", xml, re.DOTALL)
    assert found
    other = re.sub(r'URI="#[^"]+"', f'URI="#{identifier}"', re.sub(r' Id="[^"]+"', "", found[0]))
    end = xml.rindex("</ns0:LogoutRequest>")
    forged = f'{xml[:end]}<ns0:Extensions><x ID="{identifier}">{other}</x></ns0:Extensions>{xml[end:]}'
    with pytest.raises(SamlRefusedError, match="structure"):
        exchange.take_sign_out(service, encoded(forged), None)


def test_a_bomb_in_a_redirect(service: ServiceProvider) -> None:
    packed = zlib.compress(b"<a>" + b"x" * 50_000_000, 9)[2:-4]
    assert len(packed) < 60_000
    with pytest.raises(SamlRefusedError, match="too_large"):
        exchange.take_sign_out(service, base64.b64encode(packed).decode(), "SAMLRequest=x")
    with pytest.raises(SamlRefusedError, match="encoding"):
        exchange.take_sign_out(service, base64.b64encode(b"\xff" * 40).decode(), "SAMLRequest=x")


# answers to our own request


def _answer(service: ServiceProvider, idp: ScriptedIdp, request_id: str, **changes: Any) -> Any:
    values = {
        "id": new_id(),
        "version": "2.0",
        "issue_instant": stamp(),
        "destination": service.settings.slo,
        "in_response_to": request_id,
        "issuer": saml.Issuer(text=idp.entity_id),
        "status": success_status_factory(),
        **changes,
    }
    return samlp.LogoutResponse(**values)


def test_our_request_is_answered_once(service: ServiceProvider, idp: ScriptedIdp) -> None:
    sent = exchange.begin_sign_out(service, NameId("p-0001"), "s-1")
    assert sent is not None
    assert sent.url.startswith(f"{idp.entity_id}/slo?SAMLRequest=")
    message, query = by_redirect(idp, _answer(service, idp, sent.identifier), "SAMLResponse")
    exchange.signed_out_there(service, message, query)
    with pytest.raises(SamlRefusedError, match="in_response_to"):
        exchange.signed_out_there(service, message, query)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"in_response_to": "id-khac"}, "in_response_to"),
        ({"in_response_to": None}, "in_response_to"),
        ({"destination": "https://khac.test/"}, "destination"),
        ({"issuer": saml.Issuer(text="https://khac.test/")}, "issuer"),
        ({"issue_instant": stamp(-4000)}, "expired"),
    ],
)
def test_an_answer_that_is_not_ours(
    changes: dict[str, Any], reason: str, service: ServiceProvider, idp: ScriptedIdp
) -> None:
    sent = exchange.begin_sign_out(service, NameId("p-0001"), "")
    assert sent is not None
    answer = _answer(service, idp, sent.identifier, **changes)
    with pytest.raises(SamlRefusedError) as caught:
        exchange.signed_out_there(service, *by_redirect(idp, answer, "SAMLResponse"))
    assert caught.value.reason == reason


def test_a_sign_in_is_no_answer_to_a_sign_out(service: ServiceProvider, idp: ScriptedIdp) -> None:
    asked = exchange.begin(service)
    message, query = by_redirect(idp, _answer(service, idp, asked.identifier), "SAMLResponse")
    with pytest.raises(SamlRefusedError, match="in_response_to"):
        exchange.signed_out_there(service, message, query)
