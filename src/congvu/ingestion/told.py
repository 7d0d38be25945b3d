"""Technical facts in the reader's language: the English ``detail`` of a ReadError, and what a strict check found.

Facts are written where no translation is at hand (in the reading child) and are stored as written; here they are told.
"""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import gettext, gettext_noop

from congvu.ingestion.reasons import EXPLANATIONS, Explanation

# "{…}" stands for what differs; a {detail} is told as well. Names of parts, programs and errors are told as they are.
FACTS = (
    # any file
    gettext_noop("{size} bytes"),
    gettext_noop("{size} bytes, limit {limit}"),
    gettext_noop("{count} characters of text, limit {limit}"),
    gettext_noop("{count} pages, limit {limit}"),
    gettext_noop("unknown binary format"),
    gettext_noop("not a {kind} file but {detail}"),
    gettext_noop("an HTML page"),
    gettext_noop("plain text"),
    gettext_noop("neither text nor a known format"),
    gettext_noop("XML or web archive"),
    gettext_noop("{kind} archive"),
    gettext_noop("PowerPoint slides"),
    gettext_noop("OpenDocument file"),
    gettext_noop("bytes are gone"),
    gettext_noop("given up after {count} tries"),
    gettext_noop("nobody is left who may read it"),
    gettext_noop("unusable answer: {error}"),
    gettext_noop("nested too deeply"),
    gettext_noop("neither UTF-8, UTF-16 nor Windows-1258"),
    gettext_noop("marked as {encoding} but is not"),
    gettext_noop("says {encoding} but is not"),
    gettext_noop("no HTML can be made of it"),
    gettext_noop("a heading was lost"),
    # the reading process
    gettext_noop("{program} took too long"),
    gettext_noop("stopped at page {page} of {count}"),
    gettext_noop("no answer from the reading process"),
    gettext_noop("the reading process ended with {code}"),
    gettext_noop("result too large"),
    gettext_noop("stopped by the clock"),
    gettext_noop("processor time used up"),
    gettext_noop("wrote too much"),
    gettext_noop("no memory left"),
    # pictures and scans
    gettext_noop("picture: {error}"),
    gettext_noop("picture of too many points"),
    gettext_noop("picture of {width} by {height} points"),
    gettext_noop("nothing to recognise on {count} pages"),
    gettext_noop("{poor} of {count} pages unclear, mean confidence {mean} %"),
    gettext_noop("Tesseract with Vietnamese (tesseract-ocr-vie)"),
    # PDF and office files
    gettext_noop("PDF with a password"),
    gettext_noop("PDF: cannot be drawn"),
    gettext_noop("no pages"),
    gettext_noop("{letters} letters on {count} pages"),
    gettext_noop("Office file with a password"),
    gettext_noop("Word document with a password"),
    gettext_noop("Word header cut short"),
    gettext_noop("OLE container: {error}"),
    gettext_noop("OLE file without a Word document"),
    gettext_noop("LibreOffice cannot open it"),
    gettext_noop("no document body"),
    gettext_noop("no workbook"),
    # ZIP
    gettext_noop("ZIP container: {error}"),
    gettext_noop("ZIP container with a password"),
    gettext_noop("{count} entries, limit {limit}"),
    gettext_noop("unpacks to {size} bytes, limit {limit}"),
    gettext_noop("unpacks more than {ratio} times its size"),
    gettext_noop("a part is larger than the container admits"),
    gettext_noop("long scan inside an archive"),
    gettext_noop("an archive or a message within a message"),
    gettext_noop("an archive in an archive"),
    # XML and messages
    gettext_noop("not well-formed XML"),
    gettext_noop("not well-formed XML: {error}"),
    gettext_noop("XML with a document type"),
    gettext_noop("XML with a document type or entities"),
    gettext_noop("XML in an unknown encoding"),
    gettext_noop("XML without an element"),
    gettext_noop("over {levels} levels or {count} elements"),
    gettext_noop("no edXML envelope with a message header"),
    gettext_noop("a message without the sender's OrganId"),
    gettext_noop("a message without files"),
    gettext_noop("attachment: {detail}"),
    gettext_noop("not base64"),
    gettext_noop("empty"),
    gettext_noop("too large"),
    # what the strict form of messages has no room for
    gettext_noop("a document type"),
    gettext_noop("the root is not edXML in the default namespace of QCVN 102"),
    gettext_noop("no edXML:edXMLEnvelope with its prefix"),
    gettext_noop("{part}: without the prefix edXML"),
    gettext_noop("{part}: {name} is not part of it"),
    gettext_noop("{part}: not in the order {names}"),
    gettext_noop("{part}: {name} occurs {count} times"),
    gettext_noop("{part}: {value} cannot be"),
    gettext_noop("attachment {name}: listed or there, not both"),
    # tables and records
    gettext_noop("not JSON"),
    gettext_noop("JSON without the name of a procedure (metadata.tên_thủ_tục)"),
    gettext_noop("no line with the columns Câu hỏi, Trả lời, Nguồn"),
    gettext_noop("{count} lines, limit {limit}"),
    gettext_noop("line {line} has no {names}"),
    gettext_noop("question"),
    gettext_noop("answer"),
    gettext_noop("source"),
    gettext_noop("not a readable workbook"),
    gettext_noop("CSV that is not UTF-8"),
    gettext_noop("not a readable CSV"),
)
_PLACE = re.compile(r"\{(\w+)\}")
_ALSO_TOLD = frozenset({"detail", "names"})


def told(detail: str) -> str:
    """A stored fact, or several with semicolons between them, in the language of whoever reads; what is not known here,
    names and errors of programs, stays as it is.
    """
    whole = _told(detail)
    if whole is not None:
        return whole
    parts = detail.split("; ")
    return "; ".join(_told(part) or part for part in parts) if len(parts) > 1 else detail


def _told(detail: str) -> str | None:
    """None for what is no known fact."""
    if (exact := _exact().get(detail)) is not None:
        return gettext(exact)
    if (why := _reasons().get(detail)) is not None:
        return str(why.message).rstrip(".")
    for pattern, fact in _forms():
        if found := pattern.fullmatch(detail):
            values = {key: _value(key, value) for key, value in found.groupdict().items()}
            return gettext(fact).format(**values)
    before, colon, behind = detail.partition(": ")
    after = _told(behind) if colon and "; " not in before else None
    return f"{_told(before) or before}: {after}" if after is not None else None


def _value(key: str, value: str) -> str:
    return ", ".join(told(one) for one in value.split(", ")) if key in _ALSO_TOLD else value


@cache
def _reasons() -> dict[str, Explanation]:
    return {reason.value: why for reason, why in EXPLANATIONS.items()}


@cache
def _exact() -> dict[str, str]:
    return {fact: fact for fact in FACTS if not _PLACE.search(fact)}


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The facts with places, those that say most first, so that a general one does not take what a closer one tells."""
    forms = sorted((fact for fact in FACTS if _PLACE.search(fact)), key=lambda fact: -len(_PLACE.sub("", fact)))
    return tuple((re.compile(_as_pattern(fact), re.DOTALL), fact) for fact in forms)


def _as_pattern(fact: str) -> str:
    pieces = _PLACE.split(fact)  # words and names of places, by turns
    return "".join(f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
