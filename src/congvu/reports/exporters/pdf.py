"""PDF of a DOCX through LibreOffice, where it is installed; everything else works without it."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, NameObject

from congvu.common.errors import UnavailableError
from congvu.common.hashing import sha256_hex
from congvu.reports.exporters.together import bring_together

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 120
_HEADINGS = 4
"""Headings of one document that are moved to the next page, at most; each costs a conversion."""


def is_available() -> bool:
    """Whether PDF can be made on this machine."""
    return _program() is not None


def write_pdf(docx: bytes, dated: dt.date) -> bytes:
    """The DOCX as PDF, dated ``dated``. Raises UnavailableError where LibreOffice is missing or fails."""
    program = _program()
    if program is None:
        raise UnavailableError(
            _("PDF needs LibreOffice, which is not installed here."),
            _("Install libreoffice-writer, or choose DOCX and print it from there."),
        )
    with tempfile.TemporaryDirectory(prefix="congvu-pdf-") as folder:
        shown = docx
        pdf = _converted(program, shown, Path(folder))
        for _time in range(_HEADINGS):
            moved = bring_together(shown, [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages])
            if moved is None:
                break
            shown = moved
            pdf = _converted(program, shown, Path(folder))
        return _dated(pdf, dated, sha256_hex(docx))


def _program() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def _converted(program: str, docx: bytes, folder: Path) -> bytes:
    """LibreOffice gets a profile of its own, or a second one at the same time would do nothing and say nothing."""
    source = folder / "report.docx"
    source.write_bytes(docx)
    profile = (folder / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from error
    made = folder / "report.pdf"
    if done.returncode or not made.exists():
        raise _failed((done.stderr or done.stdout).strip())
    return made.read_bytes()


def _failed(reason: str) -> UnavailableError:
    line = " ".join(reason.split())[:200]
    return UnavailableError(
        _("LibreOffice could not make the PDF: %(reason)s") % {"reason": line or _("it said nothing")},
        _("Try again, or choose DOCX."),
    )


def _dated(pdf: bytes, dated: dt.date, name: str) -> bytes:
    """The same pages with the report's date instead of the clock's, and an identifier made of the content."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    stamp = f"D:{dated:%Y%m%d}000000+07'00'"
    writer.add_metadata({"/CreationDate": stamp, "/ModDate": stamp})
    catalogue = writer.root_object
    if "/Metadata" in catalogue:  # says the time once more, in XML
        del catalogue[NameObject("/Metadata")]
    identifier = ByteStringObject(bytes.fromhex(name[:32]))
    writer._ID = ArrayObject([identifier, identifier])
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
