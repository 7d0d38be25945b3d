"""Providers for the tests of single sign-on, and a browser that goes through them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import django
import pytest
from django.http import HttpResponse
from django.test import Client

django.setup()  # this file may be read before pytest-django has set Django up

from congvu.accounts.models import Agency, AgencyName, WorkField  # noqa: E402
from congvu.accounts.sign_on import oidc  # noqa: E402
from tests.sign_on.scripted import CLIENT, SECRET, Scripted, running  # noqa: E402

CONFIGURATION = """
[[provider]]
key = "tinh"
label = "Đăng nhập một lần của tỉnh"
issuer = "{issuer}"
client_id = "{client}"
client_secret = "{secret}"
create = true
{more}
[provider.claims]
agency = "agency_code"
title = "title"
roles = "groups"
[provider.roles]
dau-moi = "coordinator"
chuyen-gia = "expert:lao-dong"
"""
Answer = Callable[..., HttpResponse]


@pytest.fixture
def provider() -> Iterator[Scripted]:
    oidc.forget()
    with running() as scripted:
        yield scripted
    oidc.forget()


@pytest.fixture
def configure(settings: object, tmp_path: Path) -> Callable[[str], Path]:
    """Put a sign-on file in force."""

    def configured(text: str) -> Path:
        file = tmp_path / f"sign-on-{len(text)}.toml"
        file.write_text(text, "utf-8")
        settings.CONGVU_SIGN_ON = file  # type: ignore[attr-defined]  # pytest-django's wrapper
        return file

    return configured


@pytest.fixture
def site(db: None, provider: Scripted, configure: Callable[[str], Path]) -> Scripted:
    """The site, signed on through the scripted provider, with one agency and one field."""
    configure(CONFIGURATION.format(issuer=provider.issuer, client=CLIENT, secret=SECRET, more=""))
    AgencyName.create(Agency.objects.create(code="so-bac"), "Sở Phía Bắc")
    AgencyName.create(Agency.objects.create(code="so-nam"), "Sở Phía Nam")
    WorkField.objects.create(code="lao-dong", name="Lao động")
    provider.person |= {"agency_code": "SO-BAC", "title": "Chuyên viên"}
    return provider


def begun(client: Client, provider: Scripted, key: str = "tinh", **query: str) -> dict[str, str]:
    """Off to the provider; what the site asks of it, which the provider remembers."""
    response = client.get(f"/dang-nhap/sso/{key}/", query)
    assert response.status_code == 302
    asked = {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}
    provider.nonce, provider.challenge = asked["nonce"], asked["code_challenge"]
    return asked


def came_back(client: Client, asked: dict[str, str], key: str = "tinh", code: str = "c", **more: str) -> HttpResponse:
    response: HttpResponse = client.get(
        f"/dang-nhap/sso/{key}/xong/", {"code": f"{code}-{asked['state']}", "state": asked["state"], **more}
    )
    return response


def signs_on(client: Client, provider: Scripted, **query: str) -> HttpResponse:
    """The whole way."""
    return came_back(client, begun(client, provider, **query))
