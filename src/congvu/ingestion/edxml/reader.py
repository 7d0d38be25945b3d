"""Reading a message in any dialect that is met: by local names, with the misspelt ones and their correct spelling."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from pathlib import Path

from congvu.ingestion.conf import Limits
from congvu.ingestion.edxml.tree import Node, read_tree
from congvu.ingestion.edxml.types import Answered, Attachment, Message, MessageKind, Organ, Staff
from congvu.ingestion.parsers.zipsafe import open_checked, read_part
from congvu.ingestion.types import ReadError, Reason

_SPACE = re.compile(r"\s+")
_OFFICE = ("word/", "xl/", "ppt/", "META-INF/", "content.xml")
_BUSINESS = ("Bussiness", "Business")


def is_message(head: bytes) -> bool:
    """Whether the beginning of a file is that of a message."""
    return re.search(rb"<(?:\w+:)?edXML(?:Envelope)?[\s>]", head[:4096], re.IGNORECASE) is not None


def read_message(data: bytes, limits: Limits, workdir: Path, *, within: bool = False) -> Message:
    """A message with its attachments unpacked; ReadError where it is none. Runs only inside the sandbox.

    An attachment that cannot be had is there with its ``flaw``: what else the message says still holds. Where an
    attachment is a message itself (real senders do that), its files take its place; only one level deep (``within``).
    """
    root = read_tree(data)
    envelope = root.find("edXMLEnvelope")
    header = envelope.find("MessageHeader") if envelope else None
    if envelope is None or header is None:
        raise ReadError(Reason.DAMAGED, "no edXML envelope with a message header")
    sender = _organ(header.first("From"))
    if not sender.code:
        raise ReadError(Reason.DAMAGED, "a message without the sender's OrganId")
    trace = envelope.find("TraceHeaderList") or Node("TraceHeaderList")
    business = next((node for name in _BUSINESS for node in trace.all(name)), Node(_BUSINESS[0]))
    status = header.words("StatusCode")
    if status:
        return _status(header, sender, status)
    warnings: list[str] = []
    stops = [node for node in trace.all("TraceHeader") if node.words("OrganId") or node.words("Timestamp")]
    return Message(
        kind=_kind(business, warnings),
        sender=sender,
        receivers=tuple(organ for organ in map(_organ, header.all("To")) if organ.code),
        document_id=header.words("DocumentId"),
        number=header.words("Code", "CodeNumber"),
        notation=header.words("Code", "CodeNotation"),
        place=header.words("PromulgationInfo", "Place"),
        promulgated=header.words("PromulgationInfo", "PromulgationDate"),
        type_code=header.words("DocumentType", "Type"),
        type_name=header.words("DocumentType", "TypeName"),
        subject=header.words("Subject"),
        content=header.words("Content"),
        competence=header.words("SignerInfo", "Competence"),
        position=header.words("SignerInfo", "Position"),
        signer=header.words("SignerInfo", "FullName"),
        due=header.words("DueDate") or header.words("OtherInfo", "DueDate"),
        to_places=_texts(header.first("ToPlaces"), "Place"),
        priority=header.words("OtherInfo", "Priority"),
        sphere=header.words("OtherInfo", "SphereOfPromulgation"),
        typist=header.words("OtherInfo", "TyperNotation") or header.words("OtherInfo", "TypistNotation"),
        copies=header.words("OtherInfo", "PromulgationAmount"),
        pages=header.words("OtherInfo", "PageAmount"),
        appendixes=_texts(header.first("OtherInfo", "Appendixes"), "Appendix"),
        steering=header.words("SteeringType"),
        answers=_answers(header),
        sent_at=max((node.words("Timestamp") for node in stops), default=""),
        trace=tuple(f"{node.words('OrganId')} {node.words('Timestamp')}".strip() for node in stops),
        reason=business.words("BussinessDocReason") or business.words("BusinessDocReason"),
        acts_on=business.words("DocumentId"),
        replaces=_replaced(business),
        staff=_staff(business.first("StaffInfo")),
        attachments=tuple(
            one
            for found in _attachments(root, envelope, limits, workdir)
            for one in ([found] if within else _opened(found, limits, workdir))
        ),
        warnings=tuple(warnings),
    )


def _status(header: Node, sender: Organ, status: str) -> Message:
    return Message(
        kind=MessageKind.STATUS,
        sender=sender,
        answers=_answers(header),
        sent_at=header.words("Timestamp"),
        staff=_staff(header.first("StaffInfo")),
        status=status.zfill(2),
        description=header.words("Description"),
    )


def _kind(business: Node, warnings: list[str]) -> MessageKind:
    said = business.words("BussinessDocType") or business.words("BusinessDocType") or MessageKind.NEW.value
    try:
        kind = MessageKind(said)
    except ValueError:
        raise ReadError(Reason.UNSUPPORTED, f"BussinessDocType {said[:20]!r}") from None
    if not business.children:
        warnings.append("no business part: taken for a new document")
    return kind


def _organ(node: Node) -> Organ:
    return Organ(
        node.words("OrganId"),
        node.words("OrganName"),
        node.words("OrganizationInCharge"),
        node.words("OrganAdd"),
        node.words("Email"),
        node.words("Telephone"),
        node.words("Fax"),
        node.words("Website"),
    )


def _staff(node: Node) -> Staff:
    return Staff(node.words("Department"), node.words("Staff"), node.words("Email"), node.words("Mobile"))


def _answers(header: Node) -> tuple[Answered, ...]:
    found = (
        Answered(
            node.words("OrganId"), node.words("Code"), node.words("DocumentId"), node.words("PromulgationDate")
        )
        for node in header.all("ResponseFor")
    )
    return tuple(one for one in found if one != Answered())


def _replaced(business: Node) -> tuple[str, ...]:
    found = (node.words("DocumentId") for node in business.first("ReplacementInfoList").all("ReplacementInfo"))
    return tuple(dict.fromkeys(name for name in found if name))


def _texts(node: Node, name: str) -> tuple[str, ...]:
    return tuple(words for child in node.all(name) if (words := " ".join(child.text.split())))


def _attachments(root: Node, envelope: Node, limits: Limits, workdir: Path) -> list[Attachment]:
    holder = root.find("AttachmentEncoded")
    holders = [holder] if holder else [root, envelope, envelope.first("edXMLBody"), envelope.first("Body")]
    nodes = list({id(node): node for one in holders for node in one.all("Attachment")}.values())
    listed = {
        node.words("ContentId"): node.words("AttachmentName")
        for node in (envelope.find("edXMLManifest") or envelope.find("Manifest") or Node("Manifest")).all("Reference")
    }
    found: list[Attachment] = []
    for ordinal, node in enumerate(nodes, start=1):
        key = node.words("ContentId")
        name = node.words("AttachmentName") or node.words("FileName") or listed.get(key, "") or f"{ordinal}"
        written = node.first("ContentTransferEncoded").text or node.first("Content").text
        kind = node.words("ContentType") or node.words("FileType")
        found += _unpacked(Attachment(name, "", kind, key, node.words("Description")), written, limits, workdir)
    return found


def _opened(found: Attachment, limits: Limits, workdir: Path) -> Iterable[Attachment]:
    data = base64.b64decode(found.content)
    if not is_message(data[:4096]):
        return [found]
    try:
        return read_message(data, limits, workdir, within=True).attachments or [found]
    except ReadError:
        return [found]


def _unpacked(bare: Attachment, written: str, limits: Limits, workdir: Path) -> list[Attachment]:
    """The files of one attachment: itself, or what is in it where it is a ZIP that is no office file."""

    def made(name: str, data: bytes | None, flaw: str = "") -> Attachment:
        content = base64.b64encode(data or b"").decode()
        return Attachment(name, content, bare.content_type, bare.content_id, bare.description, flaw)

    try:
        data = base64.b64decode(_SPACE.sub("", written), validate=True)
    except (binascii.Error, ValueError):
        return [made(bare.name, None, "not base64")]
    if not data:
        return [made(bare.name, None, "empty")]
    if len(data) > limits.file_bytes:
        return [made(bare.name, None, "too large")]
    if not data.startswith(b"PK\x03\x04"):
        return [made(bare.name, data)]
    try:
        members = zip_members(data, limits, workdir)
    except ReadError as error:
        return [made(bare.name, None, f"{error.reason}: {error.detail}")]
    if members is None:
        return [made(bare.name, data)]
    if len(members) == 1:
        return [made(bare.name, members[0][1])]
    return [made(f"{bare.name}/{name}", content) for name, content in members]


def zip_members(data: bytes, limits: Limits, workdir: Path) -> list[tuple[str, bytes]] | None:
    """Names and contents of the files in a ZIP within the limits; None for an office file, which is one itself.

    Runs only inside the sandbox. A ZIP in a ZIP stays one file, which no parser reads.
    """
    path = workdir / "archive.zip"
    path.write_bytes(data)
    found: list[tuple[str, bytes]] = []
    with open_checked(path, limits) as archive:
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        if any(name.startswith(_OFFICE) or name == "[Content_Types].xml" for name in names):
            return None
        for name in names:
            found.append((name, read_part(archive, name) or b""))
    return found
