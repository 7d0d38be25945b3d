"""Values that pass between the parsing child and the program; free of Django, so that the child starts light."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PAGES_FOLDER = "pages"
"""Below a reader's working folder: pages that were recognised before; a link to a folder that outlives the child."""


class Reason(StrEnum):
    """Why a file did not become a document: a closed list, stored with the item; words in ``reasons``."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    ENCRYPTED = "encrypted"
    NO_TEXT = "no_text"
    POOR_SCAN = "poor_scan"
    DAMAGED = "damaged"
    TOO_MANY_PAGES = "too_many_pages"
    DECOMPRESSION_BOMB = "decompression_bomb"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    UNSUPPORTED = "unsupported"
    MISSING_PROGRAM = "missing_program"
    UNDECODABLE = "undecodable"
    REFUSED_SECRET = "refused_secret"  # noqa: S105  # a reason, not a password
    INFECTED = "infected"
    CRASHED = "crashed"
    NOT_THE_SENDER = "not_the_sender"
    SENDER_REFUSED = "sender_refused"
    NO_READERS = "no_readers"


class ReadError(Exception):
    """A file cannot be read; ``detail`` is a short technical fact (English, no content of the file)."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is; ``done`` counts whatever will not change by itself any more."""

    total: int
    queued: int
    stored: int
    unchanged: int
    failed: int
    refused: int

    @property
    def done(self) -> int:
        return self.total - self.queued

    @property
    def finished(self) -> bool:
        return self.queued == 0
