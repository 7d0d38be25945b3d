"""A scripted provider, our side towards it, and an open question."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django
import pytest

django.setup()  # this file may be read before pytest-django has set Django up

from congvu.accounts.sign_on.saml import exchange  # noqa: E402
from congvu.accounts.sign_on.saml.keys import own_key  # noqa: E402
from congvu.accounts.sign_on.saml.service import ServiceProvider, service_for  # noqa: E402
from congvu.accounts.sign_on.saml.types import SamlSettings  # noqa: E402
from tests.providers.scripted_saml import Answer, ScriptedIdp  # noqa: E402

METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
SITE = "https://congvu.tinh.test"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("xmlsec1"):
        pytest.skip("xmlsec1 is not installed")
    return tmp_path_factory.mktemp("saml")


@pytest.fixture(scope="session")
def idp(folder: Path) -> ScriptedIdp:
    """The provider that is configured."""
    return ScriptedIdp(folder / "idp")


@pytest.fixture(scope="session")
def other_idp(folder: Path) -> ScriptedIdp:
    """Another provider, of its own key and name, that is configured too, under another key."""
    return ScriptedIdp(folder / "other", "https://idp.noi-khac.test/metadata")


@pytest.fixture(scope="session")
def thief(folder: Path) -> ScriptedIdp:
    """Somebody who says to be the configured provider, and has another key."""
    return ScriptedIdp(folder / "thief")


MakeService = Callable[..., ServiceProvider]


@pytest.fixture(scope="session")
def make_service(folder: Path) -> MakeService:
    def made(
        idp: ScriptedIdp, key: str = "tinh", *, beside: ScriptedIdp | None = None, **values: object
    ) -> ServiceProvider:
        """``beside``: another provider that is described in the same file, as federations do."""
        metadata = folder / f"{key}.xml"
        if not metadata.exists():  # a new file would be read anew, by all tests
            described = idp.metadata() + (beside.metadata() if beside else "")
            metadata.write_text(
                f'<md:EntitiesDescriptor xmlns:md="{METADATA}">{described}</md:EntitiesDescriptor>'
                if beside
                else described,
                encoding="utf-8",
            )
        own = own_key(folder / "own")
        settings = SamlSettings(
            key=key,
            issuer=idp.entity_id,
            metadata=metadata,
            site=SITE,
            prefix=f"/dang-nhap/saml/{key}/",
            signing_key=own.key,
            certificate=own.certificate,
            **values,  # type: ignore[arg-type]  # the caller names fields of the dataclass
        )
        return service_for(settings)

    return made


@pytest.fixture
def service(make_service: MakeService, idp: ScriptedIdp) -> ServiceProvider:
    return make_service(idp)


@dataclass(frozen=True)
class Asked:
    """A question that is open, and the honest answer to it."""

    service: ServiceProvider
    request_id: str
    honest: Answer


@pytest.fixture
def asked(db: None, service: ServiceProvider, idp: ScriptedIdp) -> Asked:
    request_id = exchange.begin(service).identifier
    settings = service.settings
    attributes = {"name": ("Nguyễn Văn An",), "groups": ("congvu-dau-moi", "khac")}
    return Asked(
        service, request_id, Answer(request_id, settings.acs, settings.own_id, idp.entity_id, attributes=attributes)
    )
