"""Providers are configuration: one TOML file, read at the start, with one line for whatever is wrong in it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from congvu.accounts.sign_on.saml.types import SETTINGS as OF_SAML
from congvu.accounts.sign_on.saml.types import SamlSettings
from congvu.accounts.sign_on.types import ClaimNames, Provider, RoleRule
from congvu.accounts.types import Role
from congvu.common.errors import InvalidInputError

SAFE_ALGORITHMS = frozenset(
    ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
)
"""Signatures by a key that only the provider has; never "none", never a shared secret."""
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_COMMON = frozenset({"kind", "key", "label", "issuer", "claims", "roles", "link", "create"})
_OPENID = _COMMON | {
    "client_id", "client_secret", "client_secret_env", "client_secret_file", "scopes", "algorithms"
}  # fmt: skip
_KNOWN = {"oidc": _OPENID, "saml": _COMMON | OF_SAML}
_NEEDED = {"oidc": ("key", "issuer", "client_id"), "saml": ("key", "issuer")}


def providers() -> tuple[Provider, ...]:
    """The configured providers, in the file's order; none where no file is configured. Raises InvalidInputError."""
    path = settings.CONGVU_SIGN_ON
    return _read(path, path.stat().st_mtime_ns if path.exists() else 0) if path else ()


def provider_of(key: str) -> Provider | None:
    """The provider with this key."""
    return next((provider for provider in providers() if provider.key == key), None)


def provider_by_issuer(issuer: str) -> Provider | None:
    """The provider with exactly this issuer."""
    return next((provider for provider in providers() if provider.issuer == issuer), None)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> tuple[Provider, ...]:
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidInputError(
            _("The sign-on file {path} cannot be read: {error}").format(path=path, error=error),
            _("It must be TOML with one [[provider]] for each provider; see docs/how-to/single-sign-on.md."),
        ) from error
    rows = told.get("provider", [])
    found = tuple(_provider(row, number, path.parent) for number, row in enumerate(rows, start=1))
    for name, values in (("key", [p.key for p in found]), ("issuer", [p.issuer for p in found])):
        if len(set(values)) != len(values):
            raise _wrong(name, _("two providers have the same"))
    return found


def _provider(row: Mapping[str, Any], number: int, folder: Path) -> Provider:
    name = str(row.get("key") or number)
    kind = row.get("kind", "oidc")
    if kind not in _KNOWN:
        raise _wrong(f"{name}.kind", ", ".join(_KNOWN))
    for unknown in sorted(row.keys() - _KNOWN[kind]):
        raise _wrong(f"{name}.{unknown}", _("no such setting"))
    for needed in _NEEDED[kind]:
        if not isinstance(row.get(needed), str) or not row[needed]:
            raise _wrong(f"{name}.{needed}", _("is missing"))
    if not _KEY.fullmatch(row["key"]):
        raise _wrong(f"{name}.key", _("may only have small letters, digits and hyphens"))
    if kind == "oidc" and not is_trustworthy(row["issuer"]):  # in SAML it is a name, not an address to go to
        raise _wrong(f"{name}.issuer", _("must be an https address"))
    algorithms = tuple(row.get("algorithms", Provider.__dataclass_fields__["algorithms"].default))
    if not algorithms or not SAFE_ALGORITHMS.issuperset(algorithms):
        raise _wrong(f"{name}.algorithms", ", ".join(sorted(SAFE_ALGORITHMS)))
    scopes = tuple(row.get("scopes", Provider.__dataclass_fields__["scopes"].default))
    if "openid" not in scopes:
        raise _wrong(f"{name}.scopes", _("must contain openid"))
    claims = dict(row.get("claims", {}))
    if not claims.keys() <= set(ClaimNames.__dataclass_fields__):
        raise _wrong(f"{name}.claims", ", ".join(ClaimNames.__dataclass_fields__))
    return Provider(
        key=row["key"],
        label=str(row.get("label") or row["key"]),
        issuer=row["issuer"],
        client_id=row.get("client_id", ""),
        secret=_plain(_secret(row, name, folder), name),
        scopes=scopes,
        algorithms=algorithms,
        claims=ClaimNames(**claims),
        roles=tuple(_role(value, told, name) for value, told in dict(row.get("roles", {})).items()),
        link=bool(row.get("link", False)),
        create=bool(row.get("create", False)),
        saml=_saml(row, name, folder) if kind == "saml" else None,
    )


def _saml(row: Mapping[str, Any], name: str, folder: Path) -> SamlSettings:
    from congvu.accounts.sign_on.saml import configuration as saml  # its library only where somebody uses it

    try:
        return saml.read(row, folder)
    except saml.WrongSettingError as error:
        raise _wrong(f"{name}.{error.setting}", error.problem) from error


def check_all() -> tuple[Provider, ...]:
    """The configured providers, each found to be usable as far as that can be seen without asking it."""
    found = providers()
    for provider in found:
        if provider.saml:
            from congvu.accounts.sign_on.saml import configuration as saml

            saml.usable(provider.saml)
    return found


def is_trustworthy(address: str) -> bool:
    """https, or http to this very machine."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    if parts.scheme != "http" or not parts.hostname:
        return False
    try:
        return ip_address(parts.hostname).is_loopback
    except ValueError:
        return parts.hostname == "localhost"


def _secret(row: Mapping[str, Any], name: str, folder: Path) -> str:
    if variable := row.get("client_secret_env"):
        if not os.environ.get(variable):
            raise _wrong(f"{name}.client_secret_env", _("this variable is not set"))
        return os.environ[variable]
    if file := row.get("client_secret_file"):
        try:
            return (folder / str(file)).read_text("utf-8").strip()
        except OSError as error:
            raise _wrong(f"{name}.client_secret_file", str(error.strerror)) from error
    return str(row.get("client_secret", ""))


def _plain(secret: str, name: str) -> str:
    if not secret.isascii():
        raise _wrong(f"{name}.client_secret", _("may only have letters without marks, digits and signs"))
    return secret


def _role(value: str, told: object, name: str) -> RoleRule:
    role, _colon, field = str(told).partition(":")
    needs_field = role in (Role.EXPERT, Role.REVIEWER)
    if role not in Role.values or role == Role.MEMBER or needs_field != bool(field):
        raise _wrong(
            f"{name}.roles.{value}",
            _("must be coordinator, leader, operator, auditor, expert:FIELD or reviewer:FIELD"),
        )
    return RoleRule(value, Role(role), field)


def _wrong(setting: str, problem: str) -> InvalidInputError:
    return InvalidInputError(
        _("Sign-on file, {setting}: {problem}.").format(setting=setting, problem=problem),
        _("Correct it; docs/how-to/single-sign-on.md shows every setting."),
    )
