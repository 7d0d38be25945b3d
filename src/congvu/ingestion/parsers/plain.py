"""Plain text in UTF-8, UTF-16 or Windows-1258; anything else is named, not guessed into rubbish."""

from __future__ import annotations

import codecs
from pathlib import Path

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import ParsedText, check_length, tidy
from congvu.ingestion.parsers.legacy import convert_lines
from congvu.ingestion.types import ReadError, Reason
from congvu.text import nfc

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Words that any Vietnamese text of some length has; seen after decoding, they prove the guess.
_COMMON = frozenset(
    {
        "và", "của", "các", "có", "không", "được", "cho", "trong", "theo", "này", "với", "tại", "về", "là",
        "người", "việc", "điều", "quy", "định",
    }
)  # fmt: skip
_PROOF = 4


class PlainParser:
    name = "plain-1"
    media_type = "text/plain"

    def parse(self, path: Path, limits: Limits, workdir: Path) -> ParsedText:
        text, encoding = decode(path.read_bytes())
        warnings = () if encoding.startswith("utf") else (f"read as {encoding}",)
        return ParsedText(check_length(tidy(convert_lines(text)), limits), warnings=warnings)


def decode(data: bytes) -> tuple[str, str]:
    """(text, encoding) of bytes; raises ReadError where no encoding gives a plausible text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding), encoding
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\x00" not in text:
            return text, "utf-8"
    for encoding in ("utf-16-le", "utf-16-be", "cp1258"):
        text = data.decode(encoding, errors="replace")
        if "\ufffd" not in text and _is_vietnamese(nfc(text)):
            return nfc(text), encoding
    raise ReadError(Reason.UNDECODABLE, "neither UTF-8, UTF-16 nor Windows-1258")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(Reason.UNDECODABLE, f"marked as {encoding} but is not") from error


def _is_vietnamese(text: str) -> bool:
    words = set(text[:50_000].lower().split())
    return len(words & _COMMON) >= min(_PROOF, max(2, len(words) // 8))
