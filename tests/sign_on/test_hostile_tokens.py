"""Everything that an honest provider would not send, and every one of it refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import RSAKey

from congvu.accounts.models import SignOnSession, User
from congvu.common.models import AuditEvent
from tests.sign_on.conftest import CONFIGURATION, begun, came_back, signs_on
from tests.sign_on.scripted import CLIENT, SECRET, Claims, Scripted, running

pytestmark = pytest.mark.django_db
Forge = Callable[[Scripted, Claims], str]
HOUR = 3600


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(header: Claims, claims: Claims, signature: str = "") -> str:
    return f"{part(header)}.{part(claims)}.{signature}"


def by_secret(claims: Claims, secret: bytes) -> str:
    signing = unsigned({"alg": "HS256", "kid": "k1"}, claims).rstrip(".")
    code = hmac.new(secret, signing.encode(), hashlib.sha256).digest()
    return f"{signing}.{base64.urlsafe_b64encode(code).rstrip(b'=').decode()}"


def with_a_key_of_its_own(site: Scripted, claims: Claims) -> str:
    key = RSAKey.generate_key(2048, {"kid": "k1"})
    return jwt.encode({"alg": "RS256", "kid": "k1", "jwk": key.as_dict(private=False)}, claims, key)


def changed(**changes: Any) -> Forge:
    return lambda site, _claims: site.signed(site.honest(**changes))


NOW = int(time.time())


def another_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name})


FORGED: dict[str, Forge] = {
    "algorithm none": lambda site, claims: unsigned({"alg": "none"}, claims),
    "algorithm None in capitals": lambda site, claims: unsigned({"alg": "NONE", "kid": "k1"}, claims, "x"),
    "an algorithm that nobody knows": lambda site, claims: unsigned({"alg": "RS999", "kid": "k1"}, claims, "eA"),
    "a shared secret made of the public key": lambda site, claims: by_secret(claims, site.key.as_pem(private=False)),
    "the client's secret": lambda site, claims: by_secret(claims, SECRET.encode()),
    "an algorithm that is not configured": lambda site, claims: jwt.encode(
        {"alg": "RS512", "kid": "k1"}, claims, site.key, algorithms=["RS512"]
    ),
    "another key under the same name": lambda site, claims: site.signed(
        claims, RSAKey.generate_key(2048, {"kid": "k1"})
    ),
    "a key that nobody published": lambda site, claims: site.signed(claims, another_key("k9")),
    "a key that the token brings itself": with_a_key_of_its_own,
    "changed after signing": lambda site, claims: ".".join(
        [site.signed(claims).split(".")[0], part({**claims, "sub": "eve"}), site.signed(claims).split(".")[2]]
    ),
    "another issuer": changed(iss="https://khac.example"),
    "the issuer with a slash more": lambda site, claims: site.signed({**claims, "iss": site.issuer + "/"}),
    "no issuer": changed(iss=None),
    "another audience": changed(aud="khac"),
    "no audience": changed(aud=None),
    "an audience that contains our name": changed(aud="congvu-khac"),
    "two audiences without azp": changed(aud=[CLIENT, "khac"]),
    "azp of somebody else": changed(azp="khac"),
    "another nonce": changed(nonce="khac"),
    "no nonce": changed(nonce=None),
    "expired": changed(exp=NOW - 2 * HOUR, iat=NOW - 3 * HOUR),
    "no expiry": changed(exp=None),
    "an expiry that is no time": changed(exp="mai"),
    "an expiry that is true": changed(exp=True),
    "issued in the future": changed(iat=NOW + HOUR, exp=NOW + 2 * HOUR),
    "not valid yet": changed(nbf=NOW + HOUR),
    "issued long ago": changed(iat=NOW - HOUR, exp=NOW + HOUR),
    "no time of issue": changed(iat=None),
    "no subject": changed(sub=None),
    "an empty subject": changed(sub=""),
    "a subject that is a number": changed(sub=1),
    "a subject without end": changed(sub="x" * 300),
    "too long": changed(name="x" * 20_000),
    "no token at all": lambda site, claims: "",
    "not even a token": lambda site, claims: "xin chào",
}


@pytest.mark.parametrize("forged", sorted(FORGED))
def test_a_forged_id_token_lets_nobody_in(site: Scripted, forged: str) -> None:
    site.token = lambda claims: FORGED[forged](site, claims)
    client = Client()
    response = signs_on(client, site)
    assert response.status_code == 400
    assert "_auth_user_id" not in client.session
    assert not User.objects.exists()
    assert AuditEvent.objects.filter(action="signin", outcome="refused").count() == 1


def test_the_same_tokens_unforged_would_have_been_accepted(site: Scripted) -> None:
    """Otherwise the tests above could pass for another reason."""
    for token in (None, lambda _claims: site.signed(site.honest(aud=[CLIENT, "khac"], azp=CLIENT, nbf=NOW - 5))):
        site.token = token
        assert signs_on(Client(), site).status_code == 302


def test_an_answer_is_taken_once_and_only_in_the_browser_that_asked(site: Scripted) -> None:
    client = Client()
    asked = begun(client, site)
    assert came_back(Client(), asked).status_code == 400
    assert came_back(client, {"state": "khac"}).status_code == 400
    assert came_back(client, asked).status_code == 302
    assert came_back(client, asked, code="d").status_code == 400


def test_a_code_that_the_provider_has_seen_before_is_worth_nothing(site: Scripted) -> None:
    client = Client()
    first, second = begun(client, site), begun(client, site)
    site.codes.add(f"c-{second['state']}")
    assert came_back(client, second).status_code == 400
    assert first["state"] != second["state"]


def test_a_stolen_code_does_not_fit_the_verifier_of_another_browser(site: Scripted) -> None:
    victim, thief = Client(), Client()
    asked = begun(thief, site)
    begun(victim, site)  # the provider now holds the victim's challenge
    assert came_back(thief, asked).status_code == 400
    assert "_auth_user_id" not in thief.session


def test_an_attempt_grows_old(site: Scripted) -> None:
    client = Client()
    asked = begun(client, site)
    session = client.session
    session["sign_on_attempts"] = [{**session["sign_on_attempts"][0], "begun": time.time() - 601}]
    session.save()
    assert came_back(client, asked).status_code == 400


def test_answers_of_mixed_up_providers_are_refused(site: Scripted, configure: Callable[[str], Path]) -> None:
    with running() as other:
        both = CONFIGURATION.format(issuer=site.issuer, client=CLIENT, secret=SECRET, more="")
        both += CONFIGURATION.format(issuer=other.issuer, client=CLIENT, secret=SECRET, more="").replace("tinh", "bo")
        configure(both)
        client = Client()
        assert came_back(client, begun(client, site), key="bo").status_code == 400
        assert came_back(client, begun(client, site), iss=other.issuer).status_code == 400
        site.metadata["authorization_response_iss_parameter_supported"] = True
        from congvu.accounts.sign_on import oidc

        oidc.forget()
        assert came_back(client, begun(client, site)).status_code == 400
        assert came_back(client, begun(client, site), iss=site.issuer).status_code == 302
        # A token of one provider, signed by it, shown in the name of the other.
        other.nonce = site.nonce
        site.token = lambda claims: other.signed(other.honest(nonce=claims["nonce"]))
        assert came_back(client, begun(client, site), iss=site.issuer).status_code == 400


def test_user_information_about_somebody_else_is_refused(site: Scripted) -> None:
    site.userinfo = {"sub": "s-2", "agency_code": "so-bac"}
    assert signs_on(Client(), site).status_code == 400


def test_a_provider_that_publishes_another_issuer_is_not_used(site: Scripted) -> None:
    site.metadata["issuer"] = "https://khac.example"
    assert Client().get("/dang-nhap/sso/tinh/").status_code == 400


@pytest.mark.parametrize("place", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://khac.example/x", "file:///x", None])
def test_places_that_are_not_safe_are_not_gone_to(site: Scripted, place: str, address: str | None) -> None:
    site.metadata[place] = address
    client = Client()
    response = client.get("/dang-nhap/sso/tinh/")
    if response.status_code == 302:
        response = signs_on(client, site)
    assert response.status_code == 400


@pytest.mark.parametrize(
    "target", ["https://khac.example/", "//khac.example", "javascript:alert(1)", "/\\khac.example"]
)
def test_nobody_is_led_away_from_the_site_afterwards(site: Scripted, target: str) -> None:
    assert signs_on(Client(), site, next=target)["Location"] == "/"


def test_a_new_key_of_the_provider_is_fetched_but_not_at_every_forged_token(
    site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs_on(Client(), site)
    site.key = RSAKey.generate_key(2048, {"kid": "k2"})
    assert signs_on(Client(), site).status_code == 400
    monkeypatch.setattr("congvu.accounts.sign_on.oidc.NEW_KEYS_AFTER_S", 0.0)
    assert signs_on(Client(), site).status_code == 302


LOGOUTS: dict[str, Callable[[Scripted], str]] = {
    "no event": lambda site: site.signed(site.logout(events=None)),
    "another event": lambda site: site.signed(site.logout(events={"x": {}})),
    "an event that is no object": lambda site: site.signed(
        site.logout(events={"http://schemas.openid.net/event/backchannel-logout": 1})
    ),
    "a nonce": lambda site: site.signed(site.logout(nonce="n")),
    "an ID token": lambda site: site.signed(site.honest(nonce="n")),
    "neither sub nor sid": lambda site: site.signed(site.logout(sub=None, sid=None)),
    "no name of its own": lambda site: site.signed(site.logout(jti=None)),
    "another audience": lambda site: site.signed(site.logout(aud="khac")),
    "another issuer": lambda site: site.signed(site.logout(iss="https://khac.example")),
    "no time": lambda site: site.signed(site.logout(iat=None)),
    "long ago": lambda site: site.signed(site.logout(iat=NOW - 2 * HOUR, exp=None)),
    "expired": lambda site: site.signed(site.logout(exp=NOW - HOUR)),
    "another key": lambda site: site.signed(site.logout(), another_key("k1")),
    "algorithm none": lambda site: unsigned({"alg": "none"}, site.logout()),
    "nothing": lambda site: "",
}


@pytest.mark.parametrize("forged", sorted(LOGOUTS))
def test_a_forged_logout_token_ends_nothing(site: Scripted, forged: str) -> None:
    signs_on(Client(), site)
    response = Client().post("/dang-nhap/sso/tinh/ket-thuc/", {"logout_token": LOGOUTS[forged](site)})
    assert response.status_code == 400
    assert SignOnSession.objects.count() == 1


def test_a_replayed_logout_token_does_not_end_the_next_session(site: Scripted) -> None:
    signs_on(Client(), site)
    token = site.signed(site.logout())
    assert Client().post("/dang-nhap/sso/tinh/ket-thuc/", {"logout_token": token}).status_code == 200
    signs_on(Client(), site)
    assert Client().post("/dang-nhap/sso/tinh/ket-thuc/", {"logout_token": token}).status_code == 400
    assert SignOnSession.objects.count() == 1
