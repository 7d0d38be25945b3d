"""An identity provider that says whatever a test wants, with real keys and real signatures (pysaml2, xmlsec1)."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT, saml, samlp
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.s_utils import success_status_factory
from saml2.sigver import pre_signature_part, security_context

from congvu.accounts.sign_on.saml.keys import own_key

PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
RESPONSE = "urn:oasis:names:tc:SAML:2.0:protocol:Response"
ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion:Assertion"
LOGOUT_REQUEST = "urn:oasis:names:tc:SAML:2.0:protocol:LogoutRequest"

Change = Callable[[Any], object]


def new_id() -> str:
    return f"_{uuid.uuid4().hex}"


def stamp(seconds: float = 0) -> str:
    """The time so many seconds from now."""
    return (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Answer:
    """What an answer says; the defaults are an honest one that is valid for five minutes."""

    request_id: str
    acs: str
    audience: str
    issuer: str
    subject: str = "p-0001"
    name_format: str = PERSISTENT
    attributes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    issued: float = 0
    begins: float = -30
    ends: float = 300
    session_index: str = "s-1"
    status: Callable[[], Any] = success_status_factory
    sign_assertion: bool = True
    sign_response: bool = True
    change_assertion: Change | None = None
    change_response: Change | None = None
    signature_method: str = RSA_SHA256
    digest_method: str = SHA256

    def but(self, **changes: Any) -> Answer:
        return replace(self, **changes)


class ScriptedIdp:
    """A provider with a key of its own, named ``entity_id``."""

    def __init__(self, folder: Path, entity_id: str = "https://idp.tinh.test/metadata") -> None:
        self.entity_id = entity_id
        key = own_key(folder)
        self.key_file = key.key
        self.config = IdPConfig().load(
            {
                "entityid": entity_id,
                "xmlsec_binary": "/usr/bin/xmlsec1",
                "key_file": str(key.key),
                "cert_file": str(key.certificate),
                "service": {
                    "idp": {
                        "endpoints": {
                            "single_sign_on_service": [
                                (f"{entity_id}/sso", BINDING_HTTP_REDIRECT),
                                (f"{entity_id}/sso-post", BINDING_HTTP_POST),
                            ],
                            "single_logout_service": [(f"{entity_id}/slo", BINDING_HTTP_REDIRECT)],
                        },
                        "name_id_format": [PERSISTENT],
                    }
                },
            }
        )
        self._security = security_context(self.config)

    def metadata(self) -> str:
        return str(entity_descriptor(self.config))

    def sign(self, xml: str, name: str, identifier: str) -> str:
        """``xml`` with the signature template in it (see ``template``) filled in."""
        signed: str = self._security.sign_statement(xml, name, node_id=identifier)
        return signed

    def template(self, identifier: str, method: str = RSA_SHA256, digest: str = SHA256) -> Any:
        number = uuid.uuid4().int  # the signature has an identifier too, which must be its own
        return pre_signature_part(identifier, self._security.my_cert, number, sign_alg=method, digest_alg=digest)

    def assertion(self, answer: Answer) -> Any:
        """The assertion of an answer, not signed."""
        said = saml.Assertion(
            id=new_id(),
            version="2.0",
            issue_instant=stamp(answer.issued),
            issuer=saml.Issuer(text=answer.issuer),
            subject=saml.Subject(
                name_id=saml.NameID(text=answer.subject, format=answer.name_format),
                subject_confirmation=[
                    saml.SubjectConfirmation(
                        method=BEARER,
                        subject_confirmation_data=saml.SubjectConfirmationData(
                            in_response_to=answer.request_id, recipient=answer.acs, not_on_or_after=stamp(answer.ends)
                        ),
                    )
                ],
            ),
            conditions=saml.Conditions(
                not_before=stamp(answer.begins),
                not_on_or_after=stamp(answer.ends),
                audience_restriction=[saml.AudienceRestriction(audience=[saml.Audience(text=answer.audience)])],
            ),
            authn_statement=[
                saml.AuthnStatement(
                    authn_instant=stamp(answer.issued),
                    session_index=answer.session_index,
                    authn_context=saml.AuthnContext(authn_context_class_ref=saml.AuthnContextClassRef(text=PASSWORD)),
                )
            ],
        )
        if answer.attributes:
            said.attribute_statement = [
                saml.AttributeStatement(
                    attribute=[
                        saml.Attribute(name=name, attribute_value=[saml.AttributeValue(text=value) for value in values])
                        for name, values in answer.attributes.items()
                    ]
                )
            ]
        if answer.change_assertion:
            answer.change_assertion(said)
        return said

    def response(self, answer: Answer, assertions: list[Any] | None = None) -> Any:
        """The response around the assertion(s), not signed."""
        response = samlp.Response(
            id=new_id(),
            version="2.0",
            issue_instant=stamp(answer.issued),
            in_response_to=answer.request_id,
            destination=answer.acs,
            issuer=saml.Issuer(text=answer.issuer),
            status=answer.status(),
            assertion=assertions if assertions is not None else [self.assertion(answer)],
        )
        if answer.change_response:
            answer.change_response(response)
        return response

    def xml(self, answer: Answer) -> str:
        """The response as it would be sent, signed as the answer says."""
        response = self.response(answer)
        said = response.assertion[0] if response.assertion else None
        methods = (answer.signature_method, answer.digest_method)
        if answer.sign_response:
            response.signature = self.template(response.id, *methods)
        if said is not None and answer.sign_assertion:
            said.signature = self.template(said.id, *methods)
        text = str(response)
        if said is not None and answer.sign_assertion:
            text = self.sign(text, ASSERTION, said.id)
        if answer.sign_response:
            text = self.sign(text, RESPONSE, response.id)
        return text

    def logout_request(self, destination: str, subject: str, session_index: str = "", /, **changes: Any) -> Any:
        """A request to end a session, not signed."""
        values = {
            "id": new_id(),
            "version": "2.0",
            "issue_instant": stamp(),
            "not_on_or_after": stamp(300),
            "destination": destination,
            "issuer": saml.Issuer(text=self.entity_id),
            "name_id": saml.NameID(text=subject, format=PERSISTENT),
            "session_index": [samlp.SessionIndex(text=session_index)] if session_index else [],
            **changes,
        }
        return samlp.LogoutRequest(**values)


def encoded(xml: str) -> str:
    """As it is in the form that the browser posts."""
    return base64.b64encode(xml.encode()).decode()
