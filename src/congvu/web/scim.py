"""SCIM 2.0 for the province's directory: a token of its own, no session, no page."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from scim2_models import UnauthorizedException
from scim2_server.applications.base import BaseApplication
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import SCIM_MEDIA_TYPE, ScimResponse
from scim2_server.service import ScimService

from congvu.accounts.scim.clients import client_of
from congvu.accounts.scim.resources import provider
from congvu.accounts.scim.storage import Storage
from congvu.common import audit

_WRITES = frozenset(("POST", "PUT", "PATCH", "DELETE"))


class _Application(BaseApplication):
    """The library's protocol between a Django request and our storage."""

    def __init__(self) -> None:
        super().__init__(provider(), ScimService(provider()))
        self.handler = ScimHandler(self.service, Storage())

    def answer(self, request: ScimRequest) -> ScimResponse:
        try:
            response = self._served(request)
        except Exception as error:  # the library's own server does the same: an error has a form in the protocol
            response = self.handle_exception(request, error)
        return self.finalize_response(request, response)

    def _served(self, request: ScimRequest) -> ScimResponse:
        client = client_of(request.header("Authorization"))
        if client is None and request.path.strip("/") != "ServiceProviderConfig":  # RFC 7643 §5: that one is public
            raise UnauthorizedException
        with transaction.atomic():
            response = self.handler.handle(request)
            if client is not None and request.method in _WRITES and not request.path.endswith("/.search"):
                audit.record("scim.write", target=client, detail={"method": request.method, "path": request.path})
            return response


@csrf_exempt  # a token in a header, never a cookie
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Every address below /scim/v2/. Answers are SCIM's, errors too."""
    base = reverse("scim", args=["x"]).removesuffix("/x")
    told = ScimRequest(
        method=request.method or "GET",
        base_url=request.build_absolute_uri(base),
        path=f"/{path.removesuffix('/')}",
        query={name: str(value) for name, value in request.GET.items()},
        headers=dict(request.headers.items()),
        body=request.body,
    )
    response = _Application().answer(told)
    headers = {name: value for name, value in response.headers.items() if name.lower() != "content-type"}
    if response.body is None:
        return HttpResponse(status=int(response.status), headers=headers, content_type=SCIM_MEDIA_TYPE)
    return JsonResponse(response.body, status=int(response.status), headers=headers, content_type=SCIM_MEDIA_TYPE)
