"""What came from a source, told apart and read: a message, an archive, a record, or an ordinary file.

Runs inside the sandbox. How a thing is to be read is the first part of its name (``files/…``), because the sandbox
passes a path and a name and nothing else.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from congvu.ingestion.conf import Limits
from congvu.ingestion.edxml.reader import is_message, read_message, zip_members
from congvu.ingestion.made_text import read_record
from congvu.ingestion.procedures import read_procedure
from congvu.ingestion.question_tables import read_questions
from congvu.ingestion.reading import read_file
from congvu.ingestion.types import ReadError, Reason

FILES, QUESTIONS, PROCEDURES = "files", "questions", "procedures"
"""How the things of a source are read."""
ARCHIVES = "archives"
"""Only archives are opened; what else it is, is not looked at."""
_ZIP = b"PK\x03\x04"


def unpack_file(path: Path, file_name: str, limits: Limits, workdir: Path) -> dict[str, Any]:
    """``{"message": …}``, ``{"members": [[name, base64], …]}``, the answer of ``read_file`` or, where only archives
    are opened, ``{}``; raises ReadError.
    """
    reading, _, name = file_name.partition("/")
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise ReadError(Reason.TOO_LARGE, f"{size} bytes, limit {limits.file_bytes}")
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise ReadError(Reason.EMPTY)
    if head.startswith(_ZIP):
        members = zip_members(path.read_bytes(), limits, workdir)
        if members is not None:
            return {"members": [[name, base64.b64encode(content).decode()] for name, content in members]}
    if reading == ARCHIVES:
        return {}
    if is_message(head):
        return {"message": read_message(path.read_bytes(), limits, workdir).as_json()}
    if reading == QUESTIONS:
        return read_record(read_questions(path.read_bytes(), name), limits, workdir)
    if reading == PROCEDURES:
        return read_record(read_procedure(path.read_bytes()), limits, workdir)
    return read_file(path, name, limits, workdir)
