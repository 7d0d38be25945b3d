"""What an envelope says about its files: facts for those that do not say them, and the fields that are kept.

The fields are those that Nghị định 30/2020/NĐ-CP (Phụ lục VI) wants kept with a document that came in electronically.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from congvu.common.clock import today
from congvu.corpus.types import ReadDocument
from congvu.ingestion.edxml.types import Message, day
from congvu.legal import FrontMatter, display_title, kind_by_name, normalise_symbol, symbol_key
from congvu.legal.titles import issuer_case

_ABOUT = re.compile(r"^(?:V/v|Về việc)\s*:?\s*", re.IGNORECASE)
FIELDS = "exchange"
"""The key of these fields in a version's ``front``."""


def facts_of(message: Message) -> dict[str, Any]:
    """The envelope as the appendix names its fields, without files; empty ones are left out."""
    fields: dict[str, Any] = {
        "DocumentId": message.document_id,
        "OrganId": message.sender.code,
        "OrganName": message.sender.name,
        "TypeName": message.type_name,
        "CodeNumber": message.number,
        "CodeNotation": message.notation,
        "IssuedDate": _iso(message.promulgated),
        "Subject": message.subject,
        "Description": message.content,
        "PageAmount": message.pages,
        "SignerInfo": _filled({"Position": message.position, "FullName": message.signer}),
        "To": [_filled({"OrganId": one.code, "OrganName": one.name}) for one in message.receivers],
        "ToPlaces": list(message.to_places),
        "Priority": message.priority,
        "IssuedAmount": message.copies,
        "DueDate": _iso(message.due),
        "ArrivalDate": today().isoformat(),
        "TraceHeaderList": list(message.trace),
        "SphereOfPromulgation": message.sphere,
        "BussinessDocType": message.kind.value,
        "BussinessDocReason": message.reason,
        "StatusCode": message.status,
        "ResponseFor": [answer.document_id for answer in message.answers],
    }
    return _filled(fields)


def find_main(reads: Sequence[ReadDocument], message: Message) -> int | None:
    """Which file is the document that the envelope speaks of: the one with its number, else the first without any.

    None where all have numbers of their own: then the envelope only carries them.
    """
    wanted = symbol_key(message.symbol) if message.symbol else ""
    numbers = [symbol_key(read.number) if read.number else "" for read in reads]
    if wanted and wanted in numbers:
        return numbers.index(wanted)
    return next((at for at, number in enumerate(numbers) if not number), None)


def with_envelope(read: ReadDocument, message: Message, *, main: bool) -> ReadDocument:
    """The file with the envelope's fields; the main one takes from them what its own first page does not say."""
    kept = replace(read, front=read.front | {FIELDS: facts_of(message)})
    if not main:
        return kept
    kind = kind_by_name(message.type_name)
    number = read.number or (normalise_symbol(message.symbol) or message.symbol if message.symbol else "")
    facts = FrontMatter(
        number=number or None,
        kind=read.kind or (kind.code if kind else None),
        kind_name=read.kind_name or (kind.name if kind else message.type_name or None),
        title=_ABOUT.sub("", message.subject) or None,
    )
    return replace(
        kept,
        number=number[:120],
        kind=facts.kind or "",
        kind_name=facts.kind_name or "",
        title=read.title if read.number else display_title(facts) or read.title,
        issuer=read.issuer or issuer_case(message.sender.name),
        issued_on=read.issued_on or message.day_of_issue(),
    )


def is_internal(message: Message) -> bool:
    """Whether the envelope keeps it to those it is sent to."""
    return "lưu hành nội bộ" in message.sphere.lower()


def bears_secret_mark(message: Message) -> bool:
    """Whether the envelope itself names a degree of secrecy; the format is not for such documents at all."""
    words = {message.sphere, message.priority, message.steering, *message.to_places, *message.appendixes}
    return any(" ".join(word.split()).strip(" .()[]").upper() in {"MẬT", "TỐI MẬT", "TUYỆT MẬT"} for word in words)


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _iso(text: str) -> str:
    found: dt.date | None = day(text)
    return found.isoformat() if found else ""
