"""Talking to an OpenID provider: discovery, the authorization code with PKCE, user information, signing out."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import httpx2
from authlib.integrations.httpx_client import OAuth2Client, OAuthError
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from congvu.accounts.sign_on import tokens
from congvu.accounts.sign_on.errors import RefusedError
from congvu.accounts.sign_on.providers import is_trustworthy
from congvu.accounts.sign_on.types import Provider, Said
from congvu.common.errors import UnavailableError

PATIENCE_S = 10.0
MAX_BYTES = 262_144
KEPT_S = 3600.0
"""How long what a provider publishes of itself is believed."""
NEW_KEYS_AFTER_S = 30.0
"""Unknown keys make us look for new ones, but not more often than this."""
ATTEMPT_S = 600
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that was begun in one browser; kept in its session, used once."""

    provider: str
    state: str
    nonce: str
    verifier: str
    next: str
    begun: float


@dataclass(frozen=True, slots=True)
class _Published:
    """What a provider says of itself, and when we asked."""

    metadata: Mapping[str, Any]
    keys: KeySet
    asked: float


_published: dict[str, _Published] = {}
_asking = threading.Lock()


def begin(provider: Provider, back: str, go_on: str) -> tuple[str, Attempt]:
    """The address to send the browser to, and what to remember. ``back`` is our own address for the answer.

    Raises UnavailableError where the provider does not answer.
    """
    attempt = Attempt(
        provider.key,
        secrets.token_urlsafe(32),
        secrets.token_urlsafe(32),
        secrets.token_urlsafe(48),
        go_on,
        time.time(),
    )
    with _client(provider, back) as client:
        address, _state = client.create_authorization_url(
            _endpoint(provider, "authorization_endpoint"),
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
        )
    return str(address), attempt


def finish(provider: Provider, attempt: Attempt, answer: Mapping[str, str], back: str) -> Said:
    """Exchange the code and check everything. Raises RefusedError, or UnavailableError where nobody answers."""
    if attempt.provider != provider.key:
        raise RefusedError("the answer came from another provider than was asked")
    if time.time() - attempt.begun > ATTEMPT_S:
        raise RefusedError("the attempt is too old")
    if "iss" in answer and answer["iss"] != provider.issuer:
        raise RefusedError("the answer names another provider")  # RFC 9207
    if metadata(provider).get("authorization_response_iss_parameter_supported") is True and "iss" not in answer:
        raise RefusedError("the answer does not name its provider")
    if answer.get("error"):
        raise RefusedError(f"the provider says {answer['error'][:100]}")
    if not answer.get("code"):
        raise RefusedError("there is no code")
    given = _exchange(provider, attempt, answer["code"], back)
    token = given.get("id_token")
    if not isinstance(token, str):
        raise RefusedError("there is no ID token")
    claims = dict(_with_keys(provider, lambda keys: tokens.id_token(provider, token, keys, attempt.nonce)))
    claims = {**_user_information(provider, given.get("access_token"), claims["sub"]), **claims}
    session = claims.get("sid")
    return Said(provider.issuer, claims["sub"], session if isinstance(session, str) else "", token, claims)


def ended(provider: Provider, token: str) -> tokens.EndedThere:
    """What a logout token says. Raises RefusedError or UnavailableError."""
    return _with_keys(provider, lambda keys: tokens.logout_token(provider, token, keys))


def sign_out_address(provider: Provider, proof: str, back: str) -> str:
    """Where to send a browser so that the provider ends its session too; "" where it offers no such place."""
    endpoint = metadata(provider).get("end_session_endpoint")
    if not isinstance(endpoint, str) or not is_trustworthy(endpoint):
        return ""
    return _with_query(
        endpoint, {"id_token_hint": proof, "post_logout_redirect_uri": back, "client_id": provider.client_id}
    )


def metadata(provider: Provider) -> Mapping[str, Any]:
    """What the provider publishes of itself. Raises UnavailableError, RefusedError."""
    return _of(provider).metadata


def forget() -> None:
    """Ask every provider anew."""
    _published.clear()


def _of(provider: Provider, *, not_before: float = 0.0) -> _Published:
    known = _published.get(provider.issuer)
    oldest = max(time.monotonic() - KEPT_S, not_before)
    if known is not None and known.asked >= oldest:
        return known
    with _asking:
        known = _published.get(provider.issuer)
        if known is not None and known.asked >= oldest:
            return known
        told = _get_json(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if told.get("issuer") != provider.issuer:
            raise RefusedError("the provider publishes another issuer")
        address = told.get("jwks_uri")
        if not isinstance(address, str) or not is_trustworthy(address):
            raise RefusedError("the provider publishes no usable keys")
        try:
            keys = KeySet.import_key_set(_get_json(address))  # type: ignore[arg-type]  # checked by the library
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise RefusedError("the provider's keys cannot be read") from error
        found = _published[provider.issuer] = _Published(told, keys, time.monotonic())
        return found


def _with_keys(provider: Provider, check: Callable[[KeySet], _T]) -> _T:
    """Check with the keys we know; with new ones once, where the token names a key we do not know."""
    known = _of(provider)
    try:
        return check(known.keys)
    except tokens.UnknownKeyError:
        if time.monotonic() - known.asked < NEW_KEYS_AFTER_S:
            raise
        return check(_of(provider, not_before=time.monotonic()).keys)


def _client(provider: Provider, back: str, way: str = "none") -> OAuth2Client:
    return OAuth2Client(
        provider.client_id,
        provider.secret or None,
        token_endpoint_auth_method=way,
        scope=" ".join(provider.scopes),
        redirect_uri=back,
        code_challenge_method="S256",
        **_how(),
    )


def _how() -> dict[str, Any]:
    """How a provider is talked to: no redirects, no more than MAX_BYTES, within PATIENCE_S a step."""
    return {"timeout": PATIENCE_S, "follow_redirects": False, "transport": _Bounded()}


class _Bounded(httpx2.HTTPTransport):
    """Answers without end are cut off."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = super().handle_request(request)
        response.stream = _Counted(response.stream, request.url.host)
        return response


class _Counted(httpx2.SyncByteStream):
    def __init__(self, stream: Any, host: str) -> None:
        self._stream, self._host = stream, host

    def __iter__(self) -> Iterator[bytes]:
        left = MAX_BYTES
        for chunk in self._stream:
            left -= len(chunk)
            if left < 0:
                raise RefusedError(f"{self._host} sent too much")
            yield chunk

    def close(self) -> None:
        self._stream.close()


def _exchange(provider: Provider, attempt: Attempt, code: str, back: str) -> Mapping[str, Any]:
    address = _endpoint(provider, "token_endpoint")
    ways = metadata(provider).get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
    try:
        with _client(provider, back, way if provider.secret else "none") as client:
            given: Mapping[str, Any] = client.fetch_token(address, code=code, code_verifier=attempt.verifier)
    except OAuthError as error:
        raise RefusedError(f"the provider says {error.error}") from error
    except httpx2.HTTPError as error:
        raise _silent(address, error) from error
    except ValueError as error:
        raise RefusedError(str(error)) from error
    return given


def _user_information(provider: Provider, access: object, subject: str) -> Mapping[str, Any]:
    """Claims that the ID token left out; they count only for the person whom the token names."""
    address = metadata(provider).get("userinfo_endpoint")
    if not isinstance(access, str) or not isinstance(address, str) or not is_trustworthy(address):
        return {}
    told = _get_json(address, headers={"Authorization": f"Bearer {access}"})
    if told.get("sub") != subject:
        raise RefusedError("the user information is about somebody else")
    return told


def _endpoint(provider: Provider, name: str) -> str:
    address = metadata(provider).get(name)
    if not isinstance(address, str) or not is_trustworthy(address):
        raise RefusedError(f"the provider publishes no usable {name}")
    return address


def _get_json(address: str, **more: Any) -> Mapping[str, Any]:
    """A JSON object that a provider publishes."""
    host = urlsplit(address).netloc
    try:
        with httpx2.Client(**_how()) as client:
            response = client.get(address, **more)
    except httpx2.HTTPError as error:
        raise _silent(address, error) from error
    if response.status_code >= 500:
        raise UnavailableError(f"{host}: {response.status_code}")
    if response.status_code != 200:
        raise RefusedError(f"{host} answered {response.status_code}")
    try:
        told = response.json()
    except ValueError as error:
        raise RefusedError(f"{host} sent no JSON") from error
    if not isinstance(told, dict):
        raise RefusedError(f"{host} sent no JSON object")
    return told


def _silent(address: str, error: Exception) -> UnavailableError:
    return UnavailableError(f"{urlsplit(address).netloc}: {type(error).__name__}")


def _with_query(address: str, more: Mapping[str, str]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(more)}"
