"""Parts of documents in repealing sentences: "Bãi bỏ khoản 6 Điều 19 của Luật Viễn thông số 41/2009/QH12"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from congvu.legal.reference_types import LegalReference, format_reference
from congvu.legal.references import parse_references

_PART_BEGINS = r"(?:(?:các|những) )?(?:điểm|khoản|điều|mục|chương|phần|phụ lục) [\da-zđIVXL]"
_ABOLISHED = re.compile(rf"(?:^|[\s:;.])bãi bỏ:? (?={_PART_BEGINS})(?P<what>[^\n]{{1,900}})", re.IGNORECASE)
_EXPIRED = re.compile(
    rf"^(?:\s*(?:[-+]|\d{{1,3}}[.)]|[a-zđ]\))\s+)?(?P<what>(?={_PART_BEGINS})[^\n]{{1,900}}?),? (?:đều )?hết hiệu lực",
    re.IGNORECASE,
)
# What follows tells of other texts or of what stays, not of what is ended.
_STOP = re.compile(
    r"\.\s|,? (?:ngoại )?trừ |,? ?\(?(?:đã )?được (?:sửa đổi|bổ sung)|,? như sau|,? kể từ ngày", re.IGNORECASE
)
_AMENDS = re.compile(r"(?<=[A-ZĐ\d]) (?:sửa đổi|bổ sung)[^;]*")
# Only a piece of the unit ends, which is a change of the unit.
_PIECE = re.compile(r"(?<!\w)(?:đoạn|câu|ý)(?: \w{1,8}){0,3},? $")
_POWER = re.compile(r"(?:kiến nghị|đề nghị|quyền|thẩm quyền|xem xét|hoặc)\s+$", re.IGNORECASE)


@dataclass(frozen=True)
class EndedPart:
    """A part of a document that a sentence ends: the document, the part as it is cited, and where it stands.

    The span is that of the whole list of parts of one document.
    """

    symbol: str | None
    name: str | None
    part: str
    start: int
    end: int


def ended_parts(plain: str) -> Iterator[EndedPart]:
    """Every part that a text without quotations ends in a document that it names; parts of itself are left out."""
    at = 0
    for line in plain.split("\n"):
        lowered = line.lower()
        if "bãi bỏ" in lowered:
            for match in _ABOLISHED.finditer(line):
                if not _POWER.search(line[max(0, match.start() - 20) : match.start() + 1]):
                    yield from _parts(match["what"], at + match.start("what"))
        elif "hết hiệu lực" in lowered:
            expired = _EXPIRED.match(line)
            if expired:
                yield from _parts(expired["what"], at + expired.start("what"))
        at += len(line) + 1


def _parts(what: str, at: int) -> Iterator[EndedPart]:
    stop = _STOP.search(what)
    # What an amending law amends is blanked: "Điều 2 của Luật số 34/2009/QH12 sửa đổi Điều 121 của Luật đất đai".
    plain = _AMENDS.sub(lambda match: " " * len(match.group()), what[: stop.start()] if stop else what)
    named = [
        found
        for found in parse_references(plain)
        if found.names_unit and not found.relative and _document(found) and not _PIECE.search(plain, 0, found.start)
    ]
    start = 0
    for _, group in groupby(named, key=_document):
        members = list(group)
        end = max(member.end for member in members)
        start = max(start, min(member.start for member in members))
        for member in members:
            yield EndedPart(
                member.document_symbol, member.document_name, format_reference(_unit(member)), at + start, at + end
            )
        start = end


def _document(reference: LegalReference) -> str | None:
    return reference.document_symbol or reference.document_name


def _unit(reference: LegalReference) -> LegalReference:
    return replace(reference, document_symbol=None, document_number=None, document_name=None, document_kind=None)
