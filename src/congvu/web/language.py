"""Vietnamese first: the language is the one that was chosen here, not the one that the browser was installed
in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation


class LanguageMiddleware:
    """Django's own would follow ``Accept-Language``; officials' browsers are often English by accident."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        if self.is_async:
            return self._later(request)
        chosen = self._choose(request)
        return _label(self.get_response(request), chosen)

    async def _later(self, request: HttpRequest) -> HttpResponseBase:
        chosen = self._choose(request)
        return _label(await self.get_response(request), chosen)

    @staticmethod
    def _choose(request: HttpRequest) -> str:
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        chosen = cookie if cookie in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen
        return chosen


def _label(response: HttpResponseBase, chosen: str) -> HttpResponseBase:
    response.headers.setdefault("Content-Language", chosen)
    return response
