"""The strict check of what we write: names, prefixes, order, number and form of every element of a message."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from congvu.ingestion.edxml.types import DAY, LOCAL, NAMESPACE, TIME, MessageKind, StatusCode

_NS = f"{{{NAMESPACE}}}"
_CODE = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")
Check = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _Part:
    """A child element: how often, and what its text must be; ``check`` None for one that only holds others."""

    name: str
    least: int = 1
    most: int | None = 1
    check: Check | None = None


def _length(most: int, least: int = 0) -> Check:
    return lambda text: least <= len(text) <= most


def _time(form: str) -> Check:
    def check(text: str) -> bool:
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=LOCAL).strftime(form) == text
        except ValueError:
            return False

    return check


def _organ_code(text: str) -> bool:
    return len(text) <= 13 and _CODE.fullmatch(text) is not None


def _one_of(*allowed: str) -> Check:
    return lambda text: text in allowed


def _number(digits: int) -> Check:
    return lambda text: text.isascii() and text.isdigit() and len(text) <= digits


def _base64(text: str) -> bool:
    try:
        return bool(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return False


_ORGAN = (
    _Part("OrganId", check=_organ_code), _Part("OrganizationInCharge", 0, check=_length(200)),
    _Part("OrganName", check=_length(200, 1)), _Part("OrganAdd", 0, check=_length(250)),
    _Part("Email", 0, check=_length(100)), _Part("Telephone", 0, check=_length(20)), _Part("Fax", 0, check=_length(20)),
    _Part("Website", 0, check=_length(100)),
)  # fmt: skip
_RESPONSE = (
    _Part("OrganId", check=_organ_code), _Part("Code", check=_length(50)), _Part("DocumentId", check=_length(150)),
    _Part("PromulgationDate", check=_time(DAY)),
)  # fmt: skip
_STAFF = tuple(_Part(name, 0, check=_length(100)) for name in ("Department", "Staff", "Email", "Mobile"))
_HEADER = (
    _Part("From"), _Part("To", 1, None), _Part("DocumentId", check=_length(150, 1)), _Part("Code"),
    _Part("PromulgationInfo"), _Part("DocumentType"), _Part("Subject", check=_length(500, 1)),
    _Part("Content", 0, check=_length(500)), _Part("SignerInfo"), _Part("DueDate", 0, check=_time(DAY)),
    _Part("OtherInfo"), _Part("ResponseFor", 0, None), _Part("SteeringType", 0, check=_number(1)), _Part("ToPlaces", 0),
)  # fmt: skip
_STATUS = (
    _Part("From"), _Part("ResponseFor"), _Part("StaffInfo"),
    _Part("StatusCode", check=_one_of(*(code.value for code in StatusCode))),
    _Part("Description", check=_length(500)), _Part("Timestamp", check=_time(TIME)),
)  # fmt: skip
_KINDS = tuple(kind.value for kind in MessageKind if kind is not MessageKind.STATUS)
_PARTS: dict[str, tuple[_Part, ...]] = {
    "edXMLHeader": (_Part("MessageHeader"), _Part("TraceHeaderList", 0)),
    "From": _ORGAN,
    "To": _ORGAN,
    "Code": (_Part("CodeNumber", check=_length(11, 1)), _Part("CodeNotation", check=_length(30, 1))),
    "PromulgationInfo": (_Part("Place", check=_length(50)), _Part("PromulgationDate", check=_time(DAY))),
    "DocumentType": (_Part("Type", check=_number(2)), _Part("TypeName", check=_length(100, 1))),
    "SignerInfo": (
        _Part("Competence", 0, check=_length(100)), _Part("Position", 0, check=_length(100)),
        _Part("FullName", check=_length(50, 1)),
    ),
    "OtherInfo": (
        _Part("Priority", 0, check=_number(1)), _Part("SphereOfPromulgation", 0, check=_length(100)),
        _Part("TyperNotation", 0, check=_length(10)), _Part("PromulgationAmount", 0, check=_number(3)),
        _Part("PageAmount", 0, check=_number(3)), _Part("Appendixes", 0),
    ),
    "Appendixes": (_Part("Appendix", 1, None, _length(500, 1)),),
    "ToPlaces": (_Part("Place", 1, None, _length(500, 1)),),
    "ResponseFor": _RESPONSE,
    "StaffInfo": _STAFF,
    "TraceHeaderList": (_Part("TraceHeader", 1, None), _Part("Bussiness")),
    "TraceHeader": (_Part("OrganId", check=_organ_code), _Part("Timestamp", check=_time(TIME))),
    "Bussiness": (
        _Part("DocumentId", 0, check=_length(150, 1)), _Part("BussinessDocType", check=_one_of(*_KINDS)),
        _Part("BussinessDocReason", check=_length(500, 1)), _Part("Paper", check=_one_of("0", "1")),
        _Part("ReplacementInfoList", 0), _Part("StaffInfo"),
    ),
    "ReplacementInfoList": (_Part("ReplacementInfo", 1, None),),
    "ReplacementInfo": (_Part("DocumentId", check=_length(150, 1)), _Part("OrganIdList")),
    "OrganIdList": (_Part("OrganId", 1, None, _organ_code),),
    "edXMLBody": (_Part("edXMLManifest"),),
    "edXMLManifest": (_Part("Reference", 0, None),),
    "Reference": (
        _Part("ContentId", check=_length(100, 1)), _Part("ContentType", check=_length(100, 1)),
        _Part("Description", 0, check=_length(500)), _Part("AttachmentName", check=_length(255, 1)),
    ),
    "AttachmentEncoded": (_Part("Attachment", 0, None),),
    "Attachment": (
        _Part("ContentId", check=_length(100, 1)), _Part("AttachmentName", check=_length(255, 1)),
        _Part("Description", 0, check=_length(500)), _Part("ContentType", check=_length(100, 1)),
        _Part("ContentTransferEncoded", check=_base64),
    ),
}  # fmt: skip


def flaws_of(data: bytes) -> tuple[str, ...]:
    """What is wrong with a message, by the strict form of the format, each in one line; () for a good one."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return (f"not well-formed XML: {error.msg}",)
    if root.getroottree().docinfo.doctype:
        return ("a document type",)
    flaws: list[str] = []
    if root.tag != f"{_NS}edXML" or root.prefix is not None:
        return ("the root is not edXML in the default namespace of QCVN 102",)
    envelope = root.find(f"{_NS}edXMLEnvelope")
    if envelope is None or envelope.prefix != "edXML":
        return ("no edXML:edXMLEnvelope with its prefix",)
    status = envelope.find(f"{_NS}edXMLHeader/{_NS}MessageHeader/{_NS}StatusCode") is not None
    own = (_Part("edXMLEnvelope"), _Part("AttachmentEncoded", 0 if status else 1))
    inner = (_Part("edXMLHeader"), _Part("edXMLBody", 0 if status else 1))
    _check(root, own, flaws)
    _check(envelope, inner, flaws)
    for element in envelope.iterdescendants(etree.Element):
        if element.prefix != "edXML":
            flaws.append(f"{_name(element)}: without the prefix edXML")
    for element in (*envelope, *root.findall(f"{_NS}AttachmentEncoded")):
        _descend(element, status, flaws)
    flaws += _unmatched(root, envelope)
    return tuple(flaws)


def _descend(element: etree._Element, status: bool, flaws: list[str]) -> None:
    name = _name(element)
    header = _STATUS if status else _HEADER
    parts = header if name == "MessageHeader" else _PARTS.get(name)
    if parts is None:
        return
    _check(element, parts, flaws)
    leaves = {part.name for part in parts if part.check is not None}  # "Code" holds parts here and text there
    for child in element:
        if _name(child) not in leaves:
            _descend(child, status, flaws)


def _check(element: etree._Element, parts: tuple[_Part, ...], flaws: list[str]) -> None:
    """Children are known, as many as they may be, in order, and their texts have the form."""
    here, order = _name(element), [part.name for part in parts]
    found = [_name(child) for child in element]
    flaws += [f"{here}: {name} is not part of it" for name in found if name not in order]
    known = [name for name in found if name in order]
    if known != sorted(known, key=order.index):
        flaws.append(f"{here}: not in the order {', '.join(order)}")
    for part in parts:
        count = known.count(part.name)
        if count < part.least or (part.most is not None and count > part.most):
            flaws.append(f"{here}: {part.name} occurs {count} times")
        for child in element.findall(f"{_NS}{part.name}"):
            if part.check is not None and not part.check((child.text or "").strip()):
                flaws.append(f"{here}/{part.name}: {(child.text or '')[:60]!r} cannot be")


def _unmatched(root: etree._Element, envelope: etree._Element) -> list[str]:
    """Files that are only listed, or only there."""
    path = f"{_NS}edXMLBody/{_NS}edXMLManifest/{_NS}Reference/{_NS}ContentId"
    listed = {node.text for node in envelope.findall(path)}
    there = {node.text for node in root.findall(f"{_NS}AttachmentEncoded/{_NS}Attachment/{_NS}ContentId")}
    return [f"attachment {key}: listed or there, not both" for key in sorted(map(str, listed ^ there))]


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else "comment"
