"""What every way in through a provider has in common: the session that begins, and the page that says why not."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from congvu.accounts.actions import signed_in
from congvu.accounts.sign_on import sessions
from congvu.accounts.sign_on.arriving import arrive
from congvu.accounts.sign_on.errors import RefusedError
from congvu.accounts.sign_on.providers import provider_of
from congvu.accounts.sign_on.types import Provider, Said
from congvu.common import audit
from congvu.common.errors import NotAllowedError, UnavailableError

log = logging.getLogger("congvu.sign_on")
AT_ONCE = 5
"""Sign-ins that one browser may have begun and not finished (tabs)."""
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def provider_or_404(key: str, *, saml: bool | None = None) -> Provider:
    """The provider with this key, of SAML or not where that is asked for."""
    provider = provider_of(key)
    if provider is None or (saml is not None and bool(provider.saml) != saml):
        raise Http404
    return provider


def enter(request: HttpRequest, provider: Provider, said: Said) -> HttpResponse | None:
    """Begin the session of whoever the provider speaks of; the page that says why not, or None when they are in."""
    try:
        user = arrive(provider, said)
    except NotAllowedError as error:
        audit.record("signin", outcome="refused", detail={"provider": provider.key, "why": "account"})
        return _page(request, provider, str(error.message), str(error.hint or ""), 403)
    login(request, user, backend=_BACKEND)
    if not request.session.session_key:
        request.session.create()
    sessions.began(str(request.session.session_key), user, provider, said)
    signed_in(user, provider=provider.key)
    return None


def keep_attempt(request: HttpRequest, name: str, attempt: Mapping[str, Any]) -> None:
    """Remember in this browser's session that it began to sign in; the oldest of more than ``AT_ONCE`` is forgotten."""
    request.session[name] = [*request.session.get(name, []), dict(attempt)][-AT_ONCE:]


def may_lead_to(response: HttpResponse, url: str) -> None:
    """Let the forms of this one page lead to a provider. Any host of its scheme: a provider may send the form on to
    another of its hosts, and browsers check every hop. Nothing on such a page comes from people.
    """
    response._csp_update = {"form-action": [f"{urlsplit(url).scheme}:"]}  # type: ignore[attr-defined]  # django-csp


def refused(request: HttpRequest, provider: Provider, error: RefusedError | UnavailableError) -> HttpResponse:
    """The page for an answer that is not believed, or a provider that does not answer; audited and logged."""
    log.warning("sign-on by %s: %s", provider.key, error)
    if isinstance(error, UnavailableError):
        message = _("%(provider)s does not answer just now.") % {"provider": provider.label}
        return _page(request, provider, message, _("Try again in a few minutes."), 503)
    audit.record("signin", outcome="refused", detail={"provider": provider.key, "why": str(error)[:200]})
    message = _("The answer of %(provider)s could not be accepted.") % {"provider": provider.label}
    return _page(request, provider, message, _("Start again from the sign-in page."), 400)


def _page(request: HttpRequest, provider: Provider, message: str, hint: str, status: int) -> HttpResponse:
    context = {"provider": provider, "message": message, "hint": hint}
    return render(request, "account/sign_on_refused.html", context, status=status)
