"""Static files from the packages, served under ASGI without leaving the event loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile


class StaticMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]  # whitenoise has no types
    """WhiteNoise, whole files at once.

    WhiteNoise's own middleware is synchronous, which would push every request of the site onto a thread, and
    it streams from a file, which Django under ASGI warns about. Our files are small: they are sent in one
    piece.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        super().__init__(get_response)
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """The static file asked for, or the answer of the next middleware (awaitable under ASGI)."""
        file = self.files.get(request.path_info)
        if file is None:
            return self.get_response(request)
        response = self.serve(file, request)
        return _ready(response) if iscoroutinefunction(self.get_response) else response

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """The file, or 304 or 206, with the headers that WhiteNoise worked out."""
        found = static_file.get_response(request.method, request.META)
        content = b""
        if found.file is not None:
            with found.file as stream:
                content = stream.read()
        response = HttpResponse(content, status=int(found.status))
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        return response


async def _ready(response: HttpResponse) -> HttpResponse:
    return response
