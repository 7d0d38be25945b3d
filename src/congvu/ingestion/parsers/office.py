"""Word and Excel 97 files and RTF, through programs of the system: LibreOffice, else catdoc, else antiword.

The programs run without network where the system allows it, with a home of their own, inside the sandbox's
limits.
"""

from __future__ import annotations

import shutil
import struct
from dataclasses import dataclass, replace
from pathlib import Path

import olefile

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import ParsedText, Parser, check_length, tidy
from congvu.ingestion.parsers.docx import DocxParser
from congvu.ingestion.parsers.legacy import convert_lines
from congvu.ingestion.parsers.programs import run_program
from congvu.ingestion.parsers.sheet import SheetParser
from congvu.ingestion.types import ReadError, Reason

_FIB_FLAGS = 0x0A
_FIB_ENCRYPTED = 0x0100
_OFFICE_PROGRAMS = ("soffice", "libreoffice")
_CANNOT = frozenset({("antiword", ".rtf"), ("antiword", ".xls"), ("catdoc", ".xls")})
_TEXT_PROGRAMS: dict[str, tuple[str, ...]] = {
    "catdoc": ("-w", "-d", "utf-8"),
    "antiword": ("-w", "0", "-m", "UTF-8.txt"),
}


@dataclass(frozen=True, slots=True)
class OfficeParser:
    """One parser for all of them; ``suffix`` is the name that the programs know the kind by, ``modern`` reads what
    LibreOffice makes of it.
    """

    name: str
    media_type: str
    suffix: str
    modern: Parser

    def parse(self, path: Path, limits: Limits, workdir: Path) -> ParsedText:
        if self.suffix == ".doc":
            _refuse_encrypted(path)
        source = workdir / f"document{self.suffix}"
        shutil.copyfile(path, source)
        failure: ReadError | None = None
        office = next(filter(None, map(shutil.which, _OFFICE_PROGRAMS)), None)
        if office is not None:
            try:
                target = _to_modern(office, source, "xlsx" if self.suffix == ".xls" else "docx", limits, workdir)
                return self.modern.parse(target, limits, workdir)
            except ReadError as error:
                if error.reason is Reason.REFUSED_SECRET:
                    raise
                failure = error
        for program, options in _TEXT_PROGRAMS.items():
            found = shutil.which(program)
            if found is not None and (program, self.suffix) not in _CANNOT:
                parsed = _to_text([found, *options, str(source)], limits, workdir)
                if parsed is not None:
                    warning = f"read with {program}: tables and numbers of lists may be missing"
                    return replace(parsed, warnings=(warning,))
        if failure is not None:
            raise failure
        raise ReadError(Reason.MISSING_PROGRAM, "LibreOffice")


WORD = OfficeParser("word-2", "application/msword", ".doc", DocxParser())
RTF = OfficeParser("rtf-2", "application/rtf", ".rtf", DocxParser())
OLD_SHEET = OfficeParser("excel-1", "application/vnd.ms-excel", ".xls", SheetParser())


def _refuse_encrypted(path: Path) -> None:
    try:
        with olefile.OleFileIO(str(path)) as ole, ole.openstream("WordDocument") as stream:
            head = stream.read(_FIB_FLAGS + 2)
    except Exception as error:  # olefile raises whatever a broken file makes it stumble over
        raise ReadError(Reason.DAMAGED, f"OLE container: {type(error).__name__}") from error
    if len(head) < _FIB_FLAGS + 2:
        raise ReadError(Reason.DAMAGED, "Word header cut short")
    if struct.unpack_from("<H", head, _FIB_FLAGS)[0] & _FIB_ENCRYPTED:
        raise ReadError(Reason.ENCRYPTED, "Word document with a password")


def _to_modern(office: str, source: Path, kind: str, limits: Limits, workdir: Path) -> Path:
    profile = (workdir / "profile").as_uri()
    run_program(
        [
            office,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--convert-to",
            kind,
            "--outdir",
            str(workdir),
            str(source),
        ],
        limits,
        workdir,
    )
    target = source.with_suffix(f".{kind}")
    if not target.is_file():
        raise ReadError(Reason.DAMAGED, "LibreOffice cannot open it")
    return target


def _to_text(command: list[str], limits: Limits, workdir: Path) -> ParsedText | None:
    output = run_program(command, limits, workdir)
    text = tidy(convert_lines(output.decode("utf-8", errors="replace")))
    return ParsedText(check_length(text, limits)) if text.strip() else None
