"""The limits under which files from outside are read."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

MIB = 1 << 20


def _limit(default: Any, text: str) -> Any:
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. The defaults read every law of Việt Nam; a file beyond them is refused with a
    reason.
    """

    file_bytes: int = _limit(50 * MIB, "Largest file, in bytes.")
    pages: int = _limit(2000, "Most pages of a PDF.")
    text_characters: int = _limit(20_000_000, "Most characters of text in one document.")
    zip_entries: int = _limit(5000, "Most files inside a DOCX.")
    unpacked_bytes: int = _limit(150 * MIB, "Largest size of a DOCX when unpacked, in bytes.")
    unpacked_ratio: int = _limit(200, "Largest ratio of unpacked to packed size of a part above 1 MiB.")
    wall_seconds: float = _limit(58.0, "Longest time for one reading of a file, by the clock.")
    cpu_seconds: int = _limit(55, "Longest processor time for one reading of a file.")
    recognise_seconds: float = _limit(25.0, "Time after which no further page is recognised in the same reading.")
    page_seconds: float = _limit(20.0, "Longest time for recognising one page.")
    memory_bytes: int = _limit(1024 * MIB, "Most address space of the reading process.")
    data_bytes: int = _limit(320 * MIB, "Most memory that the reading process may fill with data.")
    converter_data_bytes: int = _limit(420 * MIB, "Most memory that LibreOffice or Tesseract may fill with data.")
    converter_memory_bytes: int = _limit(4096 * MIB, "Most address space of LibreOffice for a .doc or .rtf file.")
    written_bytes: int = _limit(200 * MIB, "Largest file that reading may write.")
    open_files: int = _limit(256, "Most files that reading may hold open.")
    result_bytes: int = _limit(200 * MIB, "Largest result that the reading process may hand back.")

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
