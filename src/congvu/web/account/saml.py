"""SAML 2.0: our description, the way to the provider and back, and signing out from either side.

An answer arrives as a form from the provider's site, without this site's cookies (SameSite=Lax), so it cannot begin a
session by itself: it leaves a ticket, with which the browser comes by an ordinary link, cookies included. RelayState
is neither sent nor read: where to go on to is in the session of the browser that asked.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congvu.accounts.models import SignOnSession
from congvu.accounts.sign_on import sessions
from congvu.accounts.sign_on.errors import RefusedError
from congvu.accounts.sign_on.saml import exchange
from congvu.accounts.sign_on.saml.types import Assertion, NameId, Outgoing, SamlSettings
from congvu.accounts.sign_on.types import Provider, Said
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, UnavailableError
from congvu.web.account.entering import enter, keep_attempt, log, may_lead_to, provider_or_404, refused

if TYPE_CHECKING:  # the library takes 50 MB: it is loaded where a provider of SAML is configured
    from congvu.accounts.sign_on.saml.service import ServiceProvider

_ASKED = "saml_asked"


def start(request: HttpRequest, provider: Provider, go_on: str) -> HttpResponse:
    """Off to the provider."""
    try:
        outgoing = exchange.begin(_service(provider))
    except UnavailableError as error:
        return refused(request, provider, error)
    keep_attempt(request, _ASKED, {"id": outgoing.identifier, "next": go_on})
    return carried(request, provider, outgoing)


@never_cache
@require_GET
def metadata(request: HttpRequest, key: str) -> HttpResponse:
    """Our description for the provider's administrator; public, as it must be."""
    provider = provider_or_404(key, saml=True)
    from congvu.accounts.sign_on.saml.description import describe

    return HttpResponse(describe(_settings(provider)), content_type="application/samlmetadata+xml")


@csrf_exempt
@never_cache
@require_POST
def take(request: HttpRequest, key: str) -> HttpResponse:
    """An answer, posted by a browser that comes from the provider."""
    provider = provider_or_404(key, saml=True)
    try:
        _, ticket = exchange.take_answer(_service(provider), request.POST.get("SAMLResponse", ""))
    except (RefusedError, UnavailableError) as error:
        return refused(request, provider, error)
    return _see(f"{reverse('account:saml_back', args=[provider.key])}?ma={ticket}")


@never_cache
@require_GET
def back(request: HttpRequest, key: str) -> HttpResponse:
    """The browser that asked, with the ticket for the answer."""
    provider = provider_or_404(key, saml=True)
    asked = {row["id"]: row for row in request.session.get(_ASKED, [])}
    try:
        request_id, assertion = exchange.redeem(provider.key, request.GET.get("ma", ""), asked)
    except RefusedError as error:
        return refused(request, provider, error)
    request.session[_ASKED] = [row for row in asked.values() if row["id"] != request_id]
    not_in = enter(request, provider, _said(assertion))
    if not_in is not None:
        return not_in
    ends = assertion.session_ends_at
    if ends is not None and (ends - now()).total_seconds() < settings.SESSION_COOKIE_AGE:
        request.session.set_expiry(ends)
    return HttpResponseRedirect(asked[request_id]["next"])


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def signed_out(request: HttpRequest, key: str) -> HttpResponse:
    """From the provider: somebody has signed out there, or its answer to our own request. Signed, or refused."""
    provider = provider_or_404(key, saml=True)
    given = request.GET if request.method == "GET" else request.POST
    query = request.META.get("QUERY_STRING", "") if request.method == "GET" else None
    try:
        service = _service(provider)
        if given.get("SAMLResponse"):
            exchange.signed_out_there(service, given["SAMLResponse"], query)
            return _see(reverse("account:login"))
        return _obey(request, provider, service, given, query)
    except (RefusedError, UnavailableError) as error:
        log.warning("a sign-out by %s is refused: %s", provider.key, error)
        audit.record("signout", outcome="refused", detail={"provider": provider.key, "why": str(error)[:200]})
        return HttpResponse(status=400)


def _obey(
    request: HttpRequest, provider: Provider, service: ServiceProvider, given: Any, query: str | None
) -> HttpResponse:
    """End what the provider says has ended, and send the browser back with our signed answer."""
    with transaction.atomic():
        told = exchange.take_sign_out(service, given.get("SAMLRequest", ""), query)
        sessions.end_of_person(provider, told.subject, told.session_indexes)
    answer = service.sign_out_answer(told, given.get("RelayState", ""), done=True)
    return carried(request, provider, answer) if answer else HttpResponse()


def leave(provider: Provider, began: SignOnSession) -> Outgoing | None:
    """The message that ends the session there too; None where the provider has no place for it."""
    try:
        return exchange.begin_sign_out(_service(provider), NameId(**json.loads(began.proof)), began.session)
    except UnavailableError as error:
        log.warning("%s cannot be told of a sign-out: %s", provider.key, error)
        return None


def carried(request: HttpRequest, provider: Provider, outgoing: Outgoing) -> HttpResponse:
    """The browser carries the message: by a redirect, or by a form where that is the provider's way."""
    if not outgoing.fields:
        return HttpResponseRedirect(outgoing.url)
    context = {"provider": provider, "url": outgoing.url, "fields": dict(outgoing.fields)}
    response = render(request, "account/carry.html", context)
    may_lead_to(response, outgoing.url)
    return response


def _service(provider: Provider) -> ServiceProvider:
    from congvu.accounts.sign_on.saml.configuration import usable

    try:
        return usable(_settings(provider))
    except InvalidInputError as error:  # the file was right at the start and is not now
        raise UnavailableError(error.message) from error


def _settings(provider: Provider) -> SamlSettings:
    if provider.saml is None:
        raise Http404
    return provider.saml


def _said(assertion: Assertion) -> Said:
    """As every provider's word; an attribute with one value is that value, with more it is a list."""
    name = assertion.name_id
    return Said(
        issuer=assertion.issuer,
        subject=name.value,
        session=assertion.session_index,
        proof=json.dumps(
            {"value": name.value, "name_qualifier": name.name_qualifier, "sp_name_qualifier": name.sp_name_qualifier}
        ),
        claims={
            attribute: values[0] if len(values) == 1 else list(values)
            for attribute, values in assertion.attributes.items()
            if values
        },
    )


def _see(address: str) -> HttpResponse:
    """303: whatever brought the browser here, it goes on by GET."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
