"""Signatures of the redirect binding: over the query string as it was sent, byte by byte.

Ours rather than the library's: it encodes the parsed parameters again before it checks, which refuses providers that
write escapes in small letters, and it keeps the signing key in a variable that all threads share.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterable
from urllib.parse import quote_plus, unquote_plus

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from congvu.accounts.sign_on.saml.errors import SamlRefusedError

_METHODS: dict[str, hashes.HashAlgorithm] = {
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256": hashes.SHA256(),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": hashes.SHA384(),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": hashes.SHA512(),
}
_OURS = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_SIGNED = ("RelayState", "SigAlg")


def signed_url(location: str, name: str, xml: str, key: rsa.RSAPrivateKey, relay_state: str = "") -> str:
    """The address that carries the message ``name`` (SAMLRequest, SAMLResponse) to ``location``, signed."""
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = deflate.compress(xml.encode()) + deflate.flush()
    values = {name: base64.b64encode(packed).decode()}
    if relay_state:
        values["RelayState"] = relay_state
    values["SigAlg"] = _OURS
    query = "&".join(f"{key_}={quote_plus(value)}" for key_, value in values.items())
    signature = key.sign(query.encode(), padding.PKCS1v15(), _METHODS[_OURS])
    query += f"&Signature={quote_plus(base64.b64encode(signature).decode())}"
    return f"{location}{'&' if '?' in location else '?'}{query}"


def check_query(query: str, name: str, message: str, certificates: Iterable[x509.Certificate]) -> None:
    """Raises unless ``message`` is the one called ``name`` in this raw query, and signed by one of the keys."""
    raw: dict[str, str] = {}
    for part in query.split("&"):
        key, _, value = part.partition("=")
        if key in raw:
            raise SamlRefusedError("structure")  # which of the two would be read?
        raw[key] = value
    if unquote_plus(raw.get(name, "")) != message:
        raise SamlRefusedError("structure")
    if "Signature" not in raw or "SigAlg" not in raw:
        raise SamlRefusedError("unsigned")
    method = _METHODS.get(unquote_plus(raw["SigAlg"]))
    if method is None:
        raise SamlRefusedError("algorithm")
    signed = "&".join(f"{key}={raw[key]}" for key in (name, *_SIGNED) if key in raw)
    try:
        signature = base64.b64decode(unquote_plus(raw["Signature"]), validate=True)
    except (binascii.Error, ValueError) as error:
        raise SamlRefusedError("signature") from error
    if not any(_fits(certificate, signature, signed.encode(), method) for certificate in certificates):
        raise SamlRefusedError("signature")


def _fits(certificate: x509.Certificate, signature: bytes, signed: bytes, method: hashes.HashAlgorithm) -> bool:
    public = certificate.public_key()
    if not isinstance(public, rsa.RSAPublicKey):
        return False
    try:
        public.verify(signature, signed, padding.PKCS1v15(), method)
    except InvalidSignature:
        return False
    return True
