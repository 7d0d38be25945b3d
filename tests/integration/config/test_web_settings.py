from __future__ import annotations

import pytest
from django.conf import settings
from django.test import AsyncClient, Client
from django.utils.module_loading import import_string

FONT = "/static/fonts/be-vietnam-pro/BeVietnamPro-Regular.ttf"


def test_a_font_comes_from_its_package_whole_and_with_its_type() -> None:
    response = Client().get(FONT)
    assert response.status_code == 200
    assert response["Content-Type"] == "font/ttf"
    assert len(response.content) == int(response["Content-Length"]) > 50_000
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_font_that_the_browser_has_is_not_sent_again() -> None:
    known = Client().get(FONT)["ETag"]
    response = Client().get(FONT, headers={"If-None-Match": known})
    assert (response.status_code, response.content) == (304, b"")


async def test_static_files_are_served_under_asgi_without_a_warning() -> None:
    response = await AsyncClient().get(FONT)
    assert response.status_code == 200
    assert not response.streaming


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/fonts/be-vietnam-pro/../../x.py"])
def test_static_addresses_do_not_leave_their_folder(path: str) -> None:
    assert Client().get(path).status_code in {302, 404}


def test_nothing_is_open_by_default() -> None:
    assert settings.DEBUG is False
    assert "*" not in settings.ALLOWED_HOSTS
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.X_FRAME_OPTIONS == "DENY"
    assert len(settings.SECRET_KEY) >= 50


@pytest.mark.parametrize("middleware", settings.MIDDLEWARE)
def test_no_middleware_pushes_requests_off_the_event_loop(middleware: str) -> None:
    assert getattr(import_string(middleware), "async_capable", False)
