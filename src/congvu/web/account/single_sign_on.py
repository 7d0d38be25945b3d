"""Signing on through a provider: off to it, back from it, and out when it says so."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from congvu.accounts.actions import signed_in
from congvu.accounts.sign_on import oidc, sessions
from congvu.accounts.sign_on.arriving import arrive
from congvu.accounts.sign_on.errors import RefusedError
from congvu.accounts.sign_on.oidc import Attempt
from congvu.accounts.sign_on.providers import provider_of
from congvu.accounts.sign_on.types import Provider
from congvu.common import audit
from congvu.common.errors import NotAllowedError, UnavailableError
from congvu.web.request import safe_next

log = logging.getLogger("congvu.sign_on")
_ATTEMPTS = "sign_on_attempts"
_AT_ONCE = 5
"""Sign-ins that one browser may have begun and not finished (tabs)."""
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_GET
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Off to the provider."""
    provider = _provider(key)
    go_on = safe_next(request, settings.LOGIN_REDIRECT_URL)
    try:
        address, attempt = oidc.begin(provider, _back(request, provider), go_on)
    except (UnavailableError, RefusedError) as error:
        return _not_now(request, provider, error)
    kept = [*request.session.get(_ATTEMPTS, []), attempt.to_session()]
    request.session[_ATTEMPTS] = kept[-_AT_ONCE:]
    return HttpResponseRedirect(address)


@never_cache
@require_GET
def back(request: HttpRequest, key: str) -> HttpResponse:
    """Back from the provider: every check, then the session. An answer is taken once, whatever comes of it."""
    provider = _provider(key)
    answer = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    try:
        attempt = _attempt(request, answer.get("state", ""))
        said = oidc.finish(provider, attempt, answer, _back(request, provider))
        user = arrive(provider, said)
    except (UnavailableError, RefusedError) as error:
        return _not_now(request, provider, error)
    except NotAllowedError as error:
        audit.record("signin", outcome="refused", detail={"provider": provider.key, "why": "account"})
        return _page(request, provider, str(error.message), str(error.hint or ""), 403)
    login(request, user, backend=_BACKEND)
    if not request.session.session_key:
        request.session.create()
    sessions.began(str(request.session.session_key), user, provider, said)
    signed_in(user, provider=provider.key)
    return HttpResponseRedirect(attempt.next)


@csrf_exempt
@never_cache
@require_POST
def ended_there(request: HttpRequest, key: str) -> HttpResponse:
    """Back-channel logout: the provider tells us, without the person's browser. 200 or 400, as the standard says."""
    provider = _provider(key)
    try:
        sessions.end_by_token(provider, oidc.ended(provider, request.POST.get("logout_token", "")))
    except (RefusedError, UnavailableError) as error:
        log.warning("a logout token of %s is refused: %s", provider.key, error)
        audit.record("signout", outcome="refused", detail={"provider": provider.key, "why": str(error)[:200]})
        return HttpResponse(status=400)
    return HttpResponse()


def leave(request: HttpRequest) -> str:
    """Where the browser has to go so that the provider ends its session too; "" where nothing began there."""
    began = sessions.of_session(request.session.session_key)
    provider = provider_of(began.provider) if began else None
    if began is None or provider is None:
        return ""
    sessions.forget(began.session_key)
    try:
        return oidc.sign_out_address(provider, began.proof, request.build_absolute_uri(reverse("account:login")))
    except (UnavailableError, RefusedError) as error:
        log.warning("%s cannot be told of a sign-out: %s", provider.key, error)
        return ""


def _provider(key: str) -> Provider:
    provider = provider_of(key)
    if provider is None:
        raise Http404
    return provider


def _back(request: HttpRequest, provider: Provider) -> str:
    return request.build_absolute_uri(reverse("account:sign_on_back", args=[provider.key]))


def _attempt(request: HttpRequest, state: str) -> Attempt:
    kept = request.session.get(_ATTEMPTS, [])
    found = [row for row in kept if state and row["state"] == state]
    request.session[_ATTEMPTS] = [row for row in kept if row not in found]
    if not found:
        raise RefusedError("this browser did not begin this sign-in, or finished it before")
    return Attempt(**found[0])


def _not_now(request: HttpRequest, provider: Provider, error: Exception) -> HttpResponse:
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
