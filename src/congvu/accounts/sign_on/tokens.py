"""Tokens of a provider: the signature by joserfc with pinned algorithms, then every claim that the standards ask for.

OpenID Connect Core 1.0 §3.1.3.7 for ID tokens, Back-Channel Logout 1.0 §2.6 for logout tokens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from congvu.accounts.sign_on.errors import RefusedError
from congvu.accounts.sign_on.types import Provider
from congvu.common.clock import now

SKEW_S = 60
OLDEST_S = 600
MAX_TOKEN = 16_384
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


class UnknownKeyError(RefusedError):
    """The token names a key that is not among those we know: the provider may have a new one."""


@dataclass(frozen=True, slots=True)
class EndedThere:
    """What a logout token says has ended: a session, or all sessions of a person."""

    subject: str
    session: str
    token_id: str
    expires_at: dt.datetime


def id_token(provider: Provider, token: str, keys: KeySet, nonce: str) -> Mapping[str, Any]:
    """The claims of an ID token that was meant for us, in answer to this very attempt. Raises RefusedError."""
    claims = _signed(provider, token, keys)
    _meant_for_us(provider, claims)
    _fresh(claims)
    if "exp" not in claims:
        raise RefusedError("exp is missing")
    if not nonce or claims.get("nonce") != nonce:
        raise RefusedError("nonce is another")
    _name(claims, "sub")
    return claims


def logout_token(provider: Provider, token: str, keys: KeySet) -> EndedThere:
    """What a logout token says. Raises RefusedError."""
    claims = _signed(provider, token, keys)
    _meant_for_us(provider, claims)
    _fresh(claims)
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(_LOGOUT), Mapping):
        raise RefusedError("events does not say logout")
    if "nonce" in claims:
        raise RefusedError("nonce has no place in a logout token")
    subject = _name(claims, "sub") if "sub" in claims else ""
    session = _name(claims, "sid") if "sid" in claims else ""
    if not subject and not session:
        raise RefusedError("neither sub nor sid")
    last = claims.get("exp", claims["iat"] + OLDEST_S)
    return EndedThere(subject, session, _name(claims, "jti"), dt.datetime.fromtimestamp(last + SKEW_S, dt.UTC))


def _signed(provider: Provider, token: str, keys: KeySet) -> dict[str, Any]:
    if not token or len(token) > MAX_TOKEN:
        raise RefusedError("the token is empty or too long")
    try:
        return dict(jwt.decode(token, keys, algorithms=list(provider.algorithms)).claims)
    except InvalidKeyIdError as error:
        raise UnknownKeyError(str(error)) from error
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise RefusedError(f"the signature does not hold: {error}") from error


def _meant_for_us(provider: Provider, claims: Mapping[str, Any]) -> None:
    if claims.get("iss") != provider.issuer:
        raise RefusedError("iss is another provider")
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or provider.client_id not in audiences:
        raise RefusedError("aud does not name us")
    party = claims.get("azp")
    if (len(audiences) > 1 or party is not None) and party != provider.client_id:
        raise RefusedError("azp is not us")


def _fresh(claims: Mapping[str, Any]) -> None:
    moment = now().timestamp()
    for name in ("iat", "exp", "nbf"):
        if name in claims and (isinstance(claims[name], bool) or not isinstance(claims[name], int | float)):
            raise RefusedError(f"{name} is no time")
    if "iat" not in claims:
        raise RefusedError("iat is missing")
    if claims["iat"] > moment + SKEW_S or claims.get("nbf", 0) > moment + SKEW_S:
        raise RefusedError("it is from the future")
    if claims["iat"] < moment - OLDEST_S:
        raise RefusedError("it is too old")
    if "exp" in claims and claims["exp"] <= moment - SKEW_S:
        raise RefusedError("it has expired")


def _name(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not value or len(value) > 255:
        raise RefusedError(f"{name} is missing or no name")
    return value
