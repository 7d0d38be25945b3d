"""The request as every signed-in view sees it, and the two small things all views need."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from congvu.accounts.models import User
from congvu.accounts.types import Viewer


class PersonRequest(HttpRequest):
    """A request that passed ``AccessMiddleware``: somebody is signed in. ``viewer`` holds the rights of this
    moment.
    """

    user: User
    viewer: Viewer


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Where the form says to go on to, if that is a page of this site; otherwise ``fallback``."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if allowed else fallback


def with_next(name: str, path: str) -> str:
    """The address of the page ``name``, which goes on to ``path`` afterwards."""
    return f"{reverse(name)}?{urlencode({'next': path})}"
