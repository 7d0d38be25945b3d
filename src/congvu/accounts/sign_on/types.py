"""A provider as configured, and what a provider says of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from congvu.accounts.sign_on.saml.types import SamlSettings
from congvu.accounts.types import Role


@dataclass(frozen=True, slots=True)
class RoleRule:
    """The role that a value of the roles claim stands for; ``field`` is the code of a field of work, or ""."""

    value: str
    role: Role
    field: str = ""


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """The claims in which a provider says things; "" where it does not say one."""

    username: str = "preferred_username"
    full_name: str = "name"
    email: str = "email"
    agency: str = ""
    title: str = ""
    roles: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider: of OpenID, or of SAML where ``saml`` is set. ``issuer`` (the entity identifier in SAML) is compared
    letter by letter; ``secret`` "" is a public client.

    ``link``: an account of the roster with the same user name is taken over at the first sign-in. ``create``: who is
    not in the roster gets an account. Neither: only people already known by issuer and subject come in.
    """

    key: str
    label: str
    issuer: str
    client_id: str = ""
    secret: str = field(default="", repr=False)
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256", "EdDSA")
    claims: ClaimNames = ClaimNames()
    roles: tuple[RoleRule, ...] = ()
    link: bool = False
    create: bool = False
    saml: SamlSettings | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a provider says of the person who signed in; checked, but not believed to be anybody here yet.

    ``session`` is the provider's name of its session ("" where it has none), ``proof`` what it wants
    to see when the person signs out: the ID token, or in SAML the person's name with its qualifiers.
    """

    issuer: str
    subject: str
    session: str
    proof: str
    claims: Mapping[str, object]
