"""A message of the exchange format as values; free of Django, because messages are read in the sandbox.

Days are "yyyy/MM/dd" and times "yyyy/MM/dd HH:mm:ss", as the format writes them, until somebody asks for a date.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from congvu.common.hashing import sha256_hex

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
DAY = "%Y/%m/%d"
TIME = "%Y/%m/%d %H:%M:%S"
LOCAL = dt.timezone(dt.timedelta(hours=7))
"""Times of the format are those of Việt Nam."""


class MessageKind(StrEnum):
    """What a message does; the values are those of BussinessDocType, except that of a status."""

    NEW = "0"
    RECALL = "1"
    UPDATE = "2"
    REPLACEMENT = "3"
    STATUS = "status"


class StatusCode(StrEnum):
    """What a receiver says about a document it was sent, or a sender asks for."""

    ARRIVED = "01"
    REFUSED = "02"
    ACCEPTED = "03"
    ASSIGNED = "04"
    IN_WORK = "05"
    DONE = "06"
    ASKED_BACK = "13"
    GIVEN_BACK = "15"
    NOT_GIVEN_BACK = "16"


@dataclass(frozen=True, slots=True)
class Organ:
    """An organisation as the message describes it; ``code`` (OrganId) is all that counts."""

    code: str
    name: str = ""
    in_charge: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """Whoever sent it."""

    department: str = ""
    staff: str = ""
    email: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The document that a message answers (ResponseFor)."""

    organ: str = ""
    code: str = ""
    document_id: str = ""
    promulgated: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message: its name and content in base64; ``flaw`` says why there is none."""

    name: str
    content: str = ""
    content_type: str = ""
    content_id: str = ""
    description: str = ""
    flaw: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. Names follow the format, without its misspellings; "" and () are what is not said.

    ``acts_on`` is the DocumentId of its business part, ``replaces`` are those of its list of replacements.
    """

    kind: MessageKind
    sender: Organ
    receivers: tuple[Organ, ...] = ()
    document_id: str = ""
    number: str = ""
    notation: str = ""
    place: str = ""
    promulgated: str = ""
    type_code: str = ""
    type_name: str = ""
    subject: str = ""
    content: str = ""
    competence: str = ""
    position: str = ""
    signer: str = ""
    due: str = ""
    to_places: tuple[str, ...] = ()
    priority: str = ""
    sphere: str = ""
    typist: str = ""
    copies: str = ""
    pages: str = ""
    appendixes: tuple[str, ...] = ()
    steering: str = ""
    answers: tuple[Answered, ...] = ()
    sent_at: str = ""
    trace: tuple[str, ...] = ()
    reason: str = ""
    acts_on: str = ""
    replaces: tuple[str, ...] = ()
    staff: Staff = Staff()
    status: str = ""
    description: str = ""
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def symbol(self) -> str:
        """Number and symbol as people write them: 7816/VPCP-TTĐT."""
        return f"{self.number}/{self.notation}" if self.number and self.notation else ""

    @property
    def key(self) -> str:
        """What makes two messages the same one: who, about what, does what, when, and with which files."""
        files = [sha256_hex(attachment.content) for attachment in self.attachments]
        answered = [answer.document_id for answer in self.answers]
        parts = [self.sender.code, self.document_id, self.kind, self.sent_at, self.acts_on, self.status]
        return sha256_hex("\n".join([*parts, *answered, *self.replaces, *files]))

    def day_of_issue(self) -> dt.date | None:
        return day(self.promulgated)

    def time_sent(self) -> dt.datetime | None:
        """When the last one on its way stamped it."""
        try:
            return dt.datetime.strptime(self.sent_at, TIME).replace(tzinfo=LOCAL)
        except ValueError:
            return None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What we tell a sender about its document."""

    sender: Organ
    answers: Answered
    status: StatusCode
    description: str
    at: dt.datetime
    staff: Staff = field(default_factory=Staff)


def day(text: str) -> dt.date | None:
    """A day of the format; None for anything else."""
    try:
        return dt.datetime.strptime(text, DAY).replace(tzinfo=LOCAL).date()
    except ValueError:
        return None


def message_from_json(value: dict[str, Any]) -> Message:
    """The message that ``Message.as_json`` gave; raises TypeError, KeyError or ValueError for anything else."""
    given = dict(value)
    return Message(
        **{
            **given,
            "kind": MessageKind(given["kind"]),
            "sender": Organ(**given["sender"]),
            "receivers": tuple(Organ(**one) for one in given["receivers"]),
            "answers": tuple(Answered(**one) for one in given["answers"]),
            "attachments": tuple(Attachment(**one) for one in given["attachments"]),
            "staff": Staff(**given["staff"]),
            **{name: tuple(given[name]) for name in ("to_places", "appendixes", "trace", "replaces", "warnings")},
        }
    )
