"""What a file is, from its content."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.sniff import FileKind, file_kind
from congvu.ingestion.types import ReadError, Reason
from tests.unit.ingestion.files import docx, paragraph, pdf


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def tarred() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return buffer.getvalue()


def judged(tmp_path: Path, name: str, content: bytes) -> FileKind | Reason:
    path = tmp_path / "file"
    path.write_bytes(content)
    try:
        return file_kind(path, name, Limits())
    except ReadError as error:
        return error.reason


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", pdf([[]]), FileKind.PDF),
        ("a.txt", pdf([[]]), FileKind.PDF),
        ("a.doc", docx(paragraph("x")), FileKind.DOCX),
        ("a.doc", b"{\\rtf1 x}", FileKind.RTF),
        ("a.doc", b"<html><body>x</body></html>", FileKind.HTML),
        ("a.txt", "Điều 1".encode(), FileKind.PLAIN),
        ("a.txt", "Điều 1. Phạm vi".encode("utf-16-le"), FileKind.PLAIN),
        ("a.txt", "so sánh <b>1</b>".encode(), FileKind.PLAIN),
        ("a.pdf", b"<!DOCTYPE html><html>404</html>", Reason.NOT_WHAT_IT_SAYS),
        ("a.docx", "chỉ là chữ".encode(), Reason.NOT_WHAT_IT_SAYS),
        ("a.docx", bytes(range(256)) * 20, Reason.NOT_WHAT_IT_SAYS),
        ("a.bin", bytes(range(256)) * 20, Reason.NOT_WHAT_IT_SAYS),
        ("a", bytes(range(256)) * 20, Reason.UNSUPPORTED),
        ("a.txt", b"", Reason.EMPTY),
        ("a.docx", b" \r\n\x00" * 10, Reason.EMPTY),
        ("a.zip", zipped("van-ban.txt"), FileKind.ZIP),
        ("a.xlsx", zipped("xl/workbook.xml"), FileKind.XLSX),
        ("a.gz", gzip.compress(b"x", mtime=0), Reason.UNSUPPORTED),
        ("a.tar", tarred(), Reason.UNSUPPORTED),
        ("a.pdf", b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, Reason.DAMAGED),
        ("a.docx", b"PK\x03\x04 and nothing more", Reason.DAMAGED),
    ],
)
def test_content_decides_and_the_name_only_makes_promises(
    tmp_path: Path, name: str, content: bytes, expected: FileKind | Reason
) -> None:
    assert judged(tmp_path, name, content) == expected
