"""Every condition that a believed message must meet, on the elements whose signature was verified.

A condition that is not written down on this page is not relied on. All times are UTC; ``skew`` seconds of difference
between clocks are allowed, each way.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from defusedxml import ElementTree
from saml2.sigver import MissingKey, SignatureError

from congvu.accounts.sign_on.saml.errors import SamlRefusedError
from congvu.accounts.sign_on.saml.gate import ASSERTION
from congvu.accounts.sign_on.saml.types import PERSISTENT, Assertion, LogoutRequest, NameId, SamlSettings
from congvu.common.clock import now

BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
LONGEST = dt.timedelta(hours=1)
"""No message is believed that was issued longer ago, whatever validity it claims."""
LONGEST_NAME = 255
"""Of a person, a session, a message: what the database keeps."""
_LOGOUT_LIVES = dt.timedelta(minutes=10)


def reason(error: Exception) -> str:
    """The word for what the library refused."""
    if isinstance(error, MissingKey):
        return "issuer"
    return "signature" if isinstance(error, SignatureError) else "invalid"


def assertion(response: Any, said: Any, settings: SamlSettings, issuer: str, request_id: str) -> Assertion:
    """What ``said`` (an assertion whose signature was verified) tells, if it is for us, for this request, and now."""
    skew = dt.timedelta(seconds=settings.skew)
    if response.issuer is not None and _text(response.issuer) != issuer:
        raise SamlRefusedError("issuer")
    _require(_text(said.issuer) == issuer, "issuer")
    _require(response.version == said.version == "2.0", "version")
    _require(response.status is not None and response.status.status_code.value == SUCCESS, "status")
    _require(response.destination == settings.acs, "destination")
    _require(response.in_response_to == request_id, "in_response_to")
    for stamp in (response.issue_instant, said.issue_instant):
        _check_issued(stamp, skew)
    expires = _conditions(said.conditions, settings, skew)
    expires = min(expires, _confirmed(said.subject, settings, request_id, skew))
    statements = said.authn_statement
    _require(len(statements) == 1, "statement")
    _require(len(str(said.id)) <= LONGEST_NAME, "structure")
    _require(len(str(statements[0].session_index or "")) <= LONGEST_NAME, "statement")
    ends = _moment(statements[0].session_not_on_or_after) if statements[0].session_not_on_or_after else None
    _require(ends is None or ends > now() - skew, "expired")
    return Assertion(
        identifier=str(said.id),
        issuer=issuer,
        name_id=_name_id(said.subject.name_id, settings),
        session_index=str(statements[0].session_index or ""),
        expires_at=expires,
        session_ends_at=ends,
        attributes=_attributes(said.attribute_statement),
    )


def logout_request(request: Any, settings: SamlSettings, issuer: str) -> LogoutRequest:
    """A provider's request (signature verified) that is for us and of now."""
    skew = dt.timedelta(seconds=settings.skew)
    _require(request is not None and _text(request.issuer) == issuer, "issuer")
    _require(request.destination == settings.slo, "destination")
    _check_issued(request.issue_instant, skew)
    expires = _moment(request.not_on_or_after) if request.not_on_or_after else now() + _LOGOUT_LIVES
    _require(expires > now() - skew, "expired")
    _require(request.name_id is not None and bool(_text(request.name_id)), "subject")
    _require(len(str(request.id)) <= LONGEST_NAME, "structure")
    return LogoutRequest(
        identifier=str(request.id),
        issuer=issuer,
        subject=_text(request.name_id),
        session_indexes=tuple(filter(None, (_text(index) for index in request.session_index))),
        expires_at=min(expires, now() + LONGEST) + 2 * skew,
    )


def logout_answer(answer: Any, settings: SamlSettings, issuer: str) -> str:
    """The request that a provider (signature verified) has answered."""
    _require(answer is not None and _text(answer.issuer) == issuer, "issuer")
    _require(answer.destination == settings.slo, "destination")
    _check_issued(answer.issue_instant, dt.timedelta(seconds=settings.skew))
    _require(bool(answer.in_response_to), "in_response_to")
    return str(answer.in_response_to)


def issuer_of(xml: bytes) -> str:
    """Whom an unverified message names as its sender: the choice of the key, not of the trust."""
    element = ElementTree.fromstring(xml, forbid_dtd=True).find(f"{{{ASSERTION}}}Issuer")
    return (element.text or "").strip() if element is not None else ""


def _require(holds: bool, word: str) -> None:
    if not holds:
        raise SamlRefusedError(word)


def _text(element: Any) -> str:
    return str(element.text or "").strip() if element is not None else ""


def _moment(stamp: str) -> dt.datetime:
    """A time of XML Schema with a time zone."""
    try:
        moment = dt.datetime.fromisoformat(stamp)
    except (TypeError, ValueError) as error:
        raise SamlRefusedError("time") from error
    _require(moment.tzinfo is not None, "time")
    return moment


def _check_issued(stamp: str, skew: dt.timedelta) -> None:
    issued = _moment(stamp)
    _require(issued <= now() + skew, "not_yet_valid")
    _require(issued > now() - LONGEST - skew, "expired")


def _conditions(conditions: Any, settings: SamlSettings, skew: dt.timedelta) -> dt.datetime:
    """When the assertion stops holding; it must be for us and only for us to use, now."""
    _require(conditions is not None and bool(conditions.not_on_or_after), "conditions")
    _require(not conditions.condition, "conditions")  # one that we do not know how to meet
    expires = _moment(conditions.not_on_or_after)
    _require(expires > now() - skew, "expired")
    if conditions.not_before:
        _require(_moment(conditions.not_before) <= now() + skew, "not_yet_valid")
    _require(len(conditions.audience_restriction) > 0, "audience")
    for restriction in conditions.audience_restriction:  # all must hold; in each, one of the audiences
        _require(settings.own_id in [_text(audience) for audience in restriction.audience], "audience")
    return expires


def _confirmed(subject: Any, settings: SamlSettings, request_id: str, skew: dt.timedelta) -> dt.datetime:
    """When the bearer's confirmation stops holding; one must be for our address and this request."""
    _require(subject is not None, "subject")
    bearers = [entry for entry in subject.subject_confirmation if entry.method == BEARER]
    _require(len(bearers) == 1 and bearers[0].subject_confirmation_data is not None, "subject")
    data = bearers[0].subject_confirmation_data
    _require(data.recipient == settings.acs, "recipient")
    _require(data.in_response_to == request_id, "in_response_to")
    _require(bool(data.not_on_or_after), "subject")
    expires = _moment(data.not_on_or_after)
    _require(expires > now() - skew, "expired")
    if data.not_before:
        _require(_moment(data.not_before) <= now() + skew, "not_yet_valid")
    return expires


def _name_id(name_id: Any, settings: SamlSettings) -> NameId:
    """A persistent name, given to us: any other kind would be another person at the next sign-in."""
    value = _text(name_id)
    _require(name_id.format == PERSISTENT, "name_id")
    _require(0 < len(value) <= LONGEST_NAME and value.isprintable(), "name_id")
    _require(name_id.sp_name_qualifier in (None, "", settings.own_id), "name_id")
    return NameId(value, str(name_id.name_qualifier or ""), str(name_id.sp_name_qualifier or ""))


def _attributes(statements: Any) -> dict[str, tuple[str, ...]]:
    named: dict[str, tuple[str, ...]] = {}
    friendly: dict[str, tuple[str, ...]] = {}
    for statement in statements:
        for attribute in statement.attribute:
            values = tuple(filter(None, (_text(value) for value in attribute.attribute_value)))
            named[attribute.name] = (*named.get(attribute.name, ()), *values)
            if attribute.friendly_name:
                friendly.setdefault(attribute.friendly_name, values)
    return {**friendly, **named}
