"""Answers that must not sign anybody in: changed, wrapped, for others, of another time, twice, or no XML at all.

Each is refused for the reason it is hostile, not for another one by luck; and the honest answer to the same question
is still believed afterwards, so nobody can lock a person out by posting rubbish.
"""

from __future__ import annotations

import base64
import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from lxml import etree
from saml2 import saml, samlp

from congvu.accounts.models import SamlExchange
from congvu.accounts.sign_on.saml import exchange, gate
from congvu.accounts.sign_on.saml.errors import SamlRefusedError
from tests.integration.saml.conftest import Asked, MakeService
from tests.providers.scripted_saml import Answer, ScriptedIdp, encoded, new_id, stamp

P, A, DS = f"{{{gate.PROTOCOL}}}", f"{{{gate.ASSERTION}}}", f"{{{gate.SIGNATURE}}}"

Forge = Callable[[Asked, ScriptedIdp], str]


@pytest.fixture
def refused(asked: Asked, idp: ScriptedIdp) -> Iterator[Callable[[str, str], None]]:
    """Post a message and see it refused for ``reason``; afterwards the honest answer is believed."""

    def see(message: str, reason: str) -> None:
        with pytest.raises(SamlRefusedError) as caught:
            exchange.take_answer(asked.service, message)
        assert caught.value.reason == reason
        assert not SamlExchange.objects.exclude(ticket_hash="").exists()

    yield see
    request_id, ticket = exchange.take_answer(asked.service, encoded(idp.xml(asked.honest)))
    assert exchange.redeem("tinh", ticket, [request_id])[1].name_id.value == asked.honest.subject


def test_the_honest_answer_says_who_it_is(asked: Asked, idp: ScriptedIdp) -> None:
    request_id, ticket = exchange.take_answer(asked.service, encoded(idp.xml(asked.honest)))
    assert request_id == asked.request_id
    _, said = exchange.redeem("tinh", ticket, [request_id])
    assert (said.issuer, said.name_id.value, said.session_index) == (idp.entity_id, "p-0001", "s-1")
    assert said.attributes == {"name": ("Nguyễn Văn An",), "groups": ("congvu-dau-moi", "khac")}


def test_an_assertion_that_is_signed_alone_is_enough_unless_the_response_must_be(
    asked: Asked, idp: ScriptedIdp, make_service: MakeService
) -> None:
    alone = encoded(idp.xml(asked.honest.but(sign_response=False)))
    strict = make_service(idp, response_signed=True)
    with pytest.raises(SamlRefusedError, match="unsigned"):
        exchange.take_answer(strict, alone)
    assert exchange.take_answer(asked.service, alone)[0] == asked.request_id


# what an answer says

_SAID: dict[str, tuple[dict[str, Any], str]] = {
    "for another audience": ({"audience": "https://khac.test/metadata"}, "audience"),
    "for a prefix of the audience": ({"audience": "https://congvu.tinh.test/dang-nhap/saml/tinh"}, "audience"),
    "expired": ({"issued": -600, "begins": -630, "ends": -120}, "expired"),
    "expired at the edge of the skew": ({"ends": -61}, "expired"),
    "not yet valid": ({"begins": 120}, "not_yet_valid"),
    "issued in the future": ({"issued": 120}, "not_yet_valid"),
    "issued long ago, valid for ever": ({"issued": -4000, "begins": -4000, "ends": 10**8}, "expired"),
    "of another issuer, signed with this key": ({"issuer": "https://idp.noi-khac.test/metadata"}, "issuer"),
    "unsigned": ({"sign_assertion": False, "sign_response": False}, "unsigned"),
    "only the response signed": ({"sign_assertion": False}, "unsigned"),
    "a passing name": ({"name_format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"}, "name_id"),
    "an address as name": ({"name_format": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"}, "name_id"),
    "an empty name": ({"subject": " "}, "name_id"),
    "a name with a line in it": ({"subject": "p-0001\x0ap-0002"}, "name_id"),
    "a name without end": ({"subject": "p" * 257}, "name_id"),
    "signed with SHA-1": ({"signature_method": "http://www.w3.org/2000/09/xmldsig#rsa-sha1"}, "algorithm"),
    "digest by SHA-1": ({"digest_method": "http://www.w3.org/2000/09/xmldsig#sha1"}, "algorithm"),
}


@pytest.mark.parametrize("case", _SAID)
def test_what_it_says_is_not_for_us_now(case: str, asked: Asked, idp: ScriptedIdp, refused: Any) -> None:
    changes, reason = _SAID[case]
    refused(encoded(idp.xml(asked.honest.but(**changes))), reason)


def _data(said: Any) -> Any:
    return said.subject.subject_confirmation[0].subject_confirmation_data


def _set(element: Any, name: str, value: object) -> None:
    setattr(element, name, value)


_CHANGED: dict[str, tuple[str, Callable[[Any], object], str]] = {
    "another recipient": ("a", lambda a: _set(_data(a), "recipient", "https://khac.test/acs"), "recipient"),
    "no recipient": ("a", lambda a: _set(_data(a), "recipient", None), "recipient"),
    "another request in the assertion": ("a", lambda a: _set(_data(a), "in_response_to", "id-khac"), "in_response_to"),
    "no request in the assertion": ("a", lambda a: _set(_data(a), "in_response_to", None), "in_response_to"),
    "no end of the confirmation": ("a", lambda a: _set(_data(a), "not_on_or_after", None), "subject"),
    "an expired confirmation": ("a", lambda a: _set(_data(a), "not_on_or_after", stamp(-90)), "expired"),
    "a confirmation of tomorrow": ("a", lambda a: _set(_data(a), "not_before", stamp(90)), "not_yet_valid"),
    "no confirmation": ("a", lambda a: _set(a.subject, "subject_confirmation", []), "subject"),
    "confirmed by a key": (
        "a",
        lambda a: _set(a.subject.subject_confirmation[0], "method", "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"),
        "subject",
    ),
    "no conditions": ("a", lambda a: _set(a, "conditions", None), "conditions"),
    "no audience": ("a", lambda a: _set(a.conditions, "audience_restriction", []), "audience"),
    "two audiences that both must hold": (
        "a",
        lambda a: a.conditions.audience_restriction.append(
            saml.AudienceRestriction(audience=[saml.Audience(text="https://khac.test/metadata")])
        ),
        "audience",
    ),
    "no end": ("a", lambda a: _set(a.conditions, "not_on_or_after", None), "conditions"),
    "a time without a zone": ("a", lambda a: _set(a.conditions, "not_on_or_after", stamp(300)[:-1]), "time"),
    "no statement of a sign-in": ("a", lambda a: _set(a, "authn_statement", []), "statement"),
    "a session that has ended": (
        "a",
        lambda a: _set(a.authn_statement[0], "session_not_on_or_after", stamp(-90)),
        "expired",
    ),
    "a name given to another site": (
        "a",
        lambda a: _set(a.subject.name_id, "sp_name_qualifier", "https://khac.test/metadata"),
        "name_id",
    ),
    "another destination": ("r", lambda r: _set(r, "destination", "https://khac.test/acs"), "destination"),
    "no destination": ("r", lambda r: _set(r, "destination", None), "destination"),
    "another issuer of the response": (
        "r",
        lambda r: _set(r, "issuer", saml.Issuer(text="https://khac.test/metadata")),
        "issuer",
    ),
    "another version": ("r", lambda r: _set(r, "version", "1.1"), "version"),
    "no assertion": ("r", lambda r: _set(r, "assertion", []), "status"),
    "a refusal with an assertion": (
        "r",
        lambda r: _set(r.status, "status_code", samlp.StatusCode(value=samlp.STATUS_RESPONDER)),
        "status",
    ),
}


@pytest.mark.parametrize("signed", [True, False], ids=["response signed", "assertion signed"])
@pytest.mark.parametrize("case", _CHANGED)
def test_a_condition_that_does_not_hold(case: str, signed: bool, asked: Asked, idp: ScriptedIdp, refused: Any) -> None:
    """What the provider itself has signed, and still is not for us."""
    where, change, reason = _CHANGED[case]
    name = "change_assertion" if where == "a" else "change_response"
    refused(encoded(idp.xml(asked.honest.but(**{name: change, "sign_response": signed}))), reason)


# who says it


def test_another_key_under_the_providers_name(asked: Asked, thief: ScriptedIdp, refused: Any) -> None:
    refused(encoded(thief.xml(asked.honest)), "signature")


def test_an_answer_of_another_provider_that_is_trusted_too(
    asked: Asked, other_idp: ScriptedIdp, make_service: MakeService, refused: Any
) -> None:
    """In its own name, and for what it may say: still not an answer to what this provider was asked."""
    make_service(other_idp, "khac")
    refused(encoded(other_idp.xml(asked.honest.but(issuer=other_idp.entity_id))), "issuer")


@pytest.mark.parametrize("response", ["theirs", "ours", "nobody's"])
def test_an_answer_of_another_provider_of_the_same_file(
    response: str, idp: ScriptedIdp, other_idp: ScriptedIdp, make_service: MakeService, db: None
) -> None:
    """Its key is known, its signature good, and the assertion for us: but this door is not its own."""
    service = make_service(idp, "lien-doan", beside=other_idp)
    settings = service.settings
    request_id = exchange.begin(service).identifier

    def issued(said: Any) -> None:
        said.issuer = {"theirs": said.issuer, "ours": saml.Issuer(text=idp.entity_id), "nobody's": None}[response]

    answer = Answer(request_id, settings.acs, settings.own_id, other_idp.entity_id, change_response=issued)
    with pytest.raises(SamlRefusedError, match="issuer"):
        exchange.take_answer(service, encoded(other_idp.xml(answer.but(sign_response=False))))
    honest = Answer(request_id, settings.acs, settings.own_id, idp.entity_id)
    assert exchange.take_answer(service, encoded(idp.xml(honest)))[0] == request_id


def test_an_answer_at_the_door_of_another_provider(
    asked: Asked, idp: ScriptedIdp, other_idp: ScriptedIdp, make_service: MakeService, refused: Any
) -> None:
    with pytest.raises(SamlRefusedError, match="in_response_to"):
        exchange.take_answer(make_service(other_idp, "khac"), encoded(idp.xml(asked.honest)))


# asked by nobody, asked long ago, answered already


@pytest.mark.parametrize("request_id", ["id-chua-tung-hoi", "", "x" * 129])
def test_an_answer_that_nobody_asked_for(request_id: str, asked: Asked, idp: ScriptedIdp, refused: Any) -> None:
    refused(encoded(idp.xml(asked.honest.but(request_id=request_id))), "in_response_to")


def test_an_answer_without_a_question(asked: Asked, idp: ScriptedIdp, refused: Any) -> None:
    def unasked(response: Any) -> None:
        response.in_response_to = None

    refused(encoded(idp.xml(asked.honest.but(change_response=unasked))), "in_response_to")


def test_an_answer_that_comes_too_late(asked: Asked, idp: ScriptedIdp) -> None:
    SamlExchange.objects.update(expires_at="2020-01-01T00:00:00Z")
    with pytest.raises(SamlRefusedError, match="in_response_to"):
        exchange.take_answer(asked.service, encoded(idp.xml(asked.honest)))


def test_the_same_answer_twice(asked: Asked, idp: ScriptedIdp) -> None:
    message = encoded(idp.xml(asked.honest))
    exchange.take_answer(asked.service, message)
    with pytest.raises(SamlRefusedError, match="in_response_to"):
        exchange.take_answer(asked.service, message)


def test_the_same_assertion_for_a_second_question(asked: Asked, idp: ScriptedIdp) -> None:
    """A question with the same identifier, open again: only the memory of assertions stands in the way."""
    message = encoded(idp.xml(asked.honest))
    exchange.take_answer(asked.service, message)
    SamlExchange.objects.update(answered_at=None, ticket_hash="")
    with pytest.raises(SamlRefusedError, match="replayed"):
        exchange.take_answer(asked.service, message)


def test_a_ticket_is_for_the_browser_that_asked_once_and_soon(asked: Asked, idp: ScriptedIdp) -> None:
    request_id, ticket = exchange.take_answer(asked.service, encoded(idp.xml(asked.honest)))
    for provider, given, known, reason in (
        ("tinh", ticket, ["id-khac"], "other_browser"),
        ("tinh", ticket, [], "other_browser"),
        ("khac", ticket, [request_id], "ticket"),
        ("tinh", f"{ticket}x", [request_id], "ticket"),
        ("tinh", "", [request_id], "ticket"),
    ):
        with pytest.raises(SamlRefusedError, match=reason):
            exchange.redeem(provider, given, known)
    assert exchange.redeem("tinh", ticket, [request_id])[0] == request_id
    with pytest.raises(SamlRefusedError, match="ticket"):
        exchange.redeem("tinh", ticket, [request_id])


def test_a_ticket_that_was_left_lying(asked: Asked, idp: ScriptedIdp) -> None:
    request_id, ticket = exchange.take_answer(asked.service, encoded(idp.xml(asked.honest)))
    SamlExchange.objects.update(expires_at="2020-01-01T00:00:00Z")
    with pytest.raises(SamlRefusedError, match="ticket"):
        exchange.redeem("tinh", ticket, [request_id])


# changed after signing


def _tampered(asked: Asked, idp: ScriptedIdp, old: str, new: str) -> str:
    xml = idp.xml(asked.honest)
    assert old in xml
    return encoded(xml.replace(old, new))


_TAMPERED = {
    "another name": (">p-0001<", ">p-0002<"),
    "another attribute": ("congvu-dau-moi", "congvu-quan-tri"),
    "another session": ('SessionIndex="s-1"', 'SessionIndex="s-2"'),
    "a digest": ("<ns2:DigestValue>", "<ns2:DigestValue>AAAA"),
    "a signature value": ("<ns2:SignatureValue>", "<ns2:SignatureValue>AAAA"),
}


@pytest.mark.parametrize("case", _TAMPERED)
def test_changed_after_signing(case: str, asked: Asked, idp: ScriptedIdp, refused: Any) -> None:
    xml = idp.xml(asked.honest)
    prefix = re.search(r"xmlns:(ns\d)=\"http://www.w3.org/2000/09/xmldsig#", xml)
    assert prefix
    old, new = (text.replace("ns2:", f"{prefix[1]}:") for text in _TAMPERED[case])
    refused(_tampered(asked, idp, old, new), "signature")


def test_the_key_that_a_message_brings_along_is_not_believed(asked: Asked, thief: ScriptedIdp, refused: Any) -> None:
    """The thief's certificate is in KeyInfo, and its signature does fit that one."""
    assert "X509Certificate" in thief.xml(asked.honest)
    refused(encoded(thief.xml(asked.honest)), "signature")


# signature wrapping: what is signed is still there, and something else would be read


def _signed(asked: Asked, idp: ScriptedIdp, answer: Answer | None = None) -> Any:
    """The tree of an answer, the assertion alone signed unless told otherwise."""
    return etree.fromstring(idp.xml(answer or asked.honest.but(sign_response=False)).encode())


def _evil(assertion: Any, *, keep_signature: bool = False) -> Any:
    """A copy that names somebody else."""
    evil = copy.deepcopy(assertion)
    evil.set("ID", new_id())
    evil.find(f"{A}Subject/{A}NameID").text = "p-ke-gian"
    if not keep_signature:
        evil.remove(evil.find(f"{DS}Signature"))
    return evil


def _text(root: Any) -> str:
    return encoded(etree.tostring(root).decode())


def _wrapped_response(asked: Asked, idp: ScriptedIdp) -> str:
    """XSW1: the signed response inside the signature of a new response."""
    original = _signed(asked, idp, asked.honest)
    evil = copy.deepcopy(original)
    evil.set("ID", new_id())
    evil.find(f"{A}Assertion/{A}Subject/{A}NameID").text = "p-ke-gian"
    inner = copy.deepcopy(original)
    inner.remove(inner.find(f"{DS}Signature"))
    evil.find(f"{DS}Signature").append(inner)
    return _text(evil)


def _response_beside(asked: Asked, idp: ScriptedIdp) -> str:
    """XSW2: the signed response before the signature."""
    original = _signed(asked, idp, asked.honest)
    evil = copy.deepcopy(original)
    evil.set("ID", new_id())
    evil.find(f"{A}Assertion/{A}Subject/{A}NameID").text = "p-ke-gian"
    inner = copy.deepcopy(original)
    inner.remove(inner.find(f"{DS}Signature"))
    evil.insert(1, inner)
    return _text(evil)


def _assertion_before(asked: Asked, idp: ScriptedIdp) -> str:
    """XSW3: an assertion without a signature before the signed one."""
    root = _signed(asked, idp)
    original = root.find(f"{A}Assertion")
    original.addprevious(_evil(original))
    return _text(root)


def _assertion_after(asked: Asked, idp: ScriptedIdp) -> str:
    """… and after it."""
    root = _signed(asked, idp)
    original = root.find(f"{A}Assertion")
    original.addnext(_evil(original))
    return _text(root)


def _assertion_around(asked: Asked, idp: ScriptedIdp) -> str:
    """XSW4: the signed assertion inside a new one."""
    root = _signed(asked, idp)
    original = root.find(f"{A}Assertion")
    evil = _evil(original)
    root.replace(original, evil)
    evil.append(original)
    return _text(root)


def _signature_moved(asked: Asked, idp: ScriptedIdp) -> str:
    """XSW5: the new assertion carries the signature, the signed one stands at the end."""
    root = _signed(asked, idp)
    original = root.find(f"{A}Assertion")
    evil = _evil(original, keep_signature=True)
    original.remove(original.find(f"{DS}Signature"))
    original.addprevious(evil)
    return _text(root)


def _inside_signature(asked: Asked, idp: ScriptedIdp) -> str:
    """XSW6: the signed assertion inside the signature of the new one."""
    root = _signed(asked, idp)
    original = root.find(f"{A}Assertion")
    evil = _evil(original, keep_signature=True)
    root.replace(original, evil)
    original.remove(original.find(f"{DS}Signature"))
    evil.find(f"{DS}Signature").append(original)
    return _text(root)


def _in_extensions(asked: Asked, idp: ScriptedIdp) -> str:
    """XSW7: the signed assertion, or the new one, in Extensions, where the schema allows anything."""
    root = _signed(asked, idp)
    original = root.find(f"{A}Assertion")
    extensions = etree.Element(f"{P}Extensions")
    root.find(f"{A}Issuer").addnext(extensions)
    extensions.append(_evil(original))
    return _text(root)


def _signed_in_extensions(asked: Asked, idp: ScriptedIdp) -> str:
    root = _signed(asked, idp)
    original = root.find(f"{A}Assertion")
    evil = _evil(original)
    root.replace(original, evil)
    extensions = etree.Element(f"{P}Extensions")
    root.find(f"{A}Issuer").addnext(extensions)
    extensions.append(original)
    return _text(root)


def _in_object(asked: Asked, idp: ScriptedIdp) -> str:
    """XSW8: the signed assertion inside an Object of the signature."""
    root = _signed(asked, idp)
    original = root.find(f"{A}Assertion")
    evil = _evil(original, keep_signature=True)
    root.replace(original, evil)
    original.remove(original.find(f"{DS}Signature"))
    etree.SubElement(evil.find(f"{DS}Signature"), f"{DS}Object").append(original)
    return _text(root)


def _same_identifier(asked: Asked, idp: ScriptedIdp) -> str:
    """Two elements of one identifier: which is verified, which is read?"""
    root = _signed(asked, idp)
    original = root.find(f"{A}Assertion")
    evil = _evil(original)
    evil.set("ID", original.get("ID"))
    original.addprevious(evil)
    return _text(root)


def _in_advice(asked: Asked, idp: ScriptedIdp) -> str:
    root = _signed(asked, idp)
    original = root.find(f"{A}Assertion")
    evil = _evil(original)
    root.replace(original, evil)
    etree.SubElement(evil, f"{A}Advice").append(original)
    return _text(root)


def _two_names(asked: Asked, idp: ScriptedIdp) -> str:
    root = _signed(asked, idp)
    name = root.find(f"{A}Assertion/{A}Subject/{A}NameID")
    second = copy.deepcopy(name)
    second.text = "p-ke-gian"
    name.addprevious(second)
    return _text(root)


def _reference_to_all(asked: Asked, idp: ScriptedIdp) -> str:
    """An empty reference means the whole document, wherever the signature stands."""
    root = _signed(asked, idp)
    root.find(f"{A}Assertion/{DS}Signature/{DS}SignedInfo/{DS}Reference").set("URI", "")
    return _text(root)


def _reference_elsewhere(asked: Asked, idp: ScriptedIdp) -> str:
    root = _signed(asked, idp)
    root.find(f"{A}Assertion/{DS}Signature/{DS}SignedInfo/{DS}Reference").set("URI", f"#{root.get('ID')}")
    return _text(root)


def _two_references(asked: Asked, idp: ScriptedIdp) -> str:
    root = _signed(asked, idp)
    info = root.find(f"{A}Assertion/{DS}Signature/{DS}SignedInfo")
    info.append(copy.deepcopy(info.find(f"{DS}Reference")))
    return _text(root)


def _third_signature(asked: Asked, idp: ScriptedIdp) -> str:
    """A well-formed signature of something that is neither the response nor the assertion."""
    root = _signed(asked, idp)
    other = etree.SubElement(etree.SubElement(root, f"{P}Extensions"), "x")
    other.set("ID", new_id())
    signature = copy.deepcopy(root.find(f"{A}Assertion/{DS}Signature"))
    signature.attrib.pop("Id", None)
    signature.find(f"{DS}SignedInfo/{DS}Reference").set("URI", f"#{other.get('ID')}")
    other.append(signature)
    return _text(root)


_WRAPPED: dict[str, tuple[Forge, str]] = {
    "XSW1 response in signature": (_wrapped_response, "structure"),
    "XSW2 response beside": (_response_beside, "structure"),
    "XSW3 assertion before": (_assertion_before, "structure"),
    "assertion after": (_assertion_after, "structure"),
    "XSW4 assertion around": (_assertion_around, "structure"),
    "XSW5 signature moved": (_signature_moved, "structure"),
    "XSW6 inside the signature": (_inside_signature, "structure"),
    "XSW7 in extensions": (_in_extensions, "structure"),
    "signed one in extensions": (_signed_in_extensions, "structure"),
    "XSW8 in an object": (_in_object, "structure"),
    "one identifier twice": (_same_identifier, "structure"),
    "in advice": (_in_advice, "structure"),
    "two names": (_two_names, "subject"),
    "reference to everything": (_reference_to_all, "structure"),
    "reference elsewhere": (_reference_elsewhere, "structure"),
    "a third signature": (_third_signature, "structure"),
    "two references": (_two_references, "structure"),
}


@pytest.mark.parametrize("case", _WRAPPED)
def test_a_signature_around_something_else(case: str, asked: Asked, idp: ScriptedIdp, refused: Any) -> None:
    forge, reason = _WRAPPED[case]
    refused(forge(asked, idp), reason)


@pytest.mark.parametrize(
    ("algorithm", "where"),
    [
        ("http://www.w3.org/TR/1999/REC-xslt-19991116", "Transform"),
        ("http://www.w3.org/TR/1999/REC-xpath-19991116", "Transform"),
        ("http://www.w3.org/2000/09/xmldsig#hmac-sha1", "SignatureMethod"),
        ("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "SignatureMethod"),
        ("http://www.w3.org/2001/10/xml-exc-c14n#WithComments", "CanonicalizationMethod"),
    ],
)
def test_an_algorithm_that_is_not_on_the_list(
    algorithm: str, where: str, asked: Asked, idp: ScriptedIdp, refused: Any
) -> None:
    root = _signed(asked, idp)
    next(root.iter(f"{DS}{where}")).set("Algorithm", algorithm)
    refused(_text(root), "algorithm")


# XML that says two things, or too much


@pytest.mark.parametrize("comment", ["<!---->", "<!-- x -->", "<?x y?>"])
def test_a_comment_in_the_name(comment: str, asked: Asked, idp: ScriptedIdp, refused: Any) -> None:
    """The provider signs «admin<!-- -->.ke-gian», which canonical form reads as one name and some readers as two."""
    xml = idp.xml(asked.honest.but(subject="p-0001.ke-gian")).replace(">p-0001.ke-gian<", f">p-0001{comment}.ke-gian<")
    refused(encoded(xml), "comment")


def test_a_comment_outside_of_the_document(asked: Asked, idp: ScriptedIdp, refused: Any) -> None:
    refused(encoded(idp.xml(asked.honest) + "<!-- x -->"), "comment")


_BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
_DOCTYPES = {
    "a file": '<!DOCTYPE r [<!ENTITY e0 SYSTEM "file:///etc/passwd">]>',
    "an address": '<!DOCTYPE r [<!ENTITY e0 SYSTEM "http://127.0.0.1:9/">]>',
    "a parameter": '<!DOCTYPE r [<!ENTITY % e0 SYSTEM "http://127.0.0.1:9/"> %e0;]>',
    "a bomb": f'<!DOCTYPE r [<!ENTITY e0 "ha">{_BOMB}]>',
    "nothing": "<!DOCTYPE r>",
    "a definition elsewhere": '<!doctype r SYSTEM "http://127.0.0.1:9/x.dtd">',
}


@pytest.mark.parametrize("case", _DOCTYPES)
def test_entities_and_definitions(case: str, asked: Asked, idp: ScriptedIdp, refused: Any) -> None:
    xml = idp.xml(asked.honest.but(subject="TEN")).partition("?>")[2].replace(">TEN<", ">&e9;<")
    refused(encoded(f'<?xml version="1.0"?>{_DOCTYPES[case]}{xml}'), "doctype")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-7", "utf-32"])
def test_a_definition_hidden_by_an_encoding(encoding: str, asked: Asked, idp: ScriptedIdp, refused: Any) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{_DOCTYPES["a bomb"]}<r/>'
    message = base64.b64encode(xml.encode(encoding)).decode()
    with pytest.raises(SamlRefusedError) as caught:
        exchange.take_answer(asked.service, message)
    assert caught.value.reason in {"doctype", "encoding", "xml"}


def test_too_large(asked: Asked, idp: ScriptedIdp, refused: Any) -> None:
    big = asked.honest.but(attributes={"x": ("a" * gate.MAX_BYTES,)})
    refused(encoded(idp.xml(big)), "too_large")
    refused("A" * (gate.MAX_ENCODED + 1), "too_large")


def test_too_many_elements_and_too_deep(asked: Asked, idp: ScriptedIdp, refused: Any) -> None:
    root = _signed(asked, idp)
    extensions = etree.SubElement(root, f"{P}Extensions")
    for _ in range(gate.MAX_ELEMENTS):
        etree.SubElement(extensions, "x")
    refused(_text(root), "too_large")
    root = _signed(asked, idp)
    element = etree.SubElement(root, f"{P}Extensions")
    for _ in range(gate.MAX_DEPTH):
        element = etree.SubElement(element, "x")
    refused(_text(root), "too_large")


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("", "xml"),
        ("%%%", "encoding"),
        ("Tiếng Việt", "encoding"),
        (encoded("không phải XML"), "xml"),
        (encoded("<a>"), "xml"),
        (encoded("<a/>"), "structure"),
        (encoded('<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:1.0:protocol"/>'), "structure"),
        (base64.b64encode(b"\xff\xfe\x00\x00").decode(), "doctype"),
        (base64.b64encode(bytes(range(256))).decode(), "doctype"),
    ],
)
def test_no_answer_at_all(message: str, reason: str, asked: Asked, refused: Any) -> None:
    refused(message, reason)


def test_encrypted_assertions_are_not_taken(asked: Asked, idp: ScriptedIdp, refused: Any) -> None:
    """We publish no key for them, so none can be meant for us."""
    root = _signed(asked, idp)
    root.append(etree.Element(f"{A}EncryptedAssertion"))
    refused(_text(root), "encrypted")
