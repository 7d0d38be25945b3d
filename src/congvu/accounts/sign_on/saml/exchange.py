"""Questions to a provider and their answers: each is asked by one browser, answered once, and fetched once.

The order of a sign-in: ``begin`` (the browser keeps the identifier in its session and carries the request away),
``take_answer`` (the provider's form; no cookies, so only a ticket is given), ``redeem`` (the browser that asked, with
its session and the ticket). Whoever makes somebody else's browser deliver an answer gets nothing: that browser's
session does not hold the identifier.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction

from congvu.accounts.models import SamlExchange
from congvu.accounts.sign_on.saml import gate
from congvu.accounts.sign_on.saml.errors import SamlRefusedError
from congvu.accounts.sign_on.saml.types import Assertion, LogoutRequest, NameId, Outgoing
from congvu.accounts.sign_on.sessions import take_once
from congvu.common.clock import now
from congvu.common.hashing import sha256_hex

if TYPE_CHECKING:
    from congvu.accounts.sign_on.saml.service import ServiceProvider

PATIENCE = dt.timedelta(minutes=15)
"""How long a person may take at the provider: a password, a code on the telephone, a forgotten password."""
TICKET_LIVES = dt.timedelta(minutes=2)


@transaction.atomic
def begin(service: ServiceProvider) -> Outgoing:
    """A new question for the browser to carry; its identifier belongs into the browser's session."""
    _forget()
    outgoing = service.sign_in_request()
    _open(service, outgoing, SamlExchange.Purpose.SIGN_IN)
    return outgoing


def take_answer(service: ServiceProvider, message: str) -> tuple[str, str]:
    """Believe or refuse what a provider posted; returns (request identifier, ticket).

    Verifying starts a program, so nothing is verified that does not answer an open question. The lock is taken only
    afterwards: of two copies that arrive together, one finds the question answered.
    """
    request_id = gate.in_response_to(gate.decoded(message, deflated=False))
    provider = service.settings.key
    if not _open_questions(provider, SamlExchange.Purpose.SIGN_IN).filter(request_id=request_id).exists():
        raise SamlRefusedError("in_response_to")
    assertion = service.read_answer(message, request_id)
    ticket = secrets.token_urlsafe(32)
    with transaction.atomic():
        asked = _open_questions(provider, SamlExchange.Purpose.SIGN_IN).filter(request_id=request_id)
        question = asked.select_for_update().first()
        if question is None:
            raise SamlRefusedError("replayed")
        _only_once(assertion.issuer, assertion.identifier, assertion.expires_at + 2 * _skew(service))
        question.answered_at, question.expires_at = now(), now() + TICKET_LIVES
        question.ticket_hash, question.said = sha256_hex(ticket), _stored(assertion)
        question.save(update_fields=["answered_at", "expires_at", "ticket_hash", "said"])
    return request_id, ticket


@transaction.atomic
def redeem(provider: str, ticket: str, request_ids: Collection[str]) -> tuple[str, Assertion]:
    """The request and the assertion that ``ticket`` stands for, if this browser asked; both are gone afterwards."""
    found = SamlExchange.objects.select_for_update().filter(
        provider=provider,
        purpose=SamlExchange.Purpose.SIGN_IN,
        answered_at__isnull=False,
        ticket_hash=sha256_hex(ticket),
        expires_at__gt=now(),
    )
    answered = found.first()
    if answered is None:
        raise SamlRefusedError("ticket")
    if answered.request_id not in request_ids:
        raise SamlRefusedError("other_browser")
    assertion = _restored(answered.said or {})
    answered.delete()
    return answered.request_id, assertion


@transaction.atomic
def begin_sign_out(service: ServiceProvider, name_id: NameId, session_index: str) -> Outgoing | None:
    """A request to the provider to end the session there; None where it has no address for that."""
    _forget()
    outgoing = service.sign_out_request(name_id, session_index)
    if outgoing is not None:
        _open(service, outgoing, SamlExchange.Purpose.SIGN_OUT)
    return outgoing


@transaction.atomic
def signed_out_there(service: ServiceProvider, message: str, query: str | None) -> None:
    """A provider's answer to our request to sign out; refused unless we asked, or a second time."""
    request_id = service.read_sign_out_answer(message, query=query)
    asked = _open_questions(service.settings.key, SamlExchange.Purpose.SIGN_OUT).filter(request_id=request_id)
    if asked.delete()[0] == 0:
        raise SamlRefusedError("in_response_to")


@transaction.atomic
def take_sign_out(service: ServiceProvider, message: str, query: str | None) -> LogoutRequest:
    """A provider's request to end sessions, believed once. What to end is the caller's part, in the transaction."""
    request = service.read_sign_out_request(message, query=query)
    _only_once(request.issuer, request.identifier, request.expires_at)
    return request


def _open(service: ServiceProvider, outgoing: Outgoing, purpose: SamlExchange.Purpose) -> None:
    SamlExchange.objects.create(
        request_id=outgoing.identifier,
        provider=service.settings.key,
        purpose=purpose,
        expires_at=now() + PATIENCE,
    )


def _open_questions(provider: str, purpose: SamlExchange.Purpose) -> Any:
    return SamlExchange.objects.filter(
        provider=provider, purpose=purpose, answered_at__isnull=True, expires_at__gt=now()
    )


def _only_once(issuer: str, identifier: str, expires_at: dt.datetime) -> None:
    if not take_once(issuer, identifier, expires_at):
        raise SamlRefusedError("replayed")


def _forget() -> None:
    """What can no longer be answered is not kept."""
    SamlExchange.objects.filter(expires_at__lte=now()).delete()


def _skew(service: ServiceProvider) -> dt.timedelta:
    return dt.timedelta(seconds=service.settings.skew)


def _stored(assertion: Assertion) -> dict[str, Any]:
    values = asdict(assertion)
    values["expires_at"] = assertion.expires_at.isoformat()
    values["session_ends_at"] = assertion.session_ends_at.isoformat() if assertion.session_ends_at else None
    return values


def _restored(values: dict[str, Any]) -> Assertion:
    ends = values["session_ends_at"]
    return Assertion(
        identifier=values["identifier"],
        issuer=values["issuer"],
        name_id=NameId(**values["name_id"]),
        session_index=values["session_index"],
        expires_at=dt.datetime.fromisoformat(values["expires_at"]),
        session_ends_at=dt.datetime.fromisoformat(ends) if ends else None,
        attributes={name: tuple(given) for name, given in values["attributes"].items()},
    )
