"""Signing on through a provider: off to it, back from it, and out when it says so."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from congvu.accounts.sign_on import oidc, sessions
from congvu.accounts.sign_on.errors import RefusedError
from congvu.accounts.sign_on.oidc import Attempt
from congvu.accounts.sign_on.providers import provider_of
from congvu.accounts.sign_on.saml.types import Outgoing
from congvu.accounts.sign_on.types import Provider
from congvu.common import audit
from congvu.common.errors import UnavailableError
from congvu.web.account.entering import enter, keep_attempt, log, provider_or_404, refused
from congvu.web.request import safe_next

_ATTEMPTS = "sign_on_attempts"


@never_cache
@require_GET
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Off to the provider."""
    provider = provider_or_404(key)
    go_on = safe_next(request, settings.LOGIN_REDIRECT_URL)
    if provider.saml:
        from congvu.web.account import saml  # its library only where somebody uses it

        return saml.start(request, provider, go_on)
    try:
        address, attempt = oidc.begin(provider, _back(request, provider), go_on)
    except (UnavailableError, RefusedError) as error:
        return refused(request, provider, error)
    keep_attempt(request, _ATTEMPTS, asdict(attempt))
    return HttpResponseRedirect(address)


@never_cache
@require_GET
def back(request: HttpRequest, key: str) -> HttpResponse:
    """Back from the provider: every check, then the session. An answer is taken once, whatever comes of it."""
    provider = provider_or_404(key, saml=False)
    answer = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    try:
        attempt = _attempt(request, answer.get("state", ""))
        said = oidc.finish(provider, attempt, answer, _back(request, provider))
    except (UnavailableError, RefusedError) as error:
        return refused(request, provider, error)
    return enter(request, provider, said) or HttpResponseRedirect(attempt.next)


@csrf_exempt
@never_cache
@require_POST
def ended_there(request: HttpRequest, key: str) -> HttpResponse:
    """Back-channel logout: the provider tells us, without the person's browser. 200 or 400, as the standard says."""
    provider = provider_or_404(key, saml=False)
    try:
        sessions.end_by_token(provider, oidc.ended(provider, request.POST.get("logout_token", "")))
    except (RefusedError, UnavailableError) as error:
        log.warning("a logout token of %s is refused: %s", provider.key, error)
        audit.record("signout", outcome="refused", detail={"provider": provider.key, "why": str(error)[:200]})
        return HttpResponse(status=400)
    return HttpResponse()


@never_cache
@require_GET
def ended_in_front(request: HttpRequest, key: str) -> HttpResponse:
    """Front-channel logout: the provider's page opens this in a frame of the person's own browser.

    Nothing is signed here, so it ends the session of this browser alone, and only if it began at this provider, with
    this session or (LemonLDAP::NG names no session, but the person) as this person. The browser sends the cookie
    where provider and site share a domain, as those of a province do.
    """
    provider = provider_or_404(key, saml=False)
    began = sessions.of_session(request.session.session_key)
    named = request.GET.get("sid", "")
    if (
        began is not None
        and began.provider == provider.key
        and request.GET.get("iss", "") == provider.issuer
        and named == (began.session or began.subject)
    ):
        audit.record("signout", actor=began.user, target=began.user, detail={"by": "provider"})
        sessions.forget(began.session_key)
        logout(request)
    return HttpResponse()


def leave(request: HttpRequest) -> Outgoing | None:
    """What the browser has to carry so that the provider ends its session too; None where nothing began there."""
    began = sessions.of_session(request.session.session_key)
    provider = provider_of(began.provider) if began else None
    if began is None or provider is None:
        return None
    sessions.forget(began.session_key)
    if provider.saml:
        from congvu.web.account import saml

        return saml.leave(provider, began)
    try:
        there = oidc.sign_out_address(provider, began.proof, request.build_absolute_uri(reverse("account:login")))
    except (UnavailableError, RefusedError) as error:
        log.warning("%s cannot be told of a sign-out: %s", provider.key, error)
        return None
    return Outgoing("", there) if there else None


def _back(request: HttpRequest, provider: Provider) -> str:
    return request.build_absolute_uri(reverse("account:sign_on_back", args=[provider.key]))


def _attempt(request: HttpRequest, state: str) -> Attempt:
    kept = request.session.get(_ATTEMPTS, [])
    found = [row for row in kept if state and row["state"] == state]
    request.session[_ATTEMPTS] = [row for row in kept if row not in found]
    if not found:
        raise RefusedError("this browser did not begin this sign-in, or finished it before")
    return Attempt(**found[0])
