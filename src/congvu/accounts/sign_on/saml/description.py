"""Both sides on paper: our description for the provider, its description for us, and the key that is ours."""

from __future__ import annotations

import shutil
import warnings
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import SPConfig
from saml2.metadata import entity_descriptor

from congvu.accounts.sign_on.saml.types import PERSISTENT, SamlSettings

RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


class SamlSetupError(Exception):
    """The provider's file or our key cannot be used; the message says what to do."""


def xmlsec() -> str:
    """The program that checks XML signatures, or nothing."""
    return shutil.which("xmlsec1") or ""


def describe(settings: SamlSettings) -> str:
    """Our metadata (XML) for the provider's administrator; the provider's own file need not be there yet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ours = entity_descriptor(SPConfig().load(described(settings, xmlsec())))
    ours.extensions = None  # a list of what xmlsec1 can do, MD5 included; not what is believed here
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ours}'


def described(settings: SamlSettings, program: str) -> dict[str, Any]:
    """Our side, as the library wants to be told."""
    return {
        "entityid": settings.own_id,
        "xmlsec_binary": program,
        "key_file": str(settings.signing_key),
        "cert_file": str(settings.certificate),
        "accepted_time_diff": settings.skew,
        "allow_unknown_attributes": True,
        "signing_algorithm": RSA_SHA256,
        "digest_algorithm": SHA256,
        "service": {
            "sp": {
                "endpoints": {
                    "assertion_consumer_service": [(settings.acs, BINDING_HTTP_POST)],
                    "single_logout_service": [
                        (settings.slo, BINDING_HTTP_REDIRECT),
                        (settings.slo, BINDING_HTTP_POST),
                    ],
                },
                "name_id_format": [PERSISTENT],
                "name_id_policy_format": PERSISTENT,
                "name_id_format_allow_create": True,
                "authn_requests_signed": True,
                "logout_requests_signed": True,
                "logout_responses_signed": True,
                "want_assertions_signed": True,
                "want_response_signed": settings.response_signed,
                "allow_unsolicited": False,
            }
        },
    }


def provider_metadata(settings: SamlSettings) -> str:
    """The provider's file; XML without DTD, not larger than ten megabytes."""
    try:
        content = settings.metadata.read_bytes()
    except OSError as error:
        raise SamlSetupError(f"{settings.metadata}: {error.strerror}") from error
    if len(content) > 10 * 1024 * 1024 or b"<!DOCTYPE" in content.upper():
        raise SamlSetupError(f"{settings.metadata}: too large, or with a DTD")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise SamlSetupError(f"{settings.metadata}: not UTF-8") from error


def private_key(settings: SamlSettings) -> rsa.RSAPrivateKey:
    try:
        key = serialization.load_pem_private_key(settings.signing_key.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise SamlSetupError(f"{settings.signing_key}: not a private key without a password (PEM)") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise SamlSetupError(f"{settings.signing_key}: not an RSA key")
    return key
