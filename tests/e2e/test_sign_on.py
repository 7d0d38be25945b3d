"""In a real browser through LemonLDAP::NG: by SAML as another site, by OpenID Connect under the same domain.

For a browser ``localhost`` and ``127.0.0.1`` are two sites. So by the first name the provider's form reaches us
without cookies, which is the hard case of SAML; by the second the provider's frames carry them, which is the only
case in which LemonLDAP::NG's sign-out by frame can work at all.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import DESK, PHONE, TIMEOUT_MS, no_sideways_scrolling
from tests.providers.directory import AN, BINH, Official
from tests.providers.lemonldap import LemonLdap, RelyingParty, free_port, missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.e2e.site import Site

CONFIGURATION = """
[[provider]]
kind = "saml"
key = "tinh"
label = "Đăng nhập một lần của tỉnh"
issuer = "{there}/saml/metadata"
metadata = "tinh.xml"
site = "{saml_site}"
request_binding = "{binding}"
create = true
[provider.claims]
username = "uid"
full_name = "name"
agency = "agency"
title = "title"
roles = "groups"
[provider.roles]
congvu-dau-moi = "coordinator"

[[provider]]
key = "mo"
label = "OpenID của tỉnh"
issuer = "{there}/"
client_id = "congvu"
client_secret = "chi-de-thu"
create = true
[provider.claims]
username = "sub"
full_name = "name"
agency = "agency"
title = "title"
roles = "groups"
[provider.roles]
congvu-dau-moi = "coordinator"
"""


@pytest.fixture(scope="module")
def running(browser: Browser) -> Iterator[tuple[Site, LemonLdap]]:
    """A site of its own, without the demo, and the provider that it is signed on through."""
    program = missing() or ("" if shutil.which("xmlsec1") else "xmlsec1")
    if program:
        pytest.skip(f"not installed: {program}")
    from tests.e2e.site import Site

    started: list[LemonLdap] = []

    def signed_on(site: Site) -> Mapping[str, str]:
        saml_site = site.url.replace("127.0.0.1", "localhost")
        party = RelyingParty(
            "congvu",
            "chi-de-thu",
            f"{site.url}/dang-nhap/sso/mo/xong/",
            f"{site.url}/dang-nhap/",
            f"{site.url}/dang-nhap/sso/mo/dang-xuat/",
        )
        port = free_port()
        there = f"http://127.0.0.1:{port}"
        file = site.data_dir / "sign-on.toml"
        file.write_text(CONFIGURATION.format(there=there, saml_site=saml_site, binding="redirect"), "utf-8")
        described = _described(saml_site, site.data_dir / "sign-on")
        started.append(LemonLdap(saml={"congvu": described}, oidc={"congvu": party}, port=port))
        (site.data_dir / "tinh.xml").write_text(started[0].saml_metadata, "utf-8")
        return {"CONGVU_SIGN_ON": str(file)}

    site = Site(seed="tests.e2e.seed_agencies", demo=False, more=signed_on)
    yield site, started[0]
    site.close()
    started[0].close()


def _described(site: str, keys: Path) -> str:
    """What the site will say of itself once it runs, with the key that it will find in its folder."""
    from congvu.accounts.sign_on.saml.description import describe
    from congvu.accounts.sign_on.saml.keys import own_key
    from congvu.accounts.sign_on.saml.types import SamlSettings

    own = own_key(keys)
    return describe(
        SamlSettings(
            "tinh", "-", Path("-"), site, "/dang-nhap/saml/tinh/", signing_key=own.key, certificate=own.certificate
        )
    )


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def opened(size: object = DESK, *, js: bool = True) -> Page:
        context = browser.new_context(viewport=size, locale="vi-VN", java_script_enabled=js)  # type: ignore[arg-type]
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def signs_in(page: Page, site: str, label: str, who: Official = BINH) -> None:
    """From our sign-in page through the provider's to the notice, and past it."""
    page.goto(f"{site}/dang-nhap/")
    no_sideways_scrolling(page)
    page.get_by_role("link", name=label).click()
    page.locator("input[name=user]").fill(who.uid)
    page.locator("input[name=password]").first.fill(who.password)
    page.locator("button[type=submit]").first.click()
    page.wait_for_url(re.compile(re.escape(site)))
    if "muc-dich-luu-tru" in page.url:
        page.get_by_role("button", name="Tôi đã đọc, tiếp tục").click()
    page.locator("#question").wait_for()


def is_of(page: Page, who: Official, agency: str) -> None:
    """The page is that person's, of that agency."""
    page.locator("details.menu summary").click()
    panel = page.locator(".menu__panel")
    assert who.name in panel.inner_text()
    assert agency in panel.inner_text()
    page.locator("details.menu summary").click()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_saml_from_another_site(size: object, running: tuple[Site, LemonLdap], new_page: Callable[..., Page]) -> None:
    site, provider = running
    here = site.url.replace("127.0.0.1", "localhost")
    page = new_page(size)
    signs_in(page, here, "Đăng nhập một lần của tỉnh")
    is_of(page, BINH, "Sở Phía Nam")
    page.goto(f"{here}/van-ban/cung-cap/")
    assert page.locator("input[type=file]").count() == 1  # what a coordinator may do

    # Out here is out there.
    page.goto(f"{here}/")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(f"{here}/dang-nhap/**")
    page.get_by_role("link", name="Đăng nhập một lần của tỉnh").click()
    page.locator("input[name=password]").first.wait_for()

    # Out there is out here.
    signs_in(page, here, "Đăng nhập một lần của tỉnh")
    page.goto(f"{provider.url}/?logout=1")
    page.wait_for_load_state("networkidle")
    page.goto(f"{here}/")
    page.wait_for_url(f"{here}/dang-nhap/**")


def test_openid_under_one_domain(running: tuple[Site, LemonLdap], new_page: Callable[..., Page]) -> None:
    site, provider = running
    page = new_page()
    signs_in(page, site.url, "OpenID của tỉnh", AN)  # the other is known by another issuer, and stays that person's
    is_of(page, AN, "Sở Phía Bắc")
    page.goto(f"{provider.url}/?logout=1")
    page.wait_for_load_state("networkidle")
    page.goto(f"{site.url}/")
    page.wait_for_url(f"{site.url}/dang-nhap/**")
