"""What a message must look like before any library reads it.

Signature wrapping, entity bombs and comments inside names all need a document that says two things at once: which
element is signed, and which is read. A message that gets past here has one assertion, one place for each signature,
no identifier twice, and nothing a parser could expand or skip; so whatever is verified is what is read.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections import Counter
from typing import Any

from lxml import etree

from congvu.accounts.sign_on.saml.errors import SamlRefusedError

MAX_BYTES = 256 * 1024
"""Of the XML. A response of a real provider with two signatures and some attributes has 6 to 15 kB."""
MAX_ENCODED = MAX_BYTES * 4 // 3 + 8
MAX_ELEMENTS = 2000
MAX_DEPTH = 32

PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"

SIGNATURE_METHODS = frozenset(
    {
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    }
)
_DIGESTS = frozenset(
    {
        "http://www.w3.org/2001/04/xmlenc#sha256",
        "http://www.w3.org/2001/04/xmldsig-more#sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512",
    }
)
_CANONICAL = "http://www.w3.org/2001/10/xml-exc-c14n#"
_TRANSFORMS = ("http://www.w3.org/2000/09/xmldsig#enveloped-signature", _CANONICAL)
_NO_PLACE_HERE = (f"{{{SIGNATURE}}}Object", f"{{{ASSERTION}}}EncryptedAssertion", f"{{{ASSERTION}}}EncryptedID")


def decoded(message: str, *, deflated: bool) -> bytes:
    """The XML of a message as it came: base64, for the redirect binding also deflated (at most MAX_BYTES)."""
    if len(message) > MAX_ENCODED:
        raise SamlRefusedError("too_large")
    try:
        raw = base64.b64decode("".join(message.split()), validate=True)
        if deflated:
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            raw = inflate.decompress(raw, MAX_BYTES + 1)
            if inflate.unconsumed_tail:
                raise SamlRefusedError("too_large")
    except (binascii.Error, ValueError, zlib.error) as error:
        raise SamlRefusedError("encoding") from error
    if len(raw) > MAX_BYTES:
        raise SamlRefusedError("too_large")
    return raw


def check_response(xml: bytes, *, response_signed: bool) -> None:
    """An answer to a sign-in with exactly one assertion, signed; the response too where that is asked for.

    An answer that says no (another status than success) has no assertion: its reason is ``status``.
    """
    root = _tree(xml, "Response")
    assertions = [element for element in root.iter() if element.tag == f"{{{ASSERTION}}}Assertion"]
    if not assertions:
        raise SamlRefusedError("status" if root.find(f"{{{PROTOCOL}}}Status") is not None else "structure")
    if len(assertions) != 1 or assertions[0].getparent() is not root:
        raise SamlRefusedError("structure")
    signed = _signed_elements(root)
    if any(element is not root and element is not assertions[0] for element in signed):
        raise SamlRefusedError("structure")
    if assertions[0] not in signed or (response_signed and root not in signed):
        raise SamlRefusedError("unsigned")
    subject = assertions[0].findall(f"{{{ASSERTION}}}Subject")
    if len(subject) != 1 or len(subject[0].findall(f"{{{ASSERTION}}}NameID")) != 1:
        raise SamlRefusedError("subject")


def in_response_to(xml: bytes) -> str:
    """The request that a response claims to answer; nothing is verified yet but its form."""
    claimed = str(_tree(xml, "Response").get("InResponseTo") or "")
    if not 0 < len(claimed) <= 128:
        raise SamlRefusedError("in_response_to")
    return claimed


def check_logout(xml: bytes, name: str, *, signed: bool) -> None:
    """A ``LogoutRequest`` or ``LogoutResponse``; ``signed`` asks for a signature inside it (POST binding)."""
    root = _tree(xml, name)
    if any(element is not root for element in _signed_elements(root)):
        raise SamlRefusedError("structure")
    if signed and root not in _signed_elements(root):
        raise SamlRefusedError("unsigned")


def _tree(xml: bytes, name: str) -> Any:
    """The root, named ``name``, of a document without DTD, entities, comments and instructions."""
    if b"<!DOCTYPE" in xml.upper() or b"<!ENTITY" in xml.upper() or xml.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")):
        raise SamlRefusedError("doctype")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SamlRefusedError("xml") from error
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise SamlRefusedError("doctype")
    if (info.encoding or "UTF-8").upper() not in {"UTF-8", "US-ASCII", "ASCII"}:
        raise SamlRefusedError("encoding")  # others could hide from the search above
    if root.getprevious() is not None or root.getnext() is not None:
        raise SamlRefusedError("comment")
    _walk(root)
    if root.tag != f"{{{PROTOCOL}}}{name}":
        raise SamlRefusedError("structure")
    return root


def _walk(root: Any) -> None:
    """Sizes, and nodes that one reader skips and another reads."""
    identifiers: Counter[str] = Counter()
    for n, element in enumerate(root.iter()):
        if n > MAX_ELEMENTS:
            raise SamlRefusedError("too_large")
        if not isinstance(element.tag, str):  # a comment, an instruction or an entity
            raise SamlRefusedError("comment")
        if element.tag in _NO_PLACE_HERE:
            raise SamlRefusedError("encrypted" if "Encrypted" in element.tag else "structure")
        identifiers.update(value for key, value in element.attrib.items() if _local(key).lower() == "id")
    if any(count > 1 for count in identifiers.values()):
        raise SamlRefusedError("structure")
    if _deeper_than(root, MAX_DEPTH):
        raise SamlRefusedError("too_large")


def _local(name: str) -> str:
    return str(name).rpartition("}")[2]


def _deeper_than(element: Any, depth: int) -> bool:
    return depth == 0 or any(_deeper_than(child, depth - 1) for child in element)


def _signed_elements(root: Any) -> list[Any]:
    """The elements that carry a signature of themselves; any other signature is refused."""
    found = []
    for signature in root.iter(f"{{{SIGNATURE}}}Signature"):
        parent = signature.getparent()
        if parent is None or parent in found or not parent.get("ID"):
            raise SamlRefusedError("structure")
        info = signature.findall(f"{{{SIGNATURE}}}SignedInfo")
        if len(info) != 1 or len(signature.findall(f"{{{SIGNATURE}}}SignatureValue")) != 1:
            raise SamlRefusedError("structure")
        _check_signed_info(info[0], parent.get("ID"))
        found.append(parent)
    return found


def _check_signed_info(info: Any, identifier: str) -> None:
    """One reference, to the element that carries the signature, by the algorithms of today."""
    references = info.findall(f"{{{SIGNATURE}}}Reference")
    if len(references) != 1 or references[0].get("URI") != f"#{identifier}":
        raise SamlRefusedError("structure")
    if _algorithms(info, "CanonicalizationMethod") != [_CANONICAL]:
        raise SamlRefusedError("algorithm")
    if len(methods := _algorithms(info, "SignatureMethod")) != 1 or methods[0] not in SIGNATURE_METHODS:
        raise SamlRefusedError("algorithm")
    if len(digests := _algorithms(references[0], "DigestMethod")) != 1 or digests[0] not in _DIGESTS:
        raise SamlRefusedError("algorithm")
    lists = references[0].findall(f"{{{SIGNATURE}}}Transforms")
    if len(lists) != 1 or tuple(_algorithms(lists[0], "Transform")) != _TRANSFORMS:
        raise SamlRefusedError("algorithm")


def _algorithms(parent: Any, name: str) -> list[str]:
    return [str(element.get("Algorithm", "")) for element in parent.findall(f"{{{SIGNATURE}}}{name}")]
