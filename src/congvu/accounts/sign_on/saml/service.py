"""Messages by pysaml2: our side of SAML 2.0, as service provider of one identity provider.

The library writes and reads messages, holds the provider's keys, and verifies schema and signatures (through the
program ``xmlsec1``). Everything else that a sign-in depends on is in ``checks``, once and in one place: the library
checks most of it too, but only together with verifying every signature again, a tenth of a second of processor time
each. No state is kept here: which requests are open and which messages were seen is the database's to know.
"""

from __future__ import annotations

import base64
import datetime as dt
import logging
import warnings
from functools import lru_cache
from typing import Any

from cryptography import x509
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT, saml, samlp
from saml2.client import Saml2Client
from saml2.config import SPConfig
from saml2.s_utils import status_message_factory, success_status_factory

from congvu.accounts.sign_on.saml import checks, gate, redirect
from congvu.accounts.sign_on.saml.description import (
    RSA_SHA256,
    SHA256,
    SamlSetupError,
    described,
    private_key,
    provider_metadata,
    xmlsec,
)
from congvu.accounts.sign_on.saml.errors import SamlRefusedError
from congvu.accounts.sign_on.saml.types import (
    PERSISTENT,
    POST,
    REDIRECT,
    Assertion,
    LogoutRequest,
    NameId,
    Outgoing,
    SamlSettings,
)
from congvu.common.clock import now

_BINDINGS = {REDIRECT: BINDING_HTTP_REDIRECT, POST: BINDING_HTTP_POST}
_LOGOUT_LIVES = dt.timedelta(minutes=5)

# It logs whole messages with the names in them, at ERROR; what was refused and why is in the audit log.
logging.getLogger("saml2").setLevel(logging.CRITICAL)


def service_for(settings: SamlSettings) -> ServiceProvider:
    """Our side towards one provider. Read anew when the provider's file has changed, so keys roll without a restart."""
    try:
        changed = settings.metadata.stat().st_mtime_ns
    except OSError as error:
        raise SamlSetupError(f"{settings.metadata}: {error.strerror}") from error
    return _service(settings, changed)


@lru_cache(maxsize=32)
def _service(settings: SamlSettings, changed: int) -> ServiceProvider:
    return ServiceProvider(settings)


class ServiceProvider:
    """Messages out and in. Instances hold nothing of any person and may be shared by threads."""

    def __init__(self, settings: SamlSettings) -> None:
        self.settings = settings
        program = xmlsec()
        if not program:
            raise SamlSetupError("xmlsec1 is not installed")
        metadata = provider_metadata(settings)
        self._client = self._made(program, metadata)
        self.issuer = settings.issuer
        known = self._client.metadata.with_descriptor("idpsso")
        if self.issuer not in known:
            raise SamlSetupError(f"{settings.metadata}: {self.issuer} ≠ {', '.join(sorted(known)) or '∅'}")
        self._certificates = self._provider_certificates()
        self._location("single_sign_on_service", _BINDINGS[settings.request_binding])
        self._key = private_key(settings)

    def _made(self, program: str, metadata: str) -> Any:
        told = {**described(self.settings, program), "metadata": {"inline": [metadata]}}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return Saml2Client(config=SPConfig().load(told))
            except Exception as error:  # the library raises whatever its parts do
                raise SamlSetupError(f"{self.settings.metadata}: {error}") from error

    def _provider_certificates(self) -> tuple[x509.Certificate, ...]:
        found = self._client.metadata.certs(self.issuer, "idpsso", "signing")
        certificates = tuple(x509.load_der_x509_certificate(base64.b64decode(text)) for _, text in found)
        if not certificates:
            raise SamlSetupError(f"{self.settings.metadata}: no certificate that signs")
        return certificates

    # sign-in

    def sign_in_request(self) -> Outgoing:
        """A signed request; the answer must name its identifier."""
        binding = _BINDINGS[self.settings.request_binding]
        destination = self._location("single_sign_on_service", binding)
        identifier, message = self._client.create_authn_request(
            destination,
            binding=BINDING_HTTP_POST,
            nameid_format=PERSISTENT,
            sign=binding == BINDING_HTTP_POST,
            sign_alg=RSA_SHA256,
            digest_alg=SHA256,
        )
        return self._sent(str(identifier), "SAMLRequest", str(message), destination, binding)

    def read_answer(self, message: str, request_id: str) -> Assertion:
        """The assertion in an answer (base64) to ``request_id``; raises SamlRefusedError for any doubt."""
        xml = gate.decoded(message, deflated=False)
        gate.check_response(xml, response_signed=self.settings.response_signed)
        try:
            response, said = self._verified(xml.decode())
        except Exception as error:  # the library raises whatever its parts do; none of it may sign anybody in
            raise SamlRefusedError(checks.reason(error)) from error
        return checks.assertion(response, said, self.settings, self.issuer, request_id)

    def _verified(self, xml: str) -> tuple[Any, Any]:
        """Response and assertion, both read from ``xml`` after the signatures in it were found to be good."""
        security = self._client.sec
        response = security.correctly_signed_response(xml)
        said = response.assertion[0]
        security.check_signature(said, gate.ASSERTION + ":Assertion", xml)
        return response, said

    # sign-out

    def sign_out_request(self, name_id: NameId, session_index: str) -> Outgoing | None:
        """A signed request to end the session there; None where the provider has no address for it."""
        binding, destination = self._sign_out_service()
        if not destination:
            return None
        named = saml.NameID(
            text=name_id.value,
            format=PERSISTENT,
            name_qualifier=name_id.name_qualifier or None,
            sp_name_qualifier=name_id.sp_name_qualifier or None,
        )
        identifier, message = self._client.create_logout_request(
            destination,
            self.issuer,
            name_id=named,
            session_indexes=[session_index] if session_index else None,
            expire=(now() + _LOGOUT_LIVES).strftime("%Y-%m-%dT%H:%M:%SZ"),
            sign=binding == BINDING_HTTP_POST,
            sign_alg=RSA_SHA256,
            digest_alg=SHA256,
        )
        return self._sent(str(identifier), "SAMLRequest", str(message), destination, binding)

    def read_sign_out_request(self, message: str, *, query: str | None) -> LogoutRequest:
        """A provider's request; ``query`` is the raw query string of the redirect binding, None for a form."""
        request = self._logout_message(message, "LogoutRequest", query)
        return checks.logout_request(request, self.settings, self.issuer)

    def read_sign_out_answer(self, message: str, *, query: str | None) -> str:
        """The identifier of our request that the provider has answered, whatever it managed to do."""
        answer = self._logout_message(message, "LogoutResponse", query)
        return checks.logout_answer(answer, self.settings, self.issuer)

    def sign_out_answer(self, request: LogoutRequest, relay_state: str, *, done: bool) -> Outgoing | None:
        """Our signed answer to a provider's request; None where it told us no address for it."""
        binding, destination = self._sign_out_service(answer=True)
        if not destination:
            return None
        status = success_status_factory() if done else status_message_factory("", samlp.STATUS_RESPONDER)
        asked = samlp.LogoutRequest(id=request.identifier, issuer=saml.Issuer(text=self.issuer))
        message = self._client.create_logout_response(
            asked, [binding], status, sign=binding == BINDING_HTTP_POST, sign_alg=RSA_SHA256, digest_alg=SHA256
        )
        return self._sent("", "SAMLResponse", str(message), destination, binding, relay_state)

    def _logout_message(self, message: str, name: str, query: str | None) -> Any:
        xml = gate.decoded(message, deflated=query is not None)
        gate.check_logout(xml, name, signed=query is None)
        try:
            if query is not None:
                field = "SAMLRequest" if name == "LogoutRequest" else "SAMLResponse"
                redirect.check_query(query, field, message, self._certificates)
                read = (
                    samlp.logout_request_from_string if name == "LogoutRequest" else samlp.logout_response_from_string
                )
                return read(xml.decode())
            if checks.issuer_of(xml) != self.issuer:
                raise SamlRefusedError("issuer")
            verify = getattr(
                self._client.sec,
                "correctly_signed_logout_request" if name == "LogoutRequest" else "correctly_signed_logout_response",
            )
            return verify(xml.decode(), must=True)
        except SamlRefusedError:
            raise
        except Exception as error:  # as above
            raise SamlRefusedError(checks.reason(error)) from error

    # what both need

    def _location(self, service: str, binding: str) -> str:
        try:
            found = getattr(self._client.metadata, service)(self.issuer, binding, "idpsso")
        except Exception as error:  # "unsupported binding" is one of several exceptions
            raise SamlSetupError(f"{self.settings.metadata}: {service}: no {binding}") from error
        if not found:
            raise SamlSetupError(f"{self.settings.metadata}: {service}: no {binding}")
        return str(found[0]["location"])

    def _sign_out_service(self, *, answer: bool = False) -> tuple[str, str]:
        """Binding and address of the provider's sign-out, by redirect where it can."""
        for binding in (BINDING_HTTP_REDIRECT, BINDING_HTTP_POST):
            try:
                found = self._client.metadata.single_logout_service(self.issuer, binding, "idpsso")
            except Exception:  # noqa: S112  # "unsupported binding" is one of several exceptions here
                continue
            if found:
                place = found[0].get("response_location") if answer else None
                return binding, str(place or found[0]["location"])
        return "", ""

    def _sent(
        self, identifier: str, name: str, xml: str, destination: str, binding: str, relay_state: str = ""
    ) -> Outgoing:
        if binding == BINDING_HTTP_REDIRECT:
            return Outgoing(identifier, redirect.signed_url(destination, name, xml, self._key, relay_state))
        fields = {name: base64.b64encode(xml.encode()).decode()}
        if relay_state:
            fields["RelayState"] = relay_state
        return Outgoing(identifier, destination, fields)
