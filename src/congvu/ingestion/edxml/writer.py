"""Writing messages exactly as the format has them: its prefix, its order, its misspelt names.

Readers in the field refuse an envelope without the prefix ``edXML:``, so it is always written; the attachments stand
outside of the envelope, in the default namespace.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from congvu.common.errors import InvalidInputError
from congvu.ingestion.edxml.types import (
    LOCAL,
    NAMESPACE,
    TIME,
    Answered,
    Attachment,
    Message,
    MessageKind,
    Organ,
    Staff,
    StatusReport,
)
from congvu.ingestion.edxml.validator import flaws_of
from congvu.ingestion.told import told

_PREFIX = {"xmlns:edXML": NAMESPACE}
_ORGAN = (
    ("OrganId", "code"), ("OrganizationInCharge", "in_charge"), ("OrganName", "name"), ("OrganAdd", "address"),
    ("Email", "email"), ("Telephone", "telephone"), ("Fax", "fax"), ("Website", "website"),
)  # fmt: skip
_OTHER = (
    ("Priority", "priority"), ("SphereOfPromulgation", "sphere"), ("TyperNotation", "typist"),
    ("PromulgationAmount", "copies"), ("PageAmount", "pages"),
)  # fmt: skip


def write_status(report: StatusReport) -> bytes:
    """What we say about a document sent to us. Raises InvalidInputError where the format has no room for it."""
    paper = _Paper()
    with paper.envelope(), paper.part("edXMLHeader"), paper.part("MessageHeader"):
        paper.organ("From", report.sender)
        paper.answered(report.answers)
        paper.staff(report.staff)
        paper.line("StatusCode", report.status.value)
        paper.line("Description", report.description)
        paper.line("Timestamp", report.at.astimezone(LOCAL).strftime(TIME))
    return paper.finished()


def write_message(message: Message, at: dt.datetime) -> bytes:
    """A document of ours for others, stamped ``at``. Raises InvalidInputError where a part is missing or too long."""
    paper = _Paper()
    with paper.envelope():
        with paper.part("edXMLHeader"):
            _header(paper, message)
            _trace(paper, message, at)
        with paper.part("edXMLBody"), paper.part("edXMLManifest", version="1.0"):
            for attachment in message.attachments:
                with paper.part("Reference"):
                    paper.line("ContentId", attachment.content_id)
                    paper.line("ContentType", attachment.content_type)
                    paper.some("Description", attachment.description)
                    paper.line("AttachmentName", attachment.name)
    paper.attachments(message.attachments)
    return paper.finished()


def _header(paper: _Paper, message: Message) -> None:
    with paper.part("MessageHeader"):
        paper.organ("From", message.sender)
        for receiver in message.receivers:
            paper.organ("To", receiver)
        paper.line("DocumentId", message.document_id)
        with paper.part("Code"):
            paper.line("CodeNumber", message.number)
            paper.line("CodeNotation", message.notation)
        with paper.part("PromulgationInfo"):
            paper.line("Place", message.place)
            paper.line("PromulgationDate", message.promulgated)
        with paper.part("DocumentType"):
            paper.line("Type", message.type_code)
            paper.line("TypeName", message.type_name)
        paper.line("Subject", message.subject)
        paper.some("Content", message.content)
        with paper.part("SignerInfo"):
            paper.some("Competence", message.competence)
            paper.some("Position", message.position)
            paper.line("FullName", message.signer)
        paper.some("DueDate", message.due)
        with paper.part("OtherInfo"):
            for name, attribute in _OTHER:
                paper.some(name, str(getattr(message, attribute)))
            paper.list("Appendixes", "Appendix", message.appendixes)
        for answered in message.answers:
            paper.answered(answered)
        paper.some("SteeringType", message.steering)
        paper.list("ToPlaces", "Place", message.to_places)


def _trace(paper: _Paper, message: Message, at: dt.datetime) -> None:
    with paper.part("TraceHeaderList"):
        with paper.part("TraceHeader"):
            paper.line("OrganId", message.sender.code)
            paper.line("Timestamp", at.astimezone(LOCAL).strftime(TIME))
        with paper.part("Bussiness"):
            paper.some("DocumentId", message.acts_on)
            paper.line("BussinessDocType", message.kind.value)
            paper.line("BussinessDocReason", message.reason)
            paper.line("Paper", "0")
            if message.kind is MessageKind.REPLACEMENT:
                with paper.part("ReplacementInfoList"):
                    for replaced in message.replaces:
                        with paper.part("ReplacementInfo"):
                            paper.line("DocumentId", replaced)
                            paper.list("OrganIdList", "OrganId", tuple(organ.code for organ in message.receivers))
            paper.staff(message.staff)


class _Paper:
    """An XML document in the making; names within the envelope get the prefix."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self._xml = XMLGenerator(self._bytes, "UTF-8", short_empty_elements=False)
        self._prefix = ""
        self._xml.startDocument()
        self._xml.startElement("edXML", AttributesImpl({"xmlns": NAMESPACE}))

    @contextmanager
    def envelope(self) -> Iterator[None]:
        self._prefix = "edXML:"
        with self.part("edXMLEnvelope", **_PREFIX):
            yield
        self._prefix = ""

    @contextmanager
    def part(self, name: str, **attributes: str) -> Iterator[None]:
        self._xml.startElement(self._prefix + name, AttributesImpl(attributes))
        yield
        self._xml.endElement(self._prefix + name)

    def line(self, name: str, text: str) -> None:
        with self.part(name):
            self._xml.characters(text)

    def some(self, name: str, text: str) -> None:
        if text:
            self.line(name, text)

    def list(self, name: str, item: str, texts: tuple[str, ...]) -> None:
        if texts:
            with self.part(name):
                for text in texts:
                    self.line(item, text)

    def organ(self, name: str, organ: Organ) -> None:
        with self.part(name):
            for element, attribute in _ORGAN:
                self.some(element, str(getattr(organ, attribute)))

    def answered(self, answered: Answered) -> None:
        with self.part("ResponseFor"):
            self.line("OrganId", answered.organ)
            self.line("Code", answered.code)
            self.line("DocumentId", answered.document_id)
            self.line("PromulgationDate", answered.promulgated)

    def staff(self, staff: Staff) -> None:
        with self.part("StaffInfo"):
            self.some("Department", staff.department)
            self.some("Staff", staff.staff)
            self.some("Email", staff.email)
            self.some("Mobile", staff.mobile)

    def attachments(self, attachments: tuple[Attachment, ...]) -> None:
        with self.part("AttachmentEncoded"):
            for attachment in attachments:
                with self.part("Attachment"):
                    self.line("ContentId", attachment.content_id)
                    self.line("AttachmentName", attachment.name)
                    self.some("Description", attachment.description)
                    self.line("ContentType", attachment.content_type)
                    self.line("ContentTransferEncoded", attachment.content)

    def finished(self) -> bytes:
        """The bytes, which our own strict check has passed."""
        self._xml.endElement("edXML")
        self._xml.endDocument()
        data = self._bytes.getvalue()
        flaws = flaws_of(data)
        if flaws:
            raise InvalidInputError("; ".join(map(told, flaws)))
        return data
