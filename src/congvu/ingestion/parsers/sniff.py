"""What a file is, from its content. The name only decides whether plain text is what was promised."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path, PurePosixPath

import olefile

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.zipsafe import open_checked
from congvu.ingestion.types import ReadError, Reason


class FileKind(StrEnum):
    """Kinds that there is a parser for."""

    PDF = "pdf"
    DOCX = "docx"
    WORD = "word"
    RTF = "rtf"
    HTML = "html"
    PLAIN = "plain"
    IMAGE = "image"
    XLSX = "xlsx"
    XLS = "xls"
    ZIP = "zip"


_HEAD = 4096
_ARCHIVES = {
    b"\x1f\x8b": "gzip archive",
    b"7z\xbc\xaf\x27\x1c": "7z archive",
    b"Rar!": "RAR archive",
    b"BZh": "bzip2 archive",
    b"\xfd7zXZ": "xz archive",
}
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|meta)\b", re.IGNORECASE)
_TEXT_SUFFIXES = frozenset({"", ".txt", ".text", ".md", ".htm", ".html", ".xhtml", ".doc", ".rtf"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def file_kind(path: Path, file_name: str, limits: Limits) -> FileKind:
    """The kind of a file; raises ReadError for what is empty, unsupported, or not what its name says."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise ReadError(Reason.EMPTY)
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(path, limits)
    if head.lstrip()[:5] == b"{\\rtf":
        return FileKind.RTF
    if head.startswith(_IMAGES):
        return FileKind.IMAGE
    _refuse_archives(head)
    return _text_kind(head, PurePosixPath(file_name).suffix.lower())


def _ole_kind(path: Path) -> FileKind:
    try:
        with olefile.OleFileIO(str(path)) as ole:
            if ole.exists("EncryptedPackage"):
                raise ReadError(Reason.ENCRYPTED, "Office file with a password")
            if ole.exists("WordDocument"):
                return FileKind.WORD
            if ole.exists("Workbook") or ole.exists("Book"):
                return FileKind.XLS
    except ReadError:
        raise
    except Exception as error:  # noqa: BLE001,RUF100 - olefile raises whatever a broken file makes it stumble over
        raise ReadError(Reason.DAMAGED, f"OLE container: {type(error).__name__}") from error
    raise ReadError(Reason.UNSUPPORTED, "OLE file without a Word document")


def _zip_kind(path: Path, limits: Limits) -> FileKind:
    with open_checked(path, limits) as archive:
        names = set(archive.namelist())
    if "word/document.xml" in names:
        return FileKind.DOCX
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    return FileKind.ZIP


def _refuse_archives(head: bytes) -> None:
    for magic, what in _ARCHIVES.items():
        if head.startswith(magic):
            raise ReadError(Reason.UNSUPPORTED, what)
    if head[257:262] == b"ustar":
        raise ReadError(Reason.UNSUPPORTED, "tar archive")


def _text_kind(head: bytes, suffix: str) -> FileKind:
    html = _HTML.search(head[:2048]) is not None and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    if suffix not in _TEXT_SUFFIXES:
        what = "an HTML page" if html else "neither text nor a known format" if _is_binary(head) else "plain text"
        raise ReadError(Reason.NOT_WHAT_IT_SAYS, f"not a {suffix.lstrip('.').upper()} file but {what}")
    if html:
        return FileKind.HTML
    if _is_binary(head):
        raise ReadError(Reason.UNSUPPORTED, "unknown binary format")
    if head.lstrip().startswith((b"<?xml", b"MIME-Version:")):
        raise ReadError(Reason.UNSUPPORTED, "XML or web archive")
    return FileKind.PLAIN


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_like_utf16(head):
        return False
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
    return controls > len(head) // 50


def _looks_like_utf16(head: bytes) -> bool:
    """Text without a byte order mark: nearly every second byte of Latin letters is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    return most > len(head) // 6 and least * 20 <= most


def is_supported_name(name: str) -> bool:
    """Whether a file of a folder is worth a try by its name."""
    return PurePosixPath(name).suffix.lower() in SUFFIXES


SUFFIXES = frozenset(
    {
        ".txt", ".text", ".md", ".htm", ".html", ".xhtml", ".doc", ".docx", ".rtf", ".pdf", ".xls", ".xlsx",
        ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif",
    }
)  # fmt: skip
"""Names that a folder is searched for."""
