"""Through a certified provider and back, over HTTP on both sides."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2 as httpx
import pytest

from congvu.accounts.models import Agency, AgencyName, User
from congvu.accounts.queries import current_agency, viewer_for
from congvu.accounts.sign_on import oidc
from congvu.accounts.types import Role
from congvu.common.models import AuditEvent
from tests.sign_on import real
from tests.sign_on.conftest import CONFIGURATION

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)


def submitted(browser: httpx.Client, page: httpx.Response, **fields: str) -> httpx.Response:
    """The page's form, filled in and sent."""
    action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
    assert action, page.text[:500]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    target = page.url.join(html.unescape(action.group(1)))
    return browser.post(target, data={**hidden, **fields}, follow_redirects=True)


def signed_on(browser: httpx.Client, site: str, who: str) -> httpx.Response:
    page = browser.get(f"{site}/dang-nhap/sso/tinh/", follow_redirects=True)
    page = submitted(browser, page, prompt="login", login=who, password="bat-ky")
    return submitted(browser, page, prompt="consent")


def is_in(browser: httpx.Client, site: str) -> bool:
    return browser.get(f"{site}/muc-dich-luu-tru/", follow_redirects=False).status_code == 200


def test_sign_in_agency_and_role_and_out_at_the_provider_is_out_here(
    live_server: LiveServer, configure: Callable[[str], Path], settings: object
) -> None:
    AgencyName.create(Agency.objects.create(code="stp"), "Sở Tư pháp")
    oidc.forget()
    with real.running(live_server.url) as issuer, httpx.Client() as browser, httpx.Client() as other:
        configure(CONFIGURATION.format(issuer=issuer, client="congvu", secret="chi-de-thu", more=""))
        landed = signed_on(browser, live_server.url, "an")
        assert landed.status_code == 200
        assert landed.url.path == "/muc-dich-luu-tru/"
        user = User.objects.get()
        agency = current_agency(user)
        assert (user.username, user.full_name, agency and agency.code) == ("an", "Lý Thị An", "stp")
        assert (Role.COORDINATOR, agency and agency.pk) in viewer_for(user).agency_roles

        # A second browser of the same person: signing out in it at the provider leaves the first one alone.
        signed_on(other, live_server.url, "an")
        assert is_in(browser, live_server.url)
        assert is_in(other, live_server.url)
        page = other.get(f"{issuer}/session/end", follow_redirects=True)
        submitted(other, page, logout="yes")
        assert not is_in(other, live_server.url)
        assert is_in(browser, live_server.url)
        assert AuditEvent.objects.filter(action="signout", detail={"by": "provider"}).count() == 1

        # Out here goes on to the provider, which then no longer knows the person.
        token = browser.cookies.get("csrftoken") or ""
        page = browser.post(
            f"{live_server.url}/dang-xuat/", data={"csrfmiddlewaretoken": token}, headers={"Referer": live_server.url}
        )
        assert not is_in(browser, live_server.url)
        page = browser.get(page.headers["Refresh"].partition("url=")[2], follow_redirects=True)
        back = submitted(browser, page, logout="yes")
        assert str(back.url).startswith(f"{live_server.url}/dang-nhap/")
        again = browser.get(f"{live_server.url}/dang-nhap/sso/tinh/", follow_redirects=True)
        assert "login" in again.text
        assert not is_in(browser, live_server.url)
