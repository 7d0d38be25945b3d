"""Default deny: nobody sees a page without signing in, but for the routes listed here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from congvu.accounts.models import User
from congvu.accounts.queries import has_left, viewer_for
from congvu.common import audit
from congvu.common.errors import NotAllowedError
from congvu.web import errors
from congvu.web.account.notice import NOTICE_FREE, has_accepted
from congvu.web.objects import Refused
from congvu.web.request import with_next

PUBLIC = frozenset(
    {
        "account:login", "account:language", "health",
        "account:sign_on", "account:sign_on_back", "account:sign_on_ended",
        "account:sign_on_front", "account:saml_metadata", "account:saml_take", "account:saml_back",
        "account:saml_signed_out", "scim", "receive", "fate",
    }
)  # fmt: skip
"""Route names that a stranger may open; ``tests/web/test_matrix.py`` holds the same list against the URLconf.
"""


class AccessMiddleware:
    """Turns strangers away, asks newcomers to read the notice, and gives ``request.viewer`` to everybody
    else.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """None lets the view run. Rights are read from the database anew at every request."""
        route = request.resolver_match.view_name if request.resolver_match else ""
        user = request.user
        if isinstance(user, User):
            viewer = viewer_for(user)
            if has_left(user, viewer):
                audit.record("signout", actor=user, target=user, detail={"by": "membership ended"})
                logout(request)
                return None if route in PUBLIC else _go_first(request, "account:login")
            request.viewer = viewer  # type: ignore[attr-defined]  # see PersonRequest
            if route not in NOTICE_FREE and not has_accepted(request, user):
                return _go_first(request, "account:notice")
            return None
        return None if route in PUBLIC else _go_first(request, "account:login")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Write what a signed-in person was refused into the log; an action's own refusal becomes a 403."""
        refusals = (Refused, NotAllowedError, PermissionDenied)
        if not isinstance(request.user, User) or not isinstance(exception, refusals):
            return None
        audit.record(
            "access.refused",
            actor=request.user,
            target_type=exception.target_type if isinstance(exception, Refused) else "",
            target_id=exception.target_id if isinstance(exception, Refused) else "",
            outcome="refused",
            detail={
                "route": request.resolver_match.view_name if request.resolver_match else "",
                "method": request.method or "",
            },
        )
        return errors.forbidden(request) if isinstance(exception, NotAllowedError) else None


def _go_first(request: HttpRequest, page: str) -> HttpResponse:
    """To another page and back here; only what can be asked for again (GET) is come back to."""
    if "text/event-stream" in request.headers.get("Accept", ""):
        return HttpResponse(status=401)
    here = request.get_full_path() if request.method == "GET" and "HX-Request" not in request.headers else "/"
    target = with_next(page, here)
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
