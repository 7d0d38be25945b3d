"""What a SAML provider is, and what its messages say once they are believed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
REDIRECT = "redirect"
POST = "post"
SETTINGS = frozenset(
    {
        "metadata", "site", "entity_id", "request_binding", "response_signed", "skew_seconds", "signing_key",
        "certificate",
    }
)  # fmt: skip
"""What a provider of this kind may set besides what every provider may."""


@dataclass(frozen=True, slots=True)
class SamlSettings:
    """One provider, and this site as it knows it.

    ``metadata`` is the provider's own description (a file), in which ``issuer`` must be; ``own_entity_id`` is our name
    there, by default the address of our metadata. ``site`` is the address people reach this site by, without a slash
    at its end; ``prefix`` the path below it that all addresses for this provider have. ``skew`` bounds how far clocks
    may differ, in seconds.
    """

    key: str
    issuer: str
    metadata: Path
    site: str
    prefix: str
    own_entity_id: str = ""
    signing_key: Path = Path()
    certificate: Path = Path()
    request_binding: str = REDIRECT
    response_signed: bool = False
    skew: int = 60

    @property
    def own_id(self) -> str:
        return self.own_entity_id or f"{self.base}sieu-du-lieu/"

    @property
    def base(self) -> str:
        return f"{self.site}{self.prefix}"

    @property
    def acs(self) -> str:
        """Where answers to sign-ins are posted to (assertion consumer service)."""
        return f"{self.base}tiep-nhan/"

    @property
    def slo(self) -> str:
        """Where messages about sign-out arrive (single logout service)."""
        return f"{self.base}dang-xuat/"


@dataclass(frozen=True, slots=True)
class NameId:
    """The provider's name of a person, with what qualifies it: sign-out has to repeat all of it."""

    value: str
    name_qualifier: str = ""
    sp_name_qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Assertion:
    """What was believed: who, until when it may be used, the session there, and what is said of the person.

    ``attributes`` by name (and by friendly name where no attribute has that name), each with all its values.
    """

    identifier: str
    issuer: str
    name_id: NameId
    session_index: str
    expires_at: dt.datetime
    session_ends_at: dt.datetime | None
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that the browser carries: to ``url`` by GET, or as a form with ``fields`` by POST."""

    identifier: str
    url: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogoutRequest:
    """A provider's word that a person has signed out; no ``session_indexes`` means everywhere."""

    identifier: str
    issuer: str
    subject: str
    session_indexes: tuple[str, ...]
    expires_at: dt.datetime
